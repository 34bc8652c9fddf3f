"""Columns of relations: in CREATE TABLE, by ADD COLUMN, and changed in place (manual, ALTER TABLE)."""

from __future__ import annotations

from collections.abc import Sequence as Seq

from trueup.catalog.model import Column, Sequence, Table
from trueup.plan import sql
from trueup.plan.kinds import column_type, inheritance, not_null
from trueup.plan.kinds.base import EXCLUSIVE, SHARE_UPDATE, Kind, altered, made, step
from trueup.plan.kinds.column_text import parent_column, relation, target, typed
from trueup.plan.kinds.sequence import options_text
from trueup.plan.node import Node, Op
from trueup.plan.scope import Delta, Scope
from trueup.ref import ObjectRef
from trueup.step import Hazard, Step


def identity_sequences(column: Column, scope: Scope, *, before: bool = False) -> list[Sequence]:
    """The sequence of an identity column (none for a partition's: it uses its parent's)."""
    if not column.identity:
        return []
    catalog = scope.before if before else scope.after
    return [s for s in catalog.children(column.ref, "sequence") if isinstance(s, Sequence) and s.identity]


def default_needs(column: Column, scope: Scope) -> list[ObjectRef]:
    """What only the column's default needs: functions and sequences."""
    kinds = {"function", "sequence", "aggregate", "operator"}
    return [ref for ref in scope.after.depends.get(column.ref, ()) if ref.kind in kinds]


def clause(column: Column, scope: Scope, *, of_type: bool = False) -> str:
    """A column as CREATE TABLE and ADD COLUMN take it."""
    parts = [sql.quote(column.ref.name[1])]
    if of_type:
        parts.append("WITH OPTIONS")
    else:
        parts.append(typed(column))
        if column.collation:
            parts.append(f"COLLATE {column.collation}")
    if column.foreign_options:
        parts.append(sql.foreign_options(column.foreign_options))
    if column.generated is not None:
        parts.append(f"GENERATED ALWAYS AS ({column.generated}) {(column.generated_kind or 'stored').upper()}")
    elif column.identity and not _inherits_identity(column, scope):
        parts.append(_identity(column, scope))
    elif column.default is not None and column.ref not in scope.deferred:
        parts.append(f"DEFAULT {column.default}")
    if column.not_null and column.not_null_valid:
        parts.append(not_null.clause(column, scope))
    return " ".join(parts)


def _inherits_identity(column: Column, scope: Scope) -> bool:
    table = scope.get(column.table)
    return isinstance(table, Table) and table.partition_of is not None


def _identity(column: Column, scope: Scope) -> str:
    options = ""
    for sequence in identity_sequences(column, scope):
        options = f" (SEQUENCE NAME {sql.name(sequence.ref)} {options_text(sequence)})"
    return f"GENERATED {column.identity.upper()} AS IDENTITY{options}"


def details(column: Column, scope: Scope, *, table: Table | None = None, listed: bool = True) -> list[str]:
    """What a column clause can't say: storage, statistics, options; and an inherited column's own default."""
    found = []
    at = target(column)
    if not listed:
        found += _own_values(column, scope)
    if column.storage:
        found.append(f"{at} SET STORAGE {column.storage.upper()};")
    if column.compression:
        found.append(f"{at} SET COMPRESSION {column.compression};")
    if column.statistics is not None:
        found.append(f"{at} SET STATISTICS {column.statistics};")
    found += sql.changed_options(at, (), column.options)
    if column.not_null and not column.not_null_valid:
        found.append(not_null.not_valid(column))
    if column.not_null_comment is not None and column.not_null_name:
        found.append(not_null.comment(column))
    return found


def _own_values(column: Column, scope: Scope) -> list[str]:
    above = parent_column(column, scope)
    if above is None:
        return []
    found = []
    if above.default != column.default and not column.generated and not above.generated:
        value = "DROP DEFAULT" if column.default is None else f"SET DEFAULT {column.default}"
        found.append(f"{target(column)} {value};")
    if column.not_null and not above.not_null:
        found.append(f"{target(column)} SET NOT NULL;")
    return found


def create(column: Column, scope: Scope) -> Seq[Node]:
    """ADD COLUMN; a child's inherited column comes with its parent's, and views' columns with the view."""
    above = _comes_by_itself(column, scope)
    if above is not None:
        node = made(column, details(column, scope, listed=False))
        node.needs = frozenset({above})
        return [node]
    if column.table.kind in {"view", "materialized view"}:
        return [made(column, [])]
    # not ONLY: the children that inherit it get it here; a child's own column of the same name is merged
    text = f"{relation(column, only=False)} ADD COLUMN {clause(column, scope)};"
    node = made(column, [text, *details(column, scope)], also=[s.ref for s in identity_sequences(column, scope)])
    hazards = [Hazard.MAY_FAIL_ON_ROWS] if column.not_null and not _filled(column) else []
    rewrites = column.generated_kind == "stored" or bool(column.identity)
    node.steps[0] = step(text, column.ref, "new column", lock=EXCLUSIVE, rewrites=rewrites, hazards=hazards)
    if column.ref in scope.deferred:
        node.ignores = frozenset(default_needs(column, scope))
        return [node, set_default_later(column, scope)]
    return [node]


