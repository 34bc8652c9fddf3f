"""The sides of an audit: loaded at the same time; which of them stands for production; what only one reading has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from trueup.diagnostic import Diagnostic
from trueup.finding import Finding
from trueup.sources.model import Project, Source
from trueup.stages.context import Context
from trueup.stages.judge import on_side
from trueup.stages.model import Judgement, Reading, Side
from trueup.stages.readings import production_sides
from trueup.stages.sides import load_side


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
    diagnostics: tuple[Diagnostic, ...] = ()
    if history is None and pending is not None and migrations_stand_in:
        history, pending = (
            replace(pending, side="production", why=f"{pending.why}; no production source was given"),
            None,
        )
        diagnostics = (
            Diagnostic(
                code="migrations-stand-for-production",
                message=f"no production source was found, so what {history.label} makes from empty stands for it",
                help="Name one with --production: postgresql://..., a snapshot, a dump, saved queries.",
            ),
        )
    with ThreadPoolExecutor(max_workers=2) as pool:
        declared = pool.submit(load_side, context.server, project.declared, "declared") if project.declared else None
        providers = pending.units if pending else ()
        production = (
            pool.submit(production_sides, context.server, history, context.config.reading, providers)
            if history
            else None
        )
        return Sides(
            declared=declared.result() if declared else None,
            production=production.result() if production else {},
            pending=pending,
            diagnostics=diagnostics,
        )


def declared_judgement(context: Context, sides: Sides, readings: Sequence[Reading]) -> Judgement:
    """What is wrong with the declared side; where it equals production, only its own text can add anything."""
    declared = sides.declared
    if declared is None:
        return Judgement()
    drift = readings[0].drift if readings else None
    if drift is not None and not drift.changes:
        return Judgement(findings=on_side(declared.replay.root_causes if declared.replay else (), "declared"))
    return context.judge_side(declared)


def only_under(readings: Sequence[Reading]) -> dict[str, tuple[str, ...]]:
    """A finding's fingerprint to the readings under which it holds, for those that do not hold under all."""
    if len(readings) < 2:
        return {}
    holders: dict[str, list[str]] = {}
    for reading in readings:
        for finding in _unique(reading.judgement.findings):
            if finding.side == "pending":
                continue  # worked out for the chosen reading only
            holders.setdefault(finding.fingerprint, []).append(reading.name)
    return {key: tuple(names) for key, names in holders.items() if len(names) < len(readings)}


def _unique(findings: Sequence[Finding]) -> list[Finding]:
    return list({f.fingerprint: f for f in findings}.values())
