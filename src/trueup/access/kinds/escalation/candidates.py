"""Writes that may give their actor more: to what policies trust, by statement, by function, by metadata."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace

from trueup.access.acting import Actor
from trueup.access.arguments import Call, calls_of
from trueup.access.gains import Write
from trueup.access.ground import Row
from trueup.access.kinds.bypass.routines import callable_routines
from trueup.access.kinds.escalation.known import known_calls, known_words
from trueup.access.kinds.escalation.wanted import (
    MAX_WORDS,
    PLENTY,
    is_amount,
    matters,
    shown,
    switches_of,
    values_for,
    wanted_values,
)
from trueup.access.naming import authors, person_value
from trueup.access.study import Study, where_is
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, Routine, literal, quote
from trueup.seeding.values import uuid_for

_MAX_ROWS = 3


def trusted_tables(study: Study) -> list[Relation]:
    """Tables that the policies of others, or their own sub-queries, read."""
    return [
        r for r in study.schema.relations.values()
        if r.is_table and not r.partition and (not r.is_platform) and study.dependents(r)
    ]  # fmt: skip


def asked_tables(study: Study, actor: Actor) -> list[Relation]:
    """Tables that functions with more rights than the actor's read before they do something for it."""
    named = {oid for routine in callable_routines(study, actor) for oid in study.routine_tables(routine)[0]}
    found = [study.schema.relations[oid] for oid in sorted(named)]
    return [r for r in found if r.is_table and not r.partition and not r.is_platform]


def candidates(study: Study, actor: Actor) -> Iterator[Write]:
    """Every write worth trying."""
    found = (*trusted_tables(study), *asked_tables(study, actor), *setting_off(study))
    for relation in {r.oid: r for r in found}.values():
        yield from _updates(study, actor, relation)
        yield from _moves_and_turns_on(study, actor, relation)
        yield from _inserts(study, actor, relation)
    yield from _function_calls(study, actor)
    yield from _own_metadata(study, actor)


def setting_off(study: Study) -> list[Relation]:
    """Tables whose triggers write what policies trust."""
    trusted = {r.oid for r in trusted_tables(study)}
    tables = [r for r in study.relations if r.is_table and not r.partition and r.triggers]
    return [r for r in tables if study.set_off(r.oid) & trusted]


def rows_to_change(study: Study, actor: Actor, relation: Relation) -> list[Row]:
    """Rows that name the actor, those that it may change first, and one that it may change though it is another's."""
    reached = study.reach(actor).of(relation.oid, "UPDATE")
    rows = study.ground.rows.get(relation.oid, ())
    own = [r for r in rows if actor.person and actor.person in study.ground.named_in(r)]
    own.sort(key=lambda r: r.id not in reached)
    others = [r for r in rows if r.id in reached and r not in own]
    return [*own[:_MAX_ROWS], *others[: 1 if own else _MAX_ROWS]]


def _updates(study: Study, actor: Actor, relation: Relation) -> Iterator[Write]:
    rights = study.rights(actor, relation)
    rows = rows_to_change(study, actor, relation)
    switches = switches_of(study, relation)
    for column in matters(study, relation):
        if not rights.update and column not in rights.update_columns:
            continue
        for row in rows:
            for value, moves in values_for(study, actor, relation, column, switches):
                if value == sql_value(row.values.get(column), relation.columns[column].type_name):
                    continue
                yield Write(
                    sql=f"UPDATE {relation.sql} SET {quote(column)} = {value} WHERE {where_is(relation, row)}",
                    table=relation.oid,
                    columns=(column,),
                    kind="update",
                    says=f"sets {column} of {_whose(study, actor, row)} row of {relation.ref.qualified} "
                    f"to {shown(value)}",
                    moves=moves,
                    consent=_writers(study, actor, relation, row),
                    row=row.id if relation.primary_key and study.is_anothers(row, actor) else "",
                    given=alone(study, actor, relation, row) if column in _naming(study, relation) else "",
                )


