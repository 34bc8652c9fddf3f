"""What all kinds share: the base class, the field metadata that the diff walks by, and the `Catalog` itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from trueup.diagnostic import NotEvaluated
from trueup.ref import ObjectRef

# The field that says in which language a field with ``text="body"`` is written.
BODY_LANGUAGE = "language"


def attr(
    default: Any = dataclasses.MISSING,
    *,
    meaning: str = "behaviour",
    compare: str = "counted",
    noise: str = "",
    text: str = "",
    label: str = "",
    secret: bool = False,
    made_up: Callable[[Any], bool] | None = None,
) -> Any:
    """A dataclass field with what the diff needs to know about it, so that the diff needs no code per kind.

    Args:
        default: the value of an object that says nothing about it; a snapshot leaves it out.
        meaning: what a difference means: ``harmless``, ``behaviour``, ``security``, ``data``.
        compare: ``counted``; ``set`` (counted, whatever the order of its values); ``strict`` (told, counted only on
            request); ``order`` (only its rank among those siblings that both sides have); ``rest`` (a text that repeats
            the other fields: told where none of them differs); ``known`` (counted where both sides know it: None is not
            read); ``never`` (not compared at all).
        noise: why a difference is not counted: for ``strict`` and ``order``, or where `made_up` says so.
        made_up: whether a value is one that PostgreSQL makes up when none is given; two such values are noise.
        text: ``sql`` for an expression or query that the server prints, ``body`` for a routine's source text.
        label: how to print it, where the name with spaces for underscores isn't right.
        secret: the value is masked before it leaves the server.
    """
    metadata = {
        "meaning": meaning,
        "compare": compare,
        "noise": noise,
        "text": text,
        "label": label,
        "secret": secret,
        "made_up": made_up,
    }
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogObject:
    """Base of all kinds; each kind adds its own fields, which the diff walks without knowing the kind.

    Args:
        ref: its identity, as described in `trueup.catalog.model`.
        owner: the role that owns it, "" where ownership is its parent's.
        comment: COMMENT ON, or None.
    """

    KINDS: ClassVar[tuple[str, ...]] = ()  # the kinds of ref that this class describes
    MEANING: ClassVar[str] = "behaviour"  # of one that is only on one side
    RENAMABLE: ClassVar[bool] = True  # whether it has a name of its own that can change

    ref: ObjectRef
    owner: str = attr("", meaning="security")
    comment: str | None = attr(None, meaning="harmless")

    @property
    def parent(self) -> ObjectRef | None:
        """The object that this one lives on and goes away with, or None."""
        return None

    @property
    def automatic(self) -> bool:
        """Whether it comes and goes with its parent by itself (a key's index, an identity's sequence)."""
        return False

    @property
    def maker(self) -> ObjectRef | None:
        """The object that makes and removes this one by itself, where that isn't the parent."""
        return None

    @property
    def automatic_name(self) -> bool:
        """Whether its name is one that PostgreSQL makes up when none is given."""
        return False

    @property
    def passing(self) -> str:
        """Why it isn't worth counting that only one side has it, or ""."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role as far as everybody may see it. Cluster-wide, so not part of a comparison.

    Args:
        member_of: the roles that it is a direct member of.
    """

    name: str
    superuser: bool = False
    inherit: bool = True
    create_role: bool = False
    create_database: bool = False
    login: bool = False
    replication: bool = False
    bypass_rls: bool = False
    member_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSize:
    """How much a table holds, as the server estimates it (-1 rows: never analysed)."""

    rows: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedMigration:
    """One line of a migration tool's own history table.

    Args:
        tool: ``supabase``, ``flyway`` ...
        version, name: as recorded; for Prisma and sqitch both are the name, for Drizzle the file's hash.
        success: False for a row that says that it failed or never ended.
        checksum: as stored, "" where the tool stores none.
        statements: as stored (Supabase).
        up_to: whether the row stands for all versions up to it (a baseline of Flyway, the one row of golang-migrate).
    """

    tool: str
    version: str
    name: str = ""
    success: bool = True
    checksum: str = ""
    statements: tuple[str, ...] = ()
    up_to: bool = False


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """What one database holds.

    Args:
        objects: by identity, in a stable order: what its users made or changed, where it was read with a baseline.
        depends: object to the objects that it needs (from pg_depend, normal and auto dependencies).
        server_version: e.g. ``180004``.
        not_captured: kinds or fields that this catalog can't speak of, with reasons.
        platform_objects: what the platform provides and is there as provided, so left out of `objects`. A comparison
            takes both together: what a user took away from a baseline is in neither.
        roles: the roles of the server (not compared: they belong to the cluster).
        sizes: rows and bytes per table, where they were asked for.
        applied: what migration tools have recorded, where it was asked for.
    """

    objects: Mapping[ObjectRef, CatalogObject]
    depends: Mapping[ObjectRef, frozenset[ObjectRef]] = field(default_factory=dict)
    server_version: int = 0
    not_captured: tuple[NotEvaluated, ...] = ()
    platform_objects: Mapping[ObjectRef, CatalogObject] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    sizes: Mapping[ObjectRef, TableSize] = field(default_factory=dict)
    applied: tuple[AppliedMigration, ...] = ()

    @cached_property
    def everything(self) -> Mapping[ObjectRef, CatalogObject]:
        """`objects` and `platform_objects` together: all that is there."""
        return {**self.platform_objects, **self.objects} if self.platform_objects else self.objects

    def of_kind(self, *kinds: str) -> Iterator[CatalogObject]:
        """All objects of these kinds, in order."""
        return (o for o in self.objects.values() if o.ref.kind in kinds)

    @cached_property
    def _by_parent(self) -> dict[ObjectRef, list[CatalogObject]]:
        found: dict[ObjectRef, list[CatalogObject]] = {}
        for obj in self.objects.values():
            if obj.parent is not None:
                found.setdefault(obj.parent, []).append(obj)
        return found

    @cached_property
    def dependants(self) -> Mapping[ObjectRef, frozenset[ObjectRef]]:
        """`depends` the other way round: object to the objects that need it."""
        found: dict[ObjectRef, set[ObjectRef]] = {}
        for ref, needed in self.depends.items():
            for other in needed:
                found.setdefault(other, set()).add(ref)
        return {ref: frozenset(others) for ref, others in found.items()}

    def children(self, parent: ObjectRef, *kinds: str) -> Iterator[CatalogObject]:
        """What lives on an object: columns, constraints, indexes, policies, grants ... (all, or of these kinds)."""
        return (o for o in self._by_parent.get(parent, ()) if not kinds or o.ref.kind in kinds)
