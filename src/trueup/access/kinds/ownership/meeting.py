"""Values of a new row that may meet what an INSERT policy asks besides whom the row names."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.ground import Row
from trueup.access.naming import person_value
from trueup.access.study import Study
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import policy_texts
from trueup.seeding.model import SeededRow
from trueup.seeding.schema import Constraint, Relation
from trueup.seeding.specs import states_of

_MAX_NULLS = 3
_MAX_STATES = 4


def asked(study: Study, relation: Relation, actor: Actor) -> set[str]:
    """Columns that the policies for new rows read."""
    policies = study.applying(relation, "INSERT", actor)
    return {name for p in policies for text in policy_texts(p) for _, name in expression_facts(text).touched}


def emptied(study: Study, relation: Relation, actor: Actor) -> list[str]:
    """Columns that may be NULL, and that the policies for new rows hold against NULL."""
    wanted = [n for n in asked(study, relation, actor) if (relation.oid, n) in study.world.insight.nulls]
    free = [n for n in sorted(wanted) if n in relation.columns and n not in relation.primary_key]
    return [n for n in free if not (relation.columns[n].notnull or relation.columns[n].generated)][:_MAX_NULLS]


def other_states(study: Study, relation: Relation, actor: Actor) -> list[SeededRow]:
    """Rows of B's that a new one may hang on, in each state that a policy for new rows may ask them for."""
    keys = _asked_keys(study, relation, actor)
    return [row for fk in keys for row in states_of(study.world.planner, fk, "b")][:_MAX_STATES]


def other_sides(study: Study, relation: Relation, actor: Actor) -> list[SeededRow]:
    """Rows that name the actor and that a new one may hang on: one for each column that may have to name it.

    Who drives is not who rides along: a policy for new rows may ask for the one or the other.
    """
    found: dict[tuple[int, tuple[str, ...]], SeededRow] = {}
    for fk in _asked_keys(study, relation, actor):
        target = study.schema.relations[fk.target]
        people = {*study.ground.user_columns.get(target.oid, ()), *study.ground.owner_columns.get(target.oid, ())}
        for seeded in study.world.rows.get(target.oid, ()) if len(people) > 1 else ():
            row = Row(id="", relation=target.oid, values=seeded.values)
            side = tuple(n for n in sorted(people) if actor.person in study.ground.names(row, [n]))
            if side and any(seeded.values.get(c) is not None for c in fk.target_columns):
                found.setdefault((fk.target, side), seeded)
    return list(found.values())[:_MAX_STATES]


def _asked_keys(study: Study, relation: Relation, actor: Actor) -> list[Constraint]:
    """Foreign keys to what policies for new rows look up."""
    reads = study.world.insight.influences
    read = {oid for p in study.applying(relation, "INSERT", actor) for oid in reads.get(p.oid, ())}
    return [fk for fk in relation.pointers if fk.target in read and fk.target != relation.oid]


def apart(study: Study, relation: Relation, actor: Actor) -> Iterator[dict[str, str]]:
    """Values that name B in one owner column, and another person in the other that names somebody, in turn."""
    owners = study.ground.owner_columns.get(relation.oid, ())
    others = [n for n in study.ground.user_columns.get(relation.oid, ()) if n not in owners]
    if len(owners) == 1 and len(others) > 1:
        # `from_id <> to_id` in a policy: only one of the two says whose the row is.
        others = sorted(asked(study, relation, actor) & set(others))
    people = owners if len(owners) > 1 else (*owners, *others)
    for named, other in itertools.product(owners, "can") if len(people) == 2 and actor.person else ():
        values = {o: person_value(study, relation, o, "b" if o == named else other) for o in people}
        if all(values.values()) and not (other == actor.person and len(owners) == 2):
            yield {o: v for o, v in values.items() if v is not None}
