"""Functions, procedures, aggregates, operators and casts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trueup.catalog.model.base import CatalogObject, attr
from trueup.ref import ObjectRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument. `mode`: in, out, inout, variadic, table; `default` as the server prints it."""

    name: str = ""
    type: str = ""
    mode: str = "in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Function(CatalogObject):
    """A function, window function or procedure.

    Args:
        arguments: all, OUT and TABLE ones too.
        argument_text: the server's argument list with names, modes and defaults (pg_get_function_arguments).
        defaults: the default expressions of the last arguments, as one text, or None.
        returns: as CREATE FUNCTION takes it (``SETOF public.t``, ``TABLE(a integer)``); None for a procedure.
        body: source text (for C and internal: the symbol); None where `sql_body` holds it.
        sql_body: a ``BEGIN ATOMIC`` or ``RETURN`` body as the server prints it, or None.
        library: the object file of a C function.
        settings: ``search_path=""`` ... from the SET clauses.
        support: planner support function, qualified, or "".
        transforms: types of the TRANSFORM FOR TYPE clause.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("function", "procedure")

    arguments: tuple[Argument, ...] = attr(())
    argument_text: str = attr("", text="sql", compare="rest")
    defaults: str | None = attr(None, text="sql")
    returns: str | None = attr(None, text="sql")
    language: str = attr("sql")
    body: str | None = attr(None, text="body")
    sql_body: str | None = attr(None, text="sql")
    library: str | None = attr(None)
    window: bool = attr(False)
    volatility: str = attr("volatile")
    parallel: str = attr("unsafe")
    strict: bool = attr(False)
    leakproof: bool = attr(False, meaning="security")
    security_definer: bool = attr(False, meaning="security")
    cost: float = attr(100.0, meaning="harmless")
    rows: float = attr(0.0, meaning="harmless")
    settings: tuple[str, ...] = attr((), meaning="security")
    support: str = attr("", meaning="harmless")
    transforms: tuple[str, ...] = attr(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(CatalogObject):
    """An aggregate: all of CREATE AGGREGATE's parts that differ from nothing, as sorted ``name=value``."""

    KINDS: ClassVar[tuple[str, ...]] = ("aggregate",)

    arguments: str = attr("", text="sql")
    returns: str = attr("")
    kind: str = attr("normal")
    transition: str = attr("")
    parts: tuple[str, ...] = attr(())
    initial_value: str | None = attr(None)
    moving_initial_value: str | None = attr(None)
    parallel: str = attr("unsafe")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator(CatalogObject):
    """An operator. Its ref's name is (symbol, "left, right") with ``NONE`` for the missing side."""

    KINDS: ClassVar[tuple[str, ...]] = ("operator",)
    RENAMABLE: ClassVar[bool] = False

    left: str | None = attr(None)
    right: str | None = attr(None)
    result: str = attr("")
    function: str = attr("")
    commutator: str | None = attr(None)
    negator: str | None = attr(None)
    restrict: str = attr("")
    join: str = attr("")
    hashes: bool = attr(False)
    merges: bool = attr(False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorFamily(CatalogObject):
    """An operator family; ref name (name, access method). `members`: loose operators and functions, one text each."""

    KINDS: ClassVar[tuple[str, ...]] = ("operator family",)

    method: str = attr("")
    members: tuple[str, ...] = attr(())


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorClass(CatalogObject):
    """An operator class; ref name (name, access method). `members`: its operators and functions, one text each."""

    KINDS: ClassVar[tuple[str, ...]] = ("operator class",)

    method: str = attr("")
    type: str = attr("")
    family: ObjectRef | None = attr(None)
    default: bool = attr(False)
    storage: str | None = attr(None)
    members: tuple[str, ...] = attr(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast(CatalogObject):
    """A cast; ref (source, target). `method`: function, inout, binary; `context`: explicit, assignment, implicit."""

    KINDS: ClassVar[tuple[str, ...]] = ("cast",)
    RENAMABLE: ClassVar[bool] = False

    source: str = attr("")
    target: str = attr("")
    function: str | None = attr(None)
    method: str = attr("function")
    context: str = attr("explicit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transform(CatalogObject):
    """A transform; ref name (type, language)."""

    KINDS: ClassVar[tuple[str, ...]] = ("transform",)
    RENAMABLE: ClassVar[bool] = False

    type: str = attr("")
    language: str = attr("")
    from_sql: str | None = attr(None)
    to_sql: str | None = attr(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language(CatalogObject):
    """A procedural language that no extension brought."""

    KINDS: ClassVar[tuple[str, ...]] = ("language",)

    trusted: bool = attr(False, meaning="security")
    handler: str = attr("")
    inline: str = attr("")
    validator: str = attr("")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessMethod(CatalogObject):
    """An access method that no extension brought. `type`: index or table."""

    KINDS: ClassVar[tuple[str, ...]] = ("access method",)

    type: str = attr("")
    handler: str = attr("")
