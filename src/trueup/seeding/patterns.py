"""Texts that regular expressions match."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from re import _parser as regex_parser  # type: ignore[attr-defined]
from typing import Any

_MANY = 20


def matching(pattern: str, number: int) -> str | None:
    """A short text that a regular expression matches, or None; POSIX patterns are close to Python's."""
    for old, new in (("[[:alpha:]]", "[a-z]"), ("[:alpha:]", "a-z"), ("[:alnum:]", "a-z0-9"), ("[:digit:]", "0-9"),
                     ("[:space:]", " "), ("[:upper:]", "A-Z"), ("[:lower:]", "a-z"), ("\\m", ""), ("\\M",
                     "")):  # fmt: skip
        pattern = pattern.replace(old, new)
    try:
        tree = regex_parser.parse(pattern)
    except Exception:  # whatever Python's parser dislikes is left to the other candidates
        return None
    # The last digits first: they are what differs from row to row.
    digits = itertools.chain(reversed(str(number + 10000)), itertools.repeat("1"))
    try:
        return _match(tree, digits)
    except (KeyError, ValueError, IndexError):
        return None


def like_sample(pattern: str) -> str:
    """A text that a LIKE pattern matches (manual, section 9.7.1)."""
    out, escaped = "", False
    for char in pattern:
        if escaped or char not in "%_\\":
            out, escaped = out + char, False
        elif char == "\\":
            escaped = True
        else:
            out += "x"
    return out


def varied_like(pattern: str) -> str:
    """A regular expression whose matches a LIKE pattern matches too, with digits that differ for each of its `%`."""
    return "".join("[0-9]+" if c == "%" else "[a-z]" if c == "_" else re.escape(c) for c in pattern)


def _match(tree: Iterable[Any], digits: Any) -> str:
    out = []
    for op, arg in tree:
        code = str(op)
        if code == "LITERAL":
            out.append(chr(arg))
        elif code == "NOT_LITERAL":
            out.append("a" if chr(arg) != "a" else "b")
        elif code == "ANY":
            out.append("a")
        elif code == "IN":
            out.append(_one_of(arg, digits))
        elif code in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            low, high, inner = arg
            times = low if low > 3 else min(int(high), max(low, 3 if int(high) < _MANY else 5))
            out.append("".join(_match(inner, digits) for _ in range(times)))
        elif code == "SUBPATTERN":
            out.append(_match(arg[-1], digits))
        elif code == "BRANCH":
            out.append(_match(arg[1][0], digits))
        elif code == "CATEGORY":
            out.append(_of_category(str(arg)))
    return "".join(out)


def _one_of(items: Sequence[Any], digits: Any) -> str:
    if str(items[0][0]) == "NEGATE":
        banned = {chr(arg) for op, arg in items[1:] if str(op) == "LITERAL"}
        return next(c for c in "ab1-_ xyz" if c not in banned)
    ranges = [(chr(arg[0]), chr(arg[1])) for op, arg in items if str(op) == "RANGE"]
    if any(r == ("0", "9") for r in ranges):
        return str(next(digits))
    if ranges:
        low, high = ranges[0]
        return chr(min(ord(low) + int(next(digits)), ord(high)))
    op, arg = items[0]
    return chr(arg) if str(op) == "LITERAL" else _of_category(str(arg))


def _of_category(name: str) -> str:
    """A character of a class such as `\\d` or `\\S`."""
    if "NOT_WORD" in name:
        return "-"
    if "NOT_" in name:
        return "a"
    return "1" if "DIGIT" in name else " " if "SPACE" in name else "a"
