"""The order in which tables are seeded: what is referenced comes first."""

from __future__ import annotations

from trueup.seeding.schema import Relation, Schema


def seeding_waves(schema: Schema) -> list[list[Relation]]:
    """The project's own root tables, and `storage.buckets` and `storage.objects` where policies are on them.

    Tables of one wave wait for earlier waves only; where keys go in a ring, a wave is the one table that begins.
    """
    wanted = {r.oid: r for r in schema.relations.values() if _is_seeded(r)}
    left = sorted(wanted.values(), key=lambda r: (r.schema, r.name))
    done: set[int] = {oid for oid in schema.relations if oid not in wanted}
    waves: list[list[Relation]] = []
    while left:
        files = [r for r in left if r.schema == "storage"]
        ready = [r for r in left if not _waits(r, wanted, done, strict=True)]
        own = [r for r in ready if r not in files]
        wave = own or ready[:1] or [_first_of_ring(left, wanted, done)]
        done.update(r.oid for r in wave)
        left = [r for r in left if r.oid not in done]
        waves.append(wave)
    return waves


def _first_of_ring(left: list[Relation], wanted: dict[int, Relation], done: set[int]) -> Relation:
    """Where to break a ring: at a table that waits for little, so that no table beside the ring comes too early."""
    awaited = {r.oid: _awaited(r, wanted, done) for r in left}
    by_need = sorted(left, key=lambda r: (r.oid not in awaited[r.oid], len(awaited[r.oid])))
    loose = next((r for r in by_need if not _waits(r, wanted, done, strict=False)), None)
    return loose or next((r for r in by_need if any(fk.deferrable for fk in r.foreign_keys)), by_need[0])


def _awaited(relation: Relation, wanted: dict[int, Relation], done: set[int]) -> set[int]:
    """Every table that has to come before, if all keys count."""
    seen: set[int] = set()
    todo = [relation]
    while todo:
        for fk in todo.pop().pointers:
            if fk.target in wanted and fk.target not in done and fk.target not in seen:
                seen.add(fk.target)
                todo.append(wanted[fk.target])
    return seen


def _is_seeded(relation: Relation) -> bool:
    if not relation.is_table or relation.partition:
        return False
    if relation.schema == "storage":
        return relation.name in {"buckets", "objects"}
    return not relation.is_platform


def _waits(relation: Relation, wanted: dict[int, Relation], done: set[int], *, strict: bool) -> bool:
    """Whether a table that it references is still to come; nullable keys count only when `strict`."""
    for fk in relation.pointers if strict else relation.foreign_keys:
        if fk.target in done or fk.target == relation.oid or fk.target not in wanted:
            continue
        if strict or any(relation.columns[c].notnull for c in fk.columns):
            return True
    return False
