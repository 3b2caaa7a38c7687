"""`python -m policyresearch model`: make the segmentation model ready, once."""

from __future__ import annotations

import argparse
import shutil
import sys
import time

from policyresearch.segment.pkuseg.model import fetch_model, model_folder

# What another version of this package made is kept this long, in case it is in use.
_STALE_DAYS = 30
_MADE_BY_VERSION = ("*-tables-*", "compiled-*")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command takes none."""


def run(arguments: argparse.Namespace) -> None:
    """
    Fetch, verify and convert the model and compile the decoder, whatever of it is missing.

    Safe to kill and to run again, also several times at once.
    """
    reference = fetch_model()
    # Not at the top: these compile, or load what was compiled, on import.
    from policyresearch.segment.engines import segment
    from policyresearch.segment.pkuseg.storage import make_tables

    make_tables(reference)
    segment(["高质量发展。"])
    remove_stale()
    print(f"segmentation model ready in {model_folder()}", file=sys.stderr)


def remove_stale() -> None:
    """Delete tables and compiled code that were made long ago; what is in use is made anew."""
    for pattern in _MADE_BY_VERSION:
        made = sorted(model_folder().glob(pattern), key=lambda folder: folder.stat().st_mtime)
        for folder in made[:-1]:
            if time.time() - folder.stat().st_mtime > _STALE_DAYS * 24 * 3600:
                shutil.rmtree(folder, ignore_errors=True)
