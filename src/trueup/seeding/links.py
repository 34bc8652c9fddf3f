"""Columns that hold the key of another table without a foreign key that says so."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.seeding.insight import Insight, Place
from trueup.seeding.schema import Constraint, Relation, Schema

_KEYS = frozenset({"uuid", "int2", "int4", "int8"})


def add_links(schema: Schema, insight: Insight) -> None:
    """Note on each table which of its columns conditions hold against another table's key, or are named like such.

    Rows that pointed to nothing would be seen by nobody, whatever the policies say. The links are for seeding only.
    """
    paired = _paired(insight)
    named = _by_name(schema)
    for relation in schema.relations.values():
        if not relation.is_table or relation.is_platform or relation.partition:
            continue
        pointing = {name for fk in relation.foreign_keys for name in fk.columns}
        for name, column in relation.columns.items():
            if name in pointing or name in relation.primary_key or column.generated or not _is_key(schema, column.type):
                continue
            target = _target(schema, relation, name, paired.get((relation.oid, name), ())) or named.get(name)
            if target and target[0] != relation.oid and _same_type(schema, relation, name, target):
                relation.links.append(_link(name, target))


def _link(name: str, target: Place) -> Constraint:
    return Constraint(
        name=f"{name} without a foreign key", type="l", columns=(name,), target=target[0], target_columns=(target[1],)
    )


def _paired(insight: Insight) -> dict[Place, list[Place]]:
    found: dict[Place, list[Place]] = {}
    for one, other in sorted(insight.pairs):
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found


def _target(schema: Schema, relation: Relation, name: str, others: list[Place] | tuple[()]) -> Place | None:
    """The key that the column is held against, or the key that another column, to which it is equal, points to."""
    for oid, column in others:
        target = schema.relations[oid]
        if target.is_table and target.oid != relation.oid and target.primary_key == (column,):
            return oid, column
    for oid, column in others:
        if oid != relation.oid:
            for fk in schema.relations[oid].foreign_keys:
                if fk.columns == (column,) and fk.target in schema.relations:
                    return fk.target, fk.target_columns[0]
    return None


def _by_name(schema: Schema) -> dict[str, Place]:
    """Names of columns that, wherever they are in a foreign key, point to one and the same table."""
    found: dict[str, set[Place]] = {}
    for name, target in _pointing(schema):
        found.setdefault(name, set()).add(target)
    return {name: next(iter(targets)) for name, targets in found.items() if len(targets) == 1}


def _pointing(schema: Schema) -> Iterator[tuple[str, Place]]:
    for relation in schema.relations.values():
        if relation.is_platform:
            continue
        for fk in relation.foreign_keys:
            if len(fk.columns) == 1 and fk.columns[0].endswith("_id") and fk.target in schema.relations:
                yield fk.columns[0], (fk.target, fk.target_columns[0])


def _is_key(schema: Schema, type_: int) -> bool:
    known = schema.types.get(type_)
    return known is not None and known.plain in _KEYS


def _same_type(schema: Schema, relation: Relation, name: str, target: Place) -> bool:
    other = schema.relations[target[0]].columns.get(target[1])
    return other is not None and other.type == relation.columns[name].type
