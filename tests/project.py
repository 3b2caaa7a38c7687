"""Where the project stands that is tested, and its shipped study."""

from pathlib import Path

from policyresearch.study.folder import Study

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
SHIPPED = Study(ROOT)
