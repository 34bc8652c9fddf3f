"""Constraints of tables and domains (manual, ALTER TABLE, ALTER DOMAIN). NOT NULL is a column's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trueup.catalog.model import Constraint, Index, Table
from trueup.plan import sql
from trueup.plan.kinds.base import EXCLUSIVE, SHARE, SHARE_ROW, SHARE_UPDATE, Kind, altered, made, step
from trueup.plan.kinds.index import attach_needed, attach_node
from trueup.plan.kinds.names import attachment, pieces
from trueup.plan.node import Node
from trueup.plan.scope import Delta, Scope
from trueup.ref import ObjectRef
from trueup.step import Hazard, Step

KEYS = frozenset({"primary key", "unique", "exclude"})


def target(constraint: Constraint, *, only: bool = False) -> str:
    """``ALTER TABLE t`` or ``ALTER DOMAIN d``."""
    if constraint.table.kind == "domain":
        return f"ALTER DOMAIN {sql.name(constraint.table)}"
    return f"ALTER {constraint.table.kind.upper()} {'ONLY ' if only else ''}{sql.name(constraint.table)}"


def create(constraint: Constraint, scope: Scope) -> Sequence[Node]:
    """ADD CONSTRAINT; on a table with rows in it NOT VALID first, then VALIDATE, which blocks nobody."""
    index = scope.get(constraint.index)
    also = [constraint.index] if constraint.index and constraint.type in KEYS else []
    comes_by_itself = _comes_by_itself(constraint, scope)
    if comes_by_itself is not None:
        node = made(constraint, [], also=also)
        node.needs = frozenset(comes_by_itself)
        return [node]
    node = made(constraint, [], also=also)
    node.steps = _add(constraint, scope)
    node.needs = frozenset(_children_that_are_valid(constraint, scope))
    node.ignores = frozenset({constraint.inherited_from} if constraint.inherited_from else ())
    if constraint.type == "foreign key" and constraint.index is not None:
        node.needs |= {pieces(constraint.index)}
    if isinstance(index, Index) and constraint.type in KEYS:
        node.ignores |= {index.attached_to} if index.attached_to else set()
        node.steps += [step(t, constraint.ref, "part of its index") for t in _index_details(index)]
        if attach_needed(index, scope):
            return [node, attach_node(index, scope)]
    return [node]


def _comes_by_itself(constraint: Constraint, scope: Scope) -> list[ObjectRef] | None:
    """A child's or partition's copy of a constraint comes with the parent's, if child and parent are there already."""
    if constraint.local and constraint.inherited_from is None:
        return None
    table = scope.get(constraint.table)
    if not isinstance(table, Table):
        return None
    fresh = table.partition_of is not None and scope.is_new(constraint.table)
    if constraint.type in KEYS or (fresh and constraint.type != "foreign key"):
        return None  # made with its own name, then attached
    above = [constraint.inherited_from] if constraint.inherited_from else _parents_constraints(constraint, table, scope)
    return [*above, attachment(constraint.table)] if above else None


def _parents_constraints(constraint: Constraint, table: Table, scope: Scope) -> list[ObjectRef]:
    parents = [table.partition_of, *table.inherits]
    found: list[ObjectRef] = []
    for parent in parents:
        if parent is not None:
            found += [
                c.ref for c in scope.after.children(parent, "constraint") if c.ref.name[1] == constraint.ref.name[1]
            ]
    return found


def _children_that_are_valid(constraint: Constraint, scope: Scope) -> Iterator[ObjectRef]:
    """A child's own valid check comes before the parent's NOT VALID one: it would conflict with that one's copy."""
    if constraint.type != "check" or constraint.validated:
        return
    for other in scope.after.of_kind("constraint"):
        if isinstance(other, Constraint) and other.local and other.inherited and other.validated:
            table = scope.get(other.table)
            if (
                isinstance(table, Table)
                and constraint.table in table.inherits
                and other.ref.name[1] == constraint.ref.name[1]
            ):
                yield other.ref


def _add(constraint: Constraint, scope: Scope) -> list[Step]:
    fresh = scope.is_new(constraint.table)
    only = _keys_of_partitioned(constraint, scope)
    text = f"{target(constraint, only=only)} ADD CONSTRAINT {sql.quote(constraint.ref.name[1])} {constraint.definition}"
    later = (
        scope.options.online
        and not scope.options.transaction
        and not fresh
        and constraint.validated
        and constraint.enforced
        and constraint.type in {"check", "foreign key"}
        and not _partitioned(constraint, scope)
    )
    lock = None if constraint.table.kind == "domain" else SHARE_ROW if constraint.type == "foreign key" else EXCLUSIVE
    scans = not fresh and constraint.validated and constraint.enforced
    hazards = [Hazard.MAY_FAIL_ON_ROWS] if scans else []
    if not later:
        return [step(f"{text};", constraint.ref, f"new {constraint.type}", lock=lock, scans=scans, hazards=hazards)]
    return [
        step(f"{text} NOT VALID;", constraint.ref, f"new {constraint.type}, for new rows", lock=lock),
        validate(constraint),
    ]


