"""What acts on a table's rows: rules, triggers, policies; and extended statistics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trueup.catalog.model.base import CatalogObject, attr
from trueup.ref import ObjectRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(CatalogObject):
    """A rewrite rule (a view's own ON SELECT rule is its definition). `enabled`: origin, replica, always, disabled."""

    KINDS: ClassVar[tuple[str, ...]] = ("rule",)

    table: ObjectRef
    definition: str = attr("", text="sql")
    event: str = attr("", compare="never")
    instead: bool = attr(False, compare="never")
    enabled: str = attr("origin")

    @property
    def parent(self) -> ObjectRef | None:
        """The relation."""
        return self.table


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger(CatalogObject):
    """A trigger.

    Args:
        definition: the server's CREATE TRIGGER text (names the table, so its parts are compared instead).
        function: what it calls; `arguments` the constants passed.
        timing: ``before``, ``after``, ``instead of``; `events`: insert, update, delete, truncate; `columns`: UPDATE OF.
        level: ``row`` or ``statement``; `condition`: the WHEN expression.
        old_table, new_table: transition tables.
        constraint: whether it is a constraint trigger (then deferrable, initially_deferred, constraint_table).
        enabled: ``origin``, ``replica``, ``always``, ``disabled``.
        inherited: a partition's copy of the partitioned table's trigger.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("trigger",)

    table: ObjectRef
    definition: str = attr("", compare="rest", text="sql")
    function: ObjectRef | None = attr(None)
    arguments: tuple[str, ...] = attr(())
    timing: str = attr("")
    events: tuple[str, ...] = attr(())
    columns: tuple[str, ...] = attr(())
    level: str = attr("statement")
    condition: str | None = attr(None, text="sql")
    old_table: str | None = attr(None)
    new_table: str | None = attr(None)
    constraint: bool = attr(False)
    deferrable: bool = attr(False)
    initially_deferred: bool = attr(False)
    constraint_table: ObjectRef | None = attr(None)
    enabled: str = attr("origin")
    inherited: bool = attr(False)

    @property
    def parent(self) -> ObjectRef | None:
        """The relation."""
        return self.table

    @property
    def automatic(self) -> bool:
        """A partition's copy."""
        return self.inherited


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(CatalogObject):
    """A row-level security policy.

    Args:
        command: ``all``, ``select``, ``insert``, ``update``, ``delete``.
        permissive: False for AS RESTRICTIVE.
        roles: sorted; ``public`` for PUBLIC.
        using, check: the two expressions.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("policy",)
    MEANING: ClassVar[str] = "security"

    table: ObjectRef
    command: str = attr("all", meaning="security")
    permissive: bool = attr(True, meaning="security")
    roles: tuple[str, ...] = attr(("public",), meaning="security")
    using: str | None = attr(None, meaning="security", text="sql")
    check: str | None = attr(None, meaning="security", text="sql", label="with check")

    @property
    def parent(self) -> ObjectRef | None:
        """The table."""
        return self.table


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics(CatalogObject):
    """An extended statistics object: CREATE STATISTICS."""

    KINDS: ClassVar[tuple[str, ...]] = ("statistics",)
    MEANING: ClassVar[str] = "harmless"

    table: ObjectRef
    definition: str = attr("", meaning="harmless", text="sql")
    target: int | None = attr(None, meaning="harmless")

    @property
    def parent(self) -> ObjectRef | None:
        """The table."""
        return self.table
