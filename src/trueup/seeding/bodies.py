"""The SQL inside a PL/pgSQL body, by its tokens: enough to know what is read and compared, not to judge it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import postgast

_STARTS = frozenset({"select", "insert", "update", "delete", "with", "merge", "values", "truncate"})
_BEFORE_EXPRESSION = frozenset({"if", "elsif", "elseif", "while", "when", "return", "perform", "case", "assert"})
_CUTS = frozenset({";", "begin", "declare", "loop", "else"})


@lru_cache(maxsize=4096)
def body_words(body: str) -> frozenset[str]:
    """Every word of a body, in lower case, whatever it is there for."""
    return frozenset("".join(c if c.isalnum() or c == "_" else " " for c in body.casefold()).split())


def body_queries(body: str) -> list[str]:
    """Statements and expressions of a body, each as SQL text that may parse."""
    data = body.encode()
    try:
        tokens = [(data[t.start : t.end].decode(errors="replace"), t.start, t.end) for t in postgast.scan(body).tokens]
    except postgast.PgQueryError:
        return []
    out: list[str] = []
    for segment in _segments(tokens):
        out += _sql_of(segment, data)
    return out


def _segments(tokens: list[tuple[str, int, int]]) -> Iterator[list[tuple[str, int, int]]]:
    """Runs of tokens between the words that end a statement or a condition."""
    here: list[tuple[str, int, int]] = []
    depth = 0
    inside_case = False
    for token in tokens:
        word = token[0].lower()
        if word in {"--", "/*"} or word.startswith(("--", "/*")):
            continue
        depth += {"(": 1, ")": -1}.get(word, 0)
        conditional = bool(here) and here[0][0].lower() in {"if", "elsif", "elseif", "when"}
        inside_case = inside_case or word == "case"
        if depth <= 0 and (
            (word in _CUTS and not (word == "else" and inside_case)) or (word == "then" and conditional)
        ):
            if here:
                yield here
            here, depth, inside_case = [], 0, False
        else:
            here.append(token)
    if here:
        yield here


def _sql_of(segment: list[tuple[str, int, int]], data: bytes) -> list[str]:
    words = [t[0].lower() for t in segment]
    end = segment[-1][2]
    if words[0] in _BEFORE_EXPRESSION and not (words[0] == "return" and words[1:2] in (["query"], ["next"])):
        if len(segment) < 2:
            return []
        return ["SELECT " + data[segment[1][1] : end].decode(errors="replace")]
    for index, word in enumerate(words):
        if word in {":=", "="} and index <= 6 and words[0] not in _STARTS:
            if index + 1 < len(segment):
                return ["SELECT " + data[segment[index + 1][1] : end].decode(errors="replace")]
            return []
        if word in _STARTS:
            return [_without_into(segment[index:], data)]
    return []


def _without_into(segment: list[tuple[str, int, int]], data: bytes) -> str:
    """The statement without `INTO variables`, which SQL's own grammar has no place for."""
    words = [t[0].lower() for t in segment]
    end = segment[-1][2]
    for index, word in enumerate(words):
        if word != "into" or (index and words[index - 1] in {"insert", "merge"}):
            continue
        stop = index + 1
        while stop < len(words) and words[stop] not in {
            "from",
            "where",
            "group",
            "order",
            "limit",
            "union",
            "returning",
        }:
            stop += 1
            if stop < len(words) and words[stop - 1] not in {",", "strict", "into", "."} and words[stop] not in {
                ",", ".", "from", "where", "group", "order", "limit", "union", "returning",
            }:  # fmt: skip
                break
        head = data[segment[0][1] : segment[index][1]]
        tail = data[segment[stop][1] : end] if stop < len(segment) else b""
        return (head + tail).decode(errors="replace")
    return data[segment[0][1] : end].decode(errors="replace")
