"""A plan that is proven: made, run on a copy, mended by what the run showed, and run again from the start.

What a pure plan can't know, the server says: default privileges that granted something, an event trigger that changed
what was made, a cast that isn't there, an object that can't be changed in place after all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from trueup.catalog.model import Catalog, CatalogObject, Column, Index, TableSize
from trueup.plan.make import make_plan
from trueup.plan.node import PlanOptions
from trueup.postgres.server import Database
from trueup.proof.apply import StepError
from trueup.proof.model import Verdict
from trueup.proof.prove import Check, Trial, run
from trueup.proof.second import look
from trueup.ref import ObjectRef
from trueup.sqltext.quote import identifier
from trueup.step import Plan

_ROUNDS = 4
_NO_CAST = "42846"  # cannot_coerce
_NOT_READY = "55000"  # object_not_in_prerequisite_state
# Kinds that hold no rows: what can't be altered may be dropped and made again.
_REMADE = frozenset(
    {
        "view",
        "materialized view",
        "function",
        "procedure",
        "aggregate",
        "trigger",
        "policy",
        "rule",
        "index",
        "constraint",
    }
    | {"statistics", "operator", "operator class", "operator family", "cast", "event trigger", "publication", "domain"}
    | {"enum", "composite type", "range type", "server", "foreign table", "text search configuration", "collation"}
)


def proven_plan(
    database_before: Database,
    before: Catalog,
    after: Catalog,
    *,
    options: PlanOptions | None = None,
    check: Check | None = None,
    reverse: bool = False,
    trusted: bool = False,
    database_after: Database | None = None,
) -> tuple[Plan, Verdict]:
    """The plan from FROM to TO, and what came of running it.

    Args:
        database_before: a database that holds FROM; it is copied, never written to; nobody may be connected to it.
        before: its catalog.
        after: TO.
        options: `PlanOptions`; `role` is filled in.
        check, reverse, trusted: as `prove` takes them.
        database_after: a database that holds TO, where there is one: both are then read in a second way too.

    Returns:
        The plan, and the verdict on exactly this plan, run as a whole on a fresh copy.
    """
    before, options = _informed(database_before, before, after, options or PlanOptions(), trusted=trusted)
    told = options.using
    plan, extra = make_plan(before, after, options=options), Plan()
    observed = look(database_after) if database_after is not None else None
    tried = partial(run, check=check, reverse=reverse, trusted=trusted, observed_after=observed)
    for _ in range(_ROUNDS):
        whole = _joined(plan, extra)
        trial = tried(database_before, before, whole, after)
        if trial.verdict.ok:
            break
        if trial.error is None:
            further = _further(trial, after, options)
            if not further.steps:
                break
            extra = _joined(extra, further)
        elif (changed := _after_error(trial.error, options, before, after)) is not None:
            options, extra = changed, Plan()
            plan = make_plan(before, after, options=options)
        else:
            break
    return replace(whole, questions=whole.questions + _guesses(options, told)), trial.verdict


def _informed(
    database: Database, before: Catalog, after: Catalog, options: PlanOptions, *, trusted: bool
) -> tuple[Catalog, PlanOptions]:
    """FROM and the options with what the scratch server knows: who runs the plan, how large tables are, extensions."""
    server = database.server
    options = replace(options, role=server.superuser if trusted else server.replay_role)
    if any(ref not in before.objects for ref in after.objects if ref.kind == "extension"):
        options = replace(options, extensions=_extensions(database))
    return (before if before.sizes else replace(before, sizes=_sizes(database))), options


def _guesses(options: PlanOptions, told: Mapping[ObjectRef, str]) -> tuple[str, ...]:
    """The conversions that nobody told, as questions, unless losing data is allowed."""
    guessed = [(ref, using) for ref, using in options.using.items() if ref not in told]
    return () if options.allow_destructive else tuple(_conversion(ref, using) for ref, using in guessed)


def _sizes(database: Database) -> dict[ObjectRef, TableSize]:
    """What the tables hold that a text filled with rows; most are empty."""
    query = """SELECT n.nspname::text, c.relname::text, pg_catalog.pg_relation_size(c.oid)
      FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND c.oid >= 16384 AND pg_catalog.pg_relation_size(c.oid) > 0"""
    with database.connect(superuser=True) as conn:
        rows = conn.execute(query.encode()).fetchall()
    return {ObjectRef("table", schema, (name,)): TableSize(rows=-1, bytes=size) for schema, name, size in rows}


def _extensions(database: Database) -> dict[str, tuple[str, str | None]]:
    """What CREATE EXTENSION makes there: version and comment by name."""
    query = "SELECT name::text, default_version, comment FROM pg_catalog.pg_available_extensions"
    with database.connect(superuser=True) as conn:
        return {str(name): (str(version), comment) for name, version, comment in conn.execute(query)}


def _conversion(column: ObjectRef, using: str) -> str:
    return (
        f"How are the values of {column} to be converted? PostgreSQL has no cast; the plan goes by way of their text "
        f"({using}), which fails on rows that can't be read so. Tell the USING expression if it is another one."
    )


def _joined(first: Plan, second: Plan) -> Plan:
    return Plan(
        steps=first.steps + second.steps,
        withheld=first.withheld + tuple(s for s in second.withheld if s.sql not in {w.sql for w in first.withheld}),
        questions=tuple(dict.fromkeys(first.questions + second.questions)),
    )


def _further(trial: Trial, after: Catalog, options: PlanOptions) -> Plan:
    """What is still to do from where the plan ended."""
    assert trial.reached is not None
    if not trial.verdict.remaining or not trial.verdict.remaining.changes:
        return Plan()
    return make_plan(trial.reached, after, options=options)


def _after_error(error: StepError, options: PlanOptions, before: Catalog, after: Catalog) -> PlanOptions | None:
    """Other options under which the refused step would not be in the plan, or None."""
    ref = error.step.ref
    column = after.objects.get(ref) if ref is not None else None
    if error.sqlstate == _NO_CAST and isinstance(column, Column) and column.ref not in options.using:
        by_text = f"{identifier(column.ref.name[1])}::text::{column.type}"
        return replace(options, using={**options.using, column.ref: by_text})
    if error.sqlstate == _NOT_READY and ref is not None and ref.kind == "index":
        # ATTACH PARTITION has taken another index of the same shape, which is to stay on its own
        own = {i.ref for i in after.of_kind("index") if isinstance(i, Index) and _is_beside(i, after.objects.get(ref))}
        if own - options.rebuild:
            return replace(options, rebuild=options.rebuild | own)
    while ref is not None:
        if ref.kind in _REMADE and ref not in options.rebuild and ref in before.objects and ref in after.objects:
            return replace(options, rebuild=options.rebuild | {ref})
        obj = after.objects.get(ref) or before.objects.get(ref)
        above = obj.attached_to if isinstance(obj, Index) else None
        ref = above or (obj.parent if obj is not None else None)
    return None


def _is_beside(index: Index, piece: CatalogObject | None) -> bool:
    """Whether it is an index on the same table as a piece of a partitioned index, and none itself."""
    return (
        isinstance(piece, Index) and index.table == piece.table and index.attached_to is None and not index.constraint
    )