def alone(study: Study, actor: Actor, relation: Relation, row: Row) -> str:
    """What leaves the actor one row of its own, as SQL; "" where there is no other, or it is another's.

    Who gives one of its memberships away and then acts by the next one, which it had all along, has gained nothing.
    """
    own = [r for r in study.ground.rows.get(relation.oid, ()) if actor.person in study.ground.named_in(r)]
    others = [where_is(relation, r) for r in own if r is not row]
    if row not in own or not others:
        return ""
    return f"DELETE FROM {relation.sql} WHERE {' OR '.join(f'({o})' for o in others)}"


def _naming(study: Study, relation: Relation) -> set[str]:
    """The columns that say whom a row is about."""
    ground = study.ground
    return {*ground.owner_columns.get(relation.oid, ()), *ground.user_columns.get(relation.oid, ())}


def _moves_and_turns_on(study: Study, actor: Actor, relation: Relation) -> Iterator[Write]:
    """One UPDATE that points a row of the actor's own at another's things, with all that conditions ask for set."""
    rights = study.rights(actor, relation)
    reached = study.reach(actor).of(relation.oid, "UPDATE")
    switches = switches_of(study, relation)

    def settable(name: str) -> bool:
        return rights.update or name in rights.update_columns

    on = {name: values[0] for name, values in switches.items() if settable(name)}
    rows = [r for r in rows_to_change(study, actor, relation) if r.id in reached and not study.is_anothers(r, actor)]
    for column in matters(study, relation) if on else ():
        if column in on or not settable(column):
            continue
        for row in rows[:1]:
            for value, moves in values_for(study, actor, relation, column, switches):
                given = {column: value, **on}
                if moves and value != sql_value(row.values.get(column), relation.columns[column].type_name):
                    change = ", ".join(f"{quote(n)} = {v}" for n, v in given.items())
                    yield Write(
                        sql=f"UPDATE {relation.sql} SET {change} WHERE {where_is(relation, row)}",
                        table=relation.oid,
                        columns=tuple(given),
                        kind="update",
                        says=f"sets {', '.join(f'{n} = {shown(v)}' for n, v in given.items())} in its own row of "
                        f"{relation.ref.qualified}",
                        moves=True,
                        consent=_writers(study, actor, relation, row),
                    )


def _whose(study: Study, actor: Actor, row: Row) -> str:
    return "another's" if study.is_anothers(row, actor) else "its own"


def _writers(study: Study, actor: Actor, relation: Relation, row: Row) -> frozenset[str]:
    """Who wrote the row to the actor, by the columns that the policies for INSERT hold to the caller."""
    if actor.person not in study.ground.named_in(row):
        return frozenset()
    return study.ground.names(row, authors(study, relation)) - {actor.person}


def _inserts(study: Study, actor: Actor, relation: Relation) -> Iterator[Write]:
    """New rows that name the actor, among another's things, with what conditions ask for."""
    rights = study.rights(actor, relation)
    if not (rights.insert or rights.insert_columns):
        return
    switches = switches_of(study, relation)
    on = {name: values[0] for name, values in switches.items()}
    owner = actor.person
    if not owner:
        return
    context_free = not study.world.planner.has_context(relation)
    known = known_words(study, actor, relation, matters(study, relation))
    for context in ("b", "c") if not context_free else ("b",):
        options: list[dict[str, str]] = [{}]
        options += [{name: value} for name, values in switches.items() for value in values][:6]
        options += [on] if len(on) > 1 else []
        plenty = {n: f"{PLENTY}::{relation.columns[n].type_name}" for n in matters(study, relation)}
        options += [{n: v} for n, v in plenty.items() if n not in switches and is_amount(study, relation, n)]
        options += [{**known, **values} for values in [*options] if known]
        options += [*_hung_on_anothers(study, relation), *_of_its_own(study, actor, relation)]
        linked = [{**link, **values} for link in _links(study, actor, relation) for values in options]
        key = new_key(relation) if rights.insert else {}
        for values in [*options, *linked]:
            sql = study.new_row(relation, actor, owner=owner, context=context, values={**key, **values})
            if sql is None:
                continue
            with_values = "" if not values else " with " + ", ".join(f"{n} = {shown(v)}" for n, v in values.items())
            yield Write(
                sql=sql,
                given=_untaken(study, relation, values) if values in linked else "",
                table=relation.oid,
                columns=tuple(values) if values else (),
                kind="insert",
                says=f"inserts itself into {relation.ref.qualified}{with_values}",
                joins=not context_free,
            )


