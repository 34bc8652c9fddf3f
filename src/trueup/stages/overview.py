"""The sides of an audit: loaded at the same time; which of them stands for production; what only one reading has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from trueup.diagnostic import Diagnostic
from trueup.diff.compare import compare
from trueup.finding import Finding
from trueup.sources.model import Project, Source
from trueup.stages.context import Context
from trueup.stages.judge import on_side
from trueup.stages.model import Judgement, Reading, Side
from trueup.stages.readings import production_sides
from trueup.stages.sides import load_side
from trueup.stages.work import read_production


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What an audit holds against each other.

    Args:
        declared: the declared side, if any.
        production: reading to side, the chosen one first; empty where nothing stands for production.
        pending: the migrations to judge, if any.
        diagnostics: how the sides were chosen.
    """

    declared: Side | None
    production: Mapping[str, Side]
    pending: Source | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def all(self) -> tuple[Side, ...]:
        """Every side that was loaded."""
        return (*((self.declared,) if self.declared else ()), *self.production.values())


def load_sides(context: Context, project: Project, *, migrations_stand_in: bool = True) -> Sides:
    """Load declared and production at the same time.

    Without a production source, what a migrations folder makes from empty stands for it: the two ways in which the
    project describes its database are then compared.
    """
    history, pending = project.production, project.pending
    if history is not None or pending is None or not migrations_stand_in:
        return _loaded(context, project.declared, history, pending)
    stand_in = replace(pending, side="production", why=f"{pending.why}; no production source was given")
    sides = _loaded(context, project.declared, stand_in, None)
    if project.declared is not None and _build_on(sides.declared, sides.production):
        return _on_declared(context, project.declared, pending, sides)
    told = Diagnostic(
        code="migrations-stand-for-production",
        message=f"no production source was found, so what {stand_in.label} makes from empty stands for it",
        help="Name one with --production: postgresql://..., a snapshot, a dump, saved queries.",
    )
    return replace(sides, diagnostics=(told,))


def _loaded(context: Context, declared: Source | None, history: Source | None, pending: Source | None) -> Sides:
    providers = pending.units if pending else ()
    with ThreadPoolExecutor(max_workers=2) as pool:
        theirs = pool.submit(load_side, context.server, declared, "declared") if declared else None
        ours = (
            pool.submit(production_sides, context.server, history, context.config.reading, providers)
            if history
            else None
        )
        return Sides(
            declared=theirs.result() if theirs else None,
            production=ours.result() if ours else {},
            pending=pending,
        )


def _build_on(declared: Side | None, production: Mapping[str, Side]) -> bool:
    """Whether the migrations build on tables that they never make and that the declared schema has."""
    if declared is None:
        return False
    tables = {o.ref.qualified for o in declared.catalog.of_kind("table", "view")}
    for side in production.values():
        first = side.source.units[0].origin.file if side.source.units else ""
        for cause in side.replay.root_causes if side.replay else ():
            begins = cause.rule == "base-schema-missing" or (cause.origin is not None and cause.origin.file == first)
            if begins and cause.subject.partition(" ")[2] in tables:
                return True
    return False


def _on_declared(context: Context, declared: Source, pending: Source, sides: Sides) -> Sides:
    """The migrations are judged on the declared schema, which alone has what they need."""
    for side in sides.production.values():
        side.database.drop()
    base = replace(declared, side="production", why="no production source was given, and the migrations build on it")
    told = Diagnostic(
        code="declared-stands-for-production",
        message=f"no production source was found, and {pending.label} builds on tables that it does not make, "
        f"so its migrations are judged on {declared.label}",
        help="Name one with --production: postgresql://..., a snapshot, a dump, saved queries.",
    )
    production = production_sides(context.server, base, context.config.reading, pending.units)
    # A comparison of the file with itself would say nothing: it stands on one side only.
    return replace(sides, declared=None, production=production, pending=pending, diagnostics=(told,))


def judged(context: Context, sides: Sides) -> tuple[tuple[Reading, ...], Judgement]:
    """Every reading of production worked out, and what is wrong with the declared side, at the same time."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        readings = [
            pool.submit(
                read_production,
                context,
                name,
                production,
                chosen=index == 0,
                declared=sides.declared,
                pending=sides.pending,
            )
            for index, (name, production) in enumerate(sides.production.items())
        ]
        declared = pool.submit(_declared_judgement, context, sides)
        return tuple(reading.result() for reading in readings), declared.result()


def _declared_judgement(context: Context, sides: Sides) -> Judgement:
    """What is wrong with the declared side; where it equals production, only its own text can add anything."""
    declared = sides.declared
    if declared is None:
        return Judgement()
    first = next(iter(sides.production.values()), None)
    if first is not None and not compare(declared.catalog, first.catalog).changes:
        return Judgement(findings=on_side(declared.replay.root_causes if declared.replay else (), "declared"))
    return context.judge_side(declared, only=context.declared_is_free)


def only_under(readings: Sequence[Reading]) -> dict[str, tuple[str, ...]]:
    """A finding's fingerprint to the readings under which it holds, for those that do not hold under all."""
    if len(readings) < 2:
        return {}
    holders: dict[str, list[str]] = {}
    # What lies ahead is worked out for the chosen reading only.
    ahead = {finding.fingerprint for reading in readings for finding in reading.pending.findings}
    for reading in readings:
        for finding in _unique(reading.judgement.findings):
            holders.setdefault(finding.fingerprint, []).append(reading.name)
    return {key: tuple(names) for key, names in holders.items() if len(names) < len(readings) and key not in ahead}


def _unique(findings: Sequence[Finding]) -> list[Finding]:
    return list({f.fingerprint: f for f in findings}.values())
