"""Nodes for all that there is to do, and the order among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from trueup.catalog.model import CatalogObject, Column, Constraint, Grant, Index, Sequence
from trueup.plan import sql
from trueup.plan.expand import Work
from trueup.plan.graph import Graph
from trueup.plan.kinds import KINDS
from trueup.plan.kinds.base import step
from trueup.plan.kinds.grants import revoke_initial
from trueup.plan.kinds.inheritance import goes_with
from trueup.plan.kinds.names import attachment
from trueup.plan.links import needs, parents
from trueup.plan.locks import comment_lock, tell_locks
from trueup.plan.node import Node, Op
from trueup.plan.owners import owner_set
from trueup.plan.scope import Scope
from trueup.ref import ObjectRef
from trueup.step import Step

# What the introspection puts in a secret's place.
MASK = "(masked)"

# Kinds that share a namespace: a new one can't have the name of an old one before that is gone.
_RELATIONS = frozenset({"table", "foreign table", "view", "materialized view", "sequence", "index", "composite type"})
_TYPES = _RELATIONS - {"index", "sequence"} | {"enum", "domain", "range type", "base type"}
_ROUTINES = frozenset({"function", "procedure", "aggregate"})


def build(work: Work, scope: Scope) -> list[Node]:
    """All nodes, in no order."""
    nodes: list[Node] = []
    for ref in sorted(scope.dropped):
        if _taken_by(ref, scope) == ref:
            nodes.append(_drop_node(ref, scope))
    for ref in sorted(scope.made):
        if not _made_by_parent(ref, scope):
            nodes += _create_nodes(ref, scope)
    for ref in sorted(work.changed):
        if ref not in scope.dropped:
            nodes += _alter_nodes(ref, work, scope)
    for node in nodes:
        tell_locks(node, scope)
        _hold_back(node, scope)
    return nodes


def _hold_back(node: Node, scope: Scope) -> None:
    """What can't be run as it is: a value that was masked."""
    if any(MASK in s.sql for s in node.steps):
        node.held = True
        scope.questions.append(f"{node.ref} has a secret among its options, which trueup does not read: fill it in.")


def _taken_by(ref: ObjectRef, scope: Scope) -> ObjectRef:
    """The object whose DROP takes this one along, or itself."""
    obj = scope.before.objects[ref]
    parent = obj.parent
    if isinstance(obj, Index) and obj.constraint is not None and obj.constraint in scope.dropped:
        return _taken_by(obj.constraint, scope)
    if parent is None or parent not in scope.dropped or not KINDS[ref.kind].gone_with_parent or ref in scope.separate:
        return ref
    return _taken_by(parent, scope)


def _drop_node(ref: ObjectRef, scope: Scope) -> Node:
    kind = KINDS[ref.kind]
    steps = kind.drop(scope.before.objects[ref], scope)
    if ref in scope.made:
        steps = [replace(s, reason="it can't be changed in place: it is made again below") for s in steps]
    return Node(
        op=Op.DROP,
        ref=ref,
        steps=steps,
        rank=kind.rank if ref.kind == "default privileges" else -kind.rank,
        takes=frozenset({ref}),
        needs=_needs_of_drop(ref, scope),
    )


def _needs_of_drop(ref: ObjectRef, scope: Scope) -> frozenset[ObjectRef]:
    """What is taken from a role is taken by the owner that is to be."""
    obj = scope.before.objects[ref]
    return frozenset({owner_set(obj.target, scope.after)}) if isinstance(obj, Grant) else frozenset()


def _made_by_parent(ref: ObjectRef, scope: Scope) -> bool:
    obj = scope.after.objects[ref]
    if isinstance(obj, Constraint) and obj.table.kind == "domain":
        return obj.table in scope.made and obj.validated and ref not in scope.deferred
    return KINDS[ref.kind].made_with_parent and obj.parent in scope.made


