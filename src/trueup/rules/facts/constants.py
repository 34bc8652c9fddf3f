"""Questions about constants and volatility that only the server answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql

from trueup.catalog.model import Catalog, Column, Constraint, Function
from trueup.ref import ObjectRef
from trueup.rules.bodies.parse import BodyUnreadable
from trueup.rules.bodies.stream import Stream
from trueup.rules.bodies.tree import Slice
from trueup.rules.trees import constant, shape_of, shape_of_query

_CHANGING = frozenset(
    {
        *("now", "current_setting", "clock_timestamp", "statement_timestamp", "transaction_timestamp", "random"),
        *("auth.uid", "auth.jwt", "auth.role", "auth.email", "current_user", "session_user", "current_timestamp"),
        *("gen_random_uuid", "nextval", "currval", "current_date", "timeofday", "pg_backend_pid"),
    }
)


# The queries that are true. One that fails needs the table itself, or more than its owner may do: no answer.
_ASK = """
CREATE FUNCTION pg_temp.trueup_true(queries text[]) RETURNS SETOF text LANGUAGE plpgsql AS $ask$
DECLARE query text; answer boolean;
BEGIN
  FOREACH query IN ARRAY queries LOOP
    BEGIN
      EXECUTE query INTO answer;
      IF answer THEN RETURN NEXT query; END IF;
    EXCEPTION WHEN OTHERS THEN NULL;
    END;
  END LOOP;
END
$ask$
"""


def broken_defaults(connection: psycopg.Connection[Any], catalog: Catalog) -> frozenset[ObjectRef]:
    """CHECK constraints of one column that are false for that column's constant default."""
    asked: dict[str, list[ObjectRef]] = {}
    for constraint, column in _pairs(catalog):
        name = sql.Identifier(column.ref.name[1]).as_string(None)
        values = f"SELECT {column.default}::{column.type} AS {name}"
        query = f"SELECT ({constraint.expression}) IS FALSE FROM ({values}) AS t"
        asked.setdefault(query, []).append(constraint.ref)
    if not asked:
        return frozenset()
    with connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL search_path = ''")
        connection.execute("SET LOCAL statement_timeout = '20s'")
        connection.execute(_ASK)
        rows = connection.execute("SELECT pg_temp.trueup_true(%s)", (list(asked),)).fetchall()
    return frozenset(ref for (query,) in rows for ref in asked[query])


def _pairs(catalog: Catalog) -> Iterator[tuple[Constraint, Column]]:
    for constraint in catalog.of_kind("constraint"):
        if not isinstance(constraint, Constraint) or constraint.type != "check" or len(constraint.columns) != 1:
            continue
        name = (constraint.table.name[0], constraint.columns[0])
        column = catalog.objects.get(ObjectRef("column", constraint.table.schema, name))
        if isinstance(column, Column) and column.default and constraint.expression:
            tree = shape_of(column.default).tree
            calls = shape_of(constraint.expression).calls
            if (
                tree is not None
                and hasattr(tree, "WhichOneof")
                and constant(tree)
                and not any("." in c.name for c in calls)
            ):
                yield constraint, column


def reads_state(connection: psycopg.Connection[Any], catalog: Catalog) -> dict[ObjectRef, str]:
    """IMMUTABLE functions in SQL or PL/pgSQL, and what of a table or of the session they read."""
    relations = {ref.name[0] for ref in catalog.objects if ref.kind in {"table", "view", "materialized view"}}
    found = {}
    for function in catalog.of_kind("function"):
        if isinstance(function, Function) and function.volatility == "immutable" and function.body:
            reads = next(_state_in(function, relations), None)
            if reads:
                found[function.ref] = reads
    return found


def _state_in(function: Function, relations: set[str]) -> Iterator[str]:
    for text in _queries(function):
        shape = shape_of_query(text)
        yield from (".".join(table) for table in shape.tables if table[-1] in relations)
        yield from (f"{call.name}()" for call in shape.calls if call.name in _CHANGING)


def _queries(function: Function) -> Iterator[str]:
    """The body of an SQL function; of a PL/pgSQL one each piece between `BEGIN`, `;` and other words that part."""
    body = function.body or ""
    if function.language == "sql":
        yield body
        return
    if function.language != "plpgsql":
        return
    try:
        stream = Stream(body)
    except BodyUnreadable:
        return
    start = 0
    for token in stream.tokens_in(Slice(body, 0)):
        if token.text == ";" or token.word in {"begin", "then", "loop", "declare", "return", "else"}:
            yield _as_query(body[start : token.start])
            start = token.end
        elif token.text == ":=" or token.word in {"if", "elsif", "while", "perform"}:
            start = token.end


def _as_query(text: str) -> str:
    stripped = text.strip()
    first = stripped.split(None, 1)[0].lower() if stripped else ""
    return stripped if first in {"select", "with", "insert", "update", "delete"} else f"SELECT {stripped}"
