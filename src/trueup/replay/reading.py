"""The two readings of saved queries: each run as one, or statement by statement. What hangs on which of them holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from trueup.ref import CHILD_KINDS, ObjectRef
from trueup.replay.model import Atomicity, Outcome, Replay, Status, Unit
from trueup.sqltext.quote import literal, qualified

_RELATIONS = frozenset({"table", "view", "materialized view", "foreign table", "sequence", "index"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HangingUnit:
    """A unit with a refused statement: run as one transaction, it left nothing; run in parts, it left all but that.

    Args:
        unit: its name.
        refused: the statements that the server refuses, whichever reading holds.
        objects: what is there only if it was run statement by statement, without what lives on one of them.
        changes: statements that changed something that was there before, and so hang on the reading as well.
    """

    unit: str
    refused: tuple[Outcome, ...]
    objects: tuple[ObjectRef, ...]
    changes: tuple[Outcome, ...] = ()


def hanging(result: Replay) -> tuple[HangingUnit, ...]:
    """The units whose effect hangs on the reading, in order, from a replay in which they ran as one each."""
    found = []
    for unit in result.units:
        if unit.atomicity is not Atomicity.UNIT:
            continue
        outcomes = [o for o in result.outcomes if o.unit == unit.name]
        refused = tuple(o for o in outcomes if o.error is not None)
        lost = [o for o in outcomes if o.error is None and o.status in {Status.ROLLED_BACK, Status.NOT_RUN}]
        made = tuple(dict.fromkeys(ref for o in lost for ref in o.created))
        changes = tuple(o for o in lost if o.altered or o.dropped or o.renamed)
        if refused and (made or changes):
            found.append(HangingUnit(unit=unit.name, refused=refused, objects=_outermost(made), changes=changes))
    return tuple(found)


def _outermost(refs: Sequence[ObjectRef]) -> tuple[ObjectRef, ...]:
    """Without columns, policies, indexes and so on of a table that is among them."""
    tables = {(r.schema, r.name[0]) for r in refs if r.kind in {"table", "view", "materialized view"}}
    inner = {r for r in refs if r.kind in CHILD_KINDS and (r.schema, r.name[0]) in tables}
    return tuple(r for r in refs if r not in inner and not (r.kind in {"index", "sequence"} and tables))


def by_statement(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """The same units under the other reading."""
    return tuple(replace(unit, atomicity=Atomicity.STATEMENT) for unit in units)


def by_unit(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """The same units, each as one transaction."""
    return tuple(replace(unit, atomicity=Atomicity.UNIT) for unit in units)


def settling_query(units: Sequence[HangingUnit]) -> str:
    """One read-only query that tells which reading holds: run it in production; a row per unit, true or false.

    It looks for one object of each unit, a table if there is one; "" where none of them can be looked for.
    """
    parts = []
    for unit in units:
        ref = next((r for r in unit.objects if r.kind == "table"), unit.objects[0] if unit.objects else None)
        condition = _exists(ref) if ref is not None else ""
        if condition and ref is not None:
            name = literal(f"{unit.unit}: {ref}").strip()
            parts.append(f"SELECT {name} AS what, {condition} AS is_there")
    return "\nUNION ALL\n".join(parts) + ";" if parts else ""


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
    return f"EXISTS (SELECT FROM {table} WHERE {name} = {child} AND {relation} = to_regclass({on}))"


_CATALOGS = {
    "policy": ("pg_policy", "polname", "polrelid"),
    "trigger": ("pg_trigger", "tgname", "tgrelid"),
    "constraint": ("pg_constraint", "conname", "conrelid"),
    "column": ("pg_attribute", "attname", "attrelid"),
    "rule": ("pg_rewrite", "rulename", "ev_class"),
}
