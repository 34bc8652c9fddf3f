"""What each pending migration would do, by running it on copies of production: the stages, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from trueup.catalog.introspect.decode import without_collection
from trueup.catalog.model import Catalog
from trueup.diagnostic import NotEvaluated
from trueup.finding import Finding
from trueup.migrations import history, settle
from trueup.migrations.asking import Ask
from trueup.migrations.impact import impact
from trueup.migrations.judging import judge_all
from trueup.migrations.limits import reached
from trueup.migrations.measured import Options, measure
from trueup.migrations.memory import Memory, content_of
from trueup.migrations.model import MigrationsReport
from trueup.migrations.reading import Reader, reader_like, unrecorded
from trueup.migrations.reporting import report
from trueup.migrations.target import Target
from trueup.migrations.truth import recorded_but_missing, there_but_not_recorded
from trueup.migrations.wants import Wants, gather
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.replay.model import Migration, Outcome, Replay

__all__ = ["Options", "assess"]


def assess(
    production: Replay | Database,
    migrations: Sequence[Migration],
    *,
    catalog: Catalog | None = None,
    declared: Catalog | None = None,
    outcomes: Iterable[Outcome] = (),
    findings: Iterable[Finding] = (),
    wanted: Iterable[ObjectRef] = (),
    applied: Iterable[history.Recorded] | None = None,
    read: Reader | None = None,
    ask: Ask | None = None,
    options: Options | None = None,
    content: str = "",
) -> MigrationsReport:
    """Run every pending migration on copies of production, and say what each would do there.

    Args:
        production: its replay, or a scratch database that holds it (then with `catalog`). Never written to.
        migrations: in the tool's own order.
        catalog: what production holds; with a replay, the replay's own by default.
        declared: what production should be, if anything declares it.
        outcomes, findings: of production's own history, where it isn't a replay; what they miss is wanted.
        wanted: further objects that somebody asks for.
        applied: rows of history tables; by default those that the catalog brought along.
        read: reads a copy's catalog in the way `catalog` was read.
        ask: sends read-only queries to production, where it is a live server.
        options: how much is measured.
        content: the hash of all that made production, for runs that are remembered; a replay's is known.

    Returns:
        One verdict per migration that is not recorded as applied, an order that was executed, and the findings.
    """
    target = _target(production, catalog, read, content)
    if isinstance(production, Replay):
        outcomes = outcomes or production.outcomes
    past = _past(target, migrations, target.catalog.applied if applied is None else applied)
    if not past.pending:
        return MigrationsReport(verdicts=(), findings=past.findings, not_evaluated=past.not_evaluated)
    wants = gather(target.catalog, declared, outcomes, findings, wanted)
    with without_collection():
        return _judged(target, past, wants, ask, options or Options())


def _target(production: Replay | Database, catalog: Catalog | None, read: Reader | None, content: str) -> Target:
    if isinstance(production, Replay):
        catalog = catalog or production.catalog
        content, production = content or content_of(production.units), production.database
    reader = unrecorded(read) if read else reader_like(catalog)
    return Target(
        database=production,
        catalog=catalog if catalog is not None else reader(production),
        read=reader,
        memory=Memory.of(production.server, content),
    )


def _judged(target: Target, past: _Past, wants: Wants, ask: Ask | None, options: Options) -> MigrationsReport:
    """The pending ones: measured, judged, and what they do to those who use the database."""
    stand = settle.stand(target.database, target.catalog, past.folder, past.pending, target.read)
    settled = settle.superseded(past.pending, stand)
    pending = tuple(m for m in past.pending if m.name not in settled)
    measured = measure(target, pending, options)
    measured.edges = tuple(e for e in measured.edges if e.after not in stand and e.before not in stand)
    judged = judge_all(measured, pending, wants)
    judged |= settle.corrected(target.database, judged, measured.walk.attempts, measured.effects, stand)
    seen = impact(
        target,
        measured.final,
        pending,
        measured.walk,
        measured.back,
        held=measured.held,
        ask=ask,
        with_data=options.data,
    )
    made = report(target, pending, measured, judged, seen)
    by_name = {v.migration.name: v for v in made.verdicts} | settled
    made = replace(made, verdicts=tuple(by_name[m.name] for m in past.pending))
    if target.memory is not None:
        target.memory.save()
    beyond = tuple(reached(pending, measured, seen, asked=ask is not None))
    unrecorded_ones = there_but_not_recorded(made.verdicts, past.tools, past.told)
    return replace(
        made,
        findings=(*past.findings, *made.findings, *unrecorded_ones),
        not_evaluated=(*made.not_evaluated, *past.not_evaluated, *beyond),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    """What the history tells.

    Args:
        folder: all migrations.
        pending: those that no history table records.
        tools: whose history tables there are.
        told: the pending ones of which a history says something, if only that they failed.
        findings, not_evaluated: what is wrong with it.
    """

    folder: tuple[Migration, ...]
    pending: tuple[Migration, ...]
    tools: frozenset[str]
    told: frozenset[str]
    findings: tuple[Finding, ...]
    not_evaluated: tuple[NotEvaluated, ...]


def _past(target: Target, migrations: Sequence[Migration], applied: Iterable[history.Recorded]) -> _Past:
    """The history held against the folder, and what it records against what is there."""
    rows = history.by_tool(migrations, applied)
    pending, done, found = _by_history(migrations, rows)
    truth = recorded_but_missing(target.database.server, target.catalog, done, target.read)
    return _Past(
        folder=tuple(migrations),
        pending=pending,
        tools=frozenset(rows),
        told=history.told_of(pending, rows),
        findings=found + truth.findings,
        not_evaluated=truth.not_evaluated,
    )


def _by_history(
    migrations: Sequence[Migration], rows: Mapping[str, Sequence[history.Recorded]]
) -> tuple[tuple[Migration, ...], tuple[Migration, ...], tuple[Finding, ...]]:
    """The migrations that no history table records, those that one does, and what is wrong with the history."""
    pending: tuple[Migration, ...] = tuple(migrations)
    found: list[Finding] = []
    for tool, recorded in rows.items():
        pending = history.split(pending, recorded, tool).pending
        found.extend(history.check(migrations, recorded, tool))
    if not rows:
        found.extend(history.check(migrations, (), ""))
    waiting = {m.name for m in pending}
    return pending, tuple(m for m in migrations if m.name not in waiting), tuple(found)
