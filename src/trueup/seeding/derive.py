"""Values of one column worked out from others, where a check ties them: `total = price * n`, `ends > starts`."""

from __future__ import annotations

from typing import Any

import postgast

from trueup.seeding.trees import bare, column, deparse, name_of, strings, strip, walk

# What to add to the other side so that a comparison holds, by the column's kind.
_STEPS = {
    "N": ("1", "0.01"),
    "D": ("interval '1 hour'", "interval '1 day'"),
    "T": ("interval '15 minutes'",),
}
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "~~": "", "@>": ""}


def derivations(check: str, name: str, category: str) -> list[str]:
    """SQL for the column in terms of the others that one of the check's comparisons names; likely ones first."""
    try:
        tree = postgast.parse("SELECT " + check)
    except postgast.PgQueryError:
        return []
    found: list[str] = []
    for node in walk(tree):
        if name_of(node) != "A_Expr" or not node.HasField("lexpr") or not node.HasField("rexpr"):
            continue
        operator = "".join(strings(node.name)[-1:])
        for one, other, sign in (
            (node.lexpr, node.rexpr, operator),
            (node.rexpr, node.lexpr, _TURNED.get(operator, "")),
        ):
            here = column(one)
            if here is not None and here[1] == name and _reads_others(other, name):
                found += _shapes(other, sign, category)
    return list(dict.fromkeys(found))


def _reads_others(node: Any, name: str) -> bool:
    columns = {c[1] for n in walk(node) if name_of(n) == "ColumnRef" and (c := column(n)) is not None}
    return bool(columns) and name not in columns


def _shapes(node: Any, operator: str, category: str) -> list[str]:
    try:
        text = deparse(bare(node) if name_of(bare(node)) != "Node" else strip(node))
    except (postgast.PgQueryError, KeyError):
        return []
    steps = _STEPS.get(category, ())
    if operator == "=":
        return [text]
    if operator == "~~":
        return [f"replace(replace({text}, '%', 'x'), '_', 'x')"]
    if operator in {">", ">="}:
        return [f"({text}) + {step}" for step in steps] or [f"({text}) || 'z'"] * (category == "S")
    if operator in {"<", "<="}:
        return [f"({text}) - {step}" for step in steps]
    return []
