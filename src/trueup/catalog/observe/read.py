"""All rows of ``pg_catalog``, as they stand there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg

from trueup.catalog.observe.columns import CATALOGS_LEFT_OUT, LEFT_OUT, PRIVILEGES, TREES

_COLUMNS = """
SELECT c.relname, a.attname, t.typname
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
WHERE c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace AND c.relkind = 'r' AND c.oid < 16384
ORDER BY c.relname, a.attnum
"""

# The unique index that names a row: not the one over its oid or over a column's number.
_KEYS = """
SELECT c.relname, array_agg(a.attname::text ORDER BY u.place)
FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
CROSS JOIN LATERAL pg_catalog.unnest(i.indkey::smallint[]) WITH ORDINALITY AS u (attnum, place)
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = u.attnum
WHERE c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace AND i.indisunique AND c.oid < 16384
GROUP BY c.relname, i.indexrelid
ORDER BY c.relname, i.indexrelid
"""

_REFERENCES = """
SELECT fktable::pg_catalog.regclass::text, fkcols, pktable::pg_catalog.regclass::text, pkcols, is_array
FROM pg_catalog.pg_get_catalog_foreign_keys()
"""

# What belongs to what is in no other catalog: an owned sequence, an object that depends on an extension.
_BELONGS = """
SELECT classid::bigint, objid::bigint, refclassid::bigint, refobjid::bigint, refobjsubid, deptype::text
FROM pg_catalog.pg_depend
WHERE objid >= 16384 AND (deptype IN ('e', 'x') OR deptype IN ('a', 'i') AND classid = 1259 AND refclassid = 1259
    AND refobjsubid > 0 AND EXISTS (SELECT FROM pg_catalog.pg_sequence WHERE seqrelid = objid))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a column, or a pair of (relation, column number), stands for: rows of `target`."""

    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]
    is_array: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One catalog: its rows as dictionaries, its key and its references."""

    name: str
    rows: tuple[dict[str, Any], ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogs:
    """All of them by name; `oids`: a catalog's own oid to its name; `roles`; `belongs`: rows of pg_depend."""

    tables: dict[str, Table]
    oids: dict[int, str]
    roles: dict[int, str]
    belongs: tuple[tuple[Any, ...], ...]


def read_all(conn: psycopg.Connection) -> Catalogs:
    """Read every catalog that says something of the schema."""
    columns: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in conn.execute(_COLUMNS):
        if table not in CATALOGS_LEFT_OUT:
            columns.setdefault(table, []).append((column, kind))
    keys = _keys(conn)
    references: dict[str, list[Reference]] = {}
    for table, cols, target, target_cols, is_array in conn.execute(_REFERENCES):
        references.setdefault(_bare(table), []).append(
            Reference(
                columns=tuple(cols), target=_bare(target), target_columns=tuple(target_cols), is_array=bool(is_array)
            )
        )
    tables = {
        name: Table(
            name=name,
            rows=tuple(_rows(conn, name, found, keys.get(name, ()))),
            key=keys.get(name, ()),
            references=tuple(references.get(name, ())),
        )
        for name, found in columns.items()
    }
    return Catalogs(
        tables=tables,
        oids=_named(conn, "SELECT oid::bigint, relname FROM pg_catalog.pg_class WHERE oid < 16384"),
        roles=_named(conn, "SELECT oid::bigint, rolname FROM pg_catalog.pg_roles"),
        belongs=tuple(conn.execute(_BELONGS).fetchall()),
    )


def _named(conn: psycopg.Connection, query: LiteralString) -> dict[int, str]:
    return {int(oid): str(name) for oid, name in conn.execute(query)}


def _bare(name: str) -> str:
    return name.removeprefix("pg_catalog.")


def _keys(conn: psycopg.Connection) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for table, names in conn.execute(_KEYS):
        columns = tuple(names)
        if not {"oid", "attnum", "enumsortorder"} & set(columns):
            found.setdefault(table, columns)
    # The names of a foreign key's own triggers hold oids.
    found["pg_trigger"] = ("tgrelid", "tgname", "tgconstraint", "tgfoid")
    found["pg_attrdef"] = ("adrelid", "adnum")
    found["pg_inherits"] = ("inhrelid", "inhparent")  # their number has gaps
    found["pg_database"] = ("encoding",)  # there is one row, and its name is a scratch copy's
    return found


# Rows that are about the database's own objects, where the row's own oid doesn't tell.
_WHERE = {
    "pg_database": "datname = pg_catalog.current_database()",
    "pg_subscription": "subdbid IN (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())",
    "pg_attribute": "attrelid >= 16384",
    "pg_description": "objoid >= 16384 OR classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass",
    "pg_namespace": "true",
}


def _rows(
    conn: psycopg.Connection, table: str, columns: list[tuple[str, str]], key: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    """The rows about the database's own objects with all columns; of PostgreSQL's own those that name them."""
    kept = [(name, kind) for name, kind in columns if (table, name) not in LEFT_OUT or name in _ORDERING]
    has_oid = any(name == "oid" for name, _ in columns)
    where = _WHERE.get(table, "oid >= 16384" if has_oid else "true")
    yield from _select(conn, table, kept, where)
    if has_oid and table not in _WHERE:
        named = [(name, kind) for name, kind in kept if name == "oid" or name in key or name in _NAMING]
        yield from _select(conn, table, named, "oid < 16384")


def _select(
    conn: psycopg.Connection, table: str, columns: list[tuple[str, str]], where: str
) -> Iterator[dict[str, Any]]:
    items = ", ".join(f"{_expression(table, name, kind)} AS {name}" for name, kind in columns)
    names = [name for name, _ in columns]
    for row in conn.execute(f"SELECT {items} FROM pg_catalog.{table} WHERE {where}".encode()):
        yield dict(zip(names, row, strict=True))


_NAMING = {"tgconstraint", "relnamespace", "typnamespace"}  # what tells how a row is named, besides its key
# Read for what hangs on them, then left out: the rows' places, the options of TOAST tables.
_ORDERING = {"attnum", "enumsortorder", "reltoastrelid"}
_OID_TYPES = {"oid", "regproc", "regtype", "regclass"}
_OID_ARRAYS = {"oidvector", "_oid", "_regtype"}


def _expression(table: str, name: str, kind: str) -> str:
    if (table, name) in TREES:
        return TREES[table, name]
    if (table, name) in PRIVILEGES:
        return f"coalesce({name}, pg_catalog.acldefault({PRIVILEGES[table, name]}))::text[]"
    if kind == "pg_node_tree":
        raise psycopg.DataError(f"{table}.{name} is a tree that the observer doesn't know")
    if kind in _OID_TYPES:
        return f"{name}::oid::bigint"
    if kind in _OID_ARRAYS:
        return f"{name}::oid[]::bigint[]"
    if kind in {"int2vector", "_int2"}:
        return f"{name}::smallint[]"
    if kind in {"_text", "_aclitem"}:
        return f"{name}::text[]"
    if kind in {"int2", "int4", "bool", "float4"}:
        return name
    return f"{name}::text"
