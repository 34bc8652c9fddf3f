"""Which locks each statement takes on what was there before it, read from pg_locks in a transaction of its own.

What a mode blocks: manual, section 13.3.1. A rewrite shows as a new ``relfilenode``; a scan, in the statistics of the
transaction (`pg_stat_xact_all_tables`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trueup.catalog.model import TableSize
from trueup.migrations.attempt import runnable
from trueup.migrations.execute import Session
from trueup.migrations.model import LockUse
from trueup.origin import Origin
from trueup.ref import ObjectRef
from trueup.replay.model import Migration

STRENGTH = (
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
)
BLOCKS = {
    "ShareLock": "writes",
    "ShareRowExclusiveLock": "writes",
    "ExclusiveLock": "writes",
    "AccessExclusiveLock": "reads and writes",
}
_KINDS = {"r": "table", "p": "table", "m": "materialized view", "v": "view", "S": "sequence", "f": "foreign table"}

_LOCKS = """
SELECT c.oid, n.nspname, c.relname, c.relkind, l.mode, pg_catalog.pg_relation_filenode(c.oid),
  coalesce((SELECT s.seq_scan FROM pg_catalog.pg_stat_xact_all_tables s WHERE s.relid = c.oid), 0)
FROM pg_catalog.pg_locks l
JOIN pg_catalog.pg_class c ON c.oid = l.relation
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND c.relkind IN ('r', 'p', 'm', 'v', 'f', 'S')
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
  AND l.mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
  AND c.oid::int8 <= {newest}
"""
# What a session counted is kept for a second before it is reported; the next transaction must start from nothing.
_FLUSH = "SELECT pg_catalog.pg_stat_force_next_flush()"
_FILES = "SELECT oid, pg_catalog.pg_relation_filenode(oid), relkind FROM pg_catalog.pg_class WHERE oid IN ({oids})"


@dataclass(frozen=True, slots=True)
class _Held:
    oid: str
    ref: ObjectRef
    mode: str
    file: str | None
    scans: int


def measure(
    session: Session,
    watcher: Session,
    migration: Migration,
    sizes: Mapping[ObjectRef, TableSize] | None = None,
) -> tuple[LockUse, ...]:
    """Run a migration for good, each statement in its own transaction, and read what each locks.

    Args:
        session: runs it; on a copy in which everything that it needs is there.
        watcher: a second session on the same copy: it still sees the files from before an open transaction.
        migration: what to run.
        sizes: how much production's tables hold, where that is known.

    Returns:
        One `LockUse` for each statement and relation; nothing for what the migration itself made before.
    """
    found: list[LockUse] = []
    newest = session.command("SELECT coalesce(max(oid::int8), 0) FROM pg_catalog.pg_class")
    limit = newest.values[0][0] if newest.values else "0"
    query = _LOCKS.format(newest=limit)
    for statement in runnable(migration.up.statements)[0]:
        sent = session.pipeline(["BEGIN", statement.sql, query, _FLUSH])
        if len(sent) == 4 and sent[3].ok:
            found.extend(_uses(watcher, sent[2].values, statement.origin, sizes or {}))
            session.command("COMMIT")
            continue
        session.command("ROLLBACK")
        if any(r.error is not None and r.error.sqlstate == "25001" for r in sent):
            session.run(statement.sql)
    return tuple(found)


def _uses(
    watcher: Session,
    rows: tuple[tuple[str | None, ...], ...],
    origin: Origin,
    sizes: Mapping[ObjectRef, TableSize],
) -> list[LockUse]:
    strongest: dict[str, _Held] = {}
    for oid, schema, name, kind, mode, file, scans in rows:
        held = _Held(
            oid or "", ObjectRef(_KINDS[kind or "r"], schema or "", (name or "",)), mode or "", file, int(scans or 0)
        )
        known = strongest.get(held.oid)
        if known is None or STRENGTH.index(held.mode) > STRENGTH.index(known.mode):
            strongest[held.oid] = held
    before = _files(watcher, [h.oid for h in strongest.values() if h.mode == "AccessExclusiveLock"])
    uses = []
    for held in sorted(strongest.values(), key=lambda h: h.ref):
        size = sizes.get(held.ref)
        uses.append(
            LockUse(
                ref=held.ref,
                mode=held.mode,
                blocks=BLOCKS.get(held.mode, ""),
                origin=origin,
                rewritten=held.oid in before and before[held.oid] != held.file,
                scanned=held.scans > 0,
                rows=size.rows if size is not None and size.rows >= 0 else None,
            )
        )
    return uses


def _files(watcher: Session, oids: list[str]) -> dict[str, str | None]:
    """The files of relations as they are outside the open transaction."""
    if not oids:
        return {}
    ran = watcher.command(_FILES.format(oids=", ".join(oids)))
    return {row[0] or "": row[1] for row in ran.values}
