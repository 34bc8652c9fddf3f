"""The SQL that makes two sources equal: `trueup diff --sql`."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.catalog.model import Catalog, TableSize
from trueup.diff.model import Drift
from trueup.plan.arrange import MASK
from trueup.plan.dump import as_text
from trueup.plan.node import PlanOptions
from trueup.proof.converge import proven_plan
from trueup.proof.model import Verdict
from trueup.ref import ObjectRef
from trueup.stages.pair import Pair
from trueup.stages.script import Script
from trueup.step import Hazard, Plan, Step


def proven_script(pair: Pair, drift: Drift, target: Catalog, options: PlanOptions, *, unproven: bool) -> Script:
    """The plan from FROM to `target` as a script, proven on a scratch copy; not offered where the proof fails.

    Args:
        pair: both sources.
        drift: what differs, as far as it was asked for.
        target: TO, as far as it was asked for.
        options: what the plan may do.
        unproven: give the text even where the proof failed.
    """
    refused = [f"refused by the server: {d.origin}: {d.message}" for d in pair.refused()]
    refused += [f"not compared, so not planned: {told.what}: {told.reason}" for told in pair.unread()]
    roles = [f"roles are not compared: {d.origin}: {d.message}" for d in pair.roles()]
    missing = len(pair.missing())
    if missing and not unproven:
        # What a refused statement would have made is missing on its side: the plan would drop it, or make it twice.
        first = (
            f"not proven: the server refused {missing} statements of the input, and the plan would miss what they make"
        )
        return Script(text="", notes=(first, *refused, *roles), drift=bool(drift.counted), refused=True)
    plan, verdict = _tried(pair, target, options)
    sizes = pair.before.catalog.sizes
    held = [f"{_why_held(step)}: {_first_line(step.sql)}{_size(step, sizes)}" for step in plan.withheld]
    asked = [f"to decide: {question}" for question in plan.questions]
    notes = [*refused, *held, *asked, *roles]
    if not plan.steps and verdict.ok:
        return Script(text="", notes=tuple(notes), drift=bool(drift.counted or held), refused=bool(notes))
    if not verdict.ok:
        notes = [f"not proven: {verdict.error}", *notes, *_left(verdict)]
        if not unproven:
            return Script(text="", notes=tuple(notes), drift=True, refused=True)
    head = _head(pair, plan, verdict, missing=missing, whole=target is pair.after.catalog)
    text = "".join(map(_comment, head)) + _wrapped(plan, options)
    return Script(text=text, notes=tuple(notes), drift=True, refused=bool(missing or held or asked) or not verdict.ok)


def _tried(pair: Pair, target: Catalog, options: PlanOptions) -> tuple[Plan, Verdict]:
    """The plan, and what came of running it; read a second time where TO is there as a database as a whole."""
    # where TO's text is taken as another role's, its scratch database isn't what TO is
    made = pair.after.replay is not None and pair.after.source.catalog is None and not pair.runner
    whole = made and target is pair.after.catalog
    return proven_plan(
        pair.before.database,
        pair.before.catalog,
        target,
        options=options,
        database_after=pair.after.database if whole else None,
    )


def _left(verdict: Verdict) -> list[str]:
    """What still differs after a plan that failed its proof, by both readings."""
    left = verdict.remaining.counted if verdict.remaining else ()
    return [f"still differs: {seen}" for seen in (*(change.ref for change in left), *verdict.observed)]


def _head(pair: Pair, plan: Plan, verdict: Verdict, *, missing: int, whole: bool) -> list[str]:
    """What stands above the statements: whether they are proven, and what is to be known of them."""
    equals = "which then equals TO" + ("" if whole else " in what was chosen")
    state = f"executed on a scratch copy of FROM, {equals}" if verdict.ok else "NOT PROVEN"
    if missing:
        state = (
            f"NOT PROVEN, for {missing} statements of the input were refused; executed on a scratch copy of the rest"
        )
    elif verdict.ok and plan.withheld:
        state = "executed on a scratch copy of FROM; what is held back still differs"
    proof = ", ".join(f"{name} {number}" for name, number in verdict.coverage.items())
    named = [f"differs still, and does not count: {seen}" for seen in verdict.named]
    side, other = ("TO", "FROM") if pair.after.replay is not None else ("FROM", "TO")
    by = f"for {pair.runner} to run, who owns in {other} what both have: {side} says no owner"
    sizes = pair.before.catalog.sizes
    lost = [f"loses data: {_first_line(step.sql)}{_size(step, sizes)}" for step in plan.steps if _loses(step)]
    return [f"{state}: {proof}", *([by] if pair.runner else []), *named, *lost]


def _comment(text: str) -> str:
    """One line; a name may hold a line break, and what follows it must not become a statement."""
    return f"-- {' '.join(text.splitlines())}\n"


def _wrapped(plan: Plan, options: PlanOptions) -> str:
    text = as_text(plan.steps, told=lambda step: _comment(step.told))
    return f"BEGIN;\n{text}COMMIT;\n" if options.transaction else text


def _why_held(step: Step) -> str:
    if _loses(step):
        return "held back without --allow-destructive"
    if MASK in step.sql:
        return "held back, for a secret is to be filled in"
    return "held back with what it needs"


def _loses(step: Step) -> bool:
    return Hazard.DATA_LOST in step.hazards


def _size(step: Step, sizes: Mapping[ObjectRef, TableSize]) -> str:
    """What a live server says of the table that a step is about: " (about 1,200 rows, 64 kB)"."""
    ref = step.ref
    found = sizes.get(ref if ref.kind != "column" else ObjectRef("table", ref.schema, ref.name[:1])) if ref else None
    if found is None:
        return ""
    rows = f"about {found.rows:,} rows, " if found.rows >= 0 else ""
    return f" ({rows}{max(1, found.bytes // 1024):,} kB)"


def _first_line(sql: str) -> str:
    return sql.strip().splitlines()[0]
