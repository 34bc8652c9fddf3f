"""Which objects have to be dropped and made again: what they depend on is, or is changed in a way that they block.

PostgreSQL refuses to drop what something depends on, and to change the type of a column that a view, a rule, a policy,
a trigger, a routine's parsed body or a generated column reads (ATExecAlterColumnType in tablecmds.c).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from trueup.catalog.model import Column, Constraint, Index, Sequence, Table
from trueup.plan.kinds import KINDS
from trueup.plan.kinds.inheritance import divides
from trueup.plan.scope import Delta, Scope
from trueup.ref import ObjectRef

_BLOCKS_TYPE_CHANGE = frozenset(
    {"view", "materialized view", "rule", "policy", "trigger", "function", "procedure", "publication table"}
)
_TYPES = frozenset(
    {"enum", "domain", "composite type", "range type", "base type", "table", "collation", "view", "foreign table"}
)
_NOTES = frozenset({"owner", "comment"})
_CALLED = frozenset({"function", "sequence", "operator", "aggregate", "cast"})


@dataclass(slots=True, kw_only=True)
class Work:
    """What there is to do, before it is put into steps.

    Args:
        removed, added: only in FROM, only in TO.
        changed: in both, differing.
        replaced: in both, dropped and made again.
    """

    removed: set[ObjectRef] = field(default_factory=set)
    added: set[ObjectRef] = field(default_factory=set)
    changed: dict[ObjectRef, Delta] = field(default_factory=dict)
    replaced: set[ObjectRef] = field(default_factory=set)


def expand(work: Work, scope: Scope) -> None:
    """Fill `work.replaced`, `scope.dropped` and `scope.made` until nothing that goes is still needed by what stays."""
    needed = scope.needed_by
    scope.dropped |= work.removed
    scope.made |= work.added
    queue = sorted(work.removed)
    for ref, delta in work.changed.items():
        if delta.fields <= _NOTES:  # an owner or a comment is always set in place
            continue
        own = delta.own
        if ref in scope.options.rebuild or (own.fields and KINDS[ref.kind].alter(own, scope) is None):
            _replace(_whole(ref, scope), work, scope, queue)
    for ref, delta in work.changed.items():
        if isinstance(delta.new, Column) and delta.any("type", "collation") and ref not in scope.dropped:
            if divides(delta.old, scope.before):
                _replace(delta.old.table, work, scope, queue)
                continue
            _replace_all(_blockers(ref, needed, scope), work, scope, queue)
            _replace_all(_foreign_keys(delta, needed, scope), work, scope, queue)
    for ref in scope.options.rebuild:
        if ref in scope.before.objects and ref in scope.after.objects:
            _replace(ref, work, scope, queue)
    while queue:
        ref = queue.pop()
        for other in sorted(needed.get(ref, ())):
            if other not in scope.dropped and other in scope.after.objects:
                _loosen_or_replace(other, ref, work, scope, queue, needed)


def _replace(ref: ObjectRef, work: Work, scope: Scope, queue: list[ObjectRef]) -> None:
    if ref in scope.dropped or ref not in scope.before.objects or ref not in scope.after.objects:
        return
    scope.dropped.add(ref)
    scope.made.add(ref)
    work.replaced.add(ref)
    queue.append(ref)
    obj = scope.before.objects[ref]
    if isinstance(obj, Index) and obj.attached_to is not None and not scope.is_detached(obj.table):
        _replace(obj.attached_to, work, scope, queue)  # a piece can't be taken out of a partitioned index


def _replace_all(refs: Iterable[ObjectRef], work: Work, scope: Scope, queue: list[ObjectRef]) -> None:
    for ref in sorted(refs):
        _replace(_whole(ref, scope), work, scope, queue)


def _whole(ref: ObjectRef, scope: Scope) -> ObjectRef:
    """A view's column or a composite type's attribute can't be made anew alone."""
    obj = scope.before.objects[ref]
    if ref.kind == "attribute" or (isinstance(obj, Column) and obj.table.kind in {"view", "materialized view"}):
        assert obj.parent is not None
        return obj.parent
    if isinstance(obj, Index) and obj.constraint is not None:
        return obj.constraint
    return ref


