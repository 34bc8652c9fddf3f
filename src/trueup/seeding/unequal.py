"""Columns that a table's checks want to differ: `CHECK (source <> target)`, or with IS DISTINCT FROM."""

from __future__ import annotations

from functools import lru_cache

import postgast

from trueup.seeding.schema import Relation
from trueup.seeding.trees import column, name_of, walk

_DISTINCT = 4  # AEXPR_DISTINCT: IS DISTINCT FROM


def unequal_to(relation: Relation, name: str) -> frozenset[str]:
    """The columns that some check holds against a column with `<>`."""
    checks = [c.expression for c in relation.constraints if c.type == "c" and c.expression]
    pairs = {pair for expression in checks for pair in _pairs(expression) if name in pair}
    return frozenset(other for pair in pairs for other in pair if other != name)


@lru_cache(maxsize=5_000)
def _pairs(expression: str) -> frozenset[frozenset[str]]:
    try:
        tree = postgast.parse("SELECT " + expression)
    except postgast.PgQueryError:
        return frozenset()
    found = set()
    for node in walk(tree):
        if name_of(node) == "A_Expr" and (node.kind == _DISTINCT or (node.name and node.name[-1].string.sval == "<>")):
            left, right = column(node.lexpr), column(node.rexpr)
            if left is not None and right is not None:
                found.add(frozenset({left[1], right[1]}))
    return frozenset(found)
