"""Tables that hold offices: lists of those who may do more than others, kept by somebody else.

Who is judged holds none: what a moderator may do is what moderators are for. The control person c has a row in them.
"""

from __future__ import annotations

from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import routine_facts
from trueup.seeding.rows import Planner
from trueup.seeding.schema import Policy, Relation, Schema


def entitles(planner: Planner, relation: Relation) -> bool:
    """Whether policies of tables that do not hang on its rows look the caller up in it: roles, memberships."""
    if not any(place[0] == relation.oid and place in planner.pinned for place in planner.insight.members):
        return False
    return any(
        relation.oid in planner.insight.influences.get(policy.oid, ())
        and relation.oid not in _hung_on(planner.schema, other)
        for other in planner.schema.relations.values()
        if other.oid != relation.oid
        for policy in other.policies
    )


def is_kept_by_others(planner: Planner, relation: Relation) -> bool:
    """Whether its rows entitle people elsewhere, hang on no things, and are not written by those whom they name."""
    return (
        not _hangs_on_things(planner, relation)
        and entitles(planner, relation)
        and not any(p.command != "SELECT" and _ties_person(planner, relation, p) for p in relation.policies)
    )


def _hangs_on_things(planner: Planner, relation: Relation) -> bool:
    return any(
        fk.target in planner.schema.relations and not planner.is_user_table(planner.schema.relations[fk.target])
        for fk in relation.pointers
        if fk.target != relation.oid
    )


def is_of_offices(planner: Planner, relation: Relation) -> bool:
    """Whether every row in it makes its holder more than others, and its holder does not keep it.

    Every word that it may say is one that conditions ask for (`role IN ('moderator', 'admin')`), or it is a mere list
    of people. Tables whose rows hang on things (members of teams), that users or triggers fill, or on which others'
    rows depend (people themselves) are none.
    """
    if (
        not relation.rls
        or _hangs_on_things(planner, relation)
        or not entitles(planner, relation)
        or _is_filled_by_trigger(planner, relation)
    ):
        return False
    kept = [p for p in relation.policies if _ties_person(planner, relation, p)]
    # Whom a row names may take it away: a ban, perhaps, which is no office.
    if any(p.command in ("UPDATE", "DELETE", "ALL") for p in kept):
        return False
    said = {n: w for n, c in relation.columns.items() if c.notnull and (w := planner.values.words(relation, c))}
    if said:
        asked = planner.insight.constants
        free = {n for n in said if relation.columns[n].default is None}
        return free == set(said) and all(words <= asked.get((relation.oid, n), set()) for n, words in said.items())
    return not any(p.command == "INSERT" for p in kept) and _is_list_of_people(planner, relation)


def _is_list_of_people(planner: Planner, relation: Relation) -> bool:
    """Whether there is a row per person, on which nothing of that person's has to hang."""
    needed = any(
        fk.target == relation.oid and other.oid != relation.oid and all(other.columns[c].notnull for c in fk.columns)
        for other in planner.schema.relations.values()
        for fk in other.pointers
    )
    people = {n for oid, n in planner.by_owner if oid == relation.oid}
    alone = any(len(u.columns) == 1 and u.columns[0] in people for u in relation.uniques)
    conditions = [
        values for name, values in planner.switches(relation).items() if not _is_flag(planner, relation, name)
    ]
    return alone and not needed and not conditions


def _is_flag(planner: Planner, relation: Relation, name: str) -> bool:
    type_ = planner.schema.types.get(relation.columns[name].type)
    return type_ is not None and planner.values.base_type(type_)[0].plain == "bool"


def _is_filled_by_trigger(planner: Planner, relation: Relation) -> bool:
    """Whether some trigger puts rows into it: a sign-up, what is new."""
    schema = planner.schema
    called = {t.function for r in schema.relations.values() for t in r.triggers}
    names = {name for oid in called if oid in schema.routines for name in routine_facts(schema.routines[oid]).writes}
    return any(name == relation.name and space in ("", relation.schema) for space, name in names)


def _ties_person(planner: Planner, relation: Relation, policy: Policy) -> bool:
    texts = [text for text in (policy.using, policy.check) if text]
    named = {name for text in texts for (_, name), _ in expression_facts(text).ties}
    return any((relation.oid, name) in planner.by_owner for name in named)


def _hung_on(schema: Schema, relation: Relation) -> set[int]:
    """Tables that its rows point to, and those that these point to."""
    seen: set[int] = set()
    todo = [relation]
    while todo:
        for fk in todo.pop().pointers:
            if fk.target in schema.relations and fk.target not in seen:
                seen.add(fk.target)
                todo.append(schema.relations[fk.target])
    return seen