def _loosen_or_replace(
    other: ObjectRef,
    gone: ObjectRef,
    work: Work,
    scope: Scope,
    queue: list[ObjectRef],
    needed: Mapping[ObjectRef, set[ObjectRef]],
) -> None:
    """`other` stays and needs `gone`: let go for a while if it holds rows, else make it anew too."""
    obj = scope.before.objects[other]
    if isinstance(obj, Sequence) and obj.owned_by == gone and not obj.identity:
        _touch(other, "owned_by", work, scope)
        return
    if isinstance(obj, Constraint | Index) and gone.kind == other.kind and scope.is_detached(obj.table):
        if isinstance(obj, Index):  # it stays, on its own until the new one above it is there
            _touch(other, "attached_to", work, scope)
        return
    if isinstance(obj, Table) and gone in {obj.partition_of, *obj.inherits, obj.of_type}:
        for name in ("partition_of", "inherits", "of_type"):
            if getattr(obj, name) == gone or (name == "inherits" and gone in obj.inherits):
                _touch(other, name, work, scope)
        return
    if isinstance(obj, Column) and obj.table.kind in {"table", "foreign table"} and obj.table not in scope.dropped:
        _loosen_column(obj, gone, work, scope, queue, needed)
        return
    part = gone in {obj.parent, getattr(obj, "constraint", None)}  # it goes with `gone`, however that comes about
    _replace(other if part else _whole(other, scope), work, scope, queue)


def _loosen_column(
    column: Column,
    gone: ObjectRef,
    work: Work,
    scope: Scope,
    queue: list[ObjectRef],
    needed: Mapping[ObjectRef, set[ObjectRef]],
) -> None:
    after = scope.after.objects[column.ref]
    assert isinstance(after, Column)
    if gone.kind in _TYPES:
        if _is_made_again(gone, scope) and after.type == column.type and after.generated is None:
            if divides(column, scope.before):
                _replace(column.table, work, scope, queue)
                return
            scope.loosened_types.add(column.ref)
            _touch(column.ref, "", work, scope)
            statistics = [ref for ref in needed.get(column.ref, ()) if ref.kind == "statistics"]
            _replace_all([*_blockers(column.ref, needed, scope), *statistics], work, scope, queue)
            _replace_all(_foreign_keys(work.changed[column.ref], needed, scope), work, scope, queue)
            return
        if column.ref in work.changed and column.generated is None:
            return  # its type changes, away from what goes
    if column.generated is not None or (gone.kind == "column" and after.generated is not None):
        _replace(column.ref, work, scope, queue)
    elif gone.kind in _CALLED and column.default is not None:
        scope.loosened.add(column.ref)
        _touch(column.ref, "", work, scope)
    elif gone.kind == "column":
        return  # an inherited column whose parent's column goes: it stays as its own
    elif gone.kind not in {"constraint", "schema", "extension"}:
        scope.loosened.add(column.ref)
        _touch(column.ref, "", work, scope)


def _is_made_again(type_: ObjectRef, scope: Scope) -> bool:
    """Whether there is a type of that name on the other side, perhaps of another kind."""
    return any(ObjectRef(kind, type_.schema, type_.name) in scope.after.objects for kind in _TYPES)


def _touch(ref: ObjectRef, name: str, work: Work, scope: Scope) -> None:
    """Make sure that an object is altered, and that this field counts as differing."""
    known = work.changed.get(ref)
    fields = (known.fields if known else frozenset()) | ({name} if name else frozenset())
    work.changed[ref] = Delta(old=scope.before.objects[ref], new=scope.after.objects[ref], fields=fields)


def _blockers(column: ObjectRef, needed: Mapping[ObjectRef, set[ObjectRef]], scope: Scope) -> list[ObjectRef]:
    """What PostgreSQL does not carry over when a column's type changes."""
    found = []
    for other in needed.get(column, ()):
        obj = scope.before.objects.get(other)
        if other.kind in _BLOCKS_TYPE_CHANGE:
            found.append(other)
        elif isinstance(obj, Column):
            generated = obj.generated is not None and obj.table == _table(column, scope)
            if generated or obj.table.kind in {"view", "materialized view"}:
                found.append(other)
    return found


def _table(column: ObjectRef, scope: Scope) -> ObjectRef | None:
    return scope.before.objects[column].parent


def _foreign_keys(delta: Delta, needed: Mapping[ObjectRef, set[ObjectRef]], scope: Scope) -> list[ObjectRef]:
    """Foreign keys whose two sides can't be compared while only one of them has its new type."""
    family = frozenset({"smallint", "integer", "bigint"})
    if delta.old.type in family and delta.new.type in family:
        return []
    found = []
    for obj in scope.before.of_kind("constraint"):
        if isinstance(obj, Constraint) and obj.type == "foreign key":
            own = obj.table == delta.new.table and delta.new.ref.name[1] in obj.columns
            far = obj.references == delta.new.table and delta.new.ref.name[1] in obj.referenced_columns
            if own or far:
                found.append(obj.ref)
    return found
