"""From two catalogs to the ordered steps that take the one to the other."""

from __future__ import annotations

from dataclasses import replace

from trueup.catalog.model import Catalog, Index
from trueup.diff.casts import REPRINTED
from trueup.diff.compare import compare, whole_sides
from trueup.diff.model import Change, ChangeKind
from trueup.plan.arrange import break_cycles, build, edges, ordered
from trueup.plan.expand import Work, expand
from trueup.plan.graph import Graph
from trueup.plan.kinds import KINDS
from trueup.plan.node import Node, Op, PlanOptions
from trueup.plan.owners import with_new_owners
from trueup.plan.renames import take_renames
from trueup.plan.scope import Delta, Scope
from trueup.step import Hazard, Plan, Step

# Fields that no statement can set: told by the diff, left alone by a plan.
_NOT_SETTABLE = frozenset({"position", "last_value"})
# What an index takes over from its columns by itself when their types change.
_FOLLOWS = frozenset({"operator_classes", "collations"})
_ROUNDS = 8


def make_plan(before: Catalog, after: Catalog, *, options: PlanOptions | None = None) -> Plan:
    """Ordered steps that take `before` (FROM) to `after` (TO).

    Args:
        before, after: the two catalogs.
        options: `PlanOptions`.

    Returns:
        The plan: steps in the order in which they run; withheld, those that lose data (and those that can't run without
        them) unless `options.allow_destructive`; questions, what the user has to decide.
    """
    options = options or PlanOptions()
    before, after = whole_sides(before, after)
    renamed = take_renames(before, after, options)
    old = with_new_owners(renamed.before, after)
    drift = compare(
        with_new_owners(before, after) if options.renames else old, after, strict=True, renames=options.renames
    )
    scope = Scope(before=old, after=after, options=options)
    work = Work()
    for change in drift.changes:
        _take(change, work, scope)
    _follow(work)
    expand(work, scope)
    graph = _graph(work, scope)
    withheld = _withheld(graph, options)
    nodes = ordered(graph)
    return Plan(
        steps=_prelude(nodes, withheld) + renamed.steps + tuple(s for n in nodes if n not in withheld for s in n.steps),
        withheld=tuple(s for n in nodes if n in withheld for s in n.steps),
        questions=tuple(dict.fromkeys([*renamed.questions, *scope.questions])),
    )


def _take(change: Change, work: Work, scope: Scope) -> None:
    if change.kind is ChangeKind.ADDED:
        work.added.add(change.ref)
    elif change.kind is ChangeKind.REMOVED:
        work.removed.add(change.ref)
    else:
        fields = frozenset(f.field for f in change.fields if f.noise != REPRINTED)
        if change.ref.kind != "attribute":  # a composite type can be made anew in another order, a table can't
            fields -= _NOT_SETTABLE
        old = scope.before.objects.get(change.ref)
        if fields and old is not None and change.ref.kind in KINDS:
            work.changed[change.ref] = Delta(old=old, new=change.after, fields=fields)


def _follow(work: Work) -> None:
    """An index whose text stays takes on what its columns' new types bring: the server builds it anew by itself."""
    retyped = {d.new.table for ref, d in work.changed.items() if ref.kind == "column" and "type" in d}
    for ref, delta in list(work.changed.items()):
        old, new = delta.old, delta.new
        if not isinstance(old, Index):
            continue
        if old.automatic or (old.table in retyped and old.definition == new.definition):
            fields = delta.fields - _FOLLOWS
            if fields:
                work.changed[ref] = replace(delta, fields=fields)
            else:
                del work.changed[ref]


def _graph(work: Work, scope: Scope) -> Graph[Node]:
    """The graph without circles, as far as they can be broken."""
    for _ in range(_ROUNDS):
        scope.questions.clear()
        graph = edges(build(work, scope), scope)
        if not break_cycles(graph, scope):
            break
    return graph


def _withheld(graph: Graph[Node], options: PlanOptions) -> set[Node]:
    """The nodes that lose data (unless that is allowed) or can't be run as they are, and all that must come after."""
    held = {n for n in graph.before if n.held}
    if not options.allow_destructive:
        held |= {n for n in graph.before if any(Hazard.DATA_LOST in s.hazards for s in n.steps)}
    return held | graph.after(held)


def _prelude(nodes: list[Node], withheld: set[Node]) -> tuple[Step, ...]:
    """A routine's body may name what is made after it: the server is to look at it when it is called."""
    kinds = {"function", "procedure"}
    made = (s for n in nodes if n.ref.kind in kinds and n.op is not Op.DROP and n not in withheld for s in n.steps)
    if any(s.sql.startswith("CREATE ") for s in made):
        return (Step(sql="SET check_function_bodies = off;", reason="bodies may name what is made later"),)
    return ()
