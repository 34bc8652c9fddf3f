"""INHERIT, NO INHERIT, OF and NOT OF: what ties a table that stays to others, and which columns come along with it.

A column that a child has only from its parents says so (``attislocal`` in pg_attribute), and so a dump does not list
it. A column becomes the child's own as soon as no parent is left that has it, and INHERIT never takes that back. So a
child gets its new parents before it leaves its old ones where that can be done; else a table without rows holds its
columns meanwhile.
"""

from __future__ import annotations

from trueup.catalog.model import Catalog, Column, Constraint, Table
from trueup.plan import sql
from trueup.plan.kinds.base import EXCLUSIVE, step
from trueup.plan.kinds.column_text import typed
from trueup.plan.kinds.names import attachment
from trueup.plan.node import Node, Op
from trueup.plan.scope import Delta, Scope
from trueup.ref import ObjectRef
from trueup.sqltext.trees import ParseFailure, kind_of, parse_one, strings, walk
from trueup.step import Step

_SHAPE = ("type", "collation", "not_null", "not_null_name", "generated")


def leader(column: ObjectRef, scope: Scope) -> ObjectRef | None:
    """What takes a column along that is on both sides: its parent's column, or the attribute of the table's type."""
    return next((ref for ref in _above(column, scope) if ref not in scope.dropped and ref in scope.after.objects), None)


def goes_with(column: ObjectRef, scope: Scope) -> ObjectRef | None:
    """The column of a parent that stays a parent (or the attribute), with which a column of FROM goes."""
    return next((ref for ref in _above(column, scope) if ref in scope.dropped), None)


def comes_with(column: ObjectRef, scope: Scope) -> ObjectRef | None:
    """What brings a column of TO that isn't in FROM to a table that is: the new column above it, or the new parent."""
    found = _tied(column, scope)
    above = next((ref for ref in found if ref in scope.after.objects), None)
    table = scope.get(ObjectRef("table", column.schema, column.name[:1]))
    if above is not None or not isinstance(table, Table) or scope.is_new(table.ref) or not table.inherits:
        return above
    return attachment(table.ref)


def _above(column: ObjectRef, scope: Scope) -> list[ObjectRef]:
    return [ref for ref in _tied(column, scope) if ref in scope.before.objects]


def _tied(column: ObjectRef, scope: Scope) -> list[ObjectRef]:
    """The same column of each parent that stays one, and the attribute of a type that stays the table's."""
    table = ObjectRef("table", column.schema, column.name[:1])
    old, new = scope.old(table), scope.get(table)
    found = [ObjectRef("column", p.schema, (p.name[0], column.name[1])) for p in scope.parents_kept(table)]
    of_type = old.of_type if isinstance(old, Table) and isinstance(new, Table) and old.of_type == new.of_type else None
    if of_type is not None and scope.dropped.isdisjoint({of_type, table}):
        found.append(ObjectRef("attribute", of_type.schema, (of_type.name[0], column.name[1])))
    return found


def typing(delta: Delta, scope: Scope) -> list[Node]:
    """NOT OF before the type goes or columns change, OF once they fit the type."""
    old, new = delta.old, delta.new
    table = f"ALTER TABLE {sql.name(new.ref)}"
    nodes = []
    if old.of_type is not None:
        off = step(f"{table} NOT OF;", new.ref, "typed table no more", lock=EXCLUSIVE)
        nodes.append(_parting(new.ref, [off], [old.of_type]))
    if new.of_type is not None:
        on = step(f"{table} OF {sql.name(new.of_type)};", new.ref, "typed table", lock=EXCLUSIVE)
        nodes.append(_joining(new, [on], [new.of_type], scope))
    return nodes


