"""The order of a graph: every must is kept, wishes are given up only where they close a circle."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from trueup.plan.graph import Graph

EDGES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.booleans()), max_size=40)


@settings(max_examples=200, deadline=None)
@given(EDGES)
def test_musts_without_a_circle_are_all_kept(edges: list[tuple[int, int, bool]]) -> None:
    graph: Graph[int] = Graph()
    musts = [(min(a, b), max(a, b)) for a, b, weak in edges if not weak and a != b]
    for a, b, weak in edges:
        if weak:
            graph.edge(a, b, weak=True)
    for a, b in musts:
        graph.edge(a, b)
    assert graph.give_up_wishes() == []
    place = {node: i for i, node in enumerate(graph.ordered(lambda n: (n,)))}
    assert all(place[a] < place[b] for a, b in musts)


@settings(max_examples=100, deadline=None)
@given(EDGES)
def test_every_node_is_ordered_once_whatever_the_circles(edges: list[tuple[int, int, bool]]) -> None:
    graph: Graph[int] = Graph()
    for a, b, weak in edges:
        graph.add(a)
        graph.edge(a, b, weak=weak)
    order = graph.ordered(lambda n: (n,))
    assert sorted(order) == sorted(graph.before)
    assert order == graph.ordered(lambda n: (n,))
