"""Functions, procedures and aggregates (manual, CREATE FUNCTION, CREATE AGGREGATE)."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.catalog.model import Aggregate, Function
from trueup.plan import sql
from trueup.plan.kinds.base import Kind, altered, made, step
from trueup.plan.node import Node
from trueup.plan.scope import Delta, Scope
from trueup.sqltext.quote import dollar
from trueup.step import Hazard

_INTERNAL = frozenset({"c", "internal"})
_REPLACE_NOT = ("returns", "window", "transforms")


def _traits(function: Function) -> list[str]:
    parts = [f"LANGUAGE {sql.quote(function.language)}"]
    parts += [f"TRANSFORM {', '.join('FOR TYPE ' + t for t in function.transforms)}"] if function.transforms else []
    if function.ref.kind == "function":
        parts += ["WINDOW"] if function.window else []
        parts += [function.volatility.upper()] if function.volatility != "volatile" else []
        parts += ["LEAKPROOF"] if function.leakproof else []
        parts += ["STRICT"] if function.strict else []
        parts += [f"PARALLEL {function.parallel.upper()}"] if function.parallel != "unsafe" else []
        parts += _costs(function)
    parts += ["SECURITY DEFINER"] if function.security_definer else []
    parts += [setting_clause(s) for s in function.settings]
    return parts


def _costs(function: Function) -> list[str]:
    parts = []
    if function.cost != (1.0 if function.language in _INTERNAL else 100.0):
        parts.append(f"COST {function.cost:g}")
    returns_set = (function.returns or "").startswith(("SETOF ", "TABLE("))
    if returns_set and function.rows != 1000.0:
        parts.append(f"ROWS {function.rows:g}")
    if function.support:
        parts.append(f"SUPPORT {function.support}")
    return parts


# Settings whose value is a list of names, each quoted on its own (GUC_LIST_QUOTE in guc_tables.c).
_LISTS = frozenset(
    {
        "search_path",
        "temp_tablespaces",
        "session_preload_libraries",
        "local_preload_libraries",
        "shared_preload_libraries",
        "unix_socket_directories",
    }
)


def setting_clause(entry: str) -> str:
    """``search_path=""`` as ``SET search_path TO ""``."""
    name, _, value = entry.partition("=")
    shown = ".".join(sql.quote(part) for part in name.split("."))
    if name.lower() in _LISTS:
        return f"SET {shown} TO {', '.join(map(sql.literal, _names_in(value))) or sql.literal('')}"
    return f"SET {shown} TO {sql.literal(value)}"


def _names_in(value: str) -> list[str]:
    """The names in a setting that is a list of them, as pg_dump takes it apart: ``"$user", public`` is two."""
    names, word, quoted = [], "", False
    for char in value:
        if char == '"':
            quoted = not quoted
            word += char
        elif char == "," and not quoted:
            names.append(word)
            word = ""
        else:
            word += char
    names.append(word)
    bare = [name.strip() for name in names]
    return [n[1:-1].replace('""', '"') if n.startswith('"') else n for n in bare if n]


def _body(function: Function) -> str:
    if function.sql_body is not None:
        return function.sql_body
    if function.library is not None:
        return f"AS {sql.literal(function.library)}, {sql.literal(function.body or '')}"
    return f"AS {dollar(function.body or '')}"


def text(function: Function, *, replace: bool) -> str:
    """CREATE [OR REPLACE] FUNCTION, all parts."""
    word = "CREATE OR REPLACE" if replace else "CREATE"
    returns = f"\n    RETURNS {function.returns}" if function.returns else ""
    traits = "\n    ".join(_traits(function))
    return (
        f"{word} {function.ref.kind.upper()} {sql.name(function.ref)}({function.argument_text}){returns}\n"
        f"    {traits}\n{_body(function)};"
    )


def create(function: Function, scope: Scope) -> Sequence[Node]:
    """CREATE FUNCTION; where it stands in a circle of objects that call each other, a stub first."""
    if function.ref not in scope.deferred:
        return [made(function, [text(function, replace=False)])]
    needs = frozenset(r for r in scope.after.depends.get(function.ref, ()) if r.kind not in _SHAPE)
    first = made(function, [_stub(function)], ignores=needs)
    body = step(text(function, replace=True), function.ref, "its body, once all that it calls is there")
    return [first, Node(op=first.op, ref=function.ref, steps=[body], rank=34, needs=frozenset({function.ref, *needs}))]


# Kinds that a function's signature can need; what else it needs, its body needs.
_SHAPE = frozenset({"schema", "enum", "domain", "composite type", "range type", "base type", "language", "extension"})


def _stub(function: Function) -> str:
    returns = f" RETURNS {function.returns}" if function.returns else ""
    kind = function.ref.kind.upper()
    return (
        f"CREATE {kind} {sql.name(function.ref)}({function.argument_text}){returns} LANGUAGE plpgsql AS $$BEGIN END$$;"
    )


def alter(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """CREATE OR REPLACE, unless its result, its arguments' names or a lost default forbid it."""
    old, new = delta.old, delta.new
    if delta.any(*_REPLACE_NOT) or _names(old) != _names(new) or (old.defaults and _fewer_defaults(old, new)):
        return None
    hazards = []
    if old.security_definer is False and new.security_definer:
        hazards.append(Hazard.OPENS_ACCESS)
    return [altered(new.ref, [step(text(new, replace=True), new.ref, "what it does", hazards=hazards)])]


