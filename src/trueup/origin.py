"""Where a piece of text comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Origin:
    """A place in a source.

    Args:
        file: path as the user would write it (relative to the project), or a label such as ``production``.
        line: 1-based; 0 where a whole file or a live server is meant.
        column: 1-based, in characters; 0 where unknown.
        section: the saved query or migration part that holds it, e.g. ``Query 8``.
    """

    file: str
    line: int = 0
    column: int = 0
    section: str | None = None

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"
