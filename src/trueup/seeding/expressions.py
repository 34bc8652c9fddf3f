"""What an expression, a query or a function body compares: pure functions over parse trees.

Nothing here decides what a policy *means*: it only gathers columns, constants and caller expressions that are worth
trying. The server judges what they do.
"""

from __future__ import annotations

import csv
from contextlib import suppress
from functools import lru_cache
from typing import Any

import postgast

from trueup.seeding.bodies import body_queries
from trueup.seeding.conditions import columns_in, query_arms
from trueup.seeding.documents import document_with, keys_below, whole_documents
from trueup.seeding.facts import Facts
from trueup.seeding.patterns import like_sample
from trueup.seeding.tokens import json_path
from trueup.seeding.trees import (
    Column,
    bare,
    column,
    constant,
    deparse,
    is_caller,
    name_of,
    selected,
    strings,
    strip,
    walk,
)

# Functions that give a form of the value itself; what others give says nothing about the column they are called with.
_FORMS = """
lower upper trim btrim ltrim rtrim initcap length char_length character_length octet_length cardinality
array_length jsonb_array_length json_array_length jsonb_typeof substr substring left right split_part replace
date date_trunc date_part extract abs round ceil floor md5 to_char foldername filename extension concat nullif
regexp_replace position strpos starts_with unnest
"""
_OF_VALUES = frozenset(_FORMS.split())
_COMPARISONS = frozenset(
    {"=", "<>", "!=", "<", ">", "<=", ">=", "~~", "~~*", "@>", "<@", "&&", "?", "?|", "?&", "~", "~*"}
)
_METADATA = frozenset({"raw_user_meta_data", "raw_app_meta_data"})
_ENOUGH = frozenset({"-", "<", ">", "<=", ">="})
_BETWEEN = frozenset({"BETWEEN", "NOT BETWEEN", "BETWEEN SYMMETRIC", "NOT BETWEEN SYMMETRIC"})


@lru_cache(maxsize=20_000)
def expression_facts(text: str) -> Facts:
    """Facts of an expression; empty where it does not parse."""
    return _facts_of("SELECT " + text)


@lru_cache(maxsize=5_000)
def query_facts(text: str) -> Facts:
    """Facts of one or more statements; empty where they do not parse."""
    return _facts_of(text)


@lru_cache(maxsize=5_000)
def function_facts(definition: str, body: str, language: str) -> Facts:
    """Facts of a function's body."""
    if language == "sql":
        return _facts_of(body if "RETURN " not in body[:9] else "SELECT " + body.strip()[7:])
    facts = Facts()
    if language != "plpgsql":
        return facts
    for query in body_queries(body):
        facts.merge(_facts_of(query))
    return facts


def _facts_of(text: str) -> Facts:
    facts = Facts()
    try:
        tree = postgast.parse(text)
    except postgast.PgQueryError:
        return facts
    aliases: dict[str, str] = {}
    nodes = list(walk(tree))
    for node in nodes:
        if name_of(node) == "RangeVar":
            facts.tables.add((node.schemaname, node.relname))
            aliases[node.alias.aliasname or node.relname] = node.relname
    for node in nodes:
        handler = _HANDLERS.get(name_of(node))
        if handler:
            handler(node, facts, aliases)
    facts.arms += query_arms(nodes)
    return facts


def _resolved(found: Column, aliases: dict[str, str]) -> Column:
    return (aliases.get(found[0], found[0]), found[1])


def _column_ref(node: Any, facts: Facts, aliases: dict[str, str]) -> None:
    found = column(node)
    if found:
        facts.touched.add(_resolved(found, aliases))


def _null_test(node: Any, facts: Facts, aliases: dict[str, str]) -> None:
    found = column(node.arg)
    if found:
        facts.nulls.add(_resolved(found, aliases))


def _func_call(node: Any, facts: Facts, aliases: dict[str, str]) -> None:
    parts = strings(node.funcname)
    if not parts:
        return
    facts.calls.add(parts[-1])
    texts = [v for a in node.args for v in _constants(a)]
    if texts:
        facts.given.setdefault(parts[-1], set()).update(texts)
    if parts[-1] == "starts_with" and texts and (found := column(node.args[0])):
        facts.constants.setdefault(_resolved(found, aliases), set()).add(texts[-1] + "x")
    if parts[-1] == "current_setting" and node.args:
        value = constant(node.args[0])
        if value:
            facts.settings.add(value)
    if parts[-1] == "pg_has_role" and len(node.args) > 1:
        caller, role = (node.args[0], node.args[1]) if len(node.args) == 3 else (None, node.args[0])
        named = column(role)
        if named is not None and (caller is None or is_caller(bare(caller))):
            facts.roles.add(_resolved(named, aliases))
            facts.callers.append((_resolved(named, aliases), deparse(bare(caller)) if caller else "CURRENT_USER"))