def _of_its_own(study: Study, actor: Actor, relation: Relation) -> list[dict[str, str]]:
    """Where settings or claims of any kind say who asks: what they say, in a row among another's things."""
    pinned = study.world.planner.pinned
    own = {
        name: f"{literal(pinned[relation.oid, name][actor.person])}::{column.type_name}"
        for name, column in relation.columns.items()
        if actor.person in pinned.get((relation.oid, name), {}) and (relation.oid, name) in study.world.insight.members
    }
    free = any(not set(fk.columns) & set(own) for fk in relation.foreign_keys)
    named = {name for oid, name in study.world.planner.by_owner if oid == relation.oid}
    return [own] if own and free and not set(own) <= named else []


def _hung_on_anothers(study: Study, relation: Relation) -> list[dict[str, str]]:
    """Where things hang on things of their own kind: a new one on one of B's."""
    trees = [fk for fk in relation.foreign_keys if fk.target == relation.oid and len(fk.columns) == 1]
    rows = [r.values for r in study.world.rows.get(relation.oid, ()) if r.context == "b" and r.owner == "b"][:1]
    return [
        {fk.columns[0]: sql_value(values.get(fk.target_columns[0]), relation.columns[fk.columns[0]].type_name)}
        for fk in trees
        for values in rows
        if (relation.oid, fk.columns[0]) in study.world.insight.touched
    ]


def _untaken(study: Study, relation: Relation, values: dict[str, str]) -> str:
    """What takes the rows away that tie the same two people, where there are some: one of two is enough."""
    people = {*study.ground.owner_columns.get(relation.oid, ()), *study.ground.user_columns.get(relation.oid, ())}
    tied = {n: v for n, v in values.items() if n in people}
    for row in study.ground.rows.get(relation.oid, ()):
        held = {n: sql_value(row.values.get(n), relation.columns[n].type_name) for n in tied}
        if tied and held == tied:
            return f"DELETE FROM {relation.sql} WHERE " + " AND ".join(f"{quote(n)} = {v}" for n, v in tied.items())
    return ""


def new_key(relation: Relation) -> dict[str, str]:
    """The key of a new row of the actor's, where it can be any: it can be handed to functions then."""
    key = relation.primary_key[0] if len(relation.primary_key) == 1 else ""
    free = key and relation.columns[key].type_name == "uuid" and not any(key in fk.columns for fk in relation.pointers)
    return {key: f"{literal(uuid_for(f'new {relation.ref.qualified}'))}::uuid"} if free else {}


def founding(study: Study, actor: Actor) -> Iterator[tuple[Write, Write]]:
    """The actor makes a new thing of its own, then a row of its own in it with what conditions ask for (a role)."""
    trusted = trusted_tables(study)
    for relation in trusted if actor.person else ():
        switches = switches_of(study, relation)
        for fk in relation.foreign_keys:
            parent = study.schema.relations.get(fk.target)
            if parent not in trusted or parent is None or len(fk.columns) != 1 or parent.oid == relation.oid:
                continue
            new = new_key(parent).get(fk.target_columns[0])
            if new is None or study.world.planner.is_user_table(parent):
                continue
            key = fk.target_columns[0]
            first = study.new_row(parent, actor, owner=actor.person, context=actor.person, values={key: new})
            for name, words in switches.items() if first else ():
                for word in words[:MAX_WORDS]:
                    values = {fk.columns[0]: new, name: word}
                    sql = study.new_row(relation, actor, owner=actor.person, context=actor.person, values=values)
                    if first is not None and sql is not None:
                        yield (
                            _new(parent, first, (), "makes a new row of", founds=True),
                            _new(relation, sql, (name,), f"puts itself, with {name} = {shown(word)}, into"),
                        )


