"""CHECK constraints that refute themselves, as the planner proves it; nothing is read and nothing runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg

from trueup.catalog.model import Catalog, Column, Constraint
from trueup.ref import ObjectRef
from trueup.rules.trees import constant, shape_of
from trueup.sqltext import quote


def check_verdicts(connection: psycopg.Connection[Any], catalog: Catalog) -> dict[ObjectRef, str]:
    """``never`` for a CHECK that only NULL passes, ``always`` for one that can't be false.

    The condition, and its opposite, stand as the filter of a sub-query that the planner may not open; with
    constraint_exclusion it then looks whether the parts of the filter refute each other (manual, 5.12.5 and
    src/backend/optimizer/util/predtest.c). What it can't prove is no finding.
    """
    found = {}
    with connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL search_path = ''")
        connection.execute("SET LOCAL statement_timeout = '20s'")
        connection.execute("SET LOCAL constraint_exclusion = on")
        for constraint, columns in _worth_asking(catalog):
            expression = constraint.expression or ""
            if _never_false(expression) or _is_empty(connection, columns, f"NOT ({expression})"):
                found[constraint.ref] = "always"
            elif _is_empty(connection, columns, expression):
                found[constraint.ref] = "never"
    return found


def _worth_asking(catalog: Catalog) -> Iterator[tuple[Constraint, list[Column]]]:
    """Checks of tables that compare something twice, or hold constants only: others can't refute themselves."""
    for constraint in catalog.of_kind("constraint"):
        if not isinstance(constraint, Constraint) or constraint.type != "check" or not constraint.expression:
            continue
        if constraint.table.kind == "domain":
            continue
        shape = shape_of(constraint.expression)
        names = [column[-1] for column in shape.columns]
        twice = len(set(names)) < len(names) or not names
        if not twice and "null" not in constraint.expression.lower():
            continue
        columns = [_column(catalog, constraint.table, name) for name in dict.fromkeys(constraint.columns)]
        if all(columns):
            yield constraint, [column for column in columns if column]


def _column(catalog: Catalog, table: ObjectRef, name: str) -> Column | None:
    found = catalog.objects.get(ObjectRef("column", table.schema, (table.name[0], name)))
    return found if isinstance(found, Column) else None


def _never_false(expression: str) -> bool:
    """Whether it is ``x = ANY (ARRAY[..., NULL])``: a comparison with NULL is never false, so neither is all of it."""
    shape = shape_of(expression)
    tree = shape.tree
    if (
        tree is None
        or not hasattr(tree, "WhichOneof")
        or tree.WhichOneof("node") != "a_expr"
        or len(shape.comparisons) > 1
    ):
        return False
    right = tree.a_expr.rexpr
    while right.WhichOneof("node") == "type_cast":
        right = right.type_cast.arg
    if right.WhichOneof("node") != "a_array_expr" or tree.a_expr.name[0].string.sval != "=":
        return False
    return any(constant(element) == "null" for element in right.a_array_expr.elements)


def _is_empty(connection: psycopg.Connection[Any], columns: list[Column], condition: str) -> bool:
    """Whether the planner proves that no row passes a condition."""
    given = ", ".join(f"NULL::{column.type} AS {quote.identifier(column.ref.name[1])}" for column in columns) or "1"
    query = f"EXPLAIN (COSTS OFF, FORMAT JSON) SELECT 1 FROM (SELECT {given} OFFSET 0) AS t WHERE {condition}"
    try:
        with connection.transaction():
            row = connection.execute(query.encode()).fetchone()
    except psycopg.Error:
        return False
    plans = json.loads(row[0]) if row and isinstance(row[0], str) else row[0] if row else []
    return any(plan["Plan"].get("One-Time Filter") == "false" for plan in plans)