def _create_nodes(ref: ObjectRef, scope: Scope) -> list[Node]:
    obj = scope.after.objects[ref]
    kind = KINDS[ref.kind]
    nodes = list(kind.create(obj, scope))
    first = nodes[0]
    for node in nodes:
        node.rank = node.rank or kind.rank
    first.steps += _owner_of_new(obj, scope)
    first.steps += revoke_initial(ref, scope)
    for part in [obj, *_parts(obj, scope)]:
        first.steps += _comment(part, scope)
    return nodes


def _parts(obj: CatalogObject, scope: Scope) -> list[CatalogObject]:
    """Columns and attributes, which their parent's CREATE makes."""
    parts = [o for o in scope.after.children(obj.ref, "column", "attribute", "constraint") if o.ref in scope.made]
    return [o for o in parts if _made_by_parent(o.ref, scope)]


def _owner_of_new(obj: CatalogObject, scope: Scope) -> list[Step]:
    if not obj.owner or obj.owner == scope.options.role or obj.ref.kind in _OWNERLESS or _follows_a_column(obj):
        return []
    return KINDS[obj.ref.kind].owner(obj, scope)


_OWNERLESS = frozenset({"default privileges", "grant", "user mapping", "setting", "publication table"})


def _follows_a_column(obj: CatalogObject) -> bool:
    return isinstance(obj, Sequence) and obj.identity


def _comment(obj: CatalogObject, scope: Scope, *, also_none: bool = False) -> list[Step]:
    if obj.comment is None and not also_none:
        return []
    if obj.ref.kind == "extension" and not also_none:
        _, usual = scope.options.extensions.get(obj.ref.name[0], ("", None))
        if obj.comment == usual:
            return []  # it comes with the extension
    text = "NULL" if obj.comment is None else sql.literal(obj.comment)
    on_domain = obj.ref.kind == "constraint" and obj.parent is not None and obj.parent.kind == "domain"
    if obj.ref.kind == "database":
        return [step(sql.on_current_database("COMMENT ON DATABASE", f"IS {text}"), obj.ref, "its comment")]
    text = f"COMMENT ON {sql.called(obj.ref, domain=on_domain)} IS {text};"
    return [step(text, obj.ref, "its comment", lock=comment_lock(obj.ref, scope))]


def _alter_nodes(ref: ObjectRef, work: Work, scope: Scope) -> list[Node]:
    delta = work.changed[ref]
    kind = KINDS[ref.kind]
    nodes: list[Node] = []
    if delta.own.fields or ref in scope.loosened or ref in scope.loosened_types:
        nodes += kind.alter(delta.own, scope) or []
    nodes = [n for n in nodes if n.steps or n.takes or n.makes]
    claimed = frozenset().union(*(n.frees for n in nodes))
    for node in nodes:
        node.rank = node.rank or kind.rank
        if ref in node.makes:
            node.frees |= needs(ref, scope.before) - claimed
    notes: list[Step] = []
    set_here: frozenset[ObjectRef] = frozenset()
    if "owner" in delta and delta.new.owner and not _follows_table(delta.new):
        notes += kind.owner(delta.new, scope)
        set_here = frozenset({owner_set(ref, scope.after)})
    if "comment" in delta:
        notes += _comment(delta.new, scope, also_none=True)
    if notes:
        # after what else is done to it; waits for nothing, since neither an owner nor a comment is an object
        nodes.append(
            Node(op=Op.ALTER, ref=ref, steps=notes, rank=kind.rank + 1, makes=set_here, needs=frozenset({ref}))
        )
    return nodes


def _follows_table(obj: CatalogObject) -> bool:
    return isinstance(obj, Sequence) and (obj.identity or obj.owned_by is not None)


def edges(nodes: Iterable[Node], scope: Scope) -> Graph[Node]:
    """Who comes before whom (see the package's description for the rules)."""
    graph: Graph[Node] = Graph()
    maker: dict[ObjectRef, Node] = {}
    taker: dict[ObjectRef, Node] = {}
    alterers: dict[ObjectRef, list[Node]] = {}
    for node in nodes:
        graph.add(node)
        for ref in node.makes:
            (alterers.setdefault(ref, []).append(node) if node.op is Op.ALTER else maker.__setitem__(ref, node))
        for ref in node.takes:
            taker[ref] = node
    for ref in scope.dropped:
        root = _taken_by(ref, scope)
        if root != ref and ref not in taker and root in taker:
            taker[ref] = taker[root]
    _build_edges(graph, scope, maker, alterers)
    _drop_edges(graph, scope, taker, alterers)
    _same_name_edges(graph, maker, taker)
    _evaluation_edges(graph, scope)
    return graph


