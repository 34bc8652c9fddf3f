"""Texts that say the same: equal but for white space and comments, or but for names that were changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

_COMMENTS = (275, 276)  # SQL_COMMENT and C_COMMENT of libpg_query's Token
_SCANNABLE = frozenset({"sql", "plpgsql"})


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[bytes, ...] | None:
    """The tokens of SQL or PL/pgSQL text without comments, or None where the scanner refuses it."""
    import postgast  # late: to import it takes longer than to compare two databases

    data = text.encode()
    try:
        found = postgast.scan(text).tokens
    except postgast.PgQueryError:
        return None
    return tuple(data[token.start : token.end] for token in found if token.token not in _COMMENTS)


def same_but_for_space(before: str, after: str, language: str = "sql") -> bool:
    """Whether two texts differ in white space and comments alone."""
    if language not in _SCANNABLE:
        return False
    if _without_space(before) != _without_space(after) and not (_may_comment(before) or _may_comment(after)):
        return False  # most pairs, without the scanner: equal tokens are made of the same characters
    one = tokens(before)
    return one is not None and one == tokens(after)


def _without_space(text: str) -> str:
    return "".join(text.split())


def _may_comment(text: str) -> bool:
    return "--" in text or "/*" in text


def same_but_for_names(before: str, after: str, names: Mapping[str, str]) -> bool:
    """Whether `before` becomes `after` when each identifier that is a key of `names` is replaced by its value."""
    one, two = tokens(before), tokens(after)
    if one is None or two is None or len(one) != len(two):
        return False
    return all(a == b or _renamed(a.decode(), names) == _plain(b.decode()) for a, b in zip(one, two, strict=True))


def _plain(token: str) -> str:
    quoted = len(token) > 1 and token[0] == token[-1] == '"'
    return token[1:-1].replace('""', '"') if quoted else token


def _renamed(token: str, names: Mapping[str, str]) -> str:
    if token.startswith("'"):  # nextval('public.t_id_seq'::regclass): names stand inside a constant
        for old, new in names.items():
            token = token.replace(old, new)
        return token
    name = _plain(token)
    return names.get(name, name)
