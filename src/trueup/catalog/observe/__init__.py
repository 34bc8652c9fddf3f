"""A second way to read a database: the plain columns of ``pg_catalog``, by queries that are generated from it.

It shares nothing with `trueup.catalog.introspect`: a field that the introspection forgets can't be "equal" here by
being invisible. Which columns there are comes from ``pg_attribute``, what an oid stands for from
``pg_get_catalog_foreign_keys()`` (PostgreSQL 14 on), and how a row is named from the catalogs' own unique indexes. Only
what is about storage rather than about the schema is left out, column by column, with the reason: `LEFT_OUT`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg

from trueup.catalog.observe.columns import LEFT_OUT, NOISE
from trueup.catalog.observe.read import read_all
from trueup.catalog.observe.resolve import Key, resolve

__all__ = ["LEFT_OUT", "Difference", "Observation", "difference", "observe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What ``pg_catalog`` says of a database.

    Args:
        rows: catalog and name of a row to its columns, all oids and column numbers replaced by names.
        server_version: e.g. ``180004``.
    """

    rows: Mapping[Key, Mapping[str, Any]]
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
    with conn.transaction(force_rollback=True):
        conn.execute("SET LOCAL search_path = ''")
        return Observation(rows=resolve(read_all(conn)), server_version=conn.info.server_version)


def difference(before: Observation, after: Observation) -> list[Difference]:
    """All that differs, in the order of the catalogs' and the rows' names."""
    found = []
    for key in sorted(before.rows.keys() | after.rows.keys(), key=str):
        catalog, name = key
        one, two = before.rows.get(key), after.rows.get(key)
        if one is None or two is None:
            found.append(Difference(catalog=catalog, name=name, column="", before=one, after=two))
            continue
        for column in one.keys() | two.keys():
            if one.get(column) != two.get(column):
                found.append(
                    Difference(
                        catalog=catalog,
                        name=name,
                        column=column,
                        before=one.get(column),
                        after=two.get(column),
                        noise=NOISE.get((catalog, column), ""),
                    )
                )
    return sorted(found, key=lambda d: (d.catalog, str(d.name), d.column))