def _names(function: Function) -> list[tuple[str, str, str]]:
    """Names can be given to nameless arguments, but not taken away or changed."""
    return [(a.name, a.type, a.mode) for a in function.arguments]


def _fewer_defaults(old: Function, new: Function) -> bool:
    if new.defaults is None:
        return True
    return old.argument_text.count(" DEFAULT ") > new.argument_text.count(" DEFAULT ")


def create_aggregate(aggregate: Aggregate, scope: Scope) -> Sequence[Node]:
    """CREATE AGGREGATE."""
    return [made(aggregate, [_aggregate(aggregate, replace=False)])]


def _aggregate(aggregate: Aggregate, *, replace: bool) -> str:
    parts = [f"SFUNC = {aggregate.transition}", *map(_aggregate_part, filter(_is_said, aggregate.parts))]
    if aggregate.initial_value is not None:
        parts.append(f"INITCOND = {sql.literal(aggregate.initial_value)}")
    if aggregate.moving_initial_value is not None:
        parts.append(f"MINITCOND = {sql.literal(aggregate.moving_initial_value)}")
    if aggregate.parallel != "unsafe":
        parts.append(f"PARALLEL = {aggregate.parallel.upper()}")
    if aggregate.kind == "hypothetical set":
        parts.append("HYPOTHETICAL")
    word = "CREATE OR REPLACE" if replace else "CREATE"
    arguments = aggregate.arguments or "*"
    return f"{word} AGGREGATE {sql.name(aggregate.ref)}({arguments}) (\n    " + ",\n    ".join(parts) + "\n);"


def operator_name(signature: str) -> str:
    """``public.===(text,text)`` as an option's value takes it: ``OPERATOR(public.===)``."""
    bare = signature.partition("(")[0].strip()
    return f"OPERATOR({bare})" if "." in bare else bare


_MODIFY = {"r": "READ_ONLY", "s": "SHAREABLE", "w": "READ_WRITE"}


def _is_said(part: str) -> bool:
    """How many arguments are direct follows from where ORDER BY stands among them."""
    return not part.startswith("direct_arguments=")


def _aggregate_part(part: str) -> str:
    name, _, value = part.partition("=")
    if name.endswith("_modify"):
        value = _MODIFY[value]
    if name == "sortop":
        value = operator_name(value)
    return f"{name.upper()} = {value}" if value else name.upper()


def alter_aggregate(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """CREATE OR REPLACE AGGREGATE where its types stay."""
    if delta.any("returns", "kind", "arguments"):
        return None
    return [altered(delta.new.ref, [step(_aggregate(delta.new, replace=True), delta.new.ref, "what it does")])]


FUNCTION = Kind(rank=25, create=create, alter=alter)
AGGREGATE = Kind(rank=26, create=create_aggregate, alter=alter_aggregate)
