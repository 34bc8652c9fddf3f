"""A text as libpg_query's scanner sees it: its tokens, and its comments with their places. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import postgast

_TOKEN: Any = postgast.pg_query_pb2.Token
_COMMENTS = frozenset({_TOKEN.Value("SQL_COMMENT"), _TOKEN.Value("C_COMMENT")})


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: its text without the marks, and the character at which it begins and ends."""

    text: str
    start: int
    end: int


def _scan(sql: str) -> list[tuple[int, int, int]]:
    try:
        result: Any = postgast.scan(sql)
    except (postgast.PgQueryError, UnicodeEncodeError):
        return []
    return [(t.token, t.start, t.end) for t in result.tokens]


def tokens(sql: str) -> list[str]:
    """The tokens, without comments; unquoted words in lower case. A text that the scanner refuses is one token."""
    data = sql.encode(errors="replace")
    scanned = _scan(sql)
    if not scanned and sql.strip():
        return [" ".join(sql.split())]
    found = []
    for kind, start, end in scanned:
        if kind not in _COMMENTS:
            text = data[start:end].decode(errors="replace")
            found.append(text if text[:1] in {"'", '"', "$"} or text[:2].lower() in {"e'", "u&"} else text.lower())
    return found


def comments(sql: str) -> list[Comment]:
    """All comments of a text, in order."""
    if "--" not in sql and "/*" not in sql:
        return []  # what begins neither way is none, and most files have none
    data = sql.encode(errors="replace")
    found = []
    for kind, start, end in _scan(sql):
        if kind in _COMMENTS:
            text = data[start:end].decode(errors="replace")
            first = len(data[:start].decode(errors="replace"))
            found.append(Comment(_bare(text), first, first + len(text)))
    return found


def _bare(text: str) -> str:
    if text.startswith("/*"):
        lines = text.removeprefix("/*").removesuffix("*/").split("\n")
        return "\n".join(line.strip().removeprefix("*").strip() if n else line.strip() for n, line in enumerate(lines))
    return text.lstrip("-").strip("\n").removeprefix(" ")
