"""Rows for several people in every table of a scratch copy, so that access can be tried.

Order comes from foreign keys, values from what checks, domains and policies compare; whether a row is good is for the
server to say. What can't be seeded is told with the server's own reason.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from trueup.diagnostic import NotEvaluated
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.seeding.engine import Action, Engine, Result, Task, engine
from trueup.seeding.insight import Insight, gather
from trueup.seeding.model import Person, SeededRow, SeedReport
from trueup.seeding.order import seeding_order
from trueup.seeding.people import plain_people, supabase_people
from trueup.seeding.repair import Repair
from trueup.seeding.rows import NoParent, Planner, RowSpec, insert_sql, sql_value
from trueup.seeding.schema import Relation, Schema, literal, parse_schema, quote, schema_query
from trueup.seeding.storage import bucket_names, bucket_rows, object_rows

_ATTEMPTS = 16
REPLICA = Action(sql="SET LOCAL session_replication_role = replica")
ORIGIN = Action(sql="SET LOCAL session_replication_role = origin")


@dataclass(slots=True)
class World:
    """A seeded scratch copy: what is there, and whose it is."""

    schema: Schema
    insight: Insight
    people: dict[str, Person]
    planner: Planner
    failures: dict[int, str] = field(default_factory=dict)
    sign_up_error: Result | None = None
    today: str = ""

    @property
    def rows(self) -> dict[int, list[SeededRow]]:
        """Rows by table."""
        return self.planner.rows

    def tables(self) -> list[Relation]:
        """The project's own tables."""
        return [r for r in self.schema.relations.values() if r.is_table and not r.is_platform]

    def report(self) -> SeedReport:
        """How many rows each table has, and why some have none."""
        rows: dict[ObjectRef, int] = {}
        missing = []
        for relation in self.tables():
            if relation.partition:
                continue
            rows[relation.ref] = len(self.rows.get(relation.oid, ()))
            if not rows[relation.ref]:
                reason = self.failures.get(relation.oid, "no row could be made")
                missing.append(NotEvaluated(what=f"access to {relation.ref}", reason=f"not seeded: {reason}"))
        return SeedReport(rows=rows, not_evaluated=tuple(missing), people=tuple(self.people.values()))


def seed(database: Database, *, platform: str | None = None) -> SeedReport:
    """Put rows of several people into every table of a scratch copy; they stay.

    Args:
        database: a scratch copy that may be written to.
        platform: ``supabase`` or ``postgres``; None asks the database.
    """
    with engine(database) as running:
        return plant(running, platform=platform).report()


def read_schema(running: Engine) -> Schema:
    """What the scratch copy holds."""
    data: Any = running.query(schema_query())
    return parse_schema(data)


def plant(running: Engine, *, platform: str | None = None, schema: Schema | None = None) -> World:
    """Seed through an engine; gives all that is known about the rows."""
    schema = schema or read_schema(running)
    insight = gather(schema)
    has_users = schema.named("auth", "users") is not None
    on_supabase = platform == "supabase" or (platform is None and has_users)
    people = supabase_people(schema, insight) if on_supabase else plain_people(schema, insight)
    by_key = {p.key: p for p in people}
    planner = Planner(schema=schema, insight=insight, people=by_key)
    today = str(running.query("SELECT to_char(now(), 'YYYY-MM-DD')"))
    world = World(schema=schema, insight=insight, people=by_key, planner=planner, today=today)
    _pin(running, world)
    if has_users:
        _sign_up(running, world)
    for relation in seeding_order(schema):
        if relation.schema == "storage":
            _seed_storage(running, world, relation)
        else:
            _seed_table(running, world, relation)
    _close_cycles(running, world)
    _adopt_strangers(running, world)
    return world


