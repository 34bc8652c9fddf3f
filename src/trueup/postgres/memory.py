"""Slots in memory: making a database there takes a tenth of the time (measured on ext4).

What lies there is worth nothing when the machine restarts, and takes memory from others until then: so it is kept for
an hour after its last use, and no longer than the cache that it belongs to.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import threading
import time
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ROOM = 2 * 2**30
_KEPT_SECONDS = 3600
_OWNER = "cache"  # the file that names the store that a place belongs to


def home() -> Path | None:
    """Our folder there; None where there is no such thing, or somebody else laid it out."""
    if os.name == "nt" or not _MEMORY.is_dir():
        return None
    path = _MEMORY / f"trueup-{os.geteuid()}"
    with contextlib.suppress(OSError):
        path.mkdir(mode=0o755, exist_ok=True)
        info = path.lstat()
        if info.st_uid == os.geteuid() and not info.st_mode & 0o022 and not path.is_symlink():
            return path
    return None


def place(store: Path) -> Path | None:
    """Where a store's slots lie; None without enough room (a container has 64 MB by default)."""
    with contextlib.suppress(OSError):
        folder = home()
        if folder is None or shutil.disk_usage(_MEMORY).free < _ROOM:
            return None
        # Two caches of one user (a test's, say) must not share a slot, whose lock lies in the cache.
        path = folder / f"{hashlib.sha256(str(store).encode()).hexdigest()[:8]}-{store.name}"
        path.mkdir(mode=0o755, exist_ok=True)
        _say_whose(path / _OWNER, str(store))
        return path
    return None


def _say_whose(file: Path, store: str) -> None:
    """Write it in one step: whoever reads an empty file takes the place for nobody's, and removes a living server's."""
    if file.is_file() and file.read_text() == store:
        return
    partial = file.with_name(f"{file.name}.{os.getpid()}.{threading.get_ident()}")
    partial.write_text(store)
    partial.replace(file)


def left_over(used: Path) -> list[tuple[Path, Path]]:
    """Places that nobody needs any more, each with its store: the store is gone, or not used for an hour."""
    found = []
    with contextlib.suppress(OSError):
        for path in sorted((home() or Path("/nonexistent")).iterdir()):
            owner = path / _OWNER
            text = owner.read_text() if owner.is_file() else ""
            store = Path(text or "/nonexistent")
            if store == used or (not text and time.time() - path.stat().st_mtime < _KEPT_SECONDS):
                continue
            locks = list(store.glob("slot-*.lock"))
            if not locks or time.time() - max(lock.stat().st_mtime for lock in locks) > _KEPT_SECONDS:
                found.append((path, store))
    return found
