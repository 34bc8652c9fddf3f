"""Somebody made a plain member of another's things: what only a fellow member of a team can try.

Who is seeded with things of its own is in charge of them. Members who are not are the ones that a team's rules hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trueup.access.acting import Actor
from trueup.access.study import Joining, Study
from trueup.seeding.engine import Action, Task
from trueup.seeding.rows import NoParent, RowSpec, insert_sql
from trueup.seeding.schema import Relation, quote


def joinings(study: Study, actor: Actor) -> tuple[Joining, ...]:
    """What the copy's owner does to make the actor a plain member of B's things; () where there are no members."""
    if not actor.person:
        return ()
    if actor.name not in study.joined:
        study.joined[actor.name] = tuple(_joinings(study, actor))
    return study.joined[actor.name]


def given(joined: Sequence[Joining]) -> tuple[Action, ...]:
    """The INSERTs as what is there before somebody acts."""
    return tuple(Action(sql=j.sql) for j in joined)


def _joinings(study: Study, actor: Actor) -> Iterator[Joining]:
    planner = study.world.planner
    read = {oid for of in study.world.insight.influences.values() for oid in of}
    for relation in study.relations:
        key = _members_key(study, relation) if relation.is_table and relation.oid in read else ()
        if not key:
            continue
        try:
            spec = RowSpec(context="b", owner=actor.person)
            values = planner.assign(relation, spec, planner.next_number(relation))
        except NoParent:
            continue
        sql = insert_sql(relation, {n: v for n, v in values.items() if v != "DEFAULT"}, returning=False)
        if study.running.run([Task(actions=(Action(sql=sql),))])[0][0].ok:
            where = " AND ".join(f"{quote(n)} = {values[n]}" for n in key)
            yield Joining(relation=relation.oid, sql=sql, where=where)


def _members_key(study: Study, relation: Relation) -> tuple[str, ...]:
    """The person and the thing, where each row of a table puts one person into one thing, once; () elsewhere."""
    by_owner = study.world.planner.by_owner
    people = {
        n
        for n in relation.columns
        if (relation.oid, n) in by_owner and (relation.oid, n) in study.world.insight.members
    }
    things = {
        fk.columns[0]
        for fk in relation.foreign_keys
        if len(fk.columns) == 1
        and (target := study.schema.relations.get(fk.target)) is not None
        and target.oid != relation.oid
        and not study.world.planner.is_user_table(target)
    }
    keys = (u.columns for u in relation.uniques if len(u.columns) == 2 and not u.expressions)
    return next((k for k in keys if set(k) & people and set(k) & things), ())
