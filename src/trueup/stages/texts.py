"""Texts that commands write: a catalog as SQL, a squashed folder, a new migration; each replayed first."""

from __future__ import annotations

from trueup.catalog.baseline import with_baseline
from trueup.catalog.model import Catalog
from trueup.diff.compare import compare
from trueup.diff.model import Drift
from trueup.errors import SourceError, UsageError
from trueup.migrations import folder
from trueup.origin import Origin
from trueup.plan.dump import as_folder, as_text, dump
from trueup.replay.model import Unit
from trueup.replay.run import replay
from trueup.sqltext.read import read_sql
from trueup.stages.context import Context
from trueup.stages.model import Side
from trueup.stages.overview import Sides
from trueup.stages.pair import refused_of
from trueup.stages.script import Script


def dumped(context: Context, side: Side) -> Script:
    """A side's catalog as SQL in dependency order; what replaying it did not give back is noted."""
    server = context.server
    baseline = server.baseline_catalog()
    catalog = with_baseline(side.catalog)
    steps = dump(catalog, role=server.replay_role, empty=baseline)
    text = as_text(steps)
    remaining, refused = _replayed(context, text, side.catalog)
    notes = list(missing_of(side))
    notes += [f"refused on replay: {message}" for message in refused]
    notes += [f"not the same after replay: {change.ref}" for change in remaining.counted]
    return Script(text=text, notes=tuple(notes), refused=bool(notes), files=as_folder(steps, catalog))


def missing_of(side: Side) -> tuple[str, ...]:
    """What a catalog lacks of its text, for the server refused it."""
    return tuple(f"refused by the server, so not in it: {told.origin}: {told.message}" for told in refused_of(side))


def squashed(context: Context, side: Side) -> str:
    """One baseline file from a folder's replay.

    Raises:
        SourceError: replaying it does not give what the folder gives.
    """
    if not side.source.migrations:
        raise UsageError(f"{side.source.label} is no migrations folder", help="Name the folder itself.")
    made = folder.squash(context.server, side.source.migrations)
    if made.refused:
        raise SourceError(
            f"{side.source.label} does not run from empty: {', '.join(made.refused[:5])}",
            help="trueup check shows why; what builds on another schema can't be squashed without it.",
        )
    if not made.proven:
        left = f"{len(made.remaining.counted)} objects differ" if made.remaining else "it does not run"
        raise SourceError(
            f"{side.source.label} can't be squashed: run from empty, {left}",
            help="trueup check shows what the server refuses in the folder itself.",
        )
    return made.text


def new_migration(context: Context, sides: Sides, name: str) -> str:
    """The migration from production to declared, executed on a scratch copy of production.

    Raises:
        UsageError: one of the two sides is missing.
        SourceError: the plan could not be proven.
    """
    production = next(iter(sides.production.values()), None)
    if production is None or sides.declared is None:
        raise UsageError(
            "a new migration needs both a declared schema and production",
            help="Name them with --declared and --production.",
        )
    made = folder.new_migration(
        production.database,
        production.catalog,
        sides.declared.catalog,
        sides.pending.migrations if sides.pending else (),
        name,
    )
    if not made.plan.steps and not made.plan.withheld:
        return "-- production equals what is declared: there is nothing to migrate\n"
    if not made.verdict.ok:
        raise SourceError(
            f"the migration could not be proven: {made.verdict.error}", help="trueup diff --sql shows the plan."
        )
    return "\n".join(f"-- {path}\n{text}" for path, text in made.files.items())


def _replayed(context: Context, text: str, catalog: Catalog) -> tuple[Drift, tuple[str, ...]]:
    unit = Unit(name="dump", origin=Origin(file="dump.sql"), statements=read_sql(text, "dump.sql").statements)
    database = context.server.create()
    try:
        result = replay(database, (unit,))
    finally:
        database.drop()
    refused = tuple(f"{o.statement.origin}: {o.error.message}" for o in result.outcomes if o.error is not None)
    return compare(catalog, result.catalog), refused
