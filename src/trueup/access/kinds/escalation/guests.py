"""Guests: somebody whom another let in to a thing of its own, and who makes more of that than it was given."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.gains import Write
from trueup.access.kinds.escalation.wanted import shown, switches_of
from trueup.access.study import Study
from trueup.seeding.rows import NoParent, RowSpec, insert_sql
from trueup.seeding.schema import Relation, quote

_MAX_WORDS = 3


def as_guest(study: Study, actor: Actor, relation: Relation) -> Iterator[Write]:
    """The actor's row on B's thing (a share, a seat) says one word, and the actor writes another into it.

    Such rows are not seeded: what A may do as B's guest would not be told from what anybody may.
    """
    rights = study.rights(actor, relation)
    if actor.person != "a" or not _lets_in(study, relation) or not (rights.update or rights.update_columns):
        return
    for name, words in switches_of(study, relation).items():
        if not rights.update and name not in rights.update_columns:
            continue
        for low in words[:_MAX_WORDS]:
            row = _row(study, relation, {name: low})
            for high in words if row is not None else ():
                if row is None or high == low:
                    continue
                given, where = row
                yield Write(
                    sql=f"UPDATE {relation.sql} SET {quote(name)} = {high} WHERE {where}",
                    given=given,
                    table=relation.oid,
                    columns=(name,),
                    kind="update",
                    guest=True,
                    says=f"sets {name} of its own row of {relation.ref.qualified}, by which another let it in, from "
                    f"{shown(low)} to {shown(high)}",
                )


def _lets_in(study: Study, relation: Relation) -> bool:
    """Whether its rows tie a user to a thing that belongs to somebody: a share, not a member of a team."""
    ground = study.ground
    people = {*ground.owner_columns.get(relation.oid, ()), *ground.user_columns.get(relation.oid, ())}
    things = [fk for fk in relation.foreign_keys if fk.target != relation.oid and not set(fk.columns) & people]
    return bool(people) and any(ground.owner_columns.get(fk.target) for fk in things)


def _row(study: Study, relation: Relation, values: dict[str, str]) -> tuple[str, str] | None:
    """The row as its owner would write it, and the condition that finds it."""
    planner = study.world.planner
    spec = RowSpec(context="b", owner="a", values=tuple(values.items()))
    try:
        assigned = planner.assign(relation, spec, planner.next_number(relation))
    except NoParent:
        return None
    plain = {n: v for n, v in assigned.items() if v not in ("DEFAULT", "NULL")}
    ground = study.ground
    people = (*ground.owner_columns.get(relation.oid, ()), *ground.user_columns.get(relation.oid, ()))
    keys = dict.fromkeys((*people, *(c for fk in relation.foreign_keys for c in fk.columns)))
    found = " AND ".join(f"{quote(n)} = {plain[n]}" for n in keys if n in plain)
    return (insert_sql(relation, plain, returning=False), found) if found else None
