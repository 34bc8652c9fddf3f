"""A second way to read a database: the plain columns of ``pg_catalog``, by queries that are generated from it.

It shares nothing with `trueup.catalog.introspect`: a field that the introspection forgets can't be "equal" here by
being invisible. Which columns there are comes from ``pg_attribute``, what an oid stands for from
``pg_get_catalog_foreign_keys()`` (PostgreSQL 14 on), and how a row is named from the catalogs' own unique indexes. Only
what is about storage rather than about the schema is left out, column by column, with the reason: `LEFT_OUT`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec
import psycopg

from trueup.catalog.observe.columns import LEFT_OUT, NOISE
from trueup.catalog.observe.read import read_all
from trueup.catalog.observe.resolve import Key, resolve

__all__ = ["LEFT_OUT", "Difference", "Observation", "difference", "observe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What ``pg_catalog`` says of a database.

    Args:
        rows: catalog and name of a row to its values, all oids and column numbers replaced by names; the last is the
            JSON text of those columns that hold neither.
        columns: of each catalog, what the values are called.
        server_version: e.g. ``180004``.
    """

    rows: Mapping[Key, tuple[Any, ...]]
    columns: Mapping[str, tuple[str, ...]]
    server_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One column of one row that differs.

    Args:
        catalog: ``pg_class`` ...
        name: the row's name: the values of its unique key.
        column: "" where the whole row is only on one side.
        before, after: both values; for a whole row its columns, or None.
        noise: why it doesn't count, or "".
    """

    catalog: str
    name: tuple[Any, ...]
    column: str
    before: Any
    after: Any
    noise: str = ""

    def __str__(self) -> str:
        what = f"{self.catalog} {'.'.join(map(str, self.name))}"
        if not self.column:
            return f"{what}: only {'after' if self.before is None else 'before'}"
        return f"{what}: {self.column} is {self.before!r}, then {self.after!r}"


def observe(conn: psycopg.Connection) -> Observation:
    """Read all of ``pg_catalog`` that is about the current database's own objects.

    Args:
        conn: a superuser's connection to a server of version 14 or later. Its settings are as before afterwards.

    Raises:
        psycopg.Error: the server refused.
    """
    with _without_collection(), conn.transaction(force_rollback=True):
        conn.execute("SET LOCAL search_path = ''")
        rows, columns = resolve(read_all(conn))
    return Observation(rows=rows, columns=columns, server_version=conn.info.server_version)


@contextmanager
def _without_collection() -> Iterator[None]:
    """A hundred thousand new tuples, none in a circle: the collector would look at them again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def difference(before: Observation, after: Observation) -> list[Difference]:
    """All that differs, in the order of the catalogs' and the rows' names."""
    found = []
    differing = [key for key, row in before.rows.items() if after.rows.get(key) != row]
    for key in (*differing, *(after.rows.keys() - before.rows.keys())):
        one, two = before.rows.get(key), after.rows.get(key)
        catalog, name = key
        if one is None or two is None:
            whole = (_whole(before, catalog, one), _whole(after, catalog, two))
            found.append(Difference(catalog=catalog, name=name, column="", before=whole[0], after=whole[1]))
            continue
        first, second = _whole(before, catalog, one) or {}, _whole(after, catalog, two) or {}
        for column in first.keys() | second.keys():
            if first.get(column) != second.get(column):
                found.append(
                    Difference(
                        catalog=catalog,
                        name=name,
                        column=column,
                        before=first.get(column),
                        after=second.get(column),
                        noise=NOISE.get((catalog, column), ""),
                    )
                )
    return sorted(found, key=lambda d: (d.catalog, str(d.name), d.column))


def _whole(side: Observation, catalog: str, row: tuple[Any, ...] | None) -> dict[str, Any] | None:
    """A row with the names of its columns."""
    if not row:
        return None if row is None else {}
    plain = msgspec.json.decode(row[-1]) if row[-1] else []
    return dict(zip(side.columns[catalog], (*row[:-1], *plain), strict=True))
