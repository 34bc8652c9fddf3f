"""A catalog: every object of a database as flat, frozen data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from trueup.diagnostic import NotEvaluated
from trueup.ref import ObjectRef


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogObject:
    """Base of all kinds; each kind adds its own fields, which the diff walks without knowing the kind."""

    ref: ObjectRef
    owner: str = ""
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """What one database holds.

    Args:
        objects: by identity, in a stable order.
        depends: object to the objects that it needs (from pg_depend, normal and auto dependencies).
        server_version: e.g. ``180004``.
        not_captured: kinds or fields that this catalog can't speak of, with reasons.
    """

    objects: Mapping[ObjectRef, CatalogObject]
    depends: Mapping[ObjectRef, frozenset[ObjectRef]] = field(default_factory=dict)
    server_version: int = 0
    not_captured: tuple[NotEvaluated, ...] = ()

    def of_kind(self, *kinds: str) -> Iterator[CatalogObject]:
        """All objects of these kinds, in order."""
        return (o for o in self.objects.values() if o.ref.kind in kinds)

    def children(self, parent: ObjectRef, *kinds: str) -> Iterator[CatalogObject]:
        """Columns, constraints, policies, triggers, rules of a relation (all, or of these kinds)."""
        for obj in self.objects.values():
            ref = obj.ref
            if ref.schema == parent.schema and ref.parent_name == parent.name[0] and (not kinds or ref.kind in kinds):
                yield obj
