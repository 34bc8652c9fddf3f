"""What each pending migration would do, by running it on copies of production: the stages, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from trueup.catalog.model import Catalog
from trueup.diagnostic import NotEvaluated
from trueup.diff.compare import compare
from trueup.diff.model import Change, ChangeKind, Drift
from trueup.finding import Finding
from trueup.migrations import history, problems, rerun, runners, settle
from trueup.migrations.asking import Ask
from trueup.migrations.attempt import Attempt, outcome
from trueup.migrations.attribution import attribute, sharing, undone
from trueup.migrations.course import Course
from trueup.migrations.edges import Edge, circles, edges, sort, waiting
from trueup.migrations.impact import Impact, impact
from trueup.migrations.model import (
    LockUse,
    MigrationsReport,
    MigrationVerdict,
    Reversal,
    RunnerResult,
    SaferForm,
    VerdictKind,
    Verification,
)
from trueup.migrations.online import online
from trueup.migrations.presence import Presence, met_existing, presence
from trueup.migrations.reading import Reader, reader_like, unrecorded
from trueup.migrations.repeatable import ALREADY_GONE, ALREADY_THERE
from trueup.migrations.rerun import Rerun
from trueup.migrations.reversal import reversals
from trueup.migrations.roots import folded
from trueup.migrations.runs import runs
from trueup.migrations.truth import recorded_but_missing, there_but_not_recorded
from trueup.migrations.verdict import Facts, Judged, judge
from trueup.migrations.verification import verifications
from trueup.migrations.walk import Walk, walk
from trueup.migrations.wants import Wants, gather
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.replay.model import Migration, Outcome, Replay, ServerError

# Alone, each is tried on production as it is, to see what it needs; above this many, what the server's own dependencies
# tell is taken, and the order as a whole is what confirms it.
_ALONE = 200
_RUN = frozenset({VerdictKind.NEEDED, VerdictKind.OPTIONAL, VerdictKind.OBSOLETE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How much is measured.

    Args:
        locks: read which locks each statement takes.
        reversal: run the down parts, and write one where there is none.
        data: seed rows and see which statements they stop.
        rerun: write and execute the repeatable forms.
    """

    locks: bool = True
    reversal: bool = True
    data: bool = True
    rerun: bool = True


