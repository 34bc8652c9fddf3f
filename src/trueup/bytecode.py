"""Python's compiled files, where they can't lie beside the source: half a second of every run, for 400 modules.

``PYTHONDONTWRITEBYTECODE`` keeps a source tree clean, and an editable install has nothing compiled then. Python's own
way out is `sys.pycache_prefix`: the files lie in our cache folder, and are checked against the source as ever.
"""

from __future__ import annotations

import sys
from importlib.util import cache_from_source
from pathlib import Path

from trueup import cachedir


def keep() -> None:
    """Have what is imported from now on compiled once; nothing happens where that is so already, or caches are off."""
    if not sys.dont_write_bytecode or sys.pycache_prefix is not None or cachedir.is_off():
        return
    if Path(cache_from_source(__file__)).exists():
        return
    home = next(cachedir.usable(), None)
    if home is not None:
        sys.pycache_prefix = str(home / "bytecode")
        sys.dont_write_bytecode = False
