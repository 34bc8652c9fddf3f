"""Two sources against each other: `trueup diff`."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from trueup.catalog.model import CLASSES, Catalog, TableSize
from trueup.catalog.not_captured import unread_sections
from trueup.diagnostic import Diagnostic, Level, NotEvaluated
from trueup.diff.compare import compare
from trueup.diff.model import Drift
from trueup.diff.narrow import choose, is_known_kind, narrowed, narrowed_target
from trueup.errors import UsageError
from trueup.plan.arrange import MASK
from trueup.plan.dump import as_text
from trueup.plan.node import PlanOptions
from trueup.postgres.server import Server
from trueup.proof.converge import proven_plan
from trueup.ref import ObjectRef
from trueup.replay.model import Outcome
from trueup.sources.model import Source
from trueup.stages.context import Context
from trueup.stages.model import Side
from trueup.stages.script import Script
from trueup.stages.sides import load_side, read_side
from trueup.step import Hazard, Plan, Step

_ROWS = frozenset({"InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CopyData", "CopyStmt", "TruncateStmt"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """FROM and TO, loaded."""

    before: Side
    after: Side

    def unread(self) -> tuple[NotEvaluated, ...]:
        """The kinds of objects that one of the servers didn't let the role read: they are compared on neither side."""
        return tuple(unread_sections(_given(self.before.source, self.after.source)).values())

    def refused(self) -> tuple[Diagnostic, ...]:
        """What the server refused on either side: of what it would have made, the comparison can't speak."""
        return tuple(
            told
            for side in (self.before, self.after)
            for outcome in (side.replay.outcomes if side.replay else ())
            if not _brings_rows(outcome, side)
            if (told := _refused(outcome, side.database.server.platform)) is not None
        )

    def seeds(self) -> tuple[Diagnostic, ...]:
        """Rows of seeds that were refused: no difference hangs on them."""
        return tuple(
            dataclasses.replace(
                told, level=Level.WARNING, help="Rows are not compared: nothing of the comparison hangs on it."
            )
            for side in (self.before, self.after)
            for outcome in (side.replay.outcomes if side.replay else ())
            if outcome.error is not None and _brings_rows(outcome, side)
            if (told := _refused(outcome, side.database.server.platform)) is not None
        )


def _brings_rows(outcome: Outcome, side: Side) -> bool:
    """Whether it is a statement of a seed that makes nothing: the comparison holds without it."""
    seeds = {unit.name for unit in (side.replay.units if side.replay else ()) if unit.seed}
    return outcome.unit in seeds and outcome.statement.kind in _ROWS


def _refused(outcome: Outcome, platform: str) -> Diagnostic | None:
    if outcome.error is not None:
        return Diagnostic(
            code="statement-refused",
            level=Level.ERROR,
            message=f"{outcome.error.sqlstate}: {outcome.error.message}",
            origin=outcome.statement.origin,
            help="What it would have made is not compared.",
        )
    # Hosted platforms keep extensions as theirs, so there it is what happens; elsewhere who grants owns them.
    nothing = [n for n in outcome.notices if n.startswith(_NOTHING_GRANTED)] if platform == "postgres" else []
    if not nothing:
        return None
    return Diagnostic(
        code="grant-without-effect",
        level=Level.ERROR,
        message=f"{nothing[0].removeprefix('WARNING: ')}: members of extensions belong to the scratch server here",
        origin=outcome.statement.origin,
        help="What it would have granted is not compared.",
    )


_NOTHING_GRANTED = ("WARNING: no privileges were granted", "WARNING: no privileges could be revoked")


