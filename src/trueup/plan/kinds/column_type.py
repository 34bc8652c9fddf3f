"""ALTER COLUMN ... TYPE, with the USING that fits."""

from __future__ import annotations

from trueup.catalog.model import Column
from trueup.plan import sql
from trueup.plan.kinds.base import EXCLUSIVE, step
from trueup.plan.kinds.column_text import typed
from trueup.plan.scope import Delta, Scope
from trueup.step import Hazard, Step

# Changes that PostgreSQL makes without USING and without looking at the rows again (ATColumnChangeRequiresRewrite,
# src/backend/commands/tablecmds.c): the stored bytes stay as they are.
_SAME_BYTES = {("varchar", "text"), ("character varying", "text"), ("cidr", "inet")}
# Implicit casts that hold for every value (pg_cast): no USING, and no row in the way.
_WIDER = {
    ("smallint", "integer"),
    ("smallint", "bigint"),
    ("integer", "bigint"),
    ("smallint", "numeric"),
    ("integer", "numeric"),
    ("bigint", "numeric"),
    ("real", "double precision"),
    ("date", "timestamp without time zone"),
    ("timestamp without time zone", "timestamp with time zone"),
    ("character varying", "text"),
    ("cidr", "inet"),
}


def change(delta: Delta, scope: Scope) -> list[Step]:
    """The steps that change a column's type or collation; not ONLY, since children must follow."""
    old: Column = delta.old
    new: Column = delta.new
    kind = new.table.kind
    named = sql.quote(new.ref.name[1])
    if kind == "materialized view":
        return []
    text = f"ALTER {kind.upper()} {sql.name(new.table)} ALTER COLUMN {named} TYPE {typed(new)}"
    if new.collation:
        text += f" COLLATE {new.collation}"
    using = _using(old, new, scope)
    if using and kind == "table" and new.generated is None:
        text += f" USING {using}"
    same = old.type == new.type or (stem(old.type), stem(new.type)) in _SAME_BYTES or _widens(old.type, new.type)
    rewrites = kind == "table" and (not same or new.ref in scope.loosened_types)
    narrower = stem(old.type) == stem(new.type) and "(" in new.type
    hazards = [Hazard.MAY_FAIL_ON_ROWS] if using or narrower else []
    return [
        step(
            f"{text};",
            new.ref,
            f"type: {old.type} becomes {new.type}",
            lock=EXCLUSIVE,
            rewrites=rewrites,
            hazards=hazards,
        )
    ]


def stem(type_: str) -> str:
    """A type without its modifier: ``numeric(10,2)`` is ``numeric``."""
    head, bracket, rest = type_.partition("(")
    return head + rest.partition(")")[2] if bracket else type_


def _widens(old: str, new: str) -> bool:
    return stem(old) == stem(new) == "character varying" and "(" not in new


def _using(old: Column, new: Column, scope: Scope) -> str:
    """The expression for the rows that are there, or "" where PostgreSQL converts by itself."""
    told = scope.options.using.get(new.ref)
    if told:
        return told
    named = sql.quote(new.ref.name[1])
    if new.ref in scope.loosened_types:
        return f"{named}::{new.type}"
    if stem(old.type) == stem(new.type) or (old.type, new.type) in _WIDER:
        return ""
    if new.type == f"{old.type}[]":
        return f"CASE WHEN {named} IS NOT NULL THEN ARRAY[{named}] END"
    if _is_users(old.type, scope) or _is_users(new.type, scope):
        between = "text[]" if old.type.endswith("[]") and new.type.endswith("[]") else "text"
        return f"{named}::{between}::{new.type}"
    return f"{named}::{new.type}"


def _is_users(type_: str, scope: Scope) -> bool:
    """Whether it is a type that the schema defines: only by way of its text can it become another one."""
    return "." in stem(type_).replace('"', "").split("[")[0]
