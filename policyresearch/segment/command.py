"""`python -m policyresearch model`: make the segmentation model ready, once."""

from __future__ import annotations

import argparse
import sys

from policyresearch.segment.model import fetch_model, model_folder


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
    from policyresearch.segment.storage import make_tables

    make_tables(reference)
    segment(["高质量发展。"])
    print(f"segmentation model ready in {model_folder()}", file=sys.stderr)
