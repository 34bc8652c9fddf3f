"""Types, collations, conversions and text search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trueup.catalog.model.base import CatalogObject, attr
from trueup.ref import ObjectRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Enum(CatalogObject):
    """An enum; `labels` in their order."""

    KINDS: ClassVar[tuple[str, ...]] = ("enum",)

    labels: tuple[str, ...] = attr((), meaning="data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain(CatalogObject):
    """A domain; its CHECK constraints are `Constraint`s whose table is the domain."""

    KINDS: ClassVar[tuple[str, ...]] = ("domain",)

    type: str = attr("", meaning="data")
    collation: str | None = attr(None)
    not_null: bool = attr(False, meaning="data")
    not_null_name: str | None = attr(None, meaning="harmless", compare="strict", noise="name of a NOT NULL constraint")
    default: str | None = attr(None, text="sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeType(CatalogObject):
    """A stand-alone composite type; its attributes are objects of their own."""

    KINDS: ClassVar[tuple[str, ...]] = ("composite type",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute(CatalogObject):
    """An attribute of a composite type; ref ("attribute", schema, (type, name))."""

    KINDS: ClassVar[tuple[str, ...]] = ("attribute",)

    composite: ObjectRef
    position: int = attr(0, meaning="data", compare="order")
    type: str = attr("", meaning="data")
    collation: str | None = attr(None)

    @property
    def parent(self) -> ObjectRef | None:
        """The composite type."""
        return self.composite


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeType(CatalogObject):
    """A range type, with its multirange (PostgreSQL 14 on)."""

    KINDS: ClassVar[tuple[str, ...]] = ("range type",)

    subtype: str = attr("", meaning="data")
    operator_class: str = attr("")
    collation: str | None = attr(None)
    canonical: str = attr("")
    difference: str = attr("")
    multirange: str | None = attr(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseType(CatalogObject):
    """A base or shell type; `parts`: what CREATE TYPE took, as sorted ``name=value``."""

    KINDS: ClassVar[tuple[str, ...]] = ("base type",)

    defined: bool = attr(True)
    parts: tuple[str, ...] = attr((), meaning="data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Collation(CatalogObject):
    """A collation. `version` is the library's, shown only."""

    KINDS: ClassVar[tuple[str, ...]] = ("collation",)

    provider: str = attr("")
    deterministic: bool = attr(True)
    encoding: int = attr(-1)
    collate: str | None = attr(None)
    ctype: str | None = attr(None)
    locale: str | None = attr(None)
    rules: str | None = attr(None)
    version: str | None = attr(None, meaning="harmless", compare="strict", noise="version of a collation's library")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion(CatalogObject):
    """An encoding conversion."""

    KINDS: ClassVar[tuple[str, ...]] = ("conversion",)

    source: str = attr("")
    target: str = attr("")
    function: str = attr("")
    default: bool = attr(False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchParser(CatalogObject):
    """A text-search parser; `functions` as ``start=...``."""

    KINDS: ClassVar[tuple[str, ...]] = ("text search parser",)

    functions: tuple[str, ...] = attr(())


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchTemplate(CatalogObject):
    """A text-search template; `functions` as ``lexize=...``."""

    KINDS: ClassVar[tuple[str, ...]] = ("text search template",)

    functions: tuple[str, ...] = attr(())


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchDictionary(CatalogObject):
    """A text-search dictionary; `options` as the server keeps them."""

    KINDS: ClassVar[tuple[str, ...]] = ("text search dictionary",)

    template: str = attr("")
    options: str | None = attr(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchConfiguration(CatalogObject):
    """A text-search configuration; `mappings`: (token type, dictionaries in order)."""

    KINDS: ClassVar[tuple[str, ...]] = ("text search configuration",)

    parser: str = attr("")
    mappings: tuple[tuple[str, tuple[str, ...]], ...] = attr(())
