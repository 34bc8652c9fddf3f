"""The two readings of saved queries: each run as one, or statement by statement. What hangs on which of them holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trueup.ref import ObjectRef
from trueup.replay.model import Atomicity, Unit
from trueup.sqltext.quote import literal, qualified

_RELATIONS = frozenset({"table", "view", "materialized view", "foreign table", "sequence", "index"})


def by_statement(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """The same units under the other reading."""
    return tuple(replace(unit, atomicity=Atomicity.STATEMENT) for unit in units)


def by_unit(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """The same units, each as one transaction."""
    return tuple(replace(unit, atomicity=Atomicity.UNIT) for unit in units)


def settling_query(refs: Sequence[ObjectRef]) -> str:
    """One read-only statement whose answer tells which reading is true: run it in production; true or false.

    Args:
        refs: objects that production has under one reading only.

    Returns:
        The statement; it asks for a relation if there is one. "" where none of the objects can be asked for.
    """
    for ref in sorted(refs, key=lambda ref: ref.kind not in _RELATIONS):
        if condition := _exists(ref):
            alias = "".join(c if c.isalnum() else "_" for c in ref.name[0].lower())
            name = f"{alias}_is_there" if ref.kind in _RELATIONS else f"{ref.kind.replace(' ', '_')}_is_there"
            return f"SELECT {condition} AS {name};"
    return ""


def _exists(ref: ObjectRef) -> str:
    if ref.kind in _RELATIONS:
        return f"to_regclass({literal(qualified(ref.schema, *ref.name)).strip()}) IS NOT NULL"
    if ref.kind in {"function", "procedure"} and len(ref.name) > 1:
        text = f"{qualified(ref.schema, ref.name[0])}({ref.name[1]})"
        return f"to_regprocedure({literal(text).strip()}) IS NOT NULL"
    if ref.kind in {"enum", "domain", "composite type", "range type"}:
        return f"to_regtype({literal(qualified(ref.schema, *ref.name)).strip()}) IS NOT NULL"
    catalog = _CATALOGS.get(ref.kind)
    if catalog is None or ref.parent_name is None:
        return ""
    table, name, relation = catalog
    on = literal(qualified(ref.schema, ref.name[0])).strip()
    child = literal(ref.name[1]).strip()
    return f"EXISTS (\n    SELECT FROM {table} WHERE {name} = {child} AND {relation} = to_regclass({on}))"


_CATALOGS = {
    "policy": ("pg_policy", "polname", "polrelid"),
    "trigger": ("pg_trigger", "tgname", "tgrelid"),
    "constraint": ("pg_constraint", "conname", "conrelid"),
    "column": ("pg_attribute", "attname", "attrelid"),
    "rule": ("pg_rewrite", "rulename", "ev_class"),
}
