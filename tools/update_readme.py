"""Write the study's results into README.md and README.zh.md, when both editions are made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from policyresearch.report.readme import update_readme
from policyresearch.study.folder import Study

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Name the commit the working tree is at; refuse if the code or the data are not in it."""
    parts = ["policyresearch", "notebooks", "data/raw", "data/gold", "requirements.lock"]
    changed = subprocess.run(
        ["git", "status", "--porcelain", "--", *parts],
        cwd=ROOT, check=True, capture_output=True, encoding="utf-8",
    ).stdout
    if changed:
        sys.exit(f"Commit these first; the README names the commit of its numbers:\n{changed}")
    commit = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"],
        cwd=ROOT, check=True, capture_output=True, encoding="utf-8",
    ).stdout.strip()
    update_readme(ROOT / "README.md", Study(ROOT, "en"), commit=commit)
    update_readme(ROOT / "README.zh.md", Study(ROOT, "zh"), commit=commit)


if __name__ == "__main__":
    main()
