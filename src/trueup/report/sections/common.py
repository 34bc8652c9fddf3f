"""What several sections need."""

from __future__ import annotations

from collections.abc import Iterable

from trueup.report.document import Line, Styled, code, line
from trueup.report.model import Obj

MAX_NAMED = 6
MAX_LINES = 10


def named(objects: Iterable[Obj], limit: int | None = MAX_NAMED) -> Line:
    """Objects by kind: ``table a, b; policy c``, the rest counted."""
    by_kind: dict[str, list[str]] = {}
    for obj in objects:
        by_kind.setdefault(obj.kind, []).append(obj.name)
    parts: list[Styled | str] = []
    for kind, names in by_kind.items():
        parts.append("; " if parts else "")
        parts.append(f"{len(names)} {plural(kind)}: " if len(names) > 1 else f"{kind} ")
        for index, name in enumerate(names[:limit]):
            parts += [", " if index else "", code(name)]
        if limit is not None and len(names) > limit:
            parts.append(f" and {len(names) - limit} more")
    return line(*parts)


def plural(kind: str) -> str:
    """``policy`` to ``policies``, ``index`` to ``indexes``."""
    if kind.endswith("y") and not kind.endswith(("ay", "ey")):
        return kind[:-1] + "ies"
    if kind.endswith(("privileges", "series")):
        return kind
    if kind.endswith(("x", "s", "ch")):
        return kind + "es"
    return kind + "s"


def count(number: int, word: str) -> str:
    """``1 table``, ``2 tables``."""
    return f"{number} {word if number == 1 else plural(word)}"


def shorten(text: str, verbose: bool, limit: int = MAX_LINES) -> str:
    """The first lines of a long text, and how many were left out."""
    lines = text.rstrip().split("\n")
    if verbose or len(lines) <= limit + 2:
        return "\n".join(lines)
    return "\n".join([*lines[:limit], f"... {len(lines) - limit} more lines (--verbose shows them)"])