# Statements that not only name a routine but may run it, and with it what its body names, of which nothing is recorded.
_RUNS_ROUTINES = frozenset({"column", "index", "constraint", "materialized view"})
_MOST_PAIRS = 100_000


def _evaluation_edges(graph: Graph[Node], scope: Scope) -> None:
    """Where it is possible, all routines are there before one of them is run."""
    routines = [n for n in graph.before if n.ref.kind in {"function", "procedure"} and n.op is not Op.DROP]
    evaluating = [n for n in graph.before if n.op is Op.CREATE and n.ref.kind in _RUNS_ROUTINES and _may_run(n, scope)]
    if len(routines) * len(evaluating) > _MOST_PAIRS:
        return
    for node in evaluating:
        for routine in routines:
            graph.edge(routine, node, weak=True)


def _may_run(node: Node, scope: Scope) -> bool:
    if node.ref.kind == "materialized view":
        return True
    return any(r.kind == "function" for r in scope.after.depends.get(node.ref, ()))


def _build_edges(
    graph: Graph[Node], scope: Scope, maker: dict[ObjectRef, Node], alterers: dict[ObjectRef, list[Node]]
) -> None:
    for node in list(graph.before):
        wanted = set(node.needs)
        for ref in node.makes:
            if ref in scope.after.objects:
                wanted |= needs(ref, scope.after)
        for ref in wanted - node.ignores:
            if ref in maker and ref not in node.makes:
                graph.edge(maker[ref], node)
            for other in alterers.get(ref, ()):
                if other is not node and ref not in node.makes:
                    graph.edge(other, node, weak=node.op is Op.ALTER and ref in scope.after.objects)


def _drop_edges(
    graph: Graph[Node], scope: Scope, taker: dict[ObjectRef, Node], alterers: dict[ObjectRef, list[Node]]
) -> None:
    dependants = scope.needed_by
    by_ref: dict[ObjectRef, list[Node]] = {}
    for node in graph.before:
        if node.op is Op.ALTER:
            by_ref.setdefault(node.ref, []).append(node)
    for ref, node in taker.items():
        for other in dependants.get(ref, ()):
            if other in taker:
                if _goes_after(other, ref, scope):
                    graph.edge(node, taker[other])
                elif not (other in scope.separate and other.kind == "column"):
                    graph.edge(taker[other], node)
            elif (parting := _parting_from(other, ref, scope, taker)) is not None:
                graph.edge(parting, node)
            else:
                releasing = [n for n in by_ref.get(other, ()) if ref in n.frees]
                for altering in releasing or by_ref.get(other, []):
                    graph.edge(altering, node, weak=not releasing)
    for ref, altering_nodes in alterers.items():
        for other in dependants.get(ref, ()):
            if other in taker:
                for altering in altering_nodes:
                    graph.edge(taker[other], altering, weak=True)
    for ref, node in taker.items():  # a child's own copies can be dropped once it is on its own
        obj = scope.before.objects.get(ref)
        if isinstance(obj, Constraint | Index | Column) and attachment(obj.table) in taker:
            graph.edge(taker[attachment(obj.table)], node)
    _parting_edges(graph, scope, taker)
    for ref, node in taker.items():  # what is made anew is first dropped
        for first in (n for n in graph.before if n.op is Op.CREATE and ref in n.makes):
            graph.edge(node, first)


def _goes_after(column: ObjectRef, above: ObjectRef, scope: Scope) -> bool:
    """Whether a child's column can be dropped only once its parent's is gone: it is the child's own as well."""
    obj = scope.before.objects[column]
    own = isinstance(obj, Column) and obj.local and bool(obj.inherited) and above.kind == "column"
    return own and goes_with(column, scope) == above