def _comes_by_itself(column: Column, scope: Scope) -> ObjectRef | None:
    """What brings a column that its table has from a parent or a type."""
    table = scope.get(column.table)
    if isinstance(table, Table) and table.of_type is not None:
        return inheritance.comes_with(column.ref, scope)
    if not column.inherited or column.local or scope.is_new(column.table):
        return None
    return inheritance.comes_with(column.ref, scope)


def _filled(column: Column) -> bool:
    return column.default is not None or column.generated is not None or bool(column.identity)


def set_default_later(column: Column, scope: Scope) -> Node:
    """SET DEFAULT once what it calls is there."""
    at = step(f"{target(column)} SET DEFAULT {column.default};", column.ref, "its default", lock=EXCLUSIVE)
    return Node(
        op=Op.ALTER,
        ref=column.ref,
        steps=[at],
        rank=34,
        needs=frozenset({column.table, *scope.after.depends.get(column.ref, ())}),
    )


def drop(column: Column, scope: Scope) -> list[Step]:
    """DROP COLUMN; a column that a child only inherits goes with its parent's."""
    if column.table.kind in {"view", "materialized view"}:
        return []
    above = inheritance.goes_with(column.ref, scope)
    if above is not None and (above.kind == "attribute" or not column.local):
        return []
    text = f"{relation(column, only=False)} DROP COLUMN {sql.quote(column.ref.name[1])};"
    derived = column.generated is not None or column.table.kind != "table"
    hazards = [] if derived else [Hazard.DATA_LOST, Hazard.NOT_REVERSIBLE]
    return [step(text, column.ref, "it is not wanted any more", lock=EXCLUSIVE, hazards=hazards)]


def alter(delta: Delta, scope: Scope) -> Seq[Node] | None:
    """In place: release what it held, change the type, then what it is to hold."""
    old, new = delta.old, delta.new
    if new.table.kind == "view":
        return [altered(new.ref, _default(delta))]
    if _becomes_generated(delta):
        return None
    above = inheritance.leader(new.ref, scope)
    retyped = delta.any("type", "collation") or new.ref in scope.loosened_types
    resized = "dimensions" in delta and not retyped and not _is_read(new.ref, scope)
    nodes = []
    release = _release(delta, scope, retyped=retyped)
    if release:
        first = Node(op=Op.ALTER, ref=new.ref, steps=release, rank=1, frees=_let_go_of(old, scope))
        nodes.append(first)
        if old.identity and not new.identity:
            first.takes = frozenset(s.ref for s in identity_sequences(old, scope, before=True))
    steps = column_type.change(delta, scope) if (retyped or resized) and above is None else []
    steps += not_null.change(delta, scope) + _takes_hold(delta, scope, retyped=retyped) + _storage(delta)
    main = altered(new.ref, steps, needs=[above] if above is not None else [])  # its type follows the parent's
    main.makes |= frozenset(s.ref for s in identity_sequences(new, scope) if scope.is_new(s.ref))
    return [*nodes, main]


def _is_read(column: ObjectRef, scope: Scope) -> bool:
    """Whether there is what would have to be made anew for ALTER ... TYPE: an array's dimensions are not worth that."""
    return any(ref.kind not in {"constraint", "index"} for ref in scope.needed_by.get(column, ()))


def _becomes_generated(delta: Delta) -> bool:
    """A plain column can't become a generated one in place, nor a stored one a virtual one."""
    old, new = delta.old, delta.new
    if old.generated is None and new.generated is not None:
        return True
    if new.generated is None:
        return bool(old.generated_kind == "virtual")  # nothing of it is stored that could stay
    return bool(old.generated_kind != new.generated_kind)


