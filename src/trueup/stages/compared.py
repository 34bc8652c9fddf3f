"""Two sources against each other: `trueup diff`."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial

from trueup.catalog.model import Catalog, TableSize
from trueup.diagnostic import Diagnostic, Level
from trueup.diff.model import Drift
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
        return Pair(before=first.result(), after=second.result())


def narrowed(drift: Drift, only: Sequence[str], exclude: Sequence[str]) -> Drift:
    """The drift of the objects that the patterns choose: ``policy``, ``auth``, ``table:public.t*``."""
    if not only and not exclude:
        return drift
    kept = tuple(c for c in drift.changes if _chosen(c.ref, only, exclude))
    return dataclasses.replace(drift, changes=kept)


def narrowed_target(before: Catalog, after: Catalog, only: Sequence[str], exclude: Sequence[str]) -> Catalog:
    """TO as far as the patterns choose it, and FROM for the rest."""
    if not only and not exclude:
        return after
    refs = dict.fromkeys([*before.objects, *after.objects])
    chosen = {ref for ref in refs if _chosen(ref, only, exclude)}
    objects = {}
    for ref in refs:
        side = after if ref in chosen else before
        if ref in side.objects:
            objects[ref] = side.objects[ref]
    depends = {ref: (after if ref in chosen else before).depends.get(ref, frozenset()) for ref in objects}
    return dataclasses.replace(after, objects=objects, depends=depends)


def _chosen(ref: ObjectRef, only: Sequence[str], exclude: Sequence[str]) -> bool:
    return (not only or any(_matches(ref, p) for p in only)) and not any(_matches(ref, p) for p in exclude)


def _matches(ref: ObjectRef, pattern: str) -> bool:
    kind, colon, rest = pattern.partition(":")
    if not colon:
        return fnmatchcase(ref.kind, pattern) or fnmatchcase(ref.schema, pattern) or _named(ref, pattern)
    return fnmatchcase(ref.kind, kind) and _named(ref, rest)


def _named(ref: ObjectRef, pattern: str) -> bool:
    return any(fnmatchcase(name, pattern) for name in (ref.qualified, f"{ref.schema}.{ref.name[0]}"))


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
    state = "executed on a scratch copy of FROM, which then equals TO" if verdict.ok else "NOT PROVEN"
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
