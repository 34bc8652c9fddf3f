"""Which migration must come after which, and an order in which all run. Pure.

An edge comes from what the server told: a migration touches, or makes something that depends on (pg_depend), what
another pending one made; or it was refused alone and names what the other made. The order is Kahn's, with a heap: it
costs the number of migrations and edges.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from trueup.catalog.model import Catalog
from trueup.migrations.attempt import Attempt
from trueup.migrations.missing import MISSING, missing_names
from trueup.ref import ObjectRef
from trueup.replay.model import ServerError

_Add = Callable[[str, str, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """`after` must run after `before`, and why."""

    after: str
    before: str
    reason: str


def edges(
    attempts: Sequence[Attempt],
    made: Mapping[str, frozenset[ObjectRef]],
    final: Catalog,
    errors: Mapping[str, Sequence[ServerError]],
) -> tuple[Edge, ...]:
    """All edges between accepted migrations.

    Args:
        attempts: the accepted ones, in the order in which they ran.
        made: name to the objects that each added.
        final: the catalog after all of them.
        errors: what production refused of each alone, for those that were tried so.
    """
    maker: dict[ObjectRef, str] = {}
    by_word: dict[str, list[tuple[str, ObjectRef]]] = {}
    found: dict[tuple[str, str], str] = {}

    def add(after: str, before: str, reason: str) -> None:
        if after != before:
            found.setdefault((after, before), reason)

    for attempt in attempts:
        name = attempt.migration.name
        for error in errors.get(name, ()):
            for before, ref in _providers(missing_names(error), by_word):
                add(name, before, f"alone it fails: {error.message}; {before} makes {ref}")
        for ref in sorted(attempt.touched):
            _owner_edge(ref, name, maker, add)
        for ref in sorted(made.get(name, frozenset())):
            needed = final.depends.get(ref, frozenset())
            for other in sorted(needed):
                if maker.get(other, name) != name:
                    add(name, maker[other], f"{ref} needs {other}, which {maker[other]} makes")
            _parent_edge(ref, name, final, maker, add)
            maker[ref] = name
            for word in ref.name:
                by_word.setdefault(word, []).append((name, ref))
    return tuple(Edge(after=a, before=b, reason=r) for (a, b), r in found.items())


def _owner_edge(ref: ObjectRef, name: str, maker: Mapping[ObjectRef, str], add: _Add) -> None:
    if maker.get(ref, name) != name:
        add(name, maker[ref], f"it changes {ref}, which {maker[ref]} makes")


def _parent_edge(ref: ObjectRef, name: str, final: Catalog, maker: Mapping[ObjectRef, str], add: _Add) -> None:
    obj = final.objects.get(ref)
    parent = obj.parent if obj is not None else None
    if parent is not None and maker.get(parent, name) != name:
        add(name, maker[parent], f"{ref} is on {parent}, which {maker[parent]} makes")


def _providers(
    names: frozenset[str], by_word: Mapping[str, list[tuple[str, ObjectRef]]]
) -> list[tuple[str, ObjectRef]]:
    """Who made something of these names; the most specific name (a column rather than its table) wins."""
    hits = [(before, ref) for word in sorted(names) for before, ref in by_word.get(word, ()) if ref.name[-1] in names]
    best = max((sum(part in names for part in ref.name) for _, ref in hits), default=0)
    return [(before, ref) for before, ref in hits if sum(part in names for part in ref.name) == best][:1]


def waiting(refused: Sequence[Attempt]) -> dict[str, tuple[str, ...]]:
    """For each migration that is refused, the other refused ones that would make what it misses, by their text."""
    makes: dict[str, list[str]] = {}
    for attempt in refused:
        for statement in attempt.migration.up.statements:
            if statement.target is not None and statement.kind not in _TAKES_AWAY:
                makes.setdefault(statement.target.name[-1], []).append(attempt.migration.name)
    found = {}
    for attempt in refused:
        name, failure = attempt.migration.name, attempt.failure
        names = missing_names(failure[1]) if failure is not None and failure[1].sqlstate in MISSING else frozenset()
        others = {maker for word in names for maker in makes.get(word, ()) if maker != name}
        found[name] = tuple(a.migration.name for a in refused if a.migration.name in others)
    return found


_TAKES_AWAY = frozenset({"DropStmt", "AlterTableStmt", "CommentStmt", "InsertStmt", "UpdateStmt", "DeleteStmt"})


def circles(waits: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The migrations that wait for each other, each circle once, in the order given."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for name in waits:
        together = frozenset(o for o in _reached(name, waits) if name in _reached(o, waits))
        if name in together:
            found.setdefault(together, tuple(n for n in waits if n in together))
    return tuple(found.values())


def _reached(name: str, waits: Mapping[str, Sequence[str]]) -> set[str]:
    found: set[str] = set()
    stack = list(waits.get(name, ()))
    while stack:
        other = stack.pop()
        if other not in found:
            found.add(other)
            stack.extend(waits.get(other, ()))
    return found


def sort(
    names: Sequence[str], rank: Mapping[str, int], found: Sequence[Edge]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """An order that keeps to the edges; among the free ones by rank, then in the order given.

    Returns:
        The order, and the names that wait for each other in a cycle.
    """
    place = {name: number for number, name in enumerate(names)}
    waits = dict.fromkeys(names, 0)
    followers: dict[str, list[str]] = {}
    for edge in found:
        if edge.after in place and edge.before in place:
            waits[edge.after] += 1
            followers.setdefault(edge.before, []).append(edge.after)
    heap = [(rank.get(n, 0), place[n], n) for n in names if not waits[n]]
    heapq.heapify(heap)
    order: list[str] = []
    while heap:
        _, _, name = heapq.heappop(heap)
        order.append(name)
        for follower in followers.get(name, ()):
            waits[follower] -= 1
            if not waits[follower]:
                heapq.heappush(heap, (rank.get(follower, 0), place[follower], follower))
    return tuple(order), tuple(n for n in names if waits[n])