def load_pair(context: Context, before: Source, after: Source, *, to_try: bool) -> Pair:
    """Both sources, loaded at the same time; with a scratch copy of FROM where something is to be tried on it."""
    first_side: Callable[[Server, Source, str], Side] = load_side if to_try else read_side
    # Catalogs of two releases are compared as one server prints them, so then both are rebuilt.
    versions = {s.catalog.server_version // 10000 for s in (before, after) if s.catalog is not None}
    second_side: Callable[[Server, Source, str], Side] = read_side if len(versions) < 2 else load_side
    if not to_try and len(versions) == 1 and before.catalog is not None and after.catalog is not None:
        first_side = second_side = partial(read_side, as_printed=True)
    with ThreadPoolExecutor(max_workers=2) as pool:
        first = pool.submit(first_side if len(versions) < 2 else load_side, context.server, before, "from")
        second = pool.submit(second_side, context.server, after, "to")
        sides = (first.result(), second.result())
    return Pair(before=_readable(sides[0], before, after), after=_readable(sides[1], before, after))


def _given(*sources: Source) -> list[Catalog]:
    return [source.catalog for source in sources if source.catalog is not None]


def _readable(side: Side, *sources: Source) -> Side:
    """The side without the kinds that could not be read of one of the two."""
    classes = tuple(CLASSES[name] for name in unread_sections(_given(*sources)))
    if not classes:
        return side
    catalog = side.catalog
    objects = {ref: obj for ref, obj in catalog.objects.items() if not isinstance(obj, classes)}
    provided = {ref: obj for ref, obj in catalog.platform_objects.items() if not isinstance(obj, classes)}
    return dataclasses.replace(side, catalog=dataclasses.replace(catalog, objects=objects, platform_objects=provided))


def chosen_pair(
    pair: Pair, only: Sequence[str], exclude: Sequence[str], *, strict: bool
) -> tuple[Drift, Catalog, tuple[Diagnostic, ...]]:
    """What differs as far as the patterns choose it, the TO of a plan for it, and what to know about the choice.

    Raises:
        UsageError: there are patterns for what to compare, and nothing on either side is called so.
    """
    before, after = pair.before.catalog, pair.after.catalog
    drift = compare(before, after, strict=strict)
    if not only and not exclude:
        return drift, after, ()
    choice = choose(before, after, only, exclude)
    if not choice.refs and any(p in choice.strangers and not is_known_kind(p) for p in only):
        raise UsageError(
            f"--only {' '.join(only)} matches nothing on either side",
            help="A pattern is a kind, a schema, a name, or kind:name, as in table:public.user*.",
        )
    target, orphans = narrowed_target(before, after, choice)
    told = [
        Diagnostic(
            code="pattern-matches-nothing",
            level=Level.WARNING,
            message=f"The pattern {pattern} matches nothing on either side.",
            help="A pattern is a kind, a schema, a name, or kind:name, as in table:public.user*.",
        )
        for pattern in choice.strangers
    ]
    told += [
        Diagnostic(
            code="chosen-without-parent",
            level=Level.WARNING,
            message=f"{ref} is not planned: what it lives on is not in FROM and was not chosen.",
            help="Choose what it lives on as well.",
        )
        for ref in orphans
    ]
    return narrowed(drift, before, after, choice), target, tuple(told)


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
    whole = target is pair.after.catalog and pair.after.replay is not None and pair.after.source.catalog is None
    plan, verdict = proven_plan(
        pair.before.database,
        pair.before.catalog,
        target,
        options=options,
        database_after=pair.after.database if whole else None,
    )
    sizes = pair.before.catalog.sizes
    held = [f"{_why_held(step)}: {_first_line(step.sql)}{_size(step, sizes)}" for step in plan.withheld]
    lost = [f"loses data: {_first_line(step.sql)}{_size(step, sizes)}" for step in plan.steps if _loses(step)]
    asked = [f"to decide: {question}" for question in plan.questions]
    notes = [*refused, *held, *asked]
    if not plan.steps and not verdict.observed:
        return Script(text="", notes=tuple(notes), drift=bool(drift.counted or held), refused=bool(notes))
    if not verdict.ok:
        notes.insert(0, f"not proven: {verdict.error}")
        notes += [f"still differs: {c.ref}" for c in (verdict.remaining.counted if verdict.remaining else ())]
        notes += [f"still differs: {seen}" for seen in verdict.observed]
        if not unproven:
            return Script(text="", notes=tuple(notes), drift=True, refused=True)
    proof = ", ".join(f"{name} {number}" for name, number in verdict.coverage.items())
    equals = "which then equals TO" + ("" if target is pair.after.catalog else " in what was chosen")
    state = f"executed on a scratch copy of FROM, {equals}" if verdict.ok else "NOT PROVEN"
    if verdict.ok and held:
        state = "executed on a scratch copy of FROM; what is held back still differs"
    named = "".join(f"-- differs still, and does not count: {seen}\n" for seen in verdict.named)
    named += "".join(f"-- {line}\n" for line in lost)
    text = f"-- {state}: {proof}\n{named}{_wrapped(plan, options)}"
    return Script(text=text, notes=tuple(notes), drift=True, refused=bool(held or asked) or not verdict.ok)


def _wrapped(plan: Plan, options: PlanOptions) -> str:
    text = as_text(plan.steps)
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
