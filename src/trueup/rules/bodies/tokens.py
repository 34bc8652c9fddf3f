"""The core scanner's tokens with character offsets (libpg_query's, so PostgreSQL's own)."""

from __future__ import annotations

from dataclasses import dataclass

import postgast
from postgast import pg_query_pb2

_COMMENTS = frozenset({pg_query_pb2.SQL_COMMENT, pg_query_pb2.C_COMMENT})


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    Args:
        text: as written.
        word: lower case for unquoted names and keywords, `""` for the rest.
        start, end: character offsets in the scanned text.
        string: whether it is a string constant.
    """

    text: str
    word: str
    start: int
    end: int
    string: bool = False

    @property
    def name(self) -> str:
        """The identifier that it stands for: folded, or without its quotes."""
        if self.text.startswith('"'):
            return self.text[1:-1].replace('""', '"')
        return self.word


def tokenize(text: str) -> tuple[Token, ...]:
    """All tokens of `text` without comments; raises `postgast.PgQueryError` where the scanner refuses it."""
    raw = text.encode()
    ascii_only = len(raw) == len(text)
    tokens = []
    for found in postgast.scan(text).tokens:
        if found.token in _COMMENTS:
            continue
        start, end = found.start, found.end
        if not ascii_only:
            start, end = len(raw[:start].decode()), len(raw[:end].decode())
        piece = text[start:end]
        plain = piece[:1].isalpha() or piece[:1] == "_" or not piece[:1].isascii()
        string = found.token == pg_query_pb2.SCONST
        tokens.append(Token(piece, piece.lower() if plain and not string else "", start, end, string))
    return tuple(tokens)
