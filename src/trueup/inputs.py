"""What a run read, and whether it may be remembered: a result is kept under its inputs only if those were all of them.

Whoever reads a file or asks whether one is there notes it here; whoever meets what another run might not meet (a stage
that broke, a statement that ran out of time) says so. A process has one such record at a time, as it has one run.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path


class Inputs:
    """The record of one run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: set[str] = set()
        self._spoiled: list[str] = []

    def touch(self, path: Path) -> None:
        """Note that a file was read, or looked for."""
        with self._lock:
            self._files.add(absolute(path))

    def spoil(self, reason: str) -> None:
        """Note that another run on the same inputs may come out otherwise."""
        with self._lock:
            self._spoiled.append(reason)

    @property
    def files(self) -> frozenset[str]:
        """Every file that was read or looked for, as an absolute path."""
        with self._lock:
            return frozenset(self._files)

    @property
    def spoiled(self) -> tuple[str, ...]:
        """Why the result must not be remembered; empty where it may."""
        with self._lock:
            return tuple(self._spoiled)


def absolute(path: Path | str) -> str:
    """The path from the root, as it is written: links are not followed."""
    return os.path.abspath(path)  # noqa: PTH100


_current: Inputs | None = None
_spoils = 0


def begin() -> Inputs:
    """A new record, which takes what is noted from now on."""
    global _current
    _current = Inputs()
    return _current


def touched(path: Path) -> None:
    """Note that a file was read, or looked for; nothing happens where nobody keeps a record."""
    if _current is not None:
        _current.touch(path)


def spoil(reason: str) -> None:
    """Note that another run on the same inputs may come out otherwise."""
    global _spoils
    _spoils += 1
    if _current is not None:
        _current.spoil(reason)


def spoils() -> int:
    """How often `spoil` was called: what is made between two equal answers may be remembered by itself."""
    return _spoils