def _adopt_strangers(running: Engine, world: World) -> None:
    """Rows that a sign-up trigger made for the stranger, who gets no others."""
    stranger = world.people["n"]
    tables = [r for r in world.tables() if world.planner.is_user_table(r) and not r.partition]
    tasks = []
    for relation in tables:
        key = quote(relation.primary_key[0])
        sql = f"SELECT to_jsonb(t) FROM {relation.sql} t WHERE {key}::text = {literal(stranger.uid)}"
        tasks.append(Task(actions=(Action(sql=sql, rows=True),)))
    for relation, results in zip(tables, running.run(tasks), strict=True):
        if results[0].ok and isinstance(results[0].value, dict):
            _keep(world, relation, RowSpec(context="n", owner="n"), results[0].value, {})


def _pin(running: Engine, world: World) -> None:
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


def _pin_place(world: World, place: tuple[int, str], values: dict[str, str], personal: bool) -> None:
    if place in world.planner.pinned:
        return
    world.planner.pinned[place] = dict(values)
    if personal:
        world.planner.by_owner.add(place)


def sign_up_values(world: World, person: Person, metadata: dict[str, Any]) -> dict[str, str]:
    """SQL values of a row of `auth.users`, as the sign-up of that person makes it."""
    relation = world.schema.named("auth", "users")
    assert relation is not None
    values = {
        "id": literal(person.uid),
        "instance_id": "'00000000-0000-0000-0000-000000000000'",
        "aud": "'authenticated'",
        "role": "'authenticated'",
        "email": literal(person.email),
        "encrypted_password": f"'secret{person.key}'",
        "raw_app_meta_data": """'{"provider": "email", "providers": ["email"]}'""",
        "raw_user_meta_data": f"{literal(json.dumps(metadata, sort_keys=True))}::jsonb",
        "created_at": "'2024-01-01 10:00:00+00'",
        "updated_at": "'2024-01-01 10:00:00+00'",
        "email_confirmed_at": "'2024-01-01 10:00:00+00'",
        "is_sso_user": "false",
        "is_anonymous": "false",
    }
    return {name: value for name, value in values.items() if name in relation.columns}


def metadata_for(world: World, person: Person, *, full: bool) -> dict[str, Any]:
    """What the person gives about themselves at sign-up."""
    key = person.key
    data: dict[str, Any] = {
        "email": person.email,
        "name": f"Person {key}",
        "full_name": f"Person {key}",
        "username": f"user_{key}",
        "avatar_url": f"https://example.com/{key}.png",
    }
    if full:
        for name in sorted(world.insight.metadata_keys):
            data.setdefault(name, f"{name[:8]}_{key}")
    return data


def _sign_up(running: Engine, world: World) -> None:
    relation = world.schema.named("auth", "users")
    if relation is None:
        return
    for person in world.people.values():
        attempts: list[tuple[dict[str, Any], bool]] = [
            (metadata_for(world, person, full=False), False),
            (metadata_for(world, person, full=True), False),
            ({}, False),
            (metadata_for(world, person, full=False), True),
        ]
        first_error: Result | None = None
        for metadata, replica in attempts:
            insert = Action(sql=insert_sql(relation, sign_up_values(world, person, metadata)), rows=True)
            actions = (REPLICA, insert, ORIGIN) if replica else (insert,)
            results = running.run([Task(actions=actions, keep=True)])[0]
            done = inserted(results, replica=replica)
            if done.ok:
                row = SeededRow(
                    relation=relation.oid, context=person.key, owner=person.key, values=done.value, assigned={}
                )
                world.rows.setdefault(relation.oid, []).append(row)
                world.sign_up_error = world.sign_up_error or (first_error if replica else None)
                break
            first_error = first_error or done
        else:
            world.failures[relation.oid] = first_error.message if first_error else ""


def _seed_table(running: Engine, world: World, relation: Relation) -> None:
    planner = world.planner
    planned: list[tuple[RowSpec, dict[str, str]]] = []
    for spec in planner.specs(relation):
        try:
            planned.append((spec, planner.assign(relation, spec, planner.next_number(relation))))
        except NoParent as reason:
            world.failures.setdefault(relation.oid, str(reason))
    planner.done.add(relation.oid)
    ahead = relation.oid in planner.ahead
    outcomes = running.run(
        [insert_task(world, relation, spec.owner, assigned, replica=ahead) for spec, assigned in planned]
    )
    for (spec, assigned), results in zip(planned, outcomes, strict=True):
        done = inserted(results, replica=ahead)
        if done.ok and done.value is not None:
            _keep(world, relation, spec, done.value, assigned)
            continue
        _mend(running, world, relation, spec, assigned, done)
    if not world.rows.get(relation.oid):
        _adopt_existing(running, world, relation)


