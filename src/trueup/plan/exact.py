"""Expression text that the server reads back as exactly what it printed.

PostgreSQL prints `varchar_column IN ('a', 'b')` as ``(varchar_column)::text = ANY ((ARRAY['a'::character varying,
'b'::character varying])::text[])``. Read again, the cast goes into the array (transformTypeCast in parse_expr.c treats
a cast of an ARRAY constructor so), and another expression is stored, which is printed differently. A cast of the
constructor to its own type between the two keeps them apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import postgast

_CAST_OF_ARRAY = "])::"


def exact(text: str) -> str:
    """`text` with a cast to the elements' type behind every ARRAY constructor that is cast to another type.

    >>> exact("(ARRAY['a'::character varying])::text[]")
    "(ARRAY['a'::character varying])::character varying[]::text[]"
    """
    if _CAST_OF_ARRAY not in text or "(ARRAY[" not in text:
        return text
    data = text.encode()
    try:
        found = postgast.scan(text).tokens
    except postgast.PgQueryError:
        return text
    tokens = [(data[t.start : t.end].decode(), t.start, t.end) for t in found]
    words = [word for word, _, _ in tokens]
    inserts: list[tuple[int, str]] = []
    for i in range(len(words) - 3):
        if words[i : i + 3] == ["(", "ARRAY", "["]:
            insert = _own_cast(words, i + 2, tokens, data)
            if insert is not None:
                inserts.append(insert)
    for place, own in sorted(inserts, reverse=True):
        data = data[:place] + own.encode() + data[place:]
    return data.decode()


def _own_cast(
    words: Sequence[str], opening: int, tokens: Sequence[tuple[str, int, int]], data: bytes
) -> tuple[int, str] | None:
    """Where the elements' type goes, and its text, for the constructor whose ``[`` is at `opening`."""
    closing = _closing(words, opening)
    if closing is None or words[closing + 1 : closing + 3] != [")", "::"]:
        return None
    cast = _last_cast(words, opening, closing)
    if cast is None:
        return None
    element = data[tokens[cast][2] : tokens[closing][1]].decode().strip()
    return tokens[closing + 1][2], f"::{element}[]"


def _closing(words: Sequence[str], opening: int) -> int | None:
    depth = 0
    for i in range(opening, len(words)):
        depth += (words[i] in "([") - (words[i] in ")]")
        if depth == 0:
            return i
    return None


def _last_cast(words: Sequence[str], opening: int, closing: int) -> int | None:
    """The ``::`` that ends the last element, if that is a cast as a whole."""
    depth, last = 0, None
    for i in range(opening + 1, closing):
        depth += (words[i] in "([") - (words[i] in ")]")
        if depth == 0 and words[i] == ",":
            last = None
        elif depth == 0 and words[i] == "::":
            last = i
    return last