def _release(delta: Delta, scope: Scope, *, retyped: bool) -> list[Step]:
    old, new = delta.old, delta.new
    steps = []
    if old.generated is not None and new.generated is None:
        steps.append(
            step(f"{target(old, only=False)} DROP EXPRESSION;", new.ref, "no generated column any more", lock=EXCLUSIVE)
        )
    if old.identity and not new.identity:
        steps.append(
            step(f"{target(old, only=False)} DROP IDENTITY;", new.ref, "no identity column any more", lock=EXCLUSIVE)
        )
    if old.default is not None and old.generated is None and (new.default != old.default or retyped):
        # a default that calls what goes must let go of it first; one that only changes is just set
        if new.default is None or retyped or _let_go(old, scope):
            steps.append(
                step(f"{target(old)} DROP DEFAULT;", new.ref, "its default goes or is set anew", lock=EXCLUSIVE)
            )
    elif old.default is not None and new.ref in scope.loosened:
        steps.append(step(f"{target(old)} DROP DEFAULT;", new.ref, "what it calls is made anew", lock=EXCLUSIVE))
    if new.ref in scope.loosened_types and inheritance.leader(new.ref, scope) is None:
        between = "text[]" if old.type.endswith("[]") else "text"
        text = f"{target(old, only=False)} TYPE {between} USING {sql.quote(old.ref.name[1])}::{between};"
        steps.append(step(text, new.ref, "kept as text while its type is made anew", lock=EXCLUSIVE, rewrites=True))
    return steps


def _let_go_of(old: Column, scope: Scope) -> frozenset[ObjectRef]:
    """What the column no longer needs once its default is dropped (and its type is text for a while)."""
    needs = scope.before.depends.get(old.ref, ())
    return frozenset(r for r in needs if old.ref in scope.loosened_types or r.kind not in TYPE_KINDS)


TYPE_KINDS = frozenset({"enum", "domain", "composite type", "range type", "base type", "table", "collation", "view"})


def _let_go(old: Column, scope: Scope) -> bool:
    return not scope.dropped.isdisjoint(scope.before.depends.get(old.ref, ()))


def _takes_hold(delta: Delta, scope: Scope, *, retyped: bool) -> list[Step]:
    old, new = delta.old, delta.new
    steps = []
    if new.identity and not old.identity and not _inherits_identity(new, scope):
        text = f"{target(new, only=False)} ADD {_identity(new, scope)};"
        steps.append(step(text, new.ref, "identity column", lock=EXCLUSIVE))
        for sequence in identity_sequences(new, scope):
            steps.append(_continue_counting(new, sequence))
    elif new.identity and old.identity and new.identity != old.identity:
        text = f"{target(new, only=False)} SET GENERATED {new.identity.upper()};"
        steps.append(step(text, new.ref, "when the identity is generated", lock=EXCLUSIVE))
    if new.generated is not None and "generated" in delta:
        text = f"{target(new, only=False)} SET EXPRESSION AS ({new.generated});"
        steps.append(step(text, new.ref, "its expression", lock=EXCLUSIVE, rewrites=new.generated_kind == "stored"))
    elif (
        new.default is not None
        and new.generated is None
        and (old.default != new.default or retyped or new.ref in scope.loosened)
    ):
        steps.append(step(f"{target(new)} SET DEFAULT {new.default};", new.ref, "its default", lock=EXCLUSIVE))
    return steps


def _default(delta: Delta) -> list[Step]:
    new: Column = delta.new
    if "default" not in delta:
        return []
    value = "DROP DEFAULT" if new.default is None else f"SET DEFAULT {new.default}"
    return [step(f"{target(new)} {value};", new.ref, "its default", lock=EXCLUSIVE)]


def _continue_counting(column: Column, sequence: Sequence) -> Step:
    """The rows that are there already have numbers: the new sequence goes on behind the highest."""
    named = sql.quote(column.ref.name[1])
    edge, beyond = ("max", "greatest") if sequence.increment > 0 else ("min", "least")
    text = (
        f"SELECT pg_catalog.setval({sql.literal(sql.name(sequence.ref))}, "
        f"{beyond}({edge}({named}), {sequence.start}), {edge}({named}) IS NOT NULL) FROM {sql.name(column.table)};"
    )
    return step(text, column.ref, "the new sequence goes on behind the numbers that rows have already")


def _storage(delta: Delta) -> list[Step]:
    old, new = delta.old, delta.new
    at = target(new)
    texts = []
    exclusive = []
    if "storage" in delta:
        exclusive.append(f"{at} SET STORAGE {(new.storage or 'default').upper()};")
    if "compression" in delta:
        exclusive.append(f"{at} SET COMPRESSION {new.compression or 'default'};")
    if "statistics" in delta:
        texts.append(f"{at} SET STATISTICS {-1 if new.statistics is None else new.statistics};")
    if "options" in delta:
        texts += sql.changed_options(at, old.options, new.options)
    if "foreign_options" in delta:
        exclusive.append(f"{at} {sql.changed_foreign_options(old.foreign_options, new.foreign_options)};")
    return [
        *(step(text, new.ref, "how it is kept", lock=EXCLUSIVE) for text in exclusive),
        *(step(text, new.ref, "how it is kept", lock=SHARE_UPDATE) for text in texts),
    ]


KIND = Kind(rank=21, create=create, alter=alter, drop=drop, data=True, made_with_parent=True)
