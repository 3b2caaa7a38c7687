"""Names of a package that are loaded on first use, so that importing it costs nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def attach_lazily(
    package: str, homes: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """
    Make `__getattr__`, `__dir__` and `__all__` of a package from name → module.

    Parameters
    ----------
    package : str
        Its `__name__`.
    homes : mapping of str to str
        For each name the module below the package that defines it; a module or package that is
        to be reached under the name ends with a dot.
    """

    def load(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        home = homes[name]
        module = import_module(f"{package}.{home.removesuffix('.')}")
        value = module if home.endswith(".") else getattr(module, name)
        # The next use finds it without asking here.
        setattr(sys.modules[package], name, value)
        return value

    names = sorted(homes)
    return load, lambda: names, names
