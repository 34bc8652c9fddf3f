"""Lines that are no SQL and give themselves away: conflict markers, Markdown fences, what an AI left out."""

from __future__ import annotations

import re

_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?:\s|$)|={7}$")
_FENCE = re.compile(r"(?:```|~~~)\w*\s*$")
_LEFTOVER = re.compile(r"(?://|#|\.\.\.|…|\[|\()?.*(?:\.\.\.|…)")
_LEFTOVER_WORDS = re.compile(
    r"\b(?:rest|remaining|remainder|unchanged|existing|same|previous|other|omitted|truncated|keep|continue\w*|etc|more)\b",
    re.IGNORECASE,
)


def junk_line(line: str) -> str:
    """What a line is, if it is no SQL by its looks alone: ``conflict``, ``fence``, ``leftover``, else ``""``."""
    text = line.strip()
    if _CONFLICT.match(text):
        return "conflict"
    if _FENCE.match(text):
        return "fence"
    if text.startswith(("...", "…")) or (text.startswith("//") and _is_ellipsis(text)):
        return "leftover"
    if text.startswith(("#", "[", "(")) and _LEFTOVER.match(text) and _LEFTOVER_WORDS.search(text):
        return "leftover"
    return ""


def _is_ellipsis(text: str) -> bool:
    return bool("..." in text or "…" in text or _LEFTOVER_WORDS.search(text))


def has_conflict(text: str) -> bool:
    """Whether a merge-conflict marker stands at the beginning of a line."""
    return any(_CONFLICT.match(line.rstrip()) and line[0] in "<>" for line in text.splitlines() if line)