def _partitioned(constraint: Constraint, scope: Scope) -> bool:
    table = scope.get(constraint.table)
    return isinstance(table, Table) and table.partition_key is not None


def _keys_of_partitioned(constraint: Constraint, scope: Scope) -> bool:
    return constraint.type in KEYS and _partitioned(constraint, scope)


def validate(constraint: Constraint) -> Step:
    """VALIDATE CONSTRAINT."""
    text = f"{target(constraint)} VALIDATE CONSTRAINT {sql.quote(constraint.ref.name[1])};"
    return step(
        text,
        constraint.ref,
        "check the rows that are there",
        lock=SHARE if constraint.table.kind == "domain" else SHARE_UPDATE,
        scans=True,
        hazards=[Hazard.MAY_FAIL_ON_ROWS],
    )


def _index_details(index: Index) -> list[str]:
    named = f"ALTER INDEX {sql.name(index.ref)}"
    found = []
    if index.options:
        found.append(f"{named} SET ({sql.options_list(index.options)});")
    if index.tablespace:
        found.append(f"{named} SET TABLESPACE {sql.quote(index.tablespace)};")
    if index.clustered:
        found.append(f"ALTER TABLE {sql.name(index.table)} CLUSTER ON {sql.quote(index.ref.name[0])};")
    return found


def alter(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """What can be changed in place: validation, and the deferrability and enforcement of foreign keys."""
    new: Constraint = delta.new
    in_place = {
        "validated",
        "deferrable",
        "initially_deferred",
        "inherited",
        "local",
        "enforced",
        "no_inherit",
        "definition",
    }
    in_place |= {"inherited_from"}
    if not delta.fields <= in_place or not _same_but_flags(delta):
        return None
    steps: list[Step] = []
    if delta.any("deferrable", "initially_deferred", "enforced"):
        if new.type != "foreign key" or (delta.any("enforced") and new.enforced and not new.validated):
            return None
        text = f"{target(new)} ALTER CONSTRAINT {sql.quote(new.ref.name[1])} {_flags(delta)};"
        steps.append(step(text, new.ref, "when it is checked", lock=EXCLUSIVE))
    if "validated" in delta and new.enforced and delta.old.enforced:
        if not new.validated:
            return None
        steps.append(validate(new))
    if "no_inherit" in delta:
        return None
    if "definition" in delta and not steps:
        return None
    return [altered(new.ref, steps)]


def _same_but_flags(delta: Delta) -> bool:
    """Whether the definitions differ in their trailing words only, which the flags tell."""
    return _head(delta.old) == _head(delta.new)


def _head(constraint: Constraint) -> str:
    text = constraint.definition
    for tail in (" NOT VALID", " NOT ENFORCED", " INITIALLY DEFERRED", " DEFERRABLE", " NO INHERIT"):
        text = text.removesuffix(tail)
    return text


def _flags(delta: Delta) -> str:
    new: Constraint = delta.new
    words = []
    if delta.any("deferrable", "initially_deferred"):
        words.append("DEFERRABLE" if new.deferrable else "NOT DEFERRABLE")
        if new.deferrable:
            words.append("INITIALLY DEFERRED" if new.initially_deferred else "INITIALLY IMMEDIATE")
    if "enforced" in delta:
        words.append("ENFORCED" if new.enforced else "NOT ENFORCED")
    return " ".join(words)


def _goes_with_an_index(constraint: Constraint, scope: Scope) -> bool:
    """A partition's key whose index is a piece of a partitioned index without a constraint: it goes with that one."""
    index = scope.old(constraint.index) if constraint.type in KEYS else None
    above = scope.old(index.attached_to) if isinstance(index, Index) else None
    return isinstance(above, Index) and above.constraint is None and above.ref in scope.dropped


def drop(constraint: Constraint, scope: Scope) -> list[Step]:
    """DROP CONSTRAINT; a copy goes with the parent's."""
    if (not constraint.local or constraint.inherited_from is not None) and not scope.is_detached(constraint.table):
        return []
    if _goes_with_an_index(constraint, scope):
        return []
    text = f"{target(constraint)} DROP CONSTRAINT {sql.quote(constraint.ref.name[1])};"
    lock = None if constraint.table.kind == "domain" else EXCLUSIVE
    return [step(text, constraint.ref, "it is not wanted any more", lock=lock)]


KIND = Kind(rank=40, create=create, alter=alter, drop=drop)
