"""The order in which tables are seeded: what is referenced comes first."""

from __future__ import annotations

from trueup.seeding.schema import Relation, Schema


def seeding_order(schema: Schema) -> list[Relation]:
    """The project's own root tables, and `storage.buckets` and `storage.objects` where policies are on them."""
    wanted = {r.oid: r for r in schema.relations.values() if _is_seeded(r)}
    left = sorted(wanted.values(), key=lambda r: (r.schema, r.name))
    done: set[int] = {oid for oid in schema.relations if oid not in wanted}
    out: list[Relation] = []
    while left:
        ready = next((r for r in left if not _waits(r, wanted, done, strict=True)), None)
        ready = ready or next((r for r in left if not _waits(r, wanted, done, strict=False)), None)
        ready = ready or next((r for r in left if any(fk.deferrable for fk in r.foreign_keys)), left[0])
        left.remove(ready)
        done.add(ready.oid)
        out.append(ready)
    return out


def _is_seeded(relation: Relation) -> bool:
    if not relation.is_table or relation.partition:
        return False
    if relation.schema == "storage":
        return relation.name in {"buckets", "objects"}
    return not relation.is_platform


def _waits(relation: Relation, wanted: dict[int, Relation], done: set[int], *, strict: bool) -> bool:
    """Whether a table that it references is still to come; nullable keys count only when `strict`."""
    for fk in relation.foreign_keys:
        if fk.target in done or fk.target == relation.oid or fk.target not in wanted:
            continue
        if strict or any(relation.columns[c].notnull for c in fk.columns):
            return True
    return False
