"""Quoting of identifiers and literals, by PostgreSQL's own rules (quote_identifier in ruleutils.c)."""

from __future__ import annotations

import re
from functools import lru_cache

from trueup.ref import ObjectRef

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")


@lru_cache(maxsize=8192)
def identifier(name: str) -> str:
    """`name` as it must be written: in double quotes unless it is plain lower case and no reserved keyword.

    >>> identifier("user"), identifier("projects"), identifier("My policy")
    ('"user"', 'projects', '"My policy"')
    """
    if _PLAIN.match(name) and not _is_reserved(name):
        return name
    return '"' + name.replace('"', '""') + '"'


def _is_reserved(name: str) -> bool:
    """Whether the grammar takes the word for more than a name; unreserved keywords are names everywhere."""
    import postgast  # late: a comparison of two servers quotes nothing

    tokens = postgast.scan(name).tokens
    kinds = postgast.pg_query_pb2
    return not tokens or tokens[0].keyword_kind not in (kinds.NO_KEYWORD, kinds.UNRESERVED_KEYWORD)


def qualified(*parts: str) -> str:
    """A dotted name, each part quoted where it must be; empty parts are left out."""
    return ".".join(identifier(part) for part in parts if part)


def literal(value: str) -> str:
    """A string constant; an ``E''`` string where there are backslashes, as PostgreSQL's quote_literal does.

    >>> literal("it's")
    "'it''s'"
    """
    text = value.replace("'", "''")
    if "\\" in text:
        return " E'" + text.replace("\\", "\\\\") + "'"
    return f"'{text}'"


def dollar(body: str, tag: str = "") -> str:
    """A dollar-quoted constant with a tag that `body` does not hold.

    >>> dollar("SELECT 1")
    '$$SELECT 1$$'
    """
    number = 0
    while f"${tag}$" in body or (body.endswith("$") and not tag) or (tag and body.endswith(f"${tag}")):
        number += 1
        tag = f"q{number}"
    return f"${tag}${body}${tag}$"


def ref(target: ObjectRef) -> str:
    """As SQL takes it after its kind: ``public.t``, ``"My policy" ON public.t``, ``public.f(uuid)``."""
    first = qualified(target.schema, target.name[0])
    if target.parent_name is not None:
        child = identifier(target.name[1])
        return f"{first}.{child}" if target.kind in {"column", "attribute"} else f"{child} ON {first}"
    if target.kind in {"function", "procedure", "aggregate"} and len(target.name) > 1:
        return f"{first}({target.name[1]})"
    return qualified(target.schema, *target.name)