def _seed_storage(running: Engine, world: World, relation: Relation) -> None:
    names = bucket_names(world.schema, world.insight)
    made = bucket_rows(names) if relation.name == "buckets" else object_rows(names, world.people)
    for spec, given in made:
        assigned = {n: v for n, v in given.items() if n in relation.columns}
        for replica in (False, True):
            results = running.run([insert_task(world, relation, spec.owner, assigned, replica=replica)])[0]
            done = inserted(results, replica=replica)
            if done.ok and isinstance(done.value, dict):
                _keep(world, relation, spec, done.value, assigned)
                break
            if done.state == "23505":
                sql = f"SELECT to_jsonb(t) FROM {relation.sql} t WHERE id::text = {given['id']}"
                there = running.run([Task(actions=(Action(sql=sql, rows=True),))])[0][0]
                if there.ok and isinstance(there.value, dict):
                    _keep(world, relation, spec, there.value, assigned)
                break


def insert_task(
    world: World, relation: Relation, owner: str, assigned: dict[str, str], *, replica: bool = False
) -> Task:
    """The insertion of a seed row, in the name of its owner but with every right."""
    person = world.people.get(owner)
    settings = person.settings if person else ()
    insert = Action(sql=insert_sql(relation, assigned), settings=settings, rows=True)
    deferred = Action(sql="SET CONSTRAINTS ALL DEFERRED", soft=True)
    if replica:
        return Task(actions=(REPLICA, insert, ORIGIN, insert_done()), keep=True)
    if any(fk.deferrable for fk in relation.foreign_keys):
        return Task(actions=(deferred, insert), keep=True)
    return Task(actions=(insert,), keep=True)


def insert_done() -> Action:
    """A harmless last action: its result stands for the task's."""
    return Action(sql="SELECT 'true'::jsonb", rows=True)


def inserted(results: Sequence[Result], *, replica: bool) -> Result:
    """The result of the INSERT itself."""
    return results[1] if replica and len(results) > 1 else results[-1]


def _keep(world: World, relation: Relation, spec: RowSpec, values: dict[str, Any], assigned: dict[str, str]) -> None:
    row = SeededRow(relation=relation.oid, context=spec.context, owner=spec.owner, values=values, assigned=assigned)
    world.rows.setdefault(relation.oid, []).append(row)


def _mend(
    running: Engine, world: World, relation: Relation, spec: RowSpec, assigned: dict[str, str], failed: Result
) -> None:
    """Change what the server refused, as often as it helps; then go without triggers; then give up and say why."""
    repair = Repair(running=running, planner=world.planner, relation=relation, spec=spec)
    replica = relation.oid in world.planner.ahead
    for _ in range(_ATTEMPTS):
        if failed.state == "23505" and spec.base:
            adopted = repair.existing(failed, assigned)
            if adopted is not None:
                _adopt(running, world, relation, spec, adopted, assigned)
                return
        changed = repair.change(failed, assigned)
        if changed is None:
            if replica or failed.state in {"23505", "23503"}:
                break
            replica, changed = True, assigned
        assigned = changed
        results = running.run([insert_task(world, relation, spec.owner, assigned, replica=replica)])[0]
        done = inserted(results, replica=replica)
        if done.ok and done.value is not None:
            repair.learn(assigned)
            _keep(world, relation, spec, done.value, assigned)
            return
        failed = done
    world.failures.setdefault(relation.oid, f"{failed.message} ({failed.state})")