def _new(relation: Relation, sql: str, columns: tuple[str, ...], doing: str, *, founds: bool = False) -> Write:
    says = f"{doing} {relation.ref.qualified}"
    return Write(sql=sql, table=relation.oid, columns=columns, kind="insert", says=says, joins=True, founds=founds)


def _links(study: Study, actor: Actor, relation: Relation) -> list[dict[str, str]]:
    """Where a row names two people: the actor in one of the columns, another in the rest."""
    columns = study.ground.owner_columns.get(relation.oid, ())
    if len(columns) < 2:
        columns = study.ground.user_columns.get(relation.oid, ())
    found = []
    pairs = [(own, key) for own in columns for key in ("c", "b")] if len(columns) > 1 else []
    for own, key in pairs:  # a row of A's and B's may be there already, one of A's and C's is not
        values = {c: person_value(study, relation, c, actor.person if c == own else key) for c in columns}
        found.append({c: v for c, v in values.items() if v is not None})
    return [link for link in found if len(link) == len(columns)]


def _function_calls(study: Study, actor: Actor) -> Iterator[Write]:
    trusted = {r.oid for r in trusted_tables(study)}
    for routine in callable_routines(study, actor):
        _, written = study.routine_tables(routine)
        tables = sorted(written & trusted)
        if not tables:
            continue
        calls: list[Call] = calls_of(study, actor, routine)
        for call in [
            *calls[: max(10, len(calls) - 4)],
            *_about_new(study, routine, calls),
            *known_calls(study, routine, calls),
        ]:
            yield Write(
                sql=call.sql,
                table=tables[0],
                columns=(),
                kind="call",
                says=f"calls {routine.ref.qualified}",
                routine=routine.oid,
                further=tuple(tables[1:]),
            )


def _about_new(study: Study, routine: Routine, calls: list[Call]) -> Iterator[Call]:
    """A call about a row that the actor put in just before (its own invitation), for each table that is asked."""
    for oid in sorted(study.routine_tables(routine)[0]):
        relation = study.schema.relations[oid]
        for name, new in new_key(relation).items() if relation.is_table and not relation.is_platform else ():
            held = [literal(str(r.values[name])) for r in study.ground.rows.get(oid, ())]
            found = ((c, i, h) for c in calls for i, text in enumerate(c.arguments) for h in held if h in text)
            for call, index, old in itertools.islice(found, 1):
                given = call.arguments[index].replace(old, new.partition("::")[0])
                yield replace(call, arguments=(*call.arguments[:index], given, *call.arguments[index + 1 :]))


def _own_metadata(study: Study, actor: Actor) -> Iterator[Write]:
    """What auth.updateUser() lets every user write about themselves."""
    users = study.schema.named("auth", "users")
    if users is None or not actor.person or not study.dependents(users):
        return
    uid = study.world.people[actor.person].uid
    for key in sorted(study.world.insight.metadata_keys):
        for value in wanted_values(study)[:8]:
            document = literal(json.dumps({key: value}))
            yield Write(
                sql=f"UPDATE auth.users SET raw_user_meta_data = coalesce(raw_user_meta_data, '{{}}') "
                f"|| {document}::jsonb "
                f"WHERE id = {literal(uid)}",
                table=users.oid,
                columns=(key,),
                kind="profile",
                says=f"sets {key} to {value} in its own user metadata",
                role="supabase_auth_admin",
            )
