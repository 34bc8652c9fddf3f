"""What statements about a column begin with, and where an inherited column comes from."""

from __future__ import annotations

from trueup.catalog.model import Column, Table
from trueup.plan import sql
from trueup.plan.scope import Scope
from trueup.ref import ObjectRef


def target(column: Column, *, only: bool = True) -> str:
    """``ALTER TABLE ONLY t ALTER COLUMN c``: children and partitions have changes of their own."""
    return f"{relation(column, only=only)} ALTER COLUMN {sql.quote(column.ref.name[1])}"


def relation(column: Column, *, only: bool = True) -> str:
    """``ALTER TABLE ONLY t`` by the relation's kind."""
    kind = column.table.kind
    only_word = "ONLY " if only and kind in {"table", "foreign table"} else ""
    return f"ALTER {kind.upper()} {only_word}{sql.name(column.table)}"


def typed(column: Column) -> str:
    """Its type as a column's clause takes it: ``integer[]`` of two dimensions is ``integer[][]``."""
    return column.type + "[]" * max(0, column.dimensions - 1)


def parent_column(column: Column, scope: Scope) -> Column | None:
    """The same column of the first parent, of which an inherited one starts as a copy."""
    table = scope.get(column.table)
    if not isinstance(table, Table):
        return None
    for parent in [table.partition_of, *table.inherits]:
        if parent is not None:
            found = scope.get(ObjectRef("column", parent.schema, (parent.name[0], column.ref.name[1])))
            if isinstance(found, Column):
                return found
    return None
