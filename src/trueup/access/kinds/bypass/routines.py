"""Functions that can be called: which read past policies, whether they ask who calls, what they change."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.access.acting import Actor
from trueup.access.knowledge import Place
from trueup.access.study import Study
from trueup.seeding.engine import Action
from trueup.seeding.insight import reachable_routines, routine_facts
from trueup.seeding.schema import Relation, Routine


def callable_routines(study: Study, actor: Actor) -> list[Routine]:
    """Functions of the exposed schemas that the actor may call and that read past policies somewhere."""
    return [
        routine
        for routine in study.schema.routines.values()
        if routine.schema in study.exposed
        and routine.returns not in ("trigger", "event_trigger")
        and (actor.principal.role, routine.oid) in study.grants.routines
        and routine.language in ("sql", "plpgsql")
        and any(study.schema.routines[o].definer for o in reachable_routines(study.schema, frozenset({routine.oid})))
    ]


def snapshot_action(tables: Sequence[Relation]) -> Action:
    """What the tables hold, by oid and row, as one document."""
    parts = ", ".join(
        f"'{r.oid}', (SELECT jsonb_object_agg(t.tableoid::int8::text || t.ctid::text, to_jsonb(t.*)) FROM {r.sql} t)"
        for r in tables
    )
    return Action(sql=f"SELECT jsonb_build_object({parts})", rows=True, soft=True)


def is_numeric(study: Study, place: Place) -> bool:
    """Whether the column of that place holds numbers."""
    column = study.schema.relations[place[0]].columns[place[1]]
    type_ = study.schema.types.get(column.type)
    return type_ is not None and type_.category == "N"


def sums_up(study: Study, routine: Routine) -> bool:
    """Whether it calls an aggregate."""
    called = set().union(*(routine_facts(study.schema.routines[o]).calls for o in reached(study, routine)))
    return bool(called & {"sum", "count", "avg", "min", "max"})


def asks_who(study: Study, routine: Routine) -> bool:
    """Whether it looks at its caller, so that it may decide by itself what a member gets."""
    called = set().union(*(routine_facts(study.schema.routines[o]).calls for o in reached(study, routine)))
    return bool(called & {"uid", "jwt", "role", "email", "current_setting"})


def reached(study: Study, routine: Routine) -> frozenset[int]:
    """The function and those that it calls, themselves or through others."""
    return reachable_routines(study.schema, frozenset({routine.oid}))
