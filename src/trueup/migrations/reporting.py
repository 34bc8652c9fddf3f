"""From measurements and verdicts to the report on pending migrations, with an order that was executed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from trueup.diagnostic import NotEvaluated
from trueup.migrations import problems, rerun, runners
from trueup.migrations.attempt import outcome
from trueup.migrations.edges import sort
from trueup.migrations.impact import Impact
from trueup.migrations.measured import Measured
from trueup.migrations.model import MigrationsReport, MigrationVerdict, VerdictKind
from trueup.migrations.roots import folded
from trueup.migrations.target import Target
from trueup.migrations.verdict import Judged
from trueup.replay.model import Migration

_RUN = frozenset({VerdictKind.NEEDED, VerdictKind.OPTIONAL, VerdictKind.OBSOLETE})
_STAYS = frozenset({VerdictKind.BROKEN, VerdictKind.NOT_EVALUATED, VerdictKind.ALREADY_APPLIED})


def report(
    target: Target,
    pending: Sequence[Migration],
    measured: Measured,
    judged: Mapping[str, Judged],
    seen: Mapping[str, Impact],
) -> MigrationsReport:
    """One entry for each pending migration, and the order of those that should run.

    Args:
        target: an order that differs from the one found before is executed on copies of it.
        pending: in the tool's own order.
        measured, judged, seen: what is known of each.
    """
    after: dict[str, list[tuple[str, str]]] = {}
    for edge in measured.edges:
        after.setdefault(edge.after, []).append((edge.before, edge.reason))
    verdicts = tuple(
        _entry(m, measured, judged[m.name], seen.get(m.name, Impact()), tuple(after.get(m.name, ()))) for m in pending
    )
    order, executed, cycle = _order(target, measured, verdicts)
    return MigrationsReport(
        verdicts=verdicts,
        order=order,
        executed=executed,
        fixed=tuple(n for n in order if not measured.walk.attempts[n].ok),
        edges=tuple((e.after, e.before, e.reason) for e in measured.edges),
        cycles=(*((cycle,) if cycle else ()), *measured.circles),
        findings=folded(f for v in verdicts for f in problems.of(v, measured.walk)),
        not_evaluated=tuple(_not_evaluated(verdicts)),
    )


def _order(
    target: Target, measured: Measured, verdicts: Sequence[MigrationVerdict]
) -> tuple[tuple[str, ...], bool, tuple[str, ...]]:
    """An order of those that should run, whether it was executed, and the names that wait for each other."""
    walked, fixes = measured.walk, measured.rerun.fixes
    ranks = {v.migration.name: _rank(v) for v in verdicts}
    able = {n for n, attempt in walked.attempts.items() if attempt.ok or n in fixes}
    names = [v.migration.name for v in verdicts if _runs(v) and v.migration.name in able]
    order, cycle = sort(names, ranks, measured.edges)
    if order == walked.order:
        return order, True, cycle
    as_they_stand = all(walked.attempts[n].ok for n in order)
    chosen = [walked.attempts[n].migration if walked.attempts[n].ok else fixes[n].migration for n in order]
    executed = rerun.executes(target, chosen)
    if not executed and as_they_stand:
        order = tuple(n for n in walked.order if n in names)
        executed = rerun.executes(target, [walked.attempts[n].migration for n in order])
    return order, executed, cycle


def _runs(verdict: MigrationVerdict) -> bool:
    """Whether it belongs into the order: it applies, or its repeatable form was executed and does something."""
    if verdict.verdict is VerdictKind.CONFLICTS:
        return verdict.repeatable_fix is not None
    kinds = set(verdict.verdicts)
    return bool(kinds & _RUN) and not kinds & _STAYS


def _rank(verdict: MigrationVerdict) -> int:
    """What is needed runs before what nothing asks for."""
    return 1 if VerdictKind.OPTIONAL in verdict.verdicts else 0


def _entry(
    migration: Migration, measured: Measured, judged: Judged, seen: Impact, after: tuple[tuple[str, str], ...]
) -> MigrationVerdict:
    name = migration.name
    attempt, fix = measured.walk.attempts[name], measured.rerun.fixes.get(name)
    second = measured.walk.second.get(name)
    ahead = VerdictKind.ALREADY_APPLIED not in judged.verdicts  # what is there already will not be waited for
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
        locks=seen.locks if ahead else (),
        safer=measured.safer.get(name, ()) if ahead else (),
        reversal=seen.reversal,
        runners=measured.runs.get(name) or runners.notes(migration, attempt),
        data=seen.data if ahead else (),
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
