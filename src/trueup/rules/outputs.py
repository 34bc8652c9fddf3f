"""Which tables' columns a view shows, as far as its text tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import postgast
from google.protobuf.message import Message

_HARMLESS = frozenset({"id"})


def shows_columns_of(query: str, schema: str, table: str) -> bool:
    """Whether some SELECT of a query gives a column, other than the id, of this table; True where it can't be told.

    A column that only stands in a condition or a join is not shown. The server prints a view's columns with the name of
    their table wherever there is more than one.
    """
    try:
        tree = postgast.parse(query)
    except postgast.PgQueryError:
        return True
    return any(_shows(select, schema, table) for select in _find(tree, "SelectStmt"))


def _shows(select: Any, schema: str, table: str) -> bool:
    sources = [found for item in select.from_clause for found in _sources(item)]
    names = {alias for source, alias in sources if source == (schema, table)}
    if not names:
        return False
    for target in select.target_list:
        for column in _columns(target):
            if column[-1] in _HARMLESS:
                continue
            if (len(column) > 1 and column[-2] in names) or (len(column) == 1 and len(sources) == 1):
                return True
            if column[-1] == "*" and len(column) == 1:
                return True
    return False


def _sources(item: Any) -> Iterator[tuple[tuple[str, str], str]]:
    """(schema, table) and alias of what stands in FROM, joins opened; a sub-query has no table."""
    which = item.WhichOneof("node")
    if which == "range_var":
        relation = item.range_var
        yield (relation.schemaname, relation.relname), relation.alias.aliasname or relation.relname
    elif which == "join_expr":
        yield from _sources(item.join_expr.larg)
        yield from _sources(item.join_expr.rarg)
    elif which:
        yield ("", ""), ""


def _columns(node: Any) -> Iterator[tuple[str, ...]]:
    """Columns of an output expression; those of its sub-queries are their own."""
    for found in _find(node, "ColumnRef", stop="SubLink"):
        yield tuple(f.string.sval if f.WhichOneof("node") == "string" else "*" for f in found.fields)


def _find(node: Any, kind: str, stop: str = "") -> Iterator[Any]:
    name = type(node).__name__
    if name == kind:
        yield node
    if name == stop:
        return
    for _, value in node.ListFields():
        if isinstance(value, Message):
            yield from _find(value, kind, stop)
        elif not isinstance(value, (int, str, bytes, float)):
            for child in value:
                if isinstance(child, Message):
                    yield from _find(child, kind, stop)
