"""Whether rows are still there: a count, and a sum over each column's values, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import psycopg

from trueup.catalog.model import Catalog, Column, Table
from trueup.ref import ObjectRef
from trueup.sqltext.quote import identifier, qualified

# Per table with rows: how many, and for each column a sum that does not depend on the rows' order.
Census = Mapping[ObjectRef, tuple[int, Mapping[str, str]]]


def census(conn: psycopg.Connection, before: Catalog, after: Catalog) -> Census:
    """Rows and values of every table that is on both sides, for the columns whose type stays.

    Args:
        conn: as somebody whom row-level security does not stop.
        before, after: FROM and TO: only what is in both is looked at.
    """
    found: dict[ObjectRef, tuple[int, Mapping[str, str]]] = {}
    for table in _filled(conn, before):
        if table in after.objects:
            found[table] = _count(conn, table, _kept_columns(table, before, after))
    return found


def _filled(conn: psycopg.Connection, catalog: Catalog) -> list[ObjectRef]:
    rows = conn.execute(
        "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c "
        "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind = 'r' AND pg_catalog.pg_relation_size(c.oid) > 0 AND c.oid >= 16384"
    ).fetchall()
    refs = (ObjectRef("table", str(schema), (str(name),)) for schema, name in rows)
    return sorted(ref for ref in refs if isinstance(catalog.objects.get(ref), Table))


def _kept_columns(table: ObjectRef, before: Catalog, after: Catalog) -> list[str]:
    kept = []
    for column in before.children(table, "column"):
        other = after.objects.get(column.ref)
        if not isinstance(column, Column) or not isinstance(other, Column):
            continue
        if (column.type, column.generated) == (other.type, other.generated):
            kept.append(column.ref.name[1])
    return kept


def _count(conn: psycopg.Connection, table: ObjectRef, columns: Iterable[str]) -> tuple[int, Mapping[str, str]]:
    names = list(columns)
    # A cast to text may be the text's own, whose function would run as whoever looks; format() asks the type itself.
    sums = [
        f"pg_catalog.sum(pg_catalog.hashtextextended(pg_catalog.format('%L', {identifier(name)}), 0))::text"
        for name in names
    ]
    query = f"SELECT {', '.join(['pg_catalog.count(*)', *sums])} FROM ONLY {qualified(table.schema, *table.name)}"
    row = conn.execute(query.encode()).fetchone()
    assert row is not None
    return int(row[0]), {name: str(value) for name, value in zip(names, row[1:], strict=True)}


def lost(before: Census, after: Census) -> tuple[str, ...]:
    """The tables, and columns, whose rows or values are not what they were."""
    found = []
    for table, (count, sums) in before.items():
        now, sums_now = after.get(table, (0, {}))
        if now != count:
            found.append(f"{table.qualified}: {count} rows before, {now} after")
            continue
        found += [
            f"{table.qualified}.{name}: values differ" for name in sums if sums_now.get(name, sums[name]) != sums[name]
        ]
    return tuple(found)
