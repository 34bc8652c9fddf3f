"""What migration tools recorded in a database: the rows of their own history tables, in one form.

The tables and what each of them records:

Supabase CLI, ``supabase_migrations.schema_migrations``: version, statements, name.
dbmate, Rails, ``schema_migrations``: one row per version. golang-migrate, in a table of the same name: one row, the
newest version, and ``dirty`` where it failed half-way.
Flyway, ``flyway_schema_history``: version, success, checksum (CRC-32 over the lines of the file), type.
Prisma, ``_prisma_migrations``: finished_at, rolled_back_at, checksum (SHA-256 of the file).
goose, ``goose_db_version``: version_id, is_applied; a way back adds a row. sqitch, ``sqitch.changes``: change,
script_hash (SHA-1 of the deploy script). Alembic, ``alembic_version``: the newest only. Drizzle,
``drizzle.__drizzle_migrations``: hash (SHA-256 of the file). sqlx, ``_sqlx_migrations``: version, success, checksum
(SHA-384 of the file). diesel, ``__diesel_schema_migrations``: version. node-pg-migrate, ``pgmigrations``: name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import psycopg

from trueup import decoding
from trueup.catalog.model import AppliedMigration, Catalog
from trueup.diagnostic import NotEvaluated
from trueup.ref import ObjectRef
from trueup.sqltext import quote

Row = Mapping[str, Any]
Fetch = Callable[[str], bytes | str]

# What a platform records about itself (GoTrue's and Realtime's own migrations) is no history of the user's.
_PLATFORM = frozenset(
    {"auth", "realtime", "_realtime", "storage", "supabase_functions", "_analytics", "_supavisor", "net", "cron"}
)
# (tool, schema or None for any, table, the column in which its rows were written).
_TABLES = (
    ("supabase", "supabase_migrations", "schema_migrations", "version"),
    ("schema_migrations", None, "schema_migrations", "version"),
    ("flyway", None, "flyway_schema_history", "installed_rank"),
    ("prisma", None, "_prisma_migrations", "started_at"),
    ("goose", None, "goose_db_version", "id"),
    ("sqitch", "sqitch", "changes", "committed_at"),
    ("alembic", None, "alembic_version", "version_num"),
    ("drizzle", "drizzle", "__drizzle_migrations", "id"),
    ("sqlx", None, "_sqlx_migrations", "version"),
    ("diesel", None, "__diesel_schema_migrations", "version"),
    ("node", None, "pgmigrations", "id"),
)


def read_applied(fetch: Fetch, catalog: Catalog) -> tuple[tuple[AppliedMigration, ...], tuple[NotEvaluated, ...]]:
    """The rows of every history table that is there, and the tables that could not be read.

    Args:
        fetch: runs one query that gives one text.
        catalog: tells which tables are there.
    """
    found: list[AppliedMigration] = []
    missing: list[NotEvaluated] = []
    for tool, schema, table, order in _TABLES:
        for ref in _there(catalog, schema, table):
            name = quote.qualified(ref.schema, ref.name[0])
            text = f"SELECT coalesce(json_agg(to_json(t) ORDER BY t.{order}), '[]')::text FROM {name} t"
            try:
                rows = decoding.decode(fetch(text), type=list[dict[str, Any]])
            except psycopg.errors.UndefinedColumn:
                continue  # a table of that name that no tool made
            except psycopg.Error as error:
                reason = str(error).splitlines()[0]
                missing.append(NotEvaluated(what=f"migration history in {ref.qualified}", reason=reason))
                continue
            found.extend(_rows(tool, rows))
    return tuple(dict.fromkeys(found)), tuple(missing)


def _there(catalog: Catalog, schema: str | None, table: str) -> list[ObjectRef]:
    if schema is not None:
        ref = ObjectRef("table", schema, (table,))
        return [ref] if ref in catalog.everything else []
    left_out = _PLATFORM | {"supabase_migrations"}  # its table has a line of its own
    refs = catalog.everything
    return sorted(r for r in refs if r.kind == "table" and r.name == (table,) and r.schema not in left_out)


def _rows(tool: str, rows: Iterable[Row]) -> Iterable[AppliedMigration]:
    return _goose(rows) if tool == "goose" else [row for given in rows if (row := _READERS[tool](given)) is not None]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _supabase(row: Row) -> AppliedMigration:
    statements = row.get("statements") or ()
    return AppliedMigration(
        tool="supabase",
        version=_text(row.get("version")),
        name=_text(row.get("name")),
        statements=tuple(map(_text, statements)) if isinstance(statements, list) else (),
    )


def _plain(row: Row) -> AppliedMigration:
    """golang-migrate keeps one row: it stands for all versions up to it."""
    return AppliedMigration(
        tool="schema_migrations",
        version=_text(row.get("version")),
        success=not row.get("dirty", False),
        up_to="dirty" in row,
    )


def _flyway(row: Row) -> AppliedMigration | None:
    kind = _text(row.get("type")).upper()
    if kind in {"SCHEMA", "DELETE"} or kind.startswith("UNDO"):
        return None
    return AppliedMigration(
        tool="flyway",
        version=_text(row.get("version")),
        name=_text(row.get("script") or row.get("description")),
        success=bool(row.get("success", True)),
        checksum=_text(row.get("checksum")),
        up_to=kind in {"BASELINE", "SQL_BASELINE"},
    )


def _prisma(row: Row) -> AppliedMigration | None:
    if row.get("rolled_back_at") is not None:
        return None  # marked as rolled back: it will be run again
    name = _text(row.get("migration_name"))
    return AppliedMigration(
        tool="prisma",
        version=name,
        name=name,
        success=row.get("finished_at") is not None,
        checksum=_text(row.get("checksum")),
    )


def _sqitch(row: Row) -> AppliedMigration:
    name = _text(row.get("change"))
    return AppliedMigration(tool="sqitch", version=name, name=name, checksum=_text(row.get("script_hash")))


def _alembic(row: Row) -> AppliedMigration:
    return AppliedMigration(tool="alembic", version=_text(row.get("version_num")))


def _drizzle(row: Row) -> AppliedMigration:
    return AppliedMigration(tool="drizzle", version=_text(row.get("hash")), checksum=_text(row.get("hash")))


def _sqlx(row: Row) -> AppliedMigration:
    return AppliedMigration(
        tool="sqlx",
        version=_text(row.get("version")),
        name=_text(row.get("description")),
        success=bool(row.get("success", True)),
        checksum=_text(row.get("checksum")).removeprefix("\\x"),
    )


def _diesel(row: Row) -> AppliedMigration:
    return AppliedMigration(tool="diesel", version=_text(row.get("version")))


def _node(row: Row) -> AppliedMigration:
    name = _text(row.get("name"))
    return AppliedMigration(tool="node", version=name, name=name)


def _goose(rows: Iterable[Row]) -> Iterable[AppliedMigration]:
    """The last row of a version counts (a way back adds one with is_applied false); version 0 is goose's own."""
    last: dict[str, bool] = {}
    for row in rows:
        last[_text(row.get("version_id"))] = bool(row.get("is_applied", True))
    return [AppliedMigration(tool="goose", version=v) for v, applied in last.items() if applied and v not in {"", "0"}]


_READERS: Mapping[str, Callable[[Row], AppliedMigration | None]] = {
    "supabase": _supabase,
    "schema_migrations": _plain,
    "flyway": _flyway,
    "prisma": _prisma,
    "sqitch": _sqitch,
    "alembic": _alembic,
    "drizzle": _drizzle,
    "sqlx": _sqlx,
    "diesel": _diesel,
    "node": _node,
}
