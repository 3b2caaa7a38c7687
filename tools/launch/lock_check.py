"""
Run inside an interpreter: what of a lock does it lack, and has it the package of this clone?

`python lock_check.py ROOT` prints one line for each library of ROOT/requirements.lock that is not
installed as pinned and exits 1 if there is any. Where all are there, it exits 0 if `import
policyresearch` finds the package in ROOT, 3 if it finds none, and 4, with its folder, if it finds
another one. It is run by its path, so that it needs nothing from the project.
"""

import re
import sys
from importlib import metadata, util
from pathlib import Path

PACKAGE = "policyresearch"
HERE, LACKING, NO_PACKAGE, OTHER_PACKAGE = 0, 1, 3, 4
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)(?:\s*;\s*([^\\]+?))?\s*\\?$")


def read_pins(lock):
    """(name, version, marker or None) of each line of a lock that names a requirement."""
    with open(lock, encoding="utf-8") as file:
        found = (_PIN.match(line.rstrip("\n")) for line in file)
        return [match.groups() for match in found if match]


def find_missing(lock):
    """Requirements that apply to this interpreter and are not installed as pinned."""
    missing = []
    for name, version, marker in read_pins(lock):
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            installed = None
        if installed != version and _applies(marker):
            state = f"installed: {installed}" if installed else "not installed"
            missing.append(f"{name} {version} ({state})")
    return missing


def _applies(marker):
    try:
        from packaging.markers import Marker
    except ImportError:
        # It is in every lock with markers, so that something is missing.
        return True
    return not marker or Marker(marker).evaluate()


def find_package():
    """The folder of the package that this interpreter imports; None if it has none."""
    found = util.find_spec(PACKAGE)
    return Path(found.origin).parent if found and found.origin else None


def check(root):
    """Exit code and lines to print."""
    lock = Path(root, "requirements.lock")
    lacking = ["Python 3.11"] if sys.version_info < (3, 11) else find_missing(lock)
    if lacking:
        return LACKING, lacking
    package = find_package()
    if package is None:
        return NO_PACKAGE, []
    if package.resolve() != Path(root, PACKAGE).resolve():
        return OTHER_PACKAGE, [str(package.parent)]
    return HERE, []


if __name__ == "__main__":
    code, lines = check(sys.argv[1])
    print("\n".join(lines))
    sys.exit(code)
