"""Rows taken away on trial: what somebody can do only because of them goes with them."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.access.acting import Actor
from trueup.access.study import Study, where_is
from trueup.seeding.engine import Action, Task
from trueup.seeding.offices import is_kept_by_others
from trueup.seeding.schema import Relation
from trueup.seeding.tasks import ORIGIN, REPLICA


def cuts(study: Study, rows: Mapping[int, list[str]]) -> tuple[Action, ...]:
    """What takes the rows away, as nobody's doing, and leaves what hangs on them where it is."""
    deletes = []
    for oid, ids in sorted(rows.items()):
        relation = study.schema.relations[oid]
        which = [f"({where_is(relation, study.ground.by_id[i], 't')})" for i in ids]
        if which:
            # By their keys: a proof has the same rows in other places.
            deletes.append(Action(sql=f"DELETE FROM {relation.sql} t WHERE {' OR '.join(which)}", soft=True))
    return (REPLICA, *deletes, ORIGIN) if deletes else ()


def read_by(study: Study, relation: Relation, command: str, actor: Actor) -> set[int]:
    """Other tables that the permissive policies for a command read."""
    policies = [p for p in study.applying(relation, command, actor) if p.permissive]
    found = {oid for p in policies for oid in study.world.insight.influences.get(p.oid, ())}
    return {oid for oid in found - {relation.oid} if oid in study.schema.relations}


def ties(study: Study, relation: Relation, command: str, actor: Actor, other: str = "") -> dict[int, list[str]]:
    """Rows in those tables that name the actor and somebody else: an invitation, a friend, a parent of a pupil.

    Args:
        study, relation, command, actor: as in `read_by`.
        other: key of the person whom they have to name beside the actor; "" for anybody.
    """
    by_owner = study.world.planner.by_owner
    found = {}
    for oid in sorted(read_by(study, relation, command, actor)):
        people = [name for table, name in by_owner if table == oid]
        rows = study.ground.rows.get(oid, ())
        named = {r.id: study.ground.named_in(r) | study.ground.names(r, people) for r in rows}
        found[oid] = [i for i, of in named.items() if actor.person in of and (other in of if other else len(of) > 1)]
    return found


def without_offices(study: Study, actor: Actor, written: int = 0) -> tuple[Action, ...]:
    """What takes away the actor's own rows in tables that make their holders more than others, and that others keep.

    Members of things keep theirs: what a team's member may do is judged.

    Args:
        study, actor: whose rows go.
        written: oid of a table that the actor writes itself, and that others do not keep then.
    """
    if written:
        mine = f"DELETE FROM {study.schema.relations[written].sql} t "
        left = [a for a in without_offices(study, actor) if a not in (REPLICA, ORIGIN) and not a.sql.startswith(mine)]
        return (REPLICA, *left, ORIGIN) if left else ()
    if actor.name not in study.office_cuts:
        planner = study.world.planner
        found = {
            r.oid: [row.id for row in study.ground.rows.get(r.oid, ()) if study.is_own(row, actor)]
            for r in study.relations
            if r.is_table and r.rls and is_kept_by_others(planner, r)
        }
        study.office_cuts[actor.name] = cuts(study, found) if actor.person else ()
    return study.office_cuts[actor.name]


def is_by_office(study: Study, actor: Actor, sql: str) -> bool:
    """Whether a write of the actor's goes through only for an office that somebody else gave it."""
    away = without_offices(study, actor)
    if not away:
        return False
    results = study.running.run([Task(actions=(*away, study.action(actor, sql, soft=False)))])[0]
    return not (len(results) > len(away) and results[-1].ok and results[-1].count)
