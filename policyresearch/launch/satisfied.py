"""
Run inside an interpreter: which requirements of a lock does it lack?

`python satisfied.py requirements.lock` prints one line for each and exits 1 if there is any.
It is run by its path, so that it needs nothing from the project.
"""

import re
import sys
from importlib import metadata

_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)(?:\s*;\s*([^\\]+?))?\s*\\?$")


def read_pins(lock):
    """(name, version, marker or None) of each line of a lock that names a requirement."""
    with open(lock, encoding="utf-8") as file:
        found = (_PIN.match(line.rstrip("\n")) for line in file)
        return [match.groups() for match in found if match]


def find_missing(lock):
    """Requirements that apply to this interpreter and are not installed as pinned."""
    try:
        from packaging.markers import Marker
        from packaging.version import Version
    except ImportError:
        # It is in every lock that this script is for.
        return ["packaging"]
    missing = []
    for name, version, marker in read_pins(lock):
        if marker and not Marker(marker).evaluate():
            continue
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(f"{name} {version} (not installed)")
            continue
        if Version(installed) != Version(version):
            missing.append(f"{name} {version} (installed: {installed})")
    return missing


if __name__ == "__main__":
    lacking = ["Python 3.11"] if sys.version_info < (3, 11) else find_missing(sys.argv[1])
    print("\n".join(lacking))
    sys.exit(1 if lacking else 0)
