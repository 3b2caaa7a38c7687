# -*- coding: utf-8 -*- (Python 2 must read the message too)  # noqa: UP009
import os
import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    version = sys.version.split()[0]
    sys.exit(
        "Python 3.11 - 3.14 is needed, this is " + version
        + ". / 需要 Python 3.11 - 3.14,当前版本是 " + version + "。"
    )

# This file must be readable by every Python, so that an old one prints the line above.
ROOT = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(ROOT, "tools"))

from launch.commands import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], root=ROOT))
