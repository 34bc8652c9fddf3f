"""Files in Supabase's storage: a bucket for each that policies name, an object in it for each person."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.seeding.engine import Action, Engine, Task
from trueup.seeding.insight import Insight
from trueup.seeding.model import Person
from trueup.seeding.rows import RowSpec
from trueup.seeding.schema import Relation, Schema, literal
from trueup.seeding.tasks import insert_task, inserted
from trueup.seeding.world import World, keep

_MAX_BUCKETS = 8
OTHER_BUCKET = "other-files"


def bucket_names(schema: Schema, insight: Insight) -> list[str]:
    """Buckets that a policy on `storage.objects` names, and one that none does."""
    objects = schema.named("storage", "objects")
    if objects is None or not objects.policies:
        return []
    named = insight.constants.get((objects.oid, "bucket_id"), set())
    return [*sorted(n for n in named if 0 < len(n) < 64)[:_MAX_BUCKETS], OTHER_BUCKET]


def bucket_rows(names: list[str]) -> Iterator[tuple[RowSpec, dict[str, str]]]:
    """A row of `storage.buckets` each, which counts only where the project made none."""
    for name in names:
        yield (
            RowSpec(context="a", owner="a", base=True),
            {"id": literal(name), "name": literal(name), "public": "false"},
        )


def object_rows(names: list[str], people: dict[str, Person]) -> Iterator[tuple[RowSpec, dict[str, str]]]:
    """Files of a, b and c in a folder of their own; in the bucket that no policy names, one beside any folder."""
    number = 0
    for name in names:
        for key in "abc":
            number += 1
            uid = people[key].uid
            path = f"{uid}/file-{key}.txt" if name != OTHER_BUCKET else f"shared/file-{key}.txt"
            yield (
                RowSpec(context=key, owner=key),
                {
                    "id": literal(f"00000000-0000-4000-8000-{number:012}"),
                    "bucket_id": literal(name),
                    "name": literal(path),
                    "owner": f"{literal(uid)}::uuid",
                    "owner_id": literal(uid),
                    "created_at": "'2024-01-01 10:00:00+00'",
                    "updated_at": "'2024-01-01 10:00:00+00'",
                    "last_accessed_at": "'2024-01-01 10:00:00+00'",
                },
            )


def seed_storage(running: Engine, world: World, relation: Relation) -> None:
    """Buckets that policies name, and files of each person in them."""
    names = bucket_names(world.schema, world.insight)
    made = bucket_rows(names) if relation.name == "buckets" else object_rows(names, world.people)
    for spec, given in made:
        assigned = {n: v for n, v in given.items() if n in relation.columns}
        for replica in (False, True):
            results = running.run([insert_task(world, relation, spec.owner, assigned, replica=replica)])[0]
            done = inserted(results, replica=replica)
            if done.ok and isinstance(done.value, dict):
                keep(world, relation, spec, done.value, assigned)
                break
            if done.state == "23505":
                sql = f"SELECT to_jsonb(t.*) FROM {relation.sql} t WHERE id::text = {given['id']}"
                there = running.run([Task(actions=(Action(sql=sql, rows=True),))])[0][0]
                if there.ok and isinstance(there.value, dict):
                    keep(world, relation, spec, there.value, assigned)
                break
