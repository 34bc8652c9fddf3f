"""Parameters that go into the text of a dynamic query as they are."""

from __future__ import annotations

from typing import Any

from trueup.catalog.model import Function
from trueup.rules.trees import bare, constant, shape_of

_TEXT = frozenset({"text", "character varying", "character", "json", "jsonb", "xml"})


def unquoted_parameters(function: Function, expression: str) -> tuple[str, ...]:
    """Names of text parameters that stand unquoted in the text expression of an EXECUTE."""
    texts = {
        argument.name
        for argument in function.arguments
        if argument.name and argument.mode in {"in", "inout", "variadic"} and argument.type.split("(")[0] in _TEXT
    }
    shape = shape_of(expression)
    if not texts or shape.tree is None or not hasattr(shape.tree, "WhichOneof"):
        return ()
    found: dict[str, None] = {}
    _collect(shape.tree, texts, found)
    return tuple(found)


def _collect(node: Any, texts: set[str], found: dict[str, None]) -> None:
    """Go down through `||`, format() and casts; any other call is taken to quote, or to make no text of it."""
    match node.WhichOneof("node"):
        case "column_ref":
            fields = [f.string.sval for f in node.column_ref.fields if f.WhichOneof("node") == "string"]
            if fields and fields[-1] in texts:
                found[fields[-1]] = None
        case "a_expr" if node.a_expr.name and node.a_expr.name[0].string.sval == "||":
            _collect(node.a_expr.lexpr, texts, found)
            _collect(node.a_expr.rexpr, texts, found)
        case "type_cast":
            if node.type_cast.type_name.names[-1].string.sval in {"text", "varchar"}:
                _collect(node.type_cast.arg, texts, found)
        case "func_call":
            _format(node.func_call, texts, found)


def _format(call: Any, texts: set[str], found: dict[str, None]) -> None:
    if call.funcname[-1].string.sval != "format" or not call.args:
        return
    template = constant(bare(call.args[0]))
    if template is None:
        return
    kinds = [part[:1] for part in template.replace("%%", "").split("%")[1:]]
    for kind, argument in zip(kinds, list(call.args)[1:], strict=False):
        if kind == "s":
            _collect(argument, texts, found)