def inheriting(delta: Delta, scope: Scope) -> list[Node]:
    """The nodes that take a table from its old parents to its new ones."""
    new: Table = delta.new
    kept = scope.parents_kept(new.ref)
    left = [p for p in delta.old.inherits if p not in kept]
    joined = [p for p in new.inherits if p not in kept]
    columns = _Columns(new.ref, kept, scope)
    leaving = [_said(new.ref, "NO INHERIT", p, f"no child of {p.qualified} any more") for p in left]
    entering = [_said(new.ref, "INHERIT", p, f"child of {p.qualified}") for p in joined]
    if left and joined and columns.fit and not columns.brought and scope.dropped.isdisjoint(joined):
        node = _joining(new, [*entering, *leaving], joined, scope)
        node.takes, node.frees = frozenset({attachment(new.ref)}), frozenset(left)
        return [node]
    nodes = []
    held = columns.held if left and joined else []
    if held or columns.brought:
        holder = _Holder(new.ref, scope)
        leaving = [*holder.made(held), *leaving]
        entering = [*holder.renamed(held), *holder.given(columns.brought), *entering, *holder.gone()]
    if leaving:
        nodes.append(_parting(new.ref, leaving, left))
    if entering:
        node = _joining(new, entering, joined, scope)
        node.makes |= {c.ref for c in columns.brought}
        nodes.append(node)
    return nodes


def _said(table: ObjectRef, words: str, parent: ObjectRef, reason: str) -> Step:
    kind = table.kind.upper()
    return step(f"ALTER {kind} {sql.name(table)} {words} {sql.name(parent)};", table, reason, lock=EXCLUSIVE)


def _parting(table: ObjectRef, steps: list[Step], left: list[ObjectRef]) -> Node:
    taken = frozenset({attachment(table)})
    return Node(op=Op.ALTER, ref=table, steps=steps, rank=1, takes=taken, frees=frozenset(left))


def _joining(table: Table, steps: list[Step], joined: list[ObjectRef], scope: Scope) -> Node:
    """Once the table and what it joins have the columns, and the table the constraints that it must bring."""
    kinds = ("column", "attribute")
    brought = {c.ref for c in _Columns(table.ref, scope.parents_kept(table.ref), scope).brought}
    needed = [c.ref for above in (*joined, table.ref) for c in scope.after.children(above, *kinds)]
    own = [c.ref for c in scope.after.children(table.ref, "constraint") if isinstance(c, Constraint) and c.local]
    needs = frozenset({table.ref, *joined, *needed, *own}) - brought
    made = frozenset({attachment(table.ref)})
    return Node(op=Op.ALTER, ref=table.ref, steps=steps, rank=35, needs=needs, makes=made)


class _Columns:
    """What becomes of the columns of a table that changes its parents.

    Attributes:
        fit: whether both the old and the new parents can have it as a child, and none is to become its own.
        held: those that it has from a parent that it leaves, and is to have from one that it joins.
        brought: those that it does not have, and is to have from a parent that it joins.
    """

    def __init__(self, table: ObjectRef, kept: tuple[ObjectRef, ...], scope: Scope) -> None:
        old = {c.ref: c for c in scope.columns(table, before=True)}
        new = scope.columns(table)
        both = [(old[c.ref], c) for c in new if c.ref in old and c.ref not in scope.dropped]
        alike = all(getattr(a, name) == getattr(b, name) for a, b in both for name in _SHAPE)
        stays = [(a, b) for a, b in both if not a.local and a.inherited and not _has(kept, b, scope)]
        self.fit = alike and all(not b.local or not b.inherited for _, b in stays)
        self.held = [a for a, b in stays if not b.local and a.type == b.type]
        self.brought = [c for c in new if c.inherited and not c.local and c.ref not in old and not _has(kept, c, scope)]


