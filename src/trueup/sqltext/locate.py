"""Places: from a position inside a statement to file, line and column, and from a name to its position."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import postgast

from trueup.origin import Origin
from trueup.sqltext.model import Statement
from trueup.sqltext.trees import Node, ParseFailure, characters, kind_of, parse_one, strings, walk


def place(statement: Statement, position: int) -> Origin:
    """The file's line and column of a 1-based character position in ``statement.sql`` (0: the statement itself).

    Placeholders that were filled in are counted with the length that they have in the file.
    """
    if position <= 1 or not statement.origin.line:
        return statement.origin
    sql = statement.sql
    before = sql[: min(position - 1, len(sql))]
    line = statement.origin.line + before.count("\n")
    line_start = before.rfind("\n") + 1
    column = len(before) - line_start + 1
    if not line_start:
        column += max(statement.origin.column, 1) - 1
    for at, length, in_file in statement.edits:
        if line_start <= at and at + length <= len(before):
            column += in_file - length
        elif line_start <= at < len(before):
            column -= len(before) - at  # inside what was filled in: where the placeholder begins
    return replace(statement.origin, line=line, column=max(column, 1))


@dataclass(frozen=True, slots=True)
class NameUse:
    """A name in a statement.

    Args:
        kind: ``relation``, ``column``, ``function``, ``type``.
        name: its parts as written, schema or table first.
        position: 1-based, in characters; of its first part.
    """

    kind: str
    name: tuple[str, ...]
    position: int


_LOCATED = {"RangeVar", "ColumnRef", "FuncCall", "TypeName"}


def names(sql: str) -> tuple[NameUse, ...]:
    """All names of relations, columns, functions and types in one statement, in the order of the text.

    Names without a place in the tree (a DROP's, a GRANT's on functions) are not among them.
    """
    tree = parse_one(sql)
    if isinstance(tree, ParseFailure):
        return ()
    found = [use for node in walk(tree) for use in _use(node, sql)]
    return tuple(sorted(found, key=lambda use: use.position))


def _use(node: Node, sql: str) -> Iterator[NameUse]:
    kind = kind_of(node)
    if kind not in _LOCATED or node.location < 0:
        return
    position = characters(sql, node.location + 1)
    match kind:
        case "RangeVar":
            dotted = (node.catalogname, node.schemaname, node.relname)
            yield NameUse("relation", tuple(part for part in dotted if part), position)
        case "ColumnRef":
            if parts := strings(node.fields):
                yield NameUse("column", parts, position)
        case "FuncCall":
            yield NameUse("function", strings(node.funcname), position)
        case _:
            if parts := strings(node.names):
                yield NameUse("type", parts, position)


def find(sql: str, kind: str, name: tuple[str, ...]) -> int:
    """The position of the first use of a name (its last parts must agree), 1-based in characters; 0: none."""
    for use in names(sql):
        if use.kind == kind and use.name[-len(name) :] == name[-len(use.name) :]:
            return use.position
    return 0


def word(sql: str, name: str) -> int:
    """Where a name first stands as a token, quoted or not, 1-based in characters; 0 if it does not."""
    try:
        tokens = postgast.scan(sql).tokens
    except (postgast.PgQueryError, UnicodeEncodeError):
        return 0
    raw = sql.encode()
    for token in tokens:
        text = raw[token.start : token.end].decode(errors="replace")
        if text == '"' + name.replace('"', '""') + '"' or text.lower() == name:
            return characters(sql, token.start + 1)
    return 0


def body_place(statement: Statement, line: int) -> Origin:
    """The place of a line of a DO's or a function's body, as PL/pgSQL counts: 1 is where the quote opens."""
    start = body_start(statement.sql)
    if start < 0 or line < 1:
        return statement.origin
    at = start
    for _ in range(line - 1):
        newline = statement.sql.find("\n", at)
        if newline < 0:
            return statement.origin
        at = newline + 1
    while at < len(statement.sql) and statement.sql[at].isspace() and statement.sql[at] != "\n":
        at += 1
    return place(statement, at + 1)


def body_start(sql: str) -> int:
    """Where the body begins, behind its opening quote: the longest string constant of the statement; -1: none."""
    try:
        tokens = postgast.scan(sql).tokens
    except (postgast.PgQueryError, UnicodeEncodeError):
        return -1
    constants = [t for t in tokens if t.token == postgast.pg_query_pb2.SCONST]
    if not constants:
        return -1
    longest = max(constants, key=lambda t: t.end - t.start)
    start = characters(sql, longest.start + 1) - 1
    if sql[start] == "$":
        return sql.index("$", start + 1) + 1
    return sql.index("'", start) + 1
