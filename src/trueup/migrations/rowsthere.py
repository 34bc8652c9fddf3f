"""Whether the rows that a file writes are in production already, by running it there once more.

Only for a file between others that are applied: its own effect is no part of any catalog.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trueup.finding import Evidence
from trueup.migrations import attempt as at
from trueup.migrations.execute import Session
from trueup.migrations.missing import MISSING
from trueup.migrations.model import VerdictKind
from trueup.migrations.standing import Standing
from trueup.migrations.verdict import Judged
from trueup.postgres.server import Database
from trueup.replay.model import Migration
from trueup.sqltext.quote import literal

WRITING = frozenset({"InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CopyStmt", "CopyData", "TruncateStmt"})
_CALLS = frozenset({"SelectStmt", "DoStmt", "CallStmt"})
_TABLES = """
SELECT format('%I.%I', schemaname, relname), relid::text, (n_tup_ins + n_tup_upd + n_tup_del)::text
FROM pg_catalog.pg_stat_xact_all_tables
WHERE schemaname NOT IN ('pg_catalog', 'pg_toast', 'information_schema', 'trueup_recorder', 'trueup_internal')
  AND (n_tup_ins + n_tup_upd + n_tup_del > 0 OR seq_scan > 0 OR idx_scan > 0) ORDER BY 1
"""
# Times are left out: an upsert that notes when it ran leaves the rows as they are but for that.
_CONTENT = """
SELECT count(*)::text, md5(coalesce(string_agg(v, ',' ORDER BY v), '')) FROM (
  SELECT (SELECT string_agg(coalesce(e.value, 'NULL'), ',' ORDER BY e.key) FROM jsonb_each_text(to_jsonb(t)) e
    WHERE e.key <> ALL (ARRAY(SELECT attname::text FROM pg_catalog.pg_attribute
      WHERE attrelid = {name}::regclass AND atttypid IN ('timestamp'::regtype, 'timestamptz'::regtype)))) AS v
  FROM {table} t) AS content
"""
# What a file wrote of itself: the columns that nothing fills in by itself.
_COLUMNS = """
SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_catalog.pg_attribute
WHERE attrelid = {} AND attnum > 0 AND NOT attisdropped AND NOT atthasdef AND attidentity = '' AND attgenerated = ''
"""
_NEW = """
SELECT count(*)::text FROM (
  SELECT {columns} FROM {table} WHERE xmin = pg_current_xact_id()::xid
  EXCEPT SELECT {columns} FROM {table} WHERE xmin <> pg_current_xact_id()::xid) AS new
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsSeen:
    """What running a file once more did to production's rows.

    Args:
        there: True where it left them as they are, or wrote none that is not there; None where that can't be told.
        words: what was seen.
        gone: whether production has no longer what it works on.
    """

    there: bool | None
    words: str
    gone: bool = False

    def judged(self, standing: Standing) -> Judged:
        """The verdict on a file that only writes rows, between files that are applied."""
        told = Evidence(kind="transcript", text=self.words)
        if self.there:
            return Judged(
                verdicts=(VerdictKind.ALREADY_APPLIED,),
                reason=f"It changes rows only, and {self.words}; files behind it, up to {standing.until}, are applied.",
                evidence=(told,),
            )
        if self.gone:
            return Judged(
                verdicts=(VerdictKind.OBSOLETE,),
                reason=f"It changes rows only, of what production no longer has ({self.words}); "
                f"files behind it, up to {standing.until}, are applied.",
                evidence=(told,),
            )
        return Judged(
            verdicts=(VerdictKind.NOT_EVALUATED,),
            reason=f"It changes rows only, and files behind it, up to {standing.until}, are applied; "
            f"whether it was run can't be told from a catalog: {self.words}.",
            evidence=(told,),
        )


def writes_rows(migration: Migration) -> bool:
    """Whether a file writes rows or calls what may write them."""
    return any(s.kind in WRITING | _CALLS for s in migration.up.statements)


def rows_there(production: Database, migrations: Sequence[Migration]) -> dict[str, RowsSeen]:
    """Run each file on a copy of production and take it back; what it did to the rows that are there."""
    if not migrations:
        return {}
    copy = production.clone()
    try:
        found = {}
        for migration in migrations:
            with Session(copy) as session:  # of its own: the server counts rows by session
                found[migration.name] = _seen(session, migration)
        return found
    finally:
        copy.drop()


def _seen(session: Session, migration: Migration) -> RowsSeen:
    attempt = at.strict(session, migration, begin=True)
    if not attempt.ok or not session.in_transaction:
        session.command("ROLLBACK")
        failure = attempt.failure
        if failure is not None and failure[1].sqlstate == "23505":
            return RowsSeen(there=True, words=f"its rows are there: {failure[1].message}")
        if failure is not None and failure[1].sqlstate in MISSING:
            return RowsSeen(there=None, words=failure[1].message, gone=True)
        said = failure[1].message if failure is not None else "it ends its transaction"
        return RowsSeen(there=None, words=f"on what production holds now it does not run ({said})")
    tables = [row[:2] for row in session.command(_TABLES).values if row[0]]
    written = {str(row[0]) for row in session.command(_TABLES).values if row[2] != "0"}
    fresh = [name for name, oid in tables if name in written and not _all_known(session, str(name), str(oid))]
    after = {str(name): _content(session, str(name)) for name, _ in tables}
    session.command("ROLLBACK")
    before = {name: _content(session, name) for name in after}
    changed = sorted(name for name in after if before[name] != after[name])
    if not changed:
        held = sorted(name for name, (count, _) in before.items() if count not in ("0", ""))
        if not held:
            return RowsSeen(there=None, words="the tables that it works on hold no rows here")
        return RowsSeen(there=True, words=f"run once more, it leaves the rows of {', '.join(held)} as they are")
    if not fresh and all(int(after[n][0] or 0) > int(before[n][0] or 0) for n in changed):
        return RowsSeen(there=True, words=f"the rows that it writes into {', '.join(changed)} are there already")
    return RowsSeen(there=None, words=f"run once more, it changes rows of {', '.join(changed)}")


def _content(session: Session, table: str) -> tuple[str, str]:
    ran = session.command(_CONTENT.format(table=table, name=literal(table)))
    return (str(ran.values[0][0]), str(ran.values[0][1])) if ran.values else ("", "")


def _all_known(session: Session, table: str, oid: str) -> bool:
    """Whether every row that was just written is there with the same values already, but for what fills itself in."""
    found = session.command(_COLUMNS.format(oid)).values
    columns = found[0][0] if found else None
    if not columns:
        return False
    ran = session.command(_NEW.format(columns=columns, table=table))
    return bool(ran.values) and ran.values[0][0] == "0"
