"""Values of columns that conditions compare with the caller: what the server says the caller expression gives."""

from __future__ import annotations

import itertools

from trueup.seeding.engine import Action, Engine, Task
from trueup.seeding.people import reads_role
from trueup.seeding.world import World

# Whom rows of others belong to, where that is a role's name: it need not exist, unless the server is asked about it.
_NAMES = {"b": "role_b", "c": "role_c", "n": "role_n"}
_ROLES = {"b": "pg_monitor", "c": "pg_checkpoint", "n": "pg_signal_backend"}


def pin(running: Engine, world: World) -> None:
    """Ask the server what each caller expression gives for each person; columns compared with it get that value."""
    insight, schema = world.insight, world.schema
    found: dict[str, set[tuple[int, str]]] = {}
    for place, callers in itertools.chain(insight.owners.items(), insight.members.items()):
        for caller in callers:
            found.setdefault(caller, set()).add(place)
    people = [p for p in world.people.values() if p.key != "n"]
    asked = [(caller, person) for caller in sorted(found) for person in people]
    tasks = [
        Task(actions=(Action(sql=f"SELECT to_jsonb(({c})::text)", role=p.role, settings=p.settings, rows=True),))
        for c, p in asked
    ]
    answers: dict[str, dict[str, str]] = {}
    for (caller, person), results in zip(asked, running.run(tasks), strict=True):
        if results and results[0].ok and results[0].value:
            answers.setdefault(caller, {})[person.key] = results[0].value
    for caller, values in sorted(answers.items()):
        if world.people["a"].role and reads_role(caller):
            for place in sorted(found[caller]):
                others = _ROLES if place in insight.roles else _NAMES
                role_names = {"a": _role_at(world, place, values["a"]), **others}
                _pin_place(world, place, role_names, True)
            continue
        if len(set(values.values())) < len(people):
            continue
        personal = all(v in (world.people[k].uid, world.people[k].email) for k, v in values.items())
        if personal:
            stranger, by_mail = world.people["n"], values["a"] == world.people["a"].email
            values = {**values, "n": stranger.email if by_mail else stranger.uid}
        for place in sorted(found[caller]):
            _pin_place(world, place, values, personal)
    for relation in schema.relations.values():
        for fk in relation.foreign_keys:
            for name, other in zip(fk.columns, fk.target_columns, strict=True):
                known = world.planner.pinned.get((relation.oid, name))
                target = schema.relations.get(fk.target)
                if known and target is not None and target.schema != "auth":
                    _pin_place(world, (fk.target, other), known, (relation.oid, name) in world.planner.by_owner)


def _role_at(world: World, place: tuple[int, str], usual: str) -> str:
    """The role whose rows a table holds: one that its policies about the asking role are for, or the usual one.

    A nurse's policies speak of the rounds and a doctor's of the patients: each owns rows where its policies are.
    """
    policies = world.schema.relations[place[0]].policies
    asking = [p for p in policies if any(e and reads_role(e) for e in (p.using, p.check))]
    named = sorted({role for p in asking for role in p.roles} - {"public"})
    return usual if usual in named or not named or any("public" in p.roles for p in asking) else named[0]


def _pin_place(world: World, place: tuple[int, str], values: dict[str, str], personal: bool) -> None:
    if place in world.planner.pinned:
        return
    relation = world.schema.relations[place[0]]
    column = relation.columns[place[1]]
    alone = any(unique.columns == (place[1],) for unique in relation.uniques)
    if alone and not (personal or column.notnull):
        return  # a code that some rows have: who has two rows would have to have it twice
    type_ = world.schema.types.get(column.type)
    if type_ is not None and type_.category == "A":
        world.planner.listed.setdefault(place, dict(values))
        return
    world.planner.pinned[place] = dict(values)
    if personal:
        world.planner.by_owner.add(place)
