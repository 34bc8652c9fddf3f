"""All rows of ``pg_catalog`` about a database's own objects, as they stand there.

Of a row, the server gives apart what holds an oid, a column number, a privilege or a part of the row's name; all other
columns come as one JSON text, which is taken apart only where two of them differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg

from trueup.catalog.observe.columns import (
    CATALOGS_LEFT_OUT,
    COMPUTED,
    LEFT_OUT,
    PRIVILEGES,
    REPLACED,
    SORTED,
    TREES,
)

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
    """One catalog.

    Args:
        key: the columns that name a row.
        columns: those that come apart; ``oid`` and ``attnum`` may be among them, and are not compared.
        plain: those in the JSON text, in order.
        rows: of the database's own objects: `columns`, then the text.
        named: of PostgreSQL's own: the oid, then `key`.
        references: what the columns stand for.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    plain: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    named: Sequence[tuple[Any, ...]]
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
    return Catalogs(
        tables={
            name: _read(conn, name, found, keys.get(name, ()), tuple(references.get(name, ())))
            for name, found in columns.items()
        },
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


_HIDDEN = "SELECT oid FROM pg_catalog.pg_namespace WHERE nspname LIKE 'pg\\_toast%' OR nspname LIKE 'pg\\_temp%'"
_HIDDEN_RELATIONS = f"SELECT oid FROM pg_catalog.pg_class WHERE relnamespace IN ({_HIDDEN})"
_THIS = "(SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())"
_OF_THIS = f"classoid = 'pg_catalog.pg_database'::pg_catalog.regclass AND objoid = {_THIS}"

# Rows that are about the database's own objects, where the row's own oid, or one that it names, doesn't tell; and not
# TOAST tables, their indexes and types, temporary objects, dropped columns and the system's own.
_WHERE = {
    "pg_database": "datname = pg_catalog.current_database()",
    "pg_subscription": f"subdbid = {_THIS}",
    "pg_db_role_setting": f"setdatabase = {_THIS}",
    "pg_shdescription": _OF_THIS,
    "pg_shseclabel": _OF_THIS,
    "pg_class": f"oid >= 16384 AND relnamespace NOT IN ({_HIDDEN})",
    "pg_type": f"oid >= 16384 AND typnamespace NOT IN ({_HIDDEN})",
    "pg_index": f"indexrelid >= 16384 AND indexrelid NOT IN ({_HIDDEN_RELATIONS})",
    "pg_attrdef": f"adrelid >= 16384 AND adrelid NOT IN ({_HIDDEN_RELATIONS})",
    "pg_attribute": (
        f"attrelid >= 16384 AND attnum > 0 AND NOT attisdropped AND attrelid NOT IN ({_HIDDEN_RELATIONS})"
    ),
    "pg_description": "objoid >= 16384 OR classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass",
    "pg_namespace": "oid >= 16384 OR nspname = 'public'",
}


def _read(
    conn: psycopg.Connection,
    table: str,
    columns: list[tuple[str, str]],
    key: tuple[str, ...],
    references: tuple[Reference, ...],
) -> Table:
    kinds = dict(columns)
    compared = [name for name in kinds if name != "oid" and (table, name) not in LEFT_OUT]
    compared += [name for catalog, name in COMPUTED if catalog == table]
    key = key or tuple(compared)
    pointing = {column for reference in references for column in reference.columns} | set(_POINTING)
    apart = [n for n in compared if n in key or n in pointing or n in SORTED or n.endswith("acl")]
    apart += [name for name in ("oid", "attnum") if name in kinds]
    plain = [name for name in compared if name not in apart]
    items = [f"{_expression(table, name, kinds.get(name, ''))} AS {name}" for name in apart]
    values = ", ".join(_expression(table, name, kinds.get(name, "")) for name in plain)
    items.append(f"pg_catalog.json_build_array({values})::text" if plain else "''")
    named = [f"{_expression(table, name, kinds[name])} AS {name}" for name in ("oid", *key) if name in kinds]
    has_names = "oid" in kinds and table not in {"pg_database", "pg_subscription"}
    return Table(
        name=table,
        key=key,
        columns=tuple(apart),
        plain=tuple(plain),
        rows=_select(conn, table, items, _WHERE.get(table) or _own(kinds, references)),
        named=_select(conn, table, named, "oid < 16384 AND " + _but_public(table)) if has_names else (),
        references=references,
    )


def _but_public(table: str) -> str:
    return "nspname <> 'public'" if table == "pg_namespace" else "true"


def _own(kinds: Iterable[str], references: tuple[Reference, ...]) -> str:
    """Rows with an oid, or that name an object with one, which initdb didn't give."""
    single = {r.columns[0] for r in references if len(r.columns) == 1 and not r.is_array}
    names = ["oid"] if "oid" in kinds else sorted(single | ({"objoid", "objid"} & set(kinds)))
    return " OR ".join(f"{name}::oid >= 16384" for name in names) or "true"


def _select(conn: psycopg.Connection, table: str, items: list[str], where: str) -> list[tuple[Any, ...]]:
    return conn.execute(f"SELECT {', '.join(items)} FROM pg_catalog.{table} AS t WHERE {where}".encode()).fetchall()


_POINTING = ("classoid", "classid", "objoid", "objid", "objsubid")
_OID_TYPES = {"oid", "regproc", "regtype", "regclass"}
_OID_ARRAYS = {"oidvector", "_oid", "_regtype"}


def _expression(table: str, name: str, kind: str) -> str:
    made = COMPUTED.get((table, name)) or REPLACED.get((table, name)) or TREES.get((table, name))
    if made is not None:
        return made
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
