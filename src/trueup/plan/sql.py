"""How objects are named in statements: quoting, and the words by which COMMENT, ALTER and DROP call each kind."""

from __future__ import annotations

from collections.abc import Iterable

from trueup.ref import ObjectRef
from trueup.sqltext import quote as quoting

literal = quoting.literal
quote = quoting.identifier

TYPES = frozenset({"enum", "composite type", "range type", "base type"})
_SPECIAL_ROLES = frozenset({"public"})


def name(ref: ObjectRef) -> str:
    """The qualified name of what has a plain one: ``public."My table"``."""
    plain = quote(ref.name[0])
    return f"{quote(ref.schema)}.{plain}" if ref.schema else plain


def table_of(ref: ObjectRef) -> str:
    """The qualified name of the relation, type or domain that a column, constraint, policy ... lives on."""
    return f"{quote(ref.schema)}.{quote(ref.name[0])}"


def role(name_: str) -> str:
    """A role, or PUBLIC."""
    return "PUBLIC" if name_ in _SPECIAL_ROLES else quote(name_)


def argument_list(ref: ObjectRef) -> str:
    """``public.f(integer)``; an aggregate without arguments is ``public.a(*)``."""
    arguments = ref.name[1] if len(ref.name) > 1 else ""
    if ref.kind == "aggregate" and not arguments:
        arguments = "*"
    return f"{name(ref)}({arguments})"


def called(ref: ObjectRef, *, domain: bool = False) -> str:
    """An object as COMMENT ON, ALTER ... OWNER TO and DROP call it (manual, COMMENT): kind and name.

    Args:
        ref: the object.
        domain: for a constraint: it is a domain's.
    """
    kind = ref.kind
    if kind in TYPES:
        return f"TYPE {name(ref)}"
    if kind in {"function", "procedure", "aggregate"}:
        return f"{kind.upper()} {argument_list(ref)}"
    if kind in {"column", "attribute"}:
        return f"COLUMN {table_of(ref)}.{quote(ref.name[1])}"
    if kind == "constraint":
        return f"CONSTRAINT {quote(ref.name[1])} ON {'DOMAIN ' if domain else ''}{table_of(ref)}"
    if kind in {"policy", "trigger", "rule"}:
        return f"{kind.upper()} {quote(ref.name[1])} ON {table_of(ref)}"
    if kind == "operator":
        return f"OPERATOR {quote(ref.schema)}.{ref.name[0]} ({ref.name[1]})"
    if kind in {"operator class", "operator family"}:
        return f"{kind.upper()} {name(ref)} USING {quote(ref.name[1])}"
    if kind == "cast":
        return f"CAST ({ref.name[0]} AS {ref.name[1]})"
    if kind == "transform":
        return f"TRANSFORM FOR {ref.name[0]} LANGUAGE {quote(ref.name[1])}"
    return f"{kind.upper()} {name(ref)}"


def bare(function: str) -> str:
    """A function's name without its arguments, where a statement takes no more: ``public.f(text)`` is ``public.f``."""
    return function.partition("(")[0]


def split_option(option: str) -> tuple[str, str]:
    """``fillfactor=70`` to its name and value."""
    key, _, value = option.partition("=")
    return key, value


def options_list(options: Iterable[str]) -> str:
    """Storage parameters as WITH and SET take them; values quoted."""
    parts = []
    for option in options:
        key, value = split_option(option)
        shown = ".".join(quote(part) for part in key.split("."))
        parts.append(f"{shown}={literal(value)}" if value else shown)
    return ", ".join(parts)


def foreign_options(options: Iterable[str]) -> str:
    """``OPTIONS (host 'a')`` or nothing."""
    parts = [f"{quote(key)} {literal(value)}" for key, value in map(split_option, options)]
    return f"OPTIONS ({', '.join(parts)})" if parts else ""


def changed_foreign_options(before: Iterable[str], after: Iterable[str]) -> str:
    """``OPTIONS (SET a 'x', ADD b 'y', DROP c)`` for ALTER; "" where nothing differs."""
    old, new = dict(map(split_option, before)), dict(map(split_option, after))
    parts = [f"DROP {quote(key)}" for key in old if key not in new]
    for key, value in new.items():
        if key not in old:
            parts.append(f"ADD {quote(key)} {literal(value)}")
        elif old[key] != value:
            parts.append(f"SET {quote(key)} {literal(value)}")
    return f"OPTIONS ({', '.join(parts)})" if parts else ""


def changed_options(target: str, before: Iterable[str], after: Iterable[str]) -> list[str]:
    """The statements that take an object's storage parameters from one set to another.

    Args:
        target: how the statement begins: ``ALTER TABLE public.t``.
        before, after: ``name=value``.
    """
    old, new = dict(map(split_option, before)), dict(map(split_option, after))
    gone = [key for key in old if key not in new]
    there = [f"{key}={value}" for key, value in new.items() if old.get(key) != value]
    statements = []
    if gone:
        keys = ", ".join(".".join(quote(part) for part in key.split(".")) for key in gone)
        statements.append(f"{target} RESET ({keys});")
    if there:
        statements.append(f"{target} SET ({options_list(there)});")
    return statements


def on_current_database(head: str, tail: str) -> str:
    """A statement about the database that one is in: SQL has no word for it, so a DO block puts the name in.

    Args:
        head: what stands before the name; without a ``%``.
        tail: what stands behind it.
    """
    pattern = f"{head} %I {tail.replace('%', '%%')}"
    return f"DO {quoting.dollar(f'BEGIN EXECUTE format({literal(pattern)}, current_database()); END', 'do')};"
