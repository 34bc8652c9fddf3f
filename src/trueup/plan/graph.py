"""Order nodes by what must come first. Knows nothing of SQL."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


@dataclass(slots=True)
class Graph(Generic[T]):
    """A directed graph: an edge means "before". A weak edge is a wish, given up where it closes a cycle."""

    before: dict[T, set[T]] = field(default_factory=dict)
    weak: set[tuple[T, T]] = field(default_factory=set)

    def add(self, node: T) -> None:
        """Add a node."""
        self.before.setdefault(node, set())

    def edge(self, first: T, then: T, *, weak: bool = False) -> None:
        """`first` comes before `then`; an edge that is already there as a must stays one."""
        if first == then:
            return
        known = then in self.before.setdefault(first, set())
        self.before.setdefault(then, set())
        self.before[first].add(then)
        if not weak:
            self.weak.discard((first, then))
        elif not known:
            self.weak.add((first, then))

    def cycles(self) -> list[list[T]]:
        """Strongly connected components of more than one node (Tarjan 1972, without recursion)."""
        index: dict[T, int] = {}
        low: dict[T, int] = {}
        stack: list[T] = []
        on_stack: set[T] = set()
        found: list[list[T]] = []
        for root in self.before:
            if root in index:
                continue
            work = [(root, iter(self.before[root]))]
            index[root] = low[root] = len(index)
            stack.append(root)
            on_stack.add(root)
            while work:
                node, children = work[-1]
                for child in children:
                    if child not in index:
                        index[child] = low[child] = len(index)
                        stack.append(child)
                        on_stack.add(child)
                        work.append((child, iter(self.before[child])))
                        break
                    if child in on_stack:
                        low[node] = min(low[node], index[child])
                else:
                    work.pop()
                    if work:
                        low[work[-1][0]] = min(low[work[-1][0]], low[node])
                    if low[node] == index[node]:
                        component = _pop_component(stack, on_stack, node)
                        if len(component) > 1:
                            found.append(component)
        return found

    def give_up_wishes(self) -> list[list[T]]:
        """Remove weak edges inside cycles; the cycles that are left, made of musts only."""
        components = self.cycles()
        for component in components:
            members = set(component)
            for node in component:
                for then in [t for t in self.before[node] if t in members and (node, t) in self.weak]:
                    self.before[node].discard(then)
                    self.weak.discard((node, then))
        return self.cycles() if components else []

    def after(self, starts: Iterable[T]) -> set[T]:
        """All nodes that come after any of `starts` by musts alone."""
        seen: set[T] = set()
        work = list(starts)
        while work:
            node = work.pop()
            for then in self.before.get(node, ()):
                if then not in seen and (node, then) not in self.weak:
                    seen.add(then)
                    work.append(then)
        return seen

    def ordered(self, key: Callable[[T], tuple[object, ...]]) -> list[T]:
        """A topological order (Kahn 1962), the smallest key first among those that are ready.

        Where musts still form a cycle, its smallest node goes first: the server then says what is wrong.
        """
        waiting = dict.fromkeys(self.before, 0)
        for thens in self.before.values():
            for then in thens:
                waiting[then] += 1
        nodes: Sequence[T] = sorted(self.before, key=key)
        place = {node: i for i, node in enumerate(nodes)}
        ready = [place[n] for n in nodes if not waiting[n]]
        heapq.heapify(ready)
        done: list[T] = []
        seen: set[T] = set()
        while len(done) < len(nodes):
            if not ready:
                heapq.heappush(ready, next(place[n] for n in nodes if n not in seen))
            node = nodes[heapq.heappop(ready)]
            if node in seen:
                continue
            seen.add(node)
            done.append(node)
            for then in self.before[node]:
                waiting[then] -= 1
                if not waiting[then] and then not in seen:
                    heapq.heappush(ready, place[then])
        return done


def _pop_component(stack: list[T], on_stack: set[T], node: T) -> list[T]:
    component: list[T] = []
    while True:
        member = stack.pop()
        on_stack.discard(member)
        component.append(member)
        if member == node:
            return component