def _parting_from(ref: ObjectRef, above: ObjectRef, scope: Scope, taker: dict[ObjectRef, Node]) -> Node | None:
    """The node by which a child leaves its parent, and so a column, an index or a key of it what is above that."""
    obj, over = scope.before.objects[ref], scope.before.objects.get(above)
    part = Constraint | Index | Column
    if not isinstance(obj, part) or not isinstance(over, part) or over.table not in parents(obj.table, scope.before):
        return None
    return taker.get(attachment(obj.table))


def _parting_edges(graph: Graph[Node], scope: Scope, taker: dict[ObjectRef, Node]) -> None:
    """A child leaves its parent before the parent's columns change, and its own ones change once it has left."""
    parting = {node.ref: node for ref, node in taker.items() if ref.kind == "attachment"}
    if not parting:
        return
    above: dict[ObjectRef, list[Node]] = {}
    for table, node in parting.items():
        for parent in parents(table, scope.before):
            above.setdefault(parent, []).append(node)
    for node in list(graph.before):
        if node.ref.kind != "column":
            continue
        table = ObjectRef("table", node.ref.schema, node.ref.name[:1])
        for first in above.get(table, ()):
            graph.edge(first, node, weak=node.op is not Op.DROP)
        if table in parting and node.op is Op.ALTER and attachment(table) not in parting[table].makes:
            graph.edge(parting[table], node)


def _same_name_edges(graph: Graph[Node], maker: dict[ObjectRef, Node], taker: dict[ObjectRef, Node]) -> None:
    names: dict[tuple[str, str, tuple[str, ...]], list[Node]] = {}
    for ref, node in taker.items():
        for key in _names(ref):
            names.setdefault(key, []).append(node)
    for ref, node in maker.items():
        for key in _names(ref):
            for old in names.get(key, []):
                graph.edge(old, node)


def _names(ref: ObjectRef) -> list[tuple[str, str, tuple[str, ...]]]:
    found = []
    if ref.kind in _RELATIONS:
        found.append(("relation", ref.schema, ref.name))
    if ref.kind in _TYPES:
        found.append(("type", ref.schema, ref.name))
    if ref.kind in _ROUTINES:
        found.append(("routine", ref.schema, ref.name))
    if ref.kind == "constraint":
        found.append(("constraint", ref.schema, ref.name))
    return found


def break_cycles(graph: Graph[Node], scope: Scope) -> bool:
    """Give up wishes; where musts still form a circle, note what has to wait for the rest. True: build again."""
    again = False
    for component in graph.give_up_wishes():
        for node in component:
            parsed = getattr(scope.get(node.ref), "sql_body", None) is not None
            if node.op is Op.CREATE and parsed and node.ref not in scope.deferred:
                scope.deferred.add(node.ref)
                again = True
            if node.op is Op.CREATE and node.ref.kind == "domain":
                checks = {ref for ref in node.makes if ref.kind == "constraint"} - scope.deferred
                scope.deferred |= checks
                again = again or bool(checks)
            columns = {ref for ref in node.makes if isinstance(scope.after.objects.get(ref), Column)}
            late = {c for c in columns if scope.after.objects[c].default is not None}  # type: ignore[attr-defined]
            if node.op is Op.CREATE and late - scope.deferred:
                scope.deferred |= late
                again = True
            if node.op is Op.DROP and node.ref.kind == "table":
                again = _separate_keys(node.ref, scope) or again
    return again


def _separate_keys(table: ObjectRef, scope: Scope) -> bool:
    """Two tables that need each other: their foreign keys, and what reads the other one, are dropped first."""
    keys = {
        c.ref
        for c in scope.before.children(table, "constraint")
        if c.type == "foreign key" and c.references != table  # type: ignore[attr-defined]
    }
    keys |= {c.ref for c in scope.before.children(table, "rule", "policy", "trigger")}
    if keys <= scope.separate:
        return False
    scope.separate |= keys
    return True


def ordered(graph: Graph[Node]) -> list[Node]:
    """The nodes in the order in which they run."""
    return graph.ordered(lambda node: node.key)
