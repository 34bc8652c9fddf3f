"""Pending migrations as the report writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trueup.diff.model import ChangeKind
from trueup.migrations.model import (
    DataRisk,
    LockUse,
    MigrationsReport,
    MigrationVerdict,
    RunnerResult,
    SaferForm,
    ThreeWay,
)
from trueup.ref import ObjectRef
from trueup.replay.model import Outcome
from trueup.report.build.findings import evidence_entry
from trueup.report.build.objects import entries, entry, outermost
from trueup.report.model import DataEntry, FolderEntry, MigrationEntry, MigrationsEntry, SaferEntry, StatementEntry


def migrations_entry(given: MigrationsReport) -> MigrationsEntry:
    """All verdicts and the order."""
    return MigrationsEntry(
        migrations=tuple(_migration(v) for v in given.verdicts),
        order=given.order,
        executed=given.executed and bool(given.order),
        edges=given.edges,
        cycles=given.cycles,
        folder=_folder(given.truth) if given.truth else None,
    )


def _folder(given: ThreeWay) -> FolderEntry:
    return FolderEntry(
        equal=given.equal,
        in_files_only=entries(given.pending),
        by_hand=entries(given.by_hand),
        undeclared=entries(given.undeclared),
        unmade=entries(given.unmade),
        unlike=tuple((entry(ref), sides) for ref, sides in given.unlike.items()),
        refused=given.refused,
    )


def _migration(given: MigrationVerdict) -> MigrationEntry:
    return MigrationEntry(
        name=given.migration.name,
        version=given.migration.version,
        tool=given.migration.tool,
        verdict=given.verdicts[0].value,
        verdicts=tuple(v.value for v in given.verdicts),
        reason=given.reason,
        origin=given.origin or given.migration.up.origin,
        evidence=tuple(map(evidence_entry, given.evidence)),
        repeatable=given.repeatable,
        not_repeatable=tuple(map(_refused, given.not_repeatable)),
        repeatable_sql="\n".join(step.sql for step in given.repeatable_fix.steps) if given.repeatable_fix else "",
        after=given.after,
        creates=entries(_effect(given, ChangeKind.ADDED)),
        alters=entries(_effect(given, ChangeKind.CHANGED, ChangeKind.RENAMED)),
        drops=entries(_effect(given, ChangeKind.REMOVED)),
        locks=tuple(_locks(given.locks)),
        safer=tuple(map(_safer, given.safer)),
        reversal=str(given.reversal) if given.reversal else "",
        reversal_sql="\n".join(step.sql for step in given.reversal.steps) if given.reversal else "",
        data=tuple(map(_risk, given.data)),
        verifications=tuple(
            StatementEntry(origin=query.origin, sql=query.sql, message=query.error) for query in given.verifications
        ),
        runners=tuple(_runner(result) for result in given.runners),
    )


def _refused(given: Outcome) -> StatementEntry:
    return StatementEntry(
        origin=given.statement.origin,
        sql=given.statement.sql,
        message=given.error.message if given.error else "",
        sqlstate=given.error.sqlstate if given.error else "",
    )


def _safer(given: SaferForm) -> SaferEntry:
    return SaferEntry(
        origin=given.origin,
        how=given.how,
        sql="\n".join(step.sql for step in given.steps),
        executed=given.executed,
        by_hand=given.by_hand,
    )


def _risk(given: DataRisk) -> DataEntry:
    return DataEntry(
        origin=given.origin,
        table=given.ref.qualified,
        query=given.query,
        failed=given.failed,
        rows=given.rows,
        told=str(given),
    )


def _locks(locks: Sequence[LockUse]) -> Iterator[str]:
    """A line per relation and lock that blocks; further statements that take the same one are counted by line."""
    alike: dict[object, list[LockUse]] = {}
    for lock in locks:
        if lock.blocks:
            alike.setdefault((lock.ref, lock.mode, lock.rewritten, lock.scanned, lock.rows), []).append(lock)
    for first, *further in alike.values():
        lines = dict.fromkeys(lock.origin.line for lock in further)
        yield str(first) + (f" (again at line{'s' * (len(lines) > 1)} {', '.join(map(str, lines))})" if lines else "")


def _runner(result: RunnerResult) -> str:
    if result.ok:
        return f"{result.runner}: runs through"
    left = f"; it leaves behind {result.left}" if result.left else ""
    return f"{result.runner}: fails with {result.error}{left}"


def _effect(given: MigrationVerdict, *kinds: ChangeKind) -> list[ObjectRef]:
    changes = outermost(given.effect.counted) if given.effect else []
    return [c.ref for c in changes if c.kind in kinds and c.ref.kind != "grant"]
