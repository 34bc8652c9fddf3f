"""JSON documents that have what checks and conditions ask for: keys, types of their values, constants."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import postgast

from trueup.seeding.trees import Column, bare, column, constant, name_of, strings, strip, walk

_SAMPLES: dict[str, Any] = {
    "string": "x", "number": 7, "array": ["x"], "object": {"k": "v"}, "boolean": True, "null": None,
}  # fmt: skip
_NUMERIC = frozenset({"int2", "int4", "int8", "numeric", "float4", "float8", "integer", "bigint"})
_HAS = frozenset({"?", "?|", "?&"})
_Path = tuple[str, ...]


def document_for(texts: list[str], name: str) -> str | None:
    """A document for the column of that name; None where the checks ask for no key and no kind of it."""
    wanted: dict[_Path, tuple[int, Any]] = {}
    for text in texts:
        with suppress(postgast.PgQueryError):
            for node in walk(postgast.parse("SELECT " + text)):
                if name_of(node) == "A_Expr":
                    _asked(node, name, wanted)
                elif name_of(node) == "TypeCast":
                    _cast(node, name, wanted)
    return json.dumps(_built(wanted), sort_keys=True) if wanted else None


def keys_below(node: Any) -> tuple[Column, _Path] | None:
    """A column and the keys by which an expression goes down into it; None where one of them is not constant."""
    keys: list[str] = []
    here = strip(node)
    while name_of(here) == "A_Expr" and "".join(strings(here.name)[-1:]) in {"->", "->>", "#>", "#>>"}:
        key = constant(here.rexpr)
        if key is None:
            return None
        keys[:0] = key.strip("{}").split(",") if strings(here.name)[-1].startswith("#") else [key]
        here = strip(here.lexpr)
    found = column(here)
    return (found, tuple(keys)) if found is not None else None


def document_with(keys: Sequence[str], value: str, operator: str) -> str:
    """A document of which `doc -> keys OPERATOR value` is true."""
    held: Any = [value] if operator in _HAS else value
    if operator == "@>":
        with suppress(ValueError):
            held = json.loads(value)
    for key in reversed(keys):
        held = {key: held}
    return json.dumps(held, sort_keys=True)


def holding(words: Sequence[str]) -> tuple[str, str]:
    """An object that says yes to each word, and a list of them."""
    return json.dumps(dict.fromkeys(words, True), sort_keys=True), json.dumps(sorted(words))


def whole_documents(operator: str, values: Sequence[str]) -> Iterator[str]:
    """Documents of which `col ? 'k'`, `col ?& ...` or `col @> '...'` is true: an object's keys, or an array's texts."""
    if operator in _HAS and values:
        yield from holding(values)
    for value in values if operator == "@>" else ():
        with suppress(ValueError):
            yield json.dumps(json.loads(value), sort_keys=True)


def _path(node: Any, name: str) -> _Path | None:
    """The keys by which an expression goes down into the column, or None where it does not."""
    below = keys_below(node)
    return below[1] if below is not None and below[0][1] == name else None


def _want(wanted: dict[_Path, tuple[int, Any]], path: _Path, rank: int, value: Any) -> None:
    if wanted.get(path, (0, None))[0] < rank:
        wanted[path] = (rank, value)


def _asked(node: Any, name: str, wanted: dict[_Path, tuple[int, Any]]) -> None:
    operator = "".join(strings(node.name)[-1:])
    if not node.HasField("lexpr"):
        return
    path = _path(node.lexpr, name)
    if operator.startswith(("->", "#>")) and (below := _path(node, name)):
        _want(wanted, below, 1, "x")
    elif operator.startswith("?") and path is not None:
        for key in _constants(node.rexpr):
            _want(wanted, (*path, key), 1, "x")
    elif operator == "@>" and path is not None:
        with suppress(ValueError, TypeError):
            _want_all(wanted, path, json.loads(constant(node.rexpr) or ""))
    elif path:
        for value in _constants(node.rexpr)[:1]:
            is_text = "".join(strings(strip(node.lexpr).name)[-1:]).endswith(">>") and not _is_number(value)
            _want(wanted, path, 4, value if is_text else _fitting(operator, value))
    elif (of := _function(node.lexpr, name)) is not None:
        _measured(of, operator, _constants(node.rexpr), wanted)


def _measured(of: tuple[str, _Path], operator: str, values: list[str], wanted: dict[_Path, tuple[int, Any]]) -> None:
    """`jsonb_typeof(doc -> 'k') = 'array'`, `jsonb_array_length(doc -> 'k') > 0`."""
    function, path = of
    if function.endswith("_typeof") and values and values[0] in _SAMPLES and operator == "=":
        _want(wanted, path, 3, _SAMPLES[values[0]])
    elif function.endswith("array_length") and values and _is_number(values[0]):
        least = int(float(values[0])) + (operator == ">") - (operator == "<")
        _want(wanted, path, 4, ["x"] * max(least, 0))


def _function(node: Any, name: str) -> tuple[str, _Path] | None:
    here = strip(node)
    if name_of(here) != "FuncCall" or not here.args or not strings(here.funcname):
        return None
    path = _path(here.args[0], name)
    return (strings(here.funcname)[-1], path) if path is not None else None


def _cast(node: Any, name: str, wanted: dict[_Path, tuple[int, Any]]) -> None:
    type_name = "".join(strings(node.type_name.names)[-1:])
    path = _path(node.arg, name) if name_of(strip(node.arg)) == "A_Expr" else None
    if path and (type_name in _NUMERIC or type_name == "bool"):
        _want(wanted, path, 2, 7 if type_name in _NUMERIC else True)


def _want_all(wanted: dict[_Path, tuple[int, Any]], path: _Path, value: Any) -> None:
    if isinstance(value, dict) and value:
        for key, below in value.items():
            _want_all(wanted, (*path, key), below)
    else:
        _want(wanted, path, 5, value)


def _constants(node: Any) -> list[str]:
    value = constant(node)
    if value is not None:
        return [value]
    here = bare(strip(node))
    items = here.elements if name_of(here) == "A_ArrayExpr" else here.items if name_of(here) == "List" else ()
    return [v for v in (constant(item) for item in items) if v is not None]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _fitting(operator: str, value: str) -> Any:
    if value in {"true", "false"}:
        return value == "true"
    if not _is_number(value):
        return value
    number = float(value) + {">": 1, "<": -1, "<>": 1}.get(operator, 0)
    return int(number) if number == int(number) else number


def _built(wanted: dict[_Path, tuple[int, Any]]) -> Any:
    root: Any = wanted.get((), (0, {}))[1]
    if not isinstance(root, dict):
        return root
    root = dict(root)
    for path, (_, value) in sorted(wanted.items(), key=lambda item: (len(item[0]), item[0])):
        here = root
        for key in path[:-1]:
            below = here.get(key)
            here[key] = dict(below) if isinstance(below, dict) else {}
            here = here[key]
        if path and not (isinstance(here.get(path[-1]), dict) and value == "x"):
            here[path[-1]] = value
    return root
