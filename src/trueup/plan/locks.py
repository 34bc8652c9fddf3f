"""What steps lock of what is in use: measured on a server (`tests/golden/test_locks.py`), told here by kind."""

from __future__ import annotations

from dataclasses import replace

from trueup.catalog.model import Constraint, Index, Table
from trueup.plan.kinds.base import EXCLUSIVE, SHARE_ROW, SHARE_UPDATE
from trueup.plan.node import Node, Op
from trueup.plan.scope import Scope
from trueup.ref import ObjectRef
from trueup.step import Step

RELATIONS = frozenset({"table", "foreign table", "view", "materialized view", "index", "sequence"})
_CREATE = {
    "column": EXCLUSIVE,
    "trigger": SHARE_ROW,
    "rule": EXCLUSIVE,
    "statistics": SHARE_UPDATE,
    "publication table": SHARE_UPDATE,
}
_DROP = {
    "view": EXCLUSIVE,
    "materialized view": EXCLUSIVE,
    "foreign table": EXCLUSIVE,
    "sequence": EXCLUSIVE,
    "rule": EXCLUSIVE,
    "statistics": SHARE_UPDATE,
    "publication table": SHARE_UPDATE,
}
_PARTS = frozenset({"column"})


def comment_lock(ref: ObjectRef, scope: Scope) -> str | None:
    """What COMMENT ON takes: nothing on what the plan makes itself, or on what is no relation."""
    obj = scope.get(ref)
    on_domain = isinstance(obj, Constraint) and obj.table.kind == "domain"
    if ref.kind not in RELATIONS | _PARTS or on_domain or _is_nobodys(ref, scope):
        return None
    return SHARE_UPDATE


def tell_locks(node: Node, scope: Scope) -> None:
    """Fill in what a node's steps lock by their kind, and take away what they lock of what the plan makes itself."""
    usual = {Op.CREATE: _CREATE, Op.DROP: _DROP}.get(node.op, {}).get(node.ref.kind)
    nobodys = node.op is not Op.DROP and _is_nobodys(node.ref, scope) and not _joins_what_is_there(node, scope)
    node.steps = [_with_lock(step, usual, nobodys=nobodys) for step in node.steps]


def _with_lock(step: Step, usual: str | None, *, nobodys: bool) -> Step:
    if nobodys:
        return replace(step, lock=None, rewrites=False, scans=False)
    return replace(step, lock=usual) if step.lock is None and usual is not None else step


def _joins_what_is_there(node: Node, scope: Scope) -> bool:
    """Whether it attaches a new partition's index to one that is in use."""
    obj = scope.get(node.ref)
    return (
        node.op is Op.ALTER
        and isinstance(obj, Index)
        and obj.attached_to is not None
        and not scope.is_new(obj.attached_to)
    )


def _is_nobodys(ref: ObjectRef, scope: Scope) -> bool:
    """Whether the relation that it is, or is on, is made by the plan; a foreign key locks the other table too."""
    obj = scope.get(ref) or scope.old(ref)
    if isinstance(obj, Constraint) and obj.references is not None and not scope.is_new(obj.references):
        return False
    if isinstance(obj, Table) and obj.partition_of is not None and not scope.is_new(obj.partition_of):
        return False
    relation = ref if ref.kind in RELATIONS - {"index"} else obj.parent if obj is not None else None
    return scope.is_new(relation)