@dataclass(slots=True)
class _Measured:
    """What was measured so far, on the way from stage to stage."""

    walk: Walk
    accepted: list[Attempt]
    final: Catalog
    drift: Drift
    effects: dict[str, Drift]
    alone: dict[str, Attempt] = field(default_factory=dict)
    held: dict[str, tuple[LockUse, ...]] = field(default_factory=dict)
    rerun: Rerun = field(default_factory=Rerun)
    presence: dict[str, Presence] = field(default_factory=dict)
    safer: dict[str, tuple[SaferForm, ...]] = field(default_factory=dict)
    back: dict[str, Reversal] = field(default_factory=dict)
    checked: dict[str, tuple[Verification, ...]] = field(default_factory=dict)
    circles: tuple[tuple[str, ...], ...] = ()
    runs: dict[str, tuple[RunnerResult, ...]] = field(default_factory=dict)
    edges: tuple[Edge, ...] = ()
    judged: dict[str, Judged] = field(default_factory=dict)


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
) -> MigrationsReport:
    """Run every pending migration on copies of production, and say what each would do there.

    Args:
        production: its replay, or a scratch database that holds it (then with `catalog`). Never written to.
        migrations: in the tool's own order.
        catalog: what production holds; with a replay, the replay's own by default.
        declared: what production should be, if anything declares it.
        outcomes: of production's own history, where it isn't a replay: what failed there is wanted.
        findings: what was found wrong; objects that they miss are wanted.
        wanted: further objects that somebody asks for.
        applied: rows of history tables; by default those that the catalog brought along.
        read: reads a copy's catalog in the way `catalog` was read.
        ask: sends read-only queries to production, where it is a live server.
        options: how much is measured.

    Returns:
        One verdict per migration that is not recorded as applied, an order that was executed, and the findings.
    """
    if isinstance(production, Replay):
        outcomes = outcomes or production.outcomes
        catalog = catalog or production.catalog
        production = production.database
    reader = unrecorded(read) if read else reader_like(catalog)
    catalog = catalog if catalog is not None else reader(production)
    chosen = options or Options()
    rows = history.by_tool(migrations, catalog.applied if applied is None else applied)
    pending, done, found = _by_history(migrations, rows)
    truth = recorded_but_missing(production.server, catalog, done, reader)
    found += truth.findings
    if not pending:
        return MigrationsReport(verdicts=(), findings=found, not_evaluated=truth.not_evaluated)
    wants = gather(catalog, declared, outcomes, findings, wanted)
    stand = settle.stand(production, catalog, migrations, pending, reader)
    settled = settle.superseded(pending, stand)
    everything, pending = pending, tuple(m for m in pending if m.name not in settled)
    measured = _measure(production, catalog, pending, reader, chosen)
    measured.edges = tuple(e for e in measured.edges if e.after not in stand and e.before not in stand)
    _judge_all(measured, pending, wants)
    measured.judged |= settle.corrected(production, measured.judged, measured.walk.attempts, measured.effects, stand)
    seen = impact(
        production,
        catalog,
        measured.final,
        pending,
        measured.walk,
        measured.back,
        held=measured.held,
        ask=ask,
        with_data=chosen.data,
    )
    report = _report(production, catalog, pending, measured, seen, measured.rerun.fixes, found)
    by_name = {v.migration.name: v for v in report.verdicts} | settled
    report = replace(report, verdicts=tuple(by_name[m.name] for m in everything))
    return replace(
        report,
        findings=(*report.findings, *there_but_not_recorded(report.verdicts, bool(rows))),
        not_evaluated=(*report.not_evaluated, *truth.not_evaluated),
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


def _measure(
    production: Database, catalog: Catalog, pending: Sequence[Migration], read: Reader, options: Options
) -> _Measured:
    """Run them all: alone, in order, and where something is in the way, against what is there."""
    with Course(production, sizes=catalog.sizes) as course:
        alone = {m.name: course.trial(m) for m in pending} if len(pending) <= _ALONE else {}
        walked = walk(course, pending, locks=options.locks, endless={n: a for n, a in alone.items() if a.endless})
        final = read(course.finish())
        held = dict(course.held)
        accepted = [walked.attempts[name] for name in walked.order]
        drift = compare(catalog, final)
        effects = attribute(drift, accepted)
        course.resume()
        checked = verifications(course, production, walked)
        back = reversals(course, production, catalog, final, walked, effects, read) if options.reversal else {}
    measured = _Measured(
        walk=walked,
        accepted=accepted,
        final=final,
        drift=drift,
        effects=effects,
        alone=alone,
        held=held,
        back=back,
        checked=checked,
    )
    if any(_in_the_way(a) for a in walked.attempts.values()):
        ending = [m for m in pending if not walked.attempts[m.name].endless]  # the others are not run once more
        measured.presence = presence(production, catalog, ending, read)
    if options.rerun:
        measured.rerun = rerun.rerun(production, walked, final, read, measured.presence)
    if options.locks:
        measured.safer = online(production, catalog, walked, final, held, read)
        measured.runs = runs(production, walked)
    measured.edges = _edges(measured)
    refused = [walked.attempts[m.name] for m in pending if not walked.attempts[m.name].ok]
    measured.circles = circles(waiting(refused[:_ALONE]))
    return measured


def _edges(measured: _Measured) -> tuple[Edge, ...]:
    """Edges between all that run: as they stand, or in their repeatable form."""
    made = {name: _makes(effect) for name, effect in measured.effects.items()}
    mended = list(measured.rerun.attempts.values())
    errors: dict[str, Sequence[ServerError]] = dict(measured.rerun.errors)
    for name, alone in measured.alone.items():
        if alone.failure is not None:
            errors.setdefault(name, (alone.failure[1],))
    last = measured.rerun.after if mended and measured.rerun.after is not None else measured.final
    if mended:
        parts = attribute(compare(measured.final, last), mended)
        made |= {name: _makes(effect) for name, effect in parts.items()}
    return edges([*measured.accepted, *mended], made, last, errors)


# What others can depend on in another form: their values, types and results.
_USED = frozenset({"enum", "domain", "composite type", "function", "procedure", "view", "materialized view"})


def _makes(effect: Drift) -> frozenset[ObjectRef]:
    """What others can need of a migration's effect: what it adds or renames, and what it gives another form."""
    return frozenset(
        c.ref
        for c in effect.changes
        if c.kind is not ChangeKind.CHANGED
        or c.ref.kind in _USED
        or (c.ref.kind == "column" and any(f.field == "type" for f in c.fields))
    )


def _in_the_way(attempt: Attempt) -> bool:
    failure = attempt.failure
    if failure is not None:
        rows = failure[0].kind == "InsertStmt" and failure[1].sqlstate == "23505"
        return rows or failure[1].sqlstate in ALREADY_THERE | ALREADY_GONE
    return any(met_existing(ran) for _, ran in attempt.ran)


def _judge_all(measured: _Measured, pending: Sequence[Migration], wants: Wants) -> None:
    taken_back = undone(measured.accepted, wants.production, measured.final)
    place = {m.name: number for number, m in enumerate(pending)}
    needed_by: dict[str, list[str]] = {}
    waits: dict[str, list[str]] = {}
    for edge in measured.edges:
        needed_by.setdefault(edge.before, []).append(edge.after)
        if place[edge.before] > place[edge.after]:
            waits.setdefault(edge.after, []).append(edge.before)
    by_later = _changed_by_accepted(measured)
    shared = sharing(measured.accepted, measured.effects)
    for name in sorted(measured.walk.attempts, key=lambda n: (n in shared, place[n])):
        seen = measured.presence.get(name)
        gone = set(seen.superseded) if seen is not None else set()
        others = shared.get(name, ())
        facts = Facts(
            attempt=measured.walk.attempts[name],
            alone=measured.alone.get(name),
            effect=measured.effects.get(name),
            presence=seen,
            explained=frozenset(by_later - {c.ref for c in _own(measured, name)} | gone),
            needed_by=tuple(n for n in needed_by.get(name, ()) if n not in taken_back),
            circle=next((tuple(o for o in c if o != name) for c in measured.circles if name in c), ()),
            lost=back.data_lost if (back := measured.back.get(name)) is not None else (),
            waits_for=tuple(waits.get(name, ())) or tuple(filter(None, [measured.walk.woken_by.get(name)])),
            undone_by=taken_back.get(name, ""),
            shared=others,
            shared_needed=any(
                VerdictKind.NEEDED in measured.judged[o].verdicts for o in others if o in measured.judged
            ),
        )
        measured.judged[name] = judge(facts, wants)


def _own(measured: _Measured, name: str) -> Iterable[Change]:
    effect = measured.effects.get(name)
    return effect.changes if effect is not None else ()


def _changed_by_accepted(measured: _Measured) -> frozenset[ObjectRef]:
    """What the pending migrations that run do change: no earlier one is to blame for it."""
    return frozenset(c.ref for effect in measured.effects.values() for c in effect.changes)


def _report(
    production: Database,
    catalog: Catalog,
    pending: Sequence[Migration],
    measured: _Measured,
    seen: Mapping[str, Impact],
    fixes: Mapping[str, rerun.Rewritten],
    found: tuple[Finding, ...],
) -> MigrationsReport:
    verdicts = tuple(_entry(m, measured, seen.get(m.name, Impact()), fixes.get(m.name)) for m in pending)
    ranks = {v.migration.name: _rank(v) for v in verdicts}
    able = {m.name for m in pending if measured.walk.attempts[m.name].ok or m.name in fixes}
    names = [v.migration.name for v in verdicts if _runs(v) and v.migration.name in able]
    order, cycle = sort(names, ranks, measured.edges)
    fixed = tuple(n for n in order if not measured.walk.attempts[n].ok)
    texts = {n: fixes[n].migration for n in fixed}
    executed = order == measured.walk.order or rerun.executes(
        production, [texts.get(n) or measured.walk.attempts[n].migration for n in order]
    )
    if not executed and not fixed:
        order = tuple(n for n in measured.walk.order if n in names)
        executed = rerun.executes(production, [measured.walk.attempts[n].migration for n in order])
    return MigrationsReport(
        verdicts=verdicts,
        order=order,
        executed=executed,
        fixed=fixed,
        edges=tuple((e.after, e.before, e.reason) for e in measured.edges),
        cycles=(*((cycle,) if cycle else ()), *measured.circles),
        findings=found + folded(f for v in verdicts for f in problems.of(v, measured.walk)),
        not_evaluated=tuple(_not_evaluated(verdicts)),
    )


def _runs(verdict: MigrationVerdict) -> bool:
    """Whether it belongs into the order: it applies, or its repeatable form was executed and does something."""
    if verdict.verdict is VerdictKind.CONFLICTS:
        return verdict.repeatable_fix is not None
    kinds = set(verdict.verdicts)
    return bool(kinds & _RUN) and not kinds & {
        VerdictKind.BROKEN,
        VerdictKind.NOT_EVALUATED,
        VerdictKind.ALREADY_APPLIED,
    }


def _rank(verdict: MigrationVerdict) -> int:
    """What is needed runs before what nothing asks for."""
    return 1 if VerdictKind.OPTIONAL in verdict.verdicts else 0


def _entry(migration: Migration, measured: _Measured, seen: Impact, fix: rerun.Rewritten | None) -> MigrationVerdict:
    name = migration.name
    attempt, judged = measured.walk.attempts[name], measured.judged[name]
    second = measured.walk.second.get(name)
    after = tuple((e.before, e.reason) for e in measured.edges if e.after == name)
    return MigrationVerdict(
        migration=migration,
        verdicts=judged.verdicts,
        reason=judged.reason,
        evidence=judged.evidence,
        outcomes=attempt.outcomes(),
        repeatable=None if second is None else second.repeatable,
        not_repeatable=tuple(outcome(name, s, r) for s, r in (*second.refused, *second.doubled)) if second else (),
        repeatable_fix=fix.fix if fix is not None else None,
        mended=fix.migration if fix is not None else None,
        after=after,
        effect=measured.effects.get(name),
        origin=migration.up.origin,
        locks=seen.locks,
        safer=measured.safer.get(name, ()),
        reversal=seen.reversal,
        runners=measured.runs.get(name) or runners.notes(migration, attempt),
        data=seen.data,
        verifications=measured.checked.get(name, ()),
    )


def _not_evaluated(verdicts: Iterable[MigrationVerdict]) -> Iterable[NotEvaluated]:
    for verdict in verdicts:
        back = verdict.reversal
        unseen = back is not None and (back.rows_only or (back.exact is None and not back.together))
        if back is not None and unseen and back.source != "none":
            what = f"way back of migration {verdict.migration.name}"
            yield NotEvaluated(what=what, reason=str(back), origin=verdict.origin)
        if VerdictKind.NOT_EVALUATED in verdict.verdicts:
            yield NotEvaluated(what=f"migration {verdict.migration.name}", reason=verdict.reason, origin=verdict.origin)
