"""What a live server counts about its own use: read only, with time limits, in one message a query."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg

from trueup.diagnostic import NotEvaluated
from trueup.ref import ObjectRef


@dataclass(frozen=True, slots=True, kw_only=True)
class TableUse:
    """How a table is used, since the server's statistics were reset.

    Args:
        sequential_scans, index_scans: how often it was read each way.
        rows_read: rows that sequential scans read.
        live, dead: rows, as estimated.
        bytes: size on disk; `wasted`: as estimated from column widths, None where unknown.
    """

    sequential_scans: int = 0
    index_scans: int = 0
    rows_read: int = 0
    live: int = 0
    dead: int = 0
    bytes: int = 0
    wasted: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductionStatistics:
    """What production's statistics views say.

    Args:
        tables: table to its use.
        index_scans: index to how often it was used.
        index_bytes: index to its size on disk.
        days: how many days the statistics span, or None where unknown.
        extensions: name to (installed, default version).
        public_buckets: ids of storage buckets that are public, or None where they could not be read.
    """

    tables: Mapping[ObjectRef, TableUse] = field(default_factory=dict)
    index_scans: Mapping[ObjectRef, int] = field(default_factory=dict)
    index_bytes: Mapping[ObjectRef, int] = field(default_factory=dict)
    days: float | None = None
    extensions: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    public_buckets: tuple[str, ...] | None = None


# A page holds 8192 - 24 bytes, a row takes 24 of header and 4 of line pointer (manual, section 66.6); what the rows
# that ANALYZE counted would take at their widths, held against the size. None where a column was never analysed or
# the role may not read the table (pg_stats shows it nothing then).
_TABLES = """
SELECT coalesce(jsonb_agg(jsonb_build_array(n.nspname, c.relname, coalesce(s.seq_scan, 0), coalesce(s.idx_scan, 0),
         coalesce(s.seq_tup_read, 0), coalesce(nullif(s.n_live_tup, 0), greatest(c.reltuples, 0)::bigint, 0),
         coalesce(s.n_dead_tup, 0), pg_table_size(c.oid), w.wasted)), '[]')::text
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid
LEFT JOIN LATERAL (
  SELECT greatest(0, pg_relation_size(c.oid) - ceil(
    c.reltuples * (28 + 8 * ceil(sum((1 - w.null_frac) * w.avg_width) / 8)) / 8168.0) * 8192)::bigint AS wasted
  FROM pg_stats w
  WHERE w.schemaname = n.nspname AND w.tablename = c.relname AND NOT w.inherited
  HAVING count(*) = (SELECT count(*) FROM pg_attribute a
                     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
) w ON c.relkind = 'r' AND c.reltuples > 0
WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
  AND n.nspname NOT LIKE 'pg\\_temp%' AND n.nspname NOT LIKE 'pg\\_toast\\_temp%'
"""
_INDEXES = """
SELECT coalesce(jsonb_agg(jsonb_build_array(s.schemaname, s.indexrelname, s.idx_scan,
         pg_relation_size(s.indexrelid))), '[]')::text
FROM pg_stat_user_indexes s
"""
_SERVER = """
SELECT jsonb_build_object(
  'days', (SELECT extract(epoch FROM now() - d.stats_reset) / 86400
           FROM pg_stat_database d WHERE d.datname = current_database()),
  'extensions', (SELECT coalesce(jsonb_agg(jsonb_build_array(e.extname, e.extversion, a.default_version)), '[]')
                 FROM pg_extension e JOIN pg_available_extensions a ON a.name = e.extname))::text
"""
_BUCKETS = "SELECT coalesce(jsonb_agg(id ORDER BY id), '[]')::text FROM storage.buckets WHERE public"


def read_statistics(
    fetch: Callable[[str], bytes], *, buckets: bool
) -> tuple[ProductionStatistics, tuple[NotEvaluated, ...]]:
    """What a server counts; each part on its own, so that one that may not be read takes no other with it.

    Args:
        fetch: runs one query in a read-only transaction with time limits, and gives its only value.
        buckets: whether the catalog has the table of storage buckets.

    Returns:
        The statistics, and the parts that the server refused or that took too long.
    """
    missing: list[NotEvaluated] = []

    def read(what: str, query: str, otherwise: Any) -> Any:
        try:
            return json.loads(fetch(query))
        except (
            psycopg.errors.QueryCanceled,
            psycopg.errors.LockNotAvailable,
            psycopg.errors.InsufficientPrivilege,
            psycopg.errors.UndefinedTable,
            psycopg.errors.UndefinedColumn,
        ) as error:
            missing.append(NotEvaluated(what=f"production's {what}", reason=str(error).splitlines()[0]))
            return otherwise

    tables = read("use of tables", _TABLES, [])
    indexes = read("use of indexes", _INDEXES, [])
    server = read("extensions", _SERVER, {})
    public = read("storage buckets", _BUCKETS, None) if buckets else None
    found = ProductionStatistics(
        tables={ObjectRef("table", row[0], (row[1],)): _use(row[2:]) for row in tables},
        index_scans={ObjectRef("index", row[0], (row[1],)): row[2] for row in indexes},
        index_bytes={ObjectRef("index", row[0], (row[1],)): row[3] for row in indexes},
        days=server.get("days"),
        extensions={
            name: (installed, default or installed) for name, installed, default in server.get("extensions", ())
        },
        public_buckets=None if public is None else tuple(public),
    )
    return found, tuple(missing)


def _use(row: list[int]) -> TableUse:
    return TableUse(
        sequential_scans=row[0],
        index_scans=row[1],
        rows_read=row[2],
        live=row[3],
        dead=row[4],
        bytes=row[5],
        wasted=row[6],
    )
