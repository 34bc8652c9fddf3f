"""Run a plan on a copy of FROM, read back what came of it, and compare it with TO."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from trueup.catalog.model import Catalog
from trueup.catalog.observe import Observation
from trueup.diff.compare import compare
from trueup.diff.model import Change, Drift
from trueup.finding import Finding
from trueup.plan.make import make_plan
from trueup.plan.node import PlanOptions
from trueup.postgres.server import Database
from trueup.proof.apply import StepError, apply_to
from trueup.proof.model import Verdict
from trueup.proof.rows import census, lost
from trueup.proof.second import look, seen
from trueup.ref import ObjectRef
from trueup.step import Hazard, Plan

Check = Callable[[Database], tuple[Finding, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One run of a plan: the verdict, and the catalog that it ended in (None where a step failed)."""

    verdict: Verdict
    error: StepError | None = None
    reached: Catalog | None = None


def prove(
    database_before: Database,
    plan: Plan,
    after: Catalog,
    *,
    check: Check | None = None,
    reverse: bool = False,
    trusted: bool = False,
) -> Verdict:
    """Whether a plan does what it is for, by doing it.

    Args:
        database_before: a database that holds FROM, with rows or without. It is copied, never written to; nobody may
            be connected to it.
        plan: what to run.
        after: TO.
        check: gives the findings of a database; those that were not there before make the verdict fail.
        reverse: also plan and run the way back, where nothing in it loses data.
        trusted: run the steps as a superuser: only for SQL that is not from a file.

    Returns:
        The verdict: ok if every step ran, nothing but what was withheld differs from TO, rows and values are still
        there, and no new finding came up.
    """
    before = database_before.read_catalog()
    return run(database_before, before, plan, after, check=check, reverse=reverse, trusted=trusted).verdict


def run(
    database_before: Database,
    before: Catalog,
    plan: Plan,
    after: Catalog,
    *,
    check: Check | None = None,
    reverse: bool = False,
    trusted: bool = False,
    observed_after: Observation | None = None,
) -> Trial:
    """`prove` for who needs to know where the plan ended.

    Args:
        before: the catalog of `database_before`.
        observed_after: what the observer sees of TO, where TO is there as a database.
    """
    known = check(database_before) if check else ()
    copy = database_before.clone()
    try:
        with copy.connect(superuser=True) as conn:
            rows = census(conn, before, after)
        error = apply_to(copy, plan.steps, trusted=trusted)
        if error is not None:
            verdict = Verdict(ok=False, error=str(error), failed_step=error.step, coverage={"steps": len(plan.steps)})
            return Trial(verdict=verdict, error=error)
        reached = copy.read_catalog()
        with copy.connect(superuser=True) as conn:
            gone = lost(rows, census(conn, before, after))
        verdict = _judge(plan, reached, after, rows_lost=() if _says_so(plan) else gone)
        verdict = replace(verdict, coverage={**verdict.coverage, "rows kept": sum(n for n, _ in rows.values())})
        if verdict.ok and observed_after is not None and not plan.withheld:
            verdict = _seen_twice(verdict, copy, observed_after)
        if check:
            verdict = with_findings(verdict, known, check(copy))
        if reverse and verdict.ok and not plan.withheld:
            verdict = replace(verdict, reversible=_way_back(copy, reached, before, trusted=trusted))
        return Trial(verdict=verdict, reached=reached)
    finally:
        copy.drop()


def _seen_twice(verdict: Verdict, reached: Database, after: Observation) -> Verdict:
    """The verdict after a second reading, which shares nothing with the first."""
    observation = look(reached)
    if observation is None:
        return verdict
    found = seen(observation, after)
    return replace(
        verdict,
        ok=not found.counted,
        error=f"a second reading of pg_catalog still sees {found.counted[0]}" if found.counted else "",
        observed=found.counted,
        named=found.named,
        coverage={**verdict.coverage, "rows of pg_catalog read apart": found.rows},
    )


def _says_so(plan: Plan) -> bool:
    return any(Hazard.DATA_LOST in step.hazards for step in plan.steps)


def _judge(plan: Plan, reached: Catalog, after: Catalog, *, rows_lost: tuple[str, ...]) -> Verdict:
    drift = compare(reached, after)
    excused = {step.ref for step in plan.withheld if step.ref is not None}
    left = tuple(c for c in drift.counted if not _is_excused(c, excused, reached, after))
    coverage = {
        "steps": len(plan.steps),
        "objects": drift.total,
        "kinds": len({ref.kind for ref in (*reached.objects, *after.objects)}),
        "withheld": len(plan.withheld),
    }
    return Verdict(
        ok=not left and not rows_lost,
        error="" if not left else f"{len(left)} differences remain",
        remaining=Drift(changes=left, equal=drift.equal, total=drift.total),
        coverage=coverage,
        rows_lost=rows_lost,
    )


def _is_excused(change: Change, excused: set[ObjectRef], reached: Catalog, after: Catalog) -> bool:
    """Whether what remains is something that was withheld, or lives on it."""
    ref: ObjectRef | None = change.ref
    while ref is not None:
        if ref in excused:
            return True
        obj = reached.objects.get(ref) or after.objects.get(ref)
        ref = obj.parent if obj is not None else None
    return False


def with_findings(verdict: Verdict, known: tuple[Finding, ...], now: tuple[Finding, ...]) -> Verdict:
    """The verdict with what a check found before and after; a finding that was not there before makes it fail."""
    before = {f.fingerprint for f in known}
    after = {f.fingerprint for f in now}
    new = tuple(f for f in now if f.fingerprint not in before)
    gone = tuple(f.fingerprint for f in known if f.fingerprint not in after)
    return replace(verdict, ok=verdict.ok and not new, new_findings=new, gone=gone)


def _way_back(copy: Database, reached: Catalog, before: Catalog, *, trusted: bool) -> bool | None:
    """Plan from TO back to FROM and run it, unless that would lose data."""
    role = copy.server.superuser if trusted else copy.server.replay_role
    plan = make_plan(reached, before, options=PlanOptions(role=role, online=False))
    if plan.withheld or plan.questions:
        return None
    if apply_to(copy, plan.steps, trusted=trusted) is not None:
        return False
    return not compare(copy.read_catalog(), before).counted
