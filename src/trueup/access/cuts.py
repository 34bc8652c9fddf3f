"""Rows taken away on trial: what somebody can do only because of them goes with them."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.access.acting import Actor
from trueup.access.study import Study
from trueup.seeding.engine import Action
from trueup.seeding.schema import Relation, literal
from trueup.seeding.tasks import ORIGIN, REPLICA

_WHERE = "WHERE t.tableoid::int8::text || t.ctid::text IN"


def cuts(study: Study, rows: Mapping[int, list[str]]) -> tuple[Action, ...]:
    """What takes the rows away, as nobody's doing, and leaves what hangs on them where it is."""
    deletes = [
        Action(
            sql=f"DELETE FROM {study.schema.relations[oid].sql} t {_WHERE} ({', '.join(map(literal, ids))})", soft=True
        )
        for oid, ids in sorted(rows.items())
        if ids
    ]
    return (REPLICA, *deletes, ORIGIN) if deletes else ()


def read_by(study: Study, relation: Relation, command: str, actor: Actor) -> set[int]:
    """Other tables that the permissive policies for a command read."""
    policies = [p for p in study.applying(relation, command, actor) if p.permissive]
    found = {oid for p in policies for oid in study.world.insight.influences.get(p.oid, ())}
    return {oid for oid in found - {relation.oid} if oid in study.schema.relations}


def ties(study: Study, relation: Relation, command: str, actor: Actor) -> dict[int, list[str]]:
    """Rows in those tables that name the actor and somebody else: an invitation, a friend, a parent of a pupil."""
    by_owner = study.world.planner.by_owner
    found = {}
    for oid in sorted(read_by(study, relation, command, actor)):
        people = [name for table, name in by_owner if table == oid]
        rows = study.ground.rows.get(oid, ())
        named = {r.id: study.ground.named_in(r) | study.ground.names(r, people) for r in rows}
        found[oid] = [i for i, keys in named.items() if actor.person in keys and len(keys) > 1]
    return found
