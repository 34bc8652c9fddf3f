"""Which locks each statement takes on what was there before it, read from pg_locks in a transaction of its own.

What a mode blocks: manual, section 13.3.1. A rewrite shows as a new ``relfilenode`` (file numbers come from the counter
that also gives OIDs, so a new one is above all that were there); a scan, in the statistics of the transaction
(`pg_stat_xact_all_tables`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trueup.catalog.model import TableSize
from trueup.migrations.attempt import NOT_IN_A_BLOCK, runnable
from trueup.migrations.execute import Session
from trueup.migrations.model import LockUse
from trueup.origin import Origin
from trueup.ref import ObjectRef
from trueup.replay.model import Atomicity, Migration

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
_NEWEST = """
SELECT greatest(max(oid::int8), max(coalesce(pg_catalog.pg_relation_filenode(oid)::int8, 0))) FROM pg_catalog.pg_class
"""


_FIRST_OWN = 16384  # FirstNormalObjectId: below are the system's own
_HOLDS = """
SELECT EXISTS (
  SELECT FROM pg_catalog.pg_locks l
  JOIN pg_catalog.pg_class c ON c.oid = l.relation
  WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND c.oid::int8 <= {newest}
    AND c.oid::int8 >= 16384 AND c.relkind IN ('r', 'p', 'm', 'v', 'f', 'S')
    AND l.mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock'))
"""


def newest_relation(session: Session) -> int:
    """A number that every relation and file of this moment is below, and every later one above."""
    found = session.command(_NEWEST).values
    return int(found[0][0] or 0) if found else 0


def holds_any(session: Session, newest: int) -> bool:
    """Whether the open transaction holds a lock that matters on a relation that is no newer than `newest`."""
    if newest < _FIRST_OWN:
        return False
    found = session.command(_HOLDS.format(newest=newest)).values
    return not found or found[0][0] == "t"


@dataclass(frozen=True, slots=True)
class _Held:
    oid: str
    ref: ObjectRef
    mode: str
    file: str | None
    scans: int


@dataclass(slots=True)
class _Files:
    """Which file each relation was last seen with."""

    newest: int
    known: dict[str, str] = field(default_factory=dict)

    def is_new(self, oid: str, file: str | None) -> bool:
        if not file:
            return False
        before = self.known.get(oid)
        self.known[oid] = file
        return int(file) > self.newest if before is None else before != file


def measure(
    session: Session, migration: Migration, sizes: Mapping[ObjectRef, TableSize]
) -> tuple[tuple[LockUse, ...], bool]:
    """Run a migration for good, each statement in its own transaction, and read what each locks.

    Args:
        session: runs it; on a copy in which everything that it needs is there.
        migration: what to run.
        sizes: how much production's tables hold, where that is known.

    Returns:
        One `LockUse` for each statement and relation, with nothing for what the migration itself makes; and whether
        every statement ran.
    """
    found: list[LockUse] = []
    session.command(_FLUSH)  # what was counted in a run that was taken back
    files = _Files(newest=newest_relation(session))
    query = _LOCKS.format(newest=files.newest)
    statements = runnable(migration.up.statements)[0]
    whole = migration.up.atomicity is Atomicity.UNIT
    for number, statement in enumerate(statements, 1):
        sent = session.pipeline(["BEGIN", statement.sql, query, _FLUSH, "COMMIT"])
        if sent and sent[-1].ok and sent[-1].tag == "COMMIT":
            rows = next((r.values for r in sent if r.sql == query), ())
            behind = len(statements) - number if whole else 0
            found.extend(_uses(files, rows, statement.origin, sizes, behind))
            continue
        session.command("ROLLBACK")
        alone = any(r.error is not None and r.error.sqlstate in NOT_IN_A_BLOCK for r in sent)
        if not alone or not session.run(statement.sql).ok:
            return tuple(found), False
        session.command(_FLUSH)
    return tuple(found), True


def _uses(
    files: _Files,
    rows: tuple[tuple[str | None, ...], ...],
    origin: Origin,
    sizes: Mapping[ObjectRef, TableSize],
    behind: int,
) -> list[LockUse]:
    strongest: dict[str, _Held] = {}
    for oid, schema, name, kind, mode, file, scans in rows:
        ref = ObjectRef(_KINDS[kind or "r"], schema or "", (name or "",))
        held = _Held(oid or "", ref, mode or "", file, int(scans or 0))
        known = strongest.get(held.oid)
        if known is None or STRENGTH.index(held.mode) > STRENGTH.index(known.mode):
            strongest[held.oid] = held
    uses = []
    for held in sorted(strongest.values(), key=lambda h: h.ref):
        size = sizes.get(held.ref)
        uses.append(
            LockUse(
                ref=held.ref,
                mode=held.mode,
                blocks=BLOCKS.get(held.mode, ""),
                origin=origin,
                rewritten=files.is_new(held.oid, held.file),
                scanned=held.scans > 0,
                rows=size.rows if size is not None and size.rows >= 0 else None,
                behind=behind,
            )
        )
    return uses