def _target(node: Any, facts: Facts, aliases: dict[str, str]) -> None:
    facts.writes.add((node.relation.schemaname, node.relation.relname))
    if name_of(node) == "UpdateStmt":
        facts.sets |= {bare(item).name for item in node.target_list}
    if name_of(node) == "DeleteStmt" and not node.HasField("where_clause"):
        facts.empties.add((node.relation.schemaname, node.relation.relname))


def _emptied(node: Any, facts: Facts, aliases: dict[str, str]) -> None:
    named = {(each.range_var.schemaname, each.range_var.relname) for each in node.relations}
    facts.writes |= named
    facts.empties |= named


def _comparison(node: Any, facts: Facts, aliases: dict[str, str]) -> None:
    operator = "".join(strings(node.name)[-1:])
    if operator in {"->>", "->"}:
        _metadata(node, facts)
        _document(node, "true", facts, aliases)
        _looked_up(node.lexpr, node.rexpr, facts, aliases)
        return
    if operator == "&" and node.HasField("lexpr"):
        for one, other in ((node.lexpr, node.rexpr), (node.rexpr, node.lexpr)):
            _looked_up(one, other, facts, aliases)
            if (held := column(one)) is not None and (bit := constant(other)) is not None:
                facts.constants.setdefault(_resolved(held, aliases), set()).add(bit)
        return
    if operator in _COMPARISONS or operator in _BETWEEN:
        for side in (node.lexpr, node.rexpr):
            facts.compared |= {_resolved(found, aliases) for found in columns_in(side)}
    if operator in _ENOUGH and not (operator == "-" and constant(node.rexpr) is not None):  # `n - 1` counts
        facts.amounts |= {_resolved(found, aliases) for side in (node.lexpr, node.rexpr) if (found := column(side))}
        if operator == "-" and node.HasField("lexpr") and (found := column(node.lexpr)):
            facts.charged.add(_resolved(found, aliases))
    if operator not in _COMPARISONS:
        return
    left, right = (bare(node.lexpr) if node.HasField("lexpr") else None), bare(node.rexpr)
    if left is None:
        return
    for item in _listed(right) if is_caller(left) else []:
        if (found := column(item)) is not None:  # auth.uid() IN (sender_id, receiver_id)
            _compare(_resolved(found, aliases), item, left, [], operator, facts, aliases)
    values = _constants(right)
    for one, other, others in ((left, right, values), (right, left, _constants(left))):
        found = _inner_column(one)
        if found is not None:
            key = _resolved(found, aliases)
            facts.documents.setdefault(key, set()).update(whole_documents(operator, others))
            _compare(key, one, other, others, operator, facts, aliases)
        elif others:
            path = json_path(one)
            for value in others:
                _document(one, value, facts, aliases, operator)
            if path:
                facts.claims.update((path, value) for value in others)
            for name in () if path else _called(one):
                # role_in(account_id) IN ('owner', 'admin'): what the function reads holds one of them.
                facts.given.setdefault(name, set()).update(others)


def _looked_up(node: Any, key: Any, facts: Facts, aliases: dict[str, str]) -> None:
    """A column that is asked for a key, or a bit, that somebody names."""
    held, named = column(node), _named(key)
    if held is not None and named is not None:
        facts.pairs.append((_resolved(held, aliases), named))


def _compare(
    key: Column, one: Any, other: Any, others: list[str], operator: str, facts: Facts, aliases: dict[str, str]
) -> None:
    measured = _is_length(one)
    if others and measured:
        facts.lengths.setdefault(key, set()).update(int(v) for v in others if v.lstrip("-").isdigit())
    elif others and operator in {"~", "~*"}:
        facts.patterns.setdefault(key, set()).update(others)
    elif others and operator in {"~~", "~~*"}:
        facts.constants.setdefault(key, set()).update(map(like_sample, others))
        facts.likes.setdefault(key, set()).update(others)
    elif others:
        facts.constants.setdefault(key, set()).update(others)
    elif (second := _named(other)) is not None:
        facts.pairs.append((key, _resolved(second, aliases)))
    elif (caller := _caller(other)) is not None and name_of(strip(caller)) != "SubLink":
        with suppress(postgast.PgQueryError, KeyError):
            facts.callers.append((key, deparse(bare(caller))))
            (facts.apart if operator == "<>" else facts.tied).add(key)


