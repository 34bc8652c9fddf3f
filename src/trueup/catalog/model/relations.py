"""Tables, views, sequences and what lives on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from trueup.catalog.model.base import CatalogObject, attr
from trueup.ref import ObjectRef

_DATED = re.compile(r"(19|20)\d\d([_-]?(0[1-9]|1[0-2]|w\d\d|q[1-4])([_-]?[0-3]\d)?)?$|[_-]?[pw]?\d{6,8}$")


def _made_up_not_null(name: str | None) -> bool:
    return name is None or name.rstrip("0123456789").endswith("_not_null")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(CatalogObject):
    """A table, partitioned table or foreign table.

    Args:
        partition_key: ``RANGE (created_at)`` for a partitioned table, else None.
        partition_of, partition_bound: for a partition: its parent, and ``FOR VALUES ...`` or ``DEFAULT``.
        inherits: parents by INHERITS, in order (not the partitioned table).
        of_type: the composite type of a typed table.
        persistence: ``permanent`` or ``unlogged``.
        access_method: ``heap`` ...; "" for a foreign or partitioned table without one.
        tablespace: "" for the database's default.
        options: storage parameters ``fillfactor=70``; those of its TOAST table as ``toast.autovacuum_enabled=off``.
        replica_identity: ``default``, ``full``, ``nothing`` or ``index`` (which: `Index.replica_identity`).
        row_security, force_row_security: ENABLE and FORCE ROW LEVEL SECURITY.
        server, foreign_options: for a foreign table; options as ``name=value``, secrets masked.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("table", "foreign table")
    MEANING: ClassVar[str] = "data"

    partition_key: str | None = attr(None, meaning="data", text="sql")
    partition_of: ObjectRef | None = attr(None, meaning="data")
    partition_bound: str | None = attr(None, meaning="data", text="sql")
    inherits: tuple[ObjectRef, ...] = attr((), meaning="data")
    of_type: ObjectRef | None = attr(None)
    persistence: str = attr("permanent", meaning="data")
    access_method: str = attr("heap")
    tablespace: str = attr("", meaning="harmless")
    options: tuple[str, ...] = attr((), meaning="harmless")
    replica_identity: str = attr("default")
    row_security: bool = attr(False, meaning="security", label="row level security enabled")
    force_row_security: bool = attr(False, meaning="security", label="row level security forced")
    server: str = attr("")
    foreign_options: tuple[str, ...] = attr((), secret=True)

    @property
    def partitioned(self) -> bool:
        """Whether it is divided into partitions (which may themselves be partitioned)."""
        return self.partition_key is not None

    @property
    def passing(self) -> str:
        """Partitions named by date come and go as time passes."""
        dated = self.partition_of is not None and _DATED.search(self.ref.name[-1])
        return "a partition named by date" if dated else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(CatalogObject):
    """A column of a table, view, materialized view or foreign table.

    Args:
        position: 1-based among the columns that are there (dropped ones don't count).
        type: ``numeric(10,2)``, ``public.mood[]``: with type modifier, qualified by an empty search_path.
        dimensions: of ``integer[][]``: 2; 0 for ``integer[]`` and for what is no array.
        collation: qualified, only where it isn't the type's own.
        not_null: whether NULL is refused.
        not_null_name, not_null_valid, not_null_no_inherit, not_null_comment: the constraint behind it, where the
            server keeps one (PostgreSQL 18 on).
        default: expression text, or None; for a generated column its expression is in `generated`.
        generated: expression of a generated column; `generated_kind` is ``stored`` or ``virtual``.
        identity: "", ``always`` or ``by default``; its sequence is an object of its own (`Sequence.identity`).
        storage: ``plain``, ``external``, ``main``, ``extended``, or "" where it is the type's own.
        compression: ``pglz``, ``lz4`` or "" for the server's default.
        statistics: SET STATISTICS, None for the default.
        options: ``n_distinct=-0.5`` ...; `foreign_options` for a foreign table's column.
        inherited: how many parents define it; `local`: whether it is (also) defined here.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("column",)
    MEANING: ClassVar[str] = "data"

    table: ObjectRef
    position: int = attr(0, meaning="harmless", compare="order", noise="column order")
    type: str = attr("", meaning="data")
    dimensions: int = attr(
        0, meaning="harmless", compare="strict", noise="the server does not look at it, and a dump does not keep it"
    )
    collation: str | None = attr(None)
    not_null: bool = attr(False, meaning="data")
    not_null_name: str | None = attr(None, meaning="harmless", noise="an automatic name", made_up=_made_up_not_null)
    not_null_valid: bool = attr(True, meaning="data")
    not_null_no_inherit: bool = attr(False)
    not_null_comment: str | None = attr(None, meaning="harmless")
    default: str | None = attr(None, text="sql")
    generated: str | None = attr(None, meaning="data", text="sql")
    generated_kind: str = attr("", meaning="data")
    identity: str = attr("")
    storage: str = attr("", meaning="harmless")
    compression: str = attr("", meaning="harmless")
    statistics: int | None = attr(None, meaning="harmless")
    options: tuple[str, ...] = attr((), meaning="harmless")
    foreign_options: tuple[str, ...] = attr((), secret=True)
    inherited: int = attr(0)
    local: bool = attr(True)

    @property
    def parent(self) -> ObjectRef | None:
        """The relation."""
        return self.table

    @property
    def automatic(self) -> bool:
        """A view's column."""
        return self.table.kind in {"view", "materialized view"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint(CatalogObject):
    """A constraint of a table or a domain. (NOT NULL is a part of `Column`.)

    Args:
        table: the table, foreign table or domain.
        type: ``primary key``, ``unique``, ``check``, ``foreign key``, ``exclude``.
        definition: the server's text, without the name: ``CHECK ((a > 0))``.
        columns: of the key, or those that a check reads, in the order of the constraint.
        expression: a check's condition.
        references, referenced_columns, on_update, on_delete, match, set_columns: of a foreign key; actions in the
            words of SQL (``no action``, ``cascade`` ...), `set_columns` are those of ``SET NULL (a)``.
        index: of a key or exclusion constraint; for a foreign key the referenced key's index.
        validated: not NOT VALID; `enforced`: not NOT ENFORCED.
        inherited: how many parents' constraints it comes from; `local`: whether defined here as well.
        inherited_from: a partition's constraint: the partitioned table's one.
        trigger_enabled: for a foreign key: the states of its own triggers where one isn't ``origin``.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("constraint",)
    MEANING: ClassVar[str] = "data"

    table: ObjectRef
    type: str = attr("", meaning="data")
    definition: str = attr("", meaning="data", text="sql", compare="rest")
    columns: tuple[str, ...] = attr((), meaning="data")
    expression: str | None = attr(None, meaning="data", text="sql")
    references: ObjectRef | None = attr(None, meaning="data")
    referenced_columns: tuple[str, ...] = attr((), meaning="data")
    on_update: str = attr("", meaning="data")
    on_delete: str = attr("", meaning="data")
    match: str = attr("")
    set_columns: tuple[str, ...] = attr(())
    index: ObjectRef | None = attr(None, compare="never")
    deferrable: bool = attr(False)
    initially_deferred: bool = attr(False)
    validated: bool = attr(True, meaning="data")
    enforced: bool = attr(True, meaning="data")
    no_inherit: bool = attr(False)
    inherited: int = attr(0)
    local: bool = attr(True)
    inherited_from: ObjectRef | None = attr(None)

    @property
    def parent(self) -> ObjectRef | None:
        """The table or domain."""
        return self.table

    @property
    def automatic(self) -> bool:
        """A partition's copy of the partitioned table's constraint."""
        return self.inherited_from is not None or not self.local

    @property
    def maker(self) -> ObjectRef | None:
        """The partitioned table's constraint."""
        return self.inherited_from

    @property
    def automatic_name(self) -> bool:
        """``t_a_check``, ``t_pkey1`` ...: the endings that ChooseConstraintName uses."""
        stem = self.ref.name[-1].rstrip("0123456789")
        return stem.endswith(("_pkey", "_key", "_check", "_fkey", "_excl"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Index(CatalogObject):
    """An index of a table or materialized view, those of keys too.

    Args:
        table: the relation.
        definition: the server's CREATE INDEX text (names the index and the table, so it isn't compared).
        constraint: the constraint that it serves, or None.
        columns: key columns by name, "" where an expression stands.
        include: the INCLUDE columns.
        expressions: text of all expressions, in order, joined by commas; None without one.
        operator_classes, collations, ordering, operator_class_options: per key column (``asc nulls last`` ...).
        predicate: of a partial index.
        statistics: per expression column, SET STATISTICS as ``2=500``.
        valid: False after a failed CREATE INDEX CONCURRENTLY, or on a partitioned table before all are attached.
        attached_to: the index of the partitioned table that it is a partition of.
        clustered: CLUSTER ON; `replica_identity`: REPLICA IDENTITY USING INDEX.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("index",)

    table: ObjectRef
    definition: str = attr("", compare="rest", text="sql")
    constraint: ObjectRef | None = attr(None)
    method: str = attr("btree")
    unique: bool = attr(False, meaning="data")
    nulls_not_distinct: bool = attr(False, meaning="data")
    columns: tuple[str, ...] = attr(())
    include: tuple[str, ...] = attr(())
    expressions: str | None = attr(None, text="sql")
    predicate: str | None = attr(None, text="sql")
    operator_classes: tuple[str, ...] = attr(())
    operator_class_options: tuple[str, ...] = attr(())
    collations: tuple[str, ...] = attr(())
    ordering: tuple[str, ...] = attr(())
    options: tuple[str, ...] = attr((), meaning="harmless")
    statistics: tuple[str, ...] = attr((), meaning="harmless")
    tablespace: str = attr("", meaning="harmless")
    valid: bool = attr(True)
    attached_to: ObjectRef | None = attr(None)
    clustered: bool = attr(False, meaning="harmless")
    replica_identity: bool = attr(False)

    @property
    def parent(self) -> ObjectRef | None:
        """The relation."""
        return self.table

    @property
    def automatic(self) -> bool:
        """A key's index, or a partition's piece of a partitioned index."""
        return self.constraint is not None or self.attached_to is not None

    @property
    def maker(self) -> ObjectRef | None:
        """The key, or the partitioned index."""
        return self.constraint or self.attached_to

    @property
    def automatic_name(self) -> bool:
        """``t_a_idx1``, or a key's automatic name (src/backend/commands/indexcmds.c, ChooseIndexName)."""
        return self.ref.name[-1].rstrip("0123456789").endswith(("_idx", "_pkey", "_key", "_excl"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence(CatalogObject):
    """A sequence.

    Args:
        owned_by: the column that it goes away with, or None.
        identity: whether it belongs to an identity column (then it is altered through that column).
        last_value: where it stands, None where never used or not readable; shown, never counted.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("sequence",)

    type: str = attr("bigint", meaning="data")
    start: int = attr(1)
    increment: int = attr(1)
    minimum: int = attr(1)
    maximum: int = attr(9223372036854775807)
    cache: int = attr(1, meaning="harmless")
    cycle: bool = attr(False)
    owned_by: ObjectRef | None = attr(None)
    identity: bool = attr(False)
    persistence: str = attr("permanent")
    last_value: int | None = attr(None, meaning="harmless", compare="strict", noise="a sequence's position")

    @property
    def parent(self) -> ObjectRef | None:
        """The column that owns it."""
        return self.owned_by

    @property
    def automatic(self) -> bool:
        """An identity column's sequence."""
        return self.identity


@dataclass(frozen=True, slots=True, kw_only=True)
class View(CatalogObject):
    """A view.

    Args:
        definition: the query as the server prints it.
        security_invoker, security_barrier, check_option: its options (`check_option`: "", ``local``, ``cascaded``).
        options: any further ones, and ``security_invoker=on`` where it is said in another way than ``=true``.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("view",)

    definition: str = attr("", text="sql")
    security_invoker: bool = attr(False, meaning="security")
    security_barrier: bool = attr(False, meaning="security")
    check_option: str = attr("", meaning="data")
    options: tuple[str, ...] = attr((), meaning="harmless", compare="strict", noise="another way to say the same")


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterializedView(CatalogObject):
    """A materialized view; `populated` is False after WITH NO DATA."""

    KINDS: ClassVar[tuple[str, ...]] = ("materialized view",)

    definition: str = attr("", text="sql")
    populated: bool = attr(True, compare="strict", noise="whether a materialized view holds its rows")
    access_method: str = attr("heap")
    tablespace: str = attr("", meaning="harmless")
    options: tuple[str, ...] = attr((), meaning="harmless")
