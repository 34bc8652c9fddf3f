"""Values of one column worked out from others, where a check ties them: `total = price * n`, `ends > starts`."""

from __future__ import annotations

from typing import Any

import postgast

from trueup.seeding.trees import bare, column, constant, deparse, name_of, strings, strip, walk

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
            elif operator == "=" and category == "S" and _reads_others(other, name):
                found += _folders(one, other, name)
    return list(dict.fromkeys(found))


def _folders(node: Any, other: Any, name: str) -> list[str]:
    """A path whose first part is the other side: `split_part(path, '/', 1) = owner::text`."""
    call = bare(node)
    if name_of(call) != "FuncCall" or strings(call.funcname)[-1:] != ["split_part"] or len(call.args) != 3:
        return []
    here, sign, number = column(call.args[0]), constant(call.args[1]), constant(call.args[2])
    if here is None or here[1] != name or not sign or number != "1":
        return []
    mark = sign.replace("'", "''")
    return [f"({text}) || '{mark}' || md5(({text})::text)" for text in _shapes(other, "=", "S")]


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