def _caller(node: Any) -> Any | None:
    """An expression that says who calls; of `coalesce(auth.uid(), owner)` what is asked first."""
    if is_caller(node):
        return node
    here = strip(node)
    return next(filter(is_caller, here.args), None) if name_of(here) == "CoalesceExpr" else None


def _named(node: Any) -> Column | None:
    """The column, or the argument of a function that is named by its number, that a node names."""
    node = strip(node)
    return ("", f"${node.number}") if name_of(node) == "ParamRef" else column(node)


def _called(node: Any) -> list[str]:
    """The function whose value an expression is, or of whose values it is one: `coalesce(rank_of(team), 0)`."""
    node = strip(node)
    if name_of(node) == "CoalesceExpr":
        return [name for arg in node.args for name in _called(arg)]
    return strings(node.funcname)[-1:] if name_of(node) == "FuncCall" else []


def _inner_column(node: Any) -> Column | None:
    """The column of `col`, `lower(col)`, `coalesce(col, 'x')`, `char_length(col)`."""
    found = column(node)
    if found is not None:
        return found
    node = strip(node)
    of_values = name_of(node) == "FuncCall" and strings(node.funcname)[-1:] and strings(node.funcname)[-1] in _OF_VALUES
    if name_of(node) == "CoalesceExpr":
        refs = [c for c in map(_inner_column, node.args) if c]
        return refs[0] if len(refs) == 1 else None
    if of_values and node.args:
        refs = [c for c in (column(a) for a in node.args) if c]
        return refs[0] if len(refs) == 1 else None
    if name_of(node) == "SubLink" and (given := selected(node)) is not None:
        return _inner_column(given)
    return None


def _sub_link(node: Any, facts: Facts, aliases: dict[str, str]) -> None:
    """`'admin' IN (SELECT role FROM ...)`, `auth.uid() IN (SELECT user_id FROM ...)`: what the sub-select gives."""
    given = selected(node) if node.HasField("testexpr") else None
    found = _inner_column(given) if given is not None else None
    if found is not None:
        _compare(_resolved(found, aliases), given, bare(node.testexpr), _constants(node.testexpr), "=", facts, aliases)


def _is_length(node: Any) -> bool:
    node = strip(node)
    names = {"char_length", "length", "character_length", "octet_length", "cardinality", "array_length"}
    return name_of(node) == "FuncCall" and bool(set(strings(node.funcname)[-1:]) & names)


def _constants(node: Any) -> list[str]:
    """Constants of `'x'`, `ARRAY['x', 'y']`, `('x', 'y')`, `'{x,y}'::text[]`."""
    value = constant(node)
    outer = bare(node)
    if value is not None and name_of(outer) == "TypeCast" and outer.type_name.array_bounds and value[:1] == "{":
        return [item for row in csv.reader([value[1:-1]], escapechar="\\") for item in row]
    if value is not None:
        return [value]
    return [v for v in (constant(item) for item in _listed(node)) if v is not None]


def _listed(node: Any) -> list[Any]:
    """The items of `(x, y)` and `ARRAY[x, y]`."""
    node = strip(node)
    if name_of(node) not in {"A_ArrayExpr", "List"}:
        return []
    return list(node.elements if name_of(node) == "A_ArrayExpr" else node.items)


def _document(node: Any, value: str, facts: Facts, aliases: dict[str, str], operator: str = "=") -> None:
    """Note a document for `col ->> 'role' = 'admin'`, `col -> 'roles' ? 'admin'`, `(col ->> 'admin')::bool`."""
    below = keys_below(node)
    if below is None or not below[1]:
        return
    base, keys = below
    if base[1] in _METADATA:
        facts.constants.setdefault(_resolved(base, aliases), set()).add(value)
        return
    facts.documents.setdefault(_resolved(base, aliases), set()).add(document_with(keys, value, operator))


def _metadata(node: Any, facts: Facts) -> None:
    key = constant(node.rexpr)
    base = column(node.lexpr)
    if key and base and base[1] in _METADATA:
        facts.metadata_keys.add(key)


def _number(node: Any, facts: Facts, aliases: dict[str, str]) -> None:
    if not node.isnull and node.WhichOneof("val") in {"ival", "fval"}:
        facts.numbers.add(str(constant(node)))


_HANDLERS = {
    "A_Const": _number,
    "ColumnRef": _column_ref,
    "NullTest": _null_test,
    "FuncCall": _func_call,
    "A_Expr": _comparison,
    "SubLink": _sub_link,
    "InsertStmt": _target,
    "UpdateStmt": _target,
    "DeleteStmt": _target,
    "TruncateStmt": _emptied,
}
