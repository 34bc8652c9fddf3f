"""What needs what: the catalog's dependencies, and those that follow from where an object lives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trueup.catalog.model import (
    Catalog,
    CatalogObject,
    Column,
    Constraint,
    Index,
    PublicationTable,
    Sequence,
    Table,
    Trigger,
)
from trueup.ref import ObjectRef


def needs(ref: ObjectRef, catalog: Catalog) -> set[ObjectRef]:
    """Everything that has to be there for this object to be."""
    obj = catalog.objects.get(ref)
    found = set(catalog.depends.get(ref, ()))
    if obj is not None:
        found.update(structural(obj, catalog))
    found.discard(ref)
    return found


def structural(obj: CatalogObject, catalog: Catalog) -> Iterator[ObjectRef]:
    """Its parent, its schema, and for a child's or partition's copy the parent's original."""
    if obj.parent is not None and not isinstance(obj, Sequence):
        yield obj.parent
    if obj.ref.schema and obj.parent is None:
        yield ObjectRef("schema", "", (obj.ref.schema,))
    if isinstance(obj, Sequence) and obj.owned_by is not None:
        yield obj.owned_by
    elif isinstance(obj, Table):
        yield from (p for p in (obj.partition_of, *obj.inherits, obj.of_type) if p is not None)
        if obj.server:
            yield ObjectRef("server", "", (obj.server,))
    elif isinstance(obj, Column):
        yield from _inherited_column(obj, catalog)
        yield from _typed_column(obj, catalog)
    elif isinstance(obj, Constraint):
        yield from _constraint(obj, catalog)
    elif isinstance(obj, Index):
        yield from (p for p in (obj.constraint, obj.attached_to) if p is not None)
    elif isinstance(obj, PublicationTable):
        yield obj.table
    elif isinstance(obj, Trigger) and obj.inherited:
        yield from _inherited_trigger(obj, catalog)


def _constraint(obj: Constraint, catalog: Catalog) -> Iterator[ObjectRef]:
    if obj.inherited_from is not None:
        yield obj.inherited_from
    if obj.references is not None:
        yield obj.references
        yield from partitions(obj.references, catalog)
        if obj.index is not None:
            yield obj.index


def partitions(table: ObjectRef, catalog: Catalog) -> Iterator[ObjectRef]:
    """All partitions of a table, those of its partitions too: a foreign key to it depends on each."""
    parent = catalog.objects.get(table)
    if not isinstance(parent, Table) or parent.partition_key is None:
        return
    for obj in catalog.of_kind("table"):
        if isinstance(obj, Table) and obj.partition_of == table:
            yield obj.ref
            yield from partitions(obj.ref, catalog)


def parents(table: ObjectRef, catalog: Catalog) -> list[ObjectRef]:
    """The tables that a table is a partition or a child of."""
    obj: Any = catalog.objects.get(table)
    if not isinstance(obj, Table):
        return []
    return [p for p in (obj.partition_of, *obj.inherits) if p is not None]


def _inherited_column(obj: Column, catalog: Catalog) -> Iterator[ObjectRef]:
    if obj.inherited:
        for parent in parents(obj.table, catalog):
            above = ObjectRef("column", parent.schema, (parent.name[0], obj.ref.name[1]))
            if above in catalog.objects:
                yield above


def _typed_column(obj: Column, catalog: Catalog) -> Iterator[ObjectRef]:
    table = catalog.objects.get(obj.table)
    if isinstance(table, Table) and table.of_type is not None:
        attribute = ObjectRef("attribute", table.of_type.schema, (table.of_type.name[0], obj.ref.name[1]))
        if attribute in catalog.objects:
            yield attribute


def _inherited_trigger(obj: Trigger, catalog: Catalog) -> Iterator[ObjectRef]:
    for parent in parents(obj.table, catalog):
        above = ObjectRef("trigger", parent.schema, (parent.name[0], obj.ref.name[1]))
        if above in catalog.objects:
            yield above


def needed_by(catalog: Catalog) -> dict[ObjectRef, set[ObjectRef]]:
    """Object to the objects that need it."""
    found: dict[ObjectRef, set[ObjectRef]] = {}
    for ref in catalog.objects:
        for other in needs(ref, catalog):
            found.setdefault(other, set()).add(ref)
    return found
