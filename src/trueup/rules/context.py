"""What a rule may look at: a `RuleContext`, with look-ups that every rule shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from trueup.catalog.model import (
    Catalog,
    CatalogObject,
    Column,
    Constraint,
    Function,
    Index,
    Policy,
    Table,
    Trigger,
    View,
)
from trueup.finding import Evidence, Finding
from trueup.origin import Origin
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.replay.model import Outcome, Provenance, Replay, Unit
from trueup.rules.facts import Facts, ProductionStatistics
from trueup.rules.model import Rule

_O = TypeVar("_O", bound=CatalogObject)
_T = TypeVar("_T")
_API_ROLES = {"supabase": ("anon", "authenticated")}
_API_SCHEMAS = {"supabase": ("public", "graphql_public")}
_USERS_ADD_TO = frozenset({"auth", "storage", "realtime"})
_PLATFORM_SCHEMAS = {
    "supabase": frozenset(
        {
            *("auth", "storage", "realtime", "extensions", "graphql", "graphql_public", "vault", "pgbouncer", "net"),
            *(
                "supabase_functions",
                "supabase_migrations",
                "pgsodium",
                "pgsodium_masks",
                "_realtime",
                "_analytics",
                "cron",
            ),
        }
    )
}


@dataclass(frozen=True, kw_only=True)
class RuleContext:
    """One side of a project, as rules see it.

    Args:
        catalog: what it holds.
        database: the scratch database that holds the same, or None (then rules that need one are not evaluated).
        platform: ``postgres`` or ``supabase``.
        units, outcomes: the statements and what became of them; () for a live server.
        provenance: object to the places that made it.
        statistics: production's, or None.
        options: per rule id, as in the configuration.
        schemas: those that an HTTP API serves; None for the platform's own.
        side: as in `Finding.side`.
    """

    catalog: Catalog
    database: Database | None = None
    platform: str = "postgres"
    units: tuple[Unit, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    provenance: Mapping[ObjectRef, Provenance] = field(default_factory=dict)
    statistics: ProductionStatistics | None = None
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    schemas: tuple[str, ...] | None = None
    side: str = ""

    @classmethod
    def of(cls, replay: Replay, platform: str, **more: Any) -> RuleContext:
        """The context of a replay's result."""
        return cls(
            catalog=replay.catalog,
            database=replay.database,
            platform=platform,
            units=replay.units,
            outcomes=replay.outcomes,
            provenance=replay.provenance,
            **more,
        )

    @cached_property
    def facts(self) -> Facts:
        """The server's answers, each asked once for all rules."""
        return Facts(self.database, self.catalog, roles=self.api_roles, outcomes=self.outcomes)

    @cached_property
    def _shared(self) -> dict[str, Any]:
        return {}

    def shared(self, key: str, make: Callable[[RuleContext], _T]) -> _T:
        """What several rules work out from the context, made once."""
        if key not in self._shared:
            self._shared[key] = make(self)
        found: _T = self._shared[key]
        return found

    @property
    def api_roles(self) -> tuple[str, ...]:
        """The roles that anybody on the internet can act as, through the platform's API."""
        return _API_ROLES.get(self.platform, ())

    @property
    def api_schemas(self) -> tuple[str, ...]:
        """The schemas that the platform's API serves."""
        return self.schemas if self.schemas is not None else _API_SCHEMAS.get(self.platform, ())

    def _own(self, type_: type[_O], *, where_users_add: bool = False) -> tuple[_O, ...]:
        """Objects of a class outside the platform's own schemas; policies and triggers are added to some of those."""
        theirs = _PLATFORM_SCHEMAS.get(self.platform, frozenset())
        theirs = theirs - _USERS_ADD_TO if where_users_add else theirs
        return tuple(o for o in self._by_class.get(type_, ()) if o.ref.schema not in theirs)  # type: ignore[misc]

    @cached_property
    def _by_class(self) -> dict[type, list[CatalogObject]]:
        found: dict[type, list[CatalogObject]] = {}
        for obj in self.catalog.objects.values():
            found.setdefault(type(obj), []).append(obj)
        return found

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """All tables, partitioned ones and partitions too; no foreign tables."""
        return tuple(table for table in self._own(Table) if table.ref.kind == "table")

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """All policies."""
        return self._own(Policy, where_users_add=True)

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """All functions and procedures."""
        return self._own(Function)

    @cached_property
    def views(self) -> tuple[View, ...]:
        """All views (no materialized ones)."""
        return self._own(View)

    @cached_property
    def indexes(self) -> tuple[Index, ...]:
        """All indexes."""
        return self._own(Index)

    @cached_property
    def constraints(self) -> tuple[Constraint, ...]:
        """All constraints of tables and domains."""
        return self._own(Constraint)

    @cached_property
    def triggers(self) -> tuple[Trigger, ...]:
        """All triggers."""
        return self._own(Trigger, where_users_add=True)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns."""
        return self._own(Column)

    @cached_property
    def tables_by_ref(self) -> Mapping[ObjectRef, Table]:
        """`tables` by identity."""
        return {table.ref: table for table in self.tables}

    @cached_property
    def columns_by_ref(self) -> Mapping[ObjectRef, Column]:
        """`columns` by identity."""
        return {column.ref: column for column in self.columns}

    def on(self, parent: ObjectRef, kind: type[_O]) -> Iterator[_O]:
        """What of this type lives on an object."""
        return (o for o in self.catalog.children(parent) if isinstance(o, kind))

    def column(self, table: ObjectRef, name: str) -> Column | None:
        """One column of a table, or None."""
        return self.columns_by_ref.get(ObjectRef("column", table.schema, (table.name[0], name)))

    def option(self, rule: Rule, name: str) -> Any:
        """A rule's option from the configuration, else its default; `LookupError` for one that it doesn't declare."""
        for option in rule.options:
            if option.name == name:
                return self.options.get(rule.id, {}).get(name, option.default)
        raise LookupError(f"rule {rule.id} has no option {name}")

    def origin(self, ref: ObjectRef | None) -> Origin | None:
        """Where an object was made; where that isn't known, its table."""
        for candidate in (ref, self._parent(ref)):
            found = self.provenance.get(candidate) if candidate else None
            if found and (found.created or found.altered):
                return found.created or found.altered
        return None

    def _parent(self, ref: ObjectRef | None) -> ObjectRef | None:
        obj = self.catalog.objects.get(ref) if ref else None
        return obj.parent if obj else None

    def finding(
        self,
        rule: Rule,
        ref: ObjectRef | None,
        message: str,
        help: str = "",
        *,
        origin: Origin | None = None,
        evidence: Iterable[Evidence] = (),
        related: Iterable[ObjectRef] = (),
        subject: str = "",
        **more: Any,
    ) -> Finding:
        """A finding of `rule` about `ref`, with the rule's severity and the object's place."""
        return Finding(
            rule=rule.id,
            severity=more.pop("severity", rule.severity),
            message=message,
            help=help,
            ref=ref,
            origin=origin or self.origin(ref),
            side=self.side,
            evidence=tuple(evidence),
            related=tuple(related),
            subject=subject,
            **more,
        )