def _adopt(
    running: Engine, world: World, relation: Relation, spec: RowSpec, values: dict[str, Any], assigned: dict[str, str]
) -> None:
    """A row that a trigger or the schema's own data made takes the place; switch values are put into it."""
    if any(row.values == values for row in world.rows.get(relation.oid, ())):
        return
    key = relation.primary_key
    if spec.values and key and all(values.get(c) is not None for c in key):
        where = " AND ".join(f"{quote(c)} = {sql_value(values[c], relation.columns[c].type_name)}" for c in key)
        sets = ", ".join(f"{quote(n)} = {v}" for n, v in spec.values if n not in key)
        update = Action(sql=f"UPDATE {relation.sql} AS x SET {sets} WHERE {where} RETURNING to_jsonb(x)", rows=True)
        for actions in ((update,), (REPLICA, update, ORIGIN)):
            results = running.run([Task(actions=actions, keep=True)])[0]
            done = results[min(len(results), len(actions) // 2 + 1) - 1]
            if done.ok and done.value is not None:
                values = done.value
                break
    _keep(world, relation, spec, values, assigned)


def _adopt_existing(running: Engine, world: World, relation: Relation) -> None:
    """Rows that the schema's own statements put there stand in for rows that could not be made."""
    sql = f"SELECT coalesce(jsonb_agg(x), '[]') FROM (SELECT to_jsonb(t) AS x FROM {relation.sql} t LIMIT 3) s"
    results = running.run([Task(actions=(Action(sql=sql, rows=True),))])[0]
    if results and results[0].ok:
        for key, values in zip("abc", results[0].value, strict=False):
            _keep(world, relation, RowSpec(context=key, owner=key), values, {})


def _close_cycles(running: Engine, world: World) -> None:
    """Set the foreign keys that were left NULL because their target came later."""
    tasks = []
    for oid, rows in sorted(world.rows.items()):
        relation = world.schema.relations[oid]
        key = relation.primary_key
        if not key or relation.is_platform:
            continue
        for fk in relation.foreign_keys:
            if fk.target == oid or any(relation.columns[c].notnull for c in fk.columns):
                continue
            for row in rows:
                tasks += _point_late(world, relation, fk.columns, row, fk)
    running.run(tasks)
    if tasks:
        _reread(running, world)


def _point_late(world: World, relation: Relation, columns: Sequence[str], row: SeededRow, fk: Any) -> list[Task]:
    if any(row.values.get(c) is not None for c in columns) or any(
        row.values.get(k) is None for k in relation.primary_key
    ):
        return []
    if any((relation.oid, c) in world.insight.nulls for c in columns):
        return []
    parent = world.planner.parent(fk, RowSpec(context=row.context, owner=row.owner))
    if parent is None:
        return []
    pairs = zip(columns, fk.target_columns, strict=True)
    sets = ", ".join(f"{quote(c)} = {sql_value(parent.values.get(o), relation.columns[c].type_name)}" for c, o in pairs)
    where = _where_key(relation, row)
    person = world.people.get(row.owner)
    update = Action(sql=f"UPDATE {relation.sql} SET {sets} WHERE {where}", settings=person.settings if person else ())
    return [Task(actions=(update,), keep=True)]


def _where_key(relation: Relation, row: SeededRow) -> str:
    parts: Iterable[str] = (
        f"{quote(k)} = {sql_value(row.values[k], relation.columns[k].type_name)}" for k in relation.primary_key
    )
    return " AND ".join(parts)


def _reread(running: Engine, world: World) -> None:
    """Read the rows anew: triggers and late keys may have changed them."""
    for oid, rows in world.rows.items():
        relation = world.schema.relations[oid]
        key = relation.primary_key
        if not key or relation.is_platform:
            continue
        results = running.run(
            [Task(actions=(Action(sql=f"SELECT jsonb_agg(to_jsonb(t)) FROM {relation.sql} t", rows=True),))]
        )[0]
        if not results[0].ok or not results[0].value:
            continue
        fresh = {tuple(str(v.get(k)) for k in key): v for v in results[0].value}
        for index, row in enumerate(rows):
            now = fresh.get(tuple(str(row.values.get(k)) for k in key))
            if now is not None:
                rows[index] = SeededRow(
                    relation=oid, context=row.context, owner=row.owner, values=now, assigned=row.assigned
                )