def divides(column: Column, catalog: Catalog) -> bool:
    """Whether its table is partitioned by it: then its type can't be changed, nor it be dropped (manual, ALTER TABLE).

    The table itself holds no rows: its partitions are taken out, it is made anew, and they are put into it.
    """
    table = catalog.objects.get(column.table)
    if not isinstance(table, Table) or table.partition_key is None:
        return False
    tree = parse_one(f"CREATE TABLE t () PARTITION BY {table.partition_key}")
    if isinstance(tree, ParseFailure):
        return False
    names = {param.partition_elem.name for param in tree.partspec.part_params}
    names |= {name for node in walk(tree.partspec) if kind_of(node) == "ColumnRef" for name in strings(node.fields)}
    return column.ref.name[1] in names


def _has(parents: tuple[ObjectRef, ...], column: Column, scope: Scope) -> bool:
    refs = (ObjectRef("column", p.schema, (p.name[0], column.ref.name[1])) for p in parents)
    return any(ref in scope.after.objects for ref in refs)


class _Holder:
    """A table without rows that is a parent for a while: what comes from it is not the child's own."""

    def __init__(self, table: ObjectRef, scope: Scope) -> None:
        self._table = table
        self._scope = scope
        self._ref = ObjectRef("table", table.schema, (f"trueup_parent_of_{table.name[0]}"[:63],))
        self._made = False

    def made(self, columns: list[Column]) -> list[Step]:
        if not columns:
            return []
        self._made = True
        clauses = ", ".join(f"{sql.quote(c.ref.name[1])} {_typed(c)}" for c in columns)
        return [
            step(f"CREATE TABLE {sql.name(self._ref)} ({clauses});", self._table, "holds inherited columns meanwhile"),
            _said(self._table, "INHERIT", self._ref, "so that its columns stay inherited ones"),
        ]

    def renamed(self, columns: list[Column]) -> list[Step]:
        """An inherited NOT NULL can't be renamed: it goes with the old parent, and comes from here, renamed."""
        steps = []
        for c in columns:
            new = self._scope.get(c.ref)
            if not (c.not_null and new.not_null and new.not_null_name and c.not_null_name != new.not_null_name):
                continue
            named, column = sql.quote(new.not_null_name), sql.quote(c.ref.name[1])
            off = f"ALTER TABLE {sql.name(self._table)} ALTER COLUMN {column} DROP NOT NULL;"
            on = f"ALTER TABLE {sql.name(self._ref)} ADD CONSTRAINT {named} NOT NULL {column};"
            steps.append(step(off, c.ref, "its NOT NULL is to have another name", lock=EXCLUSIVE))
            steps.append(step(on, c.ref, "name of its NOT NULL constraint", lock=EXCLUSIVE, scans=True))
        return steps

    def given(self, columns: list[Column]) -> list[Step]:
        """Columns for the child, by way of the table."""
        if not columns:
            return []
        steps = []
        if not self._made:
            steps.append(step(f"CREATE TABLE {sql.name(self._ref)} ();", self._table, "gives it inherited columns"))
            steps.append(_said(self._table, "INHERIT", self._ref, "so that its new columns are inherited ones"))
            self._made = True
        for c in columns:
            text = f"ALTER TABLE {sql.name(self._ref)} ADD COLUMN {sql.quote(c.ref.name[1])} {_typed(c)}{_filled(c)};"
            steps.append(step(text, c.ref, "new column", lock=EXCLUSIVE))
        return steps

    def gone(self) -> list[Step]:
        return [
            _said(self._table, "NO INHERIT", self._ref, "its new parents have its columns now"),
            step(f"DROP TABLE {sql.name(self._ref)};", self._table, "it held no rows"),
        ]


def _typed(column: Column) -> str:
    return f"{typed(column)} COLLATE {column.collation}" if column.collation else typed(column)


def _filled(column: Column) -> str:
    text = ""
    if column.generated is not None:
        text = f" GENERATED ALWAYS AS ({column.generated}) {(column.generated_kind or 'stored').upper()}"
    elif column.default is not None:
        text = f" DEFAULT {column.default}"
    if column.not_null:
        text += f" CONSTRAINT {sql.quote(column.not_null_name)} NOT NULL" if column.not_null_name else " NOT NULL"
    return text
