"""One migration before it is read, and what is told about the files beside it."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.diagnostic import Diagnostic, Level
from trueup.origin import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file or folder that is one migration: its version, its name, and its parts' paths."""

    version: str
    name: str
    up: str
    down: str | None = None


def told(code: str, message: str, file: str, help: str = "", level: Level = Level.INFO) -> Diagnostic:
    """A diagnostic about a file."""
    return Diagnostic(code=code, message=message, origin=Origin(file=file), help=help, level=level)
