"""People who sign up: rows of `auth.users`, and what the sign-up trigger makes of them."""

from __future__ import annotations

import json
from typing import Any

from trueup.seeding.engine import Action, Engine, Result, Task
from trueup.seeding.model import Person
from trueup.seeding.rows import RowSpec, insert_sql
from trueup.seeding.schema import Relation, literal, quote
from trueup.seeding.tasks import ORIGIN, REPLICA, inserted
from trueup.seeding.world import World, keep


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


def sign_up(running: Engine, world: World) -> None:
    """Everybody signs up. Where the trigger refuses, with other metadata, and at last without triggers."""
    relation = world.schema.named("auth", "users")
    if relation is None:
        return
    # Many sign-up triggers make the first user the administrator: that is c, whom nobody judges.
    people = sorted(world.people.values(), key=lambda p: p.key != "c")
    first = running.run([_sign_up_task(world, relation, p, metadata_for(world, p, full=False)) for p in people])
    for person, results in zip(people, first, strict=True):
        done = inserted(results, replica=False)
        if not done.ok:
            done = _sign_up_otherwise(running, world, relation, person, done)
        if done.ok:
            keep(world, relation, RowSpec(context=person.key, owner=person.key), done.value, {})
        else:
            world.failures[relation.oid] = done.message


def _sign_up_task(
    world: World, relation: Relation, person: Person, metadata: dict[str, Any], *, replica: bool = False
) -> Task:
    insert = Action(sql=insert_sql(relation, sign_up_values(world, person, metadata)), rows=True)
    return Task(actions=(REPLICA, insert, ORIGIN) if replica else (insert,), keep=True)


def _sign_up_otherwise(running: Engine, world: World, relation: Relation, person: Person, failed: Result) -> Result:
    """The sign-up with all metadata, with none, and without triggers; else the first error."""
    for metadata in (metadata_for(world, person, full=True), {}):
        done = inserted(running.run([_sign_up_task(world, relation, person, metadata)])[0], replica=False)
        if done.ok:
            return done
    task = _sign_up_task(world, relation, person, metadata_for(world, person, full=False), replica=True)
    done = inserted(running.run([task])[0], replica=True)
    if done.ok:
        world.sign_up_error = world.sign_up_error or failed
        return done
    return failed


def adopt_strangers(running: Engine, world: World) -> None:
    """Rows that a sign-up trigger made for the stranger, who gets no others."""
    stranger = world.people["n"]
    tables = [r for r in world.tables() if world.planner.is_user_table(r) and not r.partition]
    tasks = []
    for relation in tables:
        key = quote(relation.primary_key[0])
        sql = f"SELECT to_jsonb(t.*) FROM {relation.sql} t WHERE {key}::text = {literal(stranger.uid)}"
        tasks.append(Task(actions=(Action(sql=sql, rows=True),)))
    for relation, results in zip(tables, running.run(tasks), strict=True):
        if results[0].ok and isinstance(results[0].value, dict):
            keep(world, relation, RowSpec(context="n", owner="n"), results[0].value, {})
