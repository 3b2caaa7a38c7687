"""`python -m policyresearch claims`: the study's sentences with numbers, one by one."""

from __future__ import annotations

import argparse
from pathlib import Path

from policyresearch.report.contents import list_claims
from policyresearch.study.folder import LANGUAGES, find_study


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which study, and in which language."""
    parser.add_argument("--study", type=Path, metavar="DIR",
                        help="study folder (default: the one found here)")
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0],
                        help="language of the sentences (default: %(default)s)")


def run(arguments: argparse.Namespace) -> None:
    """A claim takes two lines: its id with its table, and its sentence."""
    for claim in list_claims(find_study(arguments.study)):
        rests = f"{claim.table}, {len(claim.rows)} rows" if claim.table else "says what is missing"
        print(f"{claim.id}  ({rests})\n    {claim.get_text(arguments.language)}")
