"""Which rows a principal may put in: in whose name, and whether the policies let them through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trueup.access.acting import GUEST, Actor, guest_uid
from trueup.access.study import Study
from trueup.seeding.engine import Result, Task
from trueup.seeding.schema import Relation, literal


def inserts(study: Study, actor: Actor, tables: Sequence[Relation]) -> dict[int, str]:
    """What kind of row may be inserted into each table: `all` (one in B's name), `own`; nothing where it is none."""
    found: dict[int, str] = {}
    asked: list[tuple[Relation, str]] = []
    kinds = dict(_owners(actor))
    for relation in tables:
        rights = study.rights(actor, relation)
        if not rights.insert and not rights.insert_columns:
            continue
        if study.grants.is_exempt(actor.principal.role, relation):
            found[relation.oid] = "all"
        elif any(p.permissive for p in study.applying(relation, "INSERT", actor)):
            asked += [(relation, owner) for owner in kinds]
    for oid, owner in _let_through(study, actor, asked):
        found.setdefault(oid, kinds[owner])
    return found


def own_inserts(study: Study, actor: Actor, tables: Iterable[Relation]) -> frozenset[int]:
    """The tables into which the actor may put a row in its own name."""
    own = [owner for owner, kind in _owners(actor) if kind == "own"]
    return frozenset(oid for oid, _ in _let_through(study, actor, [(t, owner) for t in tables for owner in own]))


def _let_through(study: Study, actor: Actor, asked: Iterable[tuple[Relation, str]]) -> list[tuple[int, str]]:
    tried = [(r.oid, owner, sql) for r, owner in asked for sql in _new(study, actor, r, owner)]
    outcomes = study.running.run([Task(actions=(study.action(actor, sql),)) for *_, sql in tried])
    return [
        (oid, owner)
        for (oid, owner, _), results in zip(tried, outcomes, strict=True)
        if results[0].ok or _is_past_policies(results[0])
    ]


def _is_past_policies(result: Result) -> bool:
    """Whether the policies let the row through: a key that is taken, a check or a NOT NULL is looked at after them.

    Before them come domains, triggers that refuse, and the search for a partition, which names no constraint.
    """
    if result.type_name:
        return False
    return result.state in ("23505", "23503", "23502") or (result.state == "23514" and bool(result.constraint))


def _new(study: Study, actor: Actor, relation: Relation, owner: str) -> list[str]:
    """INSERTs of one more row in somebody's name; of a file, beside each one that is there: paths say whose it is.

    Who has just signed up owns nothing yet; an anonymous sign-in writes what the stranger would, in its own name.
    """
    newcomer = owner in ("n", GUEST)
    stands_for = "n" if newcomer else owner
    if relation.schema != "storage":
        sql = study.new_row(relation, actor, owner=stands_for, context="b" if newcomer else owner)
        return [sql.replace(study.world.people[stands_for].uid, _uid(study, owner))] if sql is not None else []
    uid = _uid(study, owner)
    found = {}
    for row in study.ground.rows.get(relation.oid, ()):
        bucket, path = row.values.get("bucket_id"), str(row.values.get("name"))
        folder, _, file = path.rpartition("/")
        if newcomer:
            folder = uid  # has no file yet
        elif str(row.values.get("owner_id") or row.values.get("owner")) != uid:
            continue
        found[bucket] = (
            f"INSERT INTO {relation.sql} (bucket_id, name, owner, owner_id) VALUES ({literal(str(bucket))}, "
            f"{literal(f'{folder}/one-more-{file}')}, {literal(uid)}::uuid, {literal(uid)})"
        )
    return list(found.values())


def _uid(study: Study, owner: str) -> str:
    return guest_uid() if owner == GUEST else study.world.people[owner].uid


def _owners(actor: Actor) -> list[tuple[str, str]]:
    """In whose name a row is tried, and what it means where it is let through."""
    another = ("b", "all") if actor.person != "b" else ("a", "all")
    own = GUEST if actor.name == GUEST else actor.person
    return [another, (own, "own")] if own else [another]
