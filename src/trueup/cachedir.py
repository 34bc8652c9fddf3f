"""Where caches belong on this machine: the user's own folder, or the next best that nobody else could have laid out."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "TRUEUP_NO_CACHE"


def candidates() -> Iterator[Path]:
    """Folders to try, best first. ``TRUEUP_CACHE_DIR`` names one that goes before all."""
    named = os.environ.get("TRUEUP_CACHE_DIR")
    if named:
        yield Path(named).absolute()
    import platformdirs  # imported here: a named folder needs none of it

    yield platformdirs.user_cache_path("trueup", appauthor=False)
    if os.name != "nt" and os.geteuid() == 0:
        yield Path("/var/cache/trueup")
    owner = os.geteuid() if os.name != "nt" else os.getlogin()
    for parent in (tempfile.gettempdir(), "/var/tmp", "/tmp"):
        yield Path(parent) / f"trueup-{owner}"


def usable() -> Iterator[Path]:
    """The candidates that are ours and writable; made where they are not there yet."""
    for path in candidates():
        if not path.is_absolute():
            continue  # no home directory: platformdirs leaves a "~"
        with contextlib.suppress(OSError):
            path.mkdir(parents=True, exist_ok=True, mode=0o755)
            if is_ours(path):
                yield path


def is_ours(path: Path) -> bool:
    """Nobody else may have laid it out for us, and we can write in it."""
    info = path.lstat()
    ours = os.name == "nt" or (info.st_uid == os.geteuid() and not info.st_mode & 0o022)
    return ours and path.is_dir() and not path.is_symlink() and os.access(path, os.W_OK | os.X_OK)


def is_off() -> bool:
    """Whether the user wants nothing remembered: ``TRUEUP_NO_CACHE`` is set to anything but 0 or nothing."""
    return os.environ.get(VARIABLE, "") not in {"", "0"}
