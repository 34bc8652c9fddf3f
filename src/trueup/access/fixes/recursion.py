"""A way out of policy recursion: the look-up of a policy moves into a SECURITY DEFINER function, by its parse tree."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import postgast

from trueup.access.study import Remedy, Study
from trueup.seeding.schema import Policy, Relation, quote
from trueup.seeding.trees import bare, name_of, strings, walk


def lookups_as_functions(study: Study, ring: Sequence[tuple[Relation, Policy]]) -> tuple[Remedy, ...]:
    """For each policy of the ring: every sub-query becomes a function of the row's columns that it uses."""
    statements: list[str] = []
    for relation, policy in ring:
        made = _rewritten(relation, policy)
        if made is None:
            return ()
        statements += made
    if not statements:
        return ()
    return (
        Remedy(
            title="Put the look-up into a SECURITY DEFINER function",
            statements=tuple(statements),
            note="The function reads past the policies, so keep it as narrow as it is.",
        ),
    )


def _rewritten(relation: Relation, policy: Policy) -> list[str] | None:
    functions: list[str] = []
    parts = []
    for word, text in (("USING", policy.using), ("WITH CHECK", policy.check)):
        if not text:
            continue
        try:
            tree = postgast.parse("SELECT " + text)
        except postgast.PgQueryError:
            return None
        for node in _conditions(tree):
            if node.WhichOneof("node"):
                made = _function(relation, policy, node, len(functions))
                if made is None:
                    return None
                functions.append(made)
        parts.append(f"{word} ({str(postgast.deparse(tree))[len('SELECT ') :]})")
    if not functions:
        return []
    return [*functions, f"ALTER POLICY {quote(policy.name)} ON {relation.sql} {' '.join(parts)}"]


def _conditions(tree: Any) -> list[Any]:
    """The nodes that hold a condition with a sub-query: EXISTS, IN, or a comparison with what a sub-query gives."""
    found: list[Any] = []
    inside: set[int] = set()
    for node in walk(tree):
        if name_of(node) != "Node" or id(node) in inside:
            continue
        which = node.WhichOneof("node")
        boolean = which == "sub_link" and node.sub_link.sub_link_type in (1, 2, 3) and _has_from(node.sub_link)
        compared = which == "a_expr" and any(
            name_of(part) == "SubLink" and _has_from(part)
            for part in (_plain(node.a_expr.lexpr), _plain(node.a_expr.rexpr))
        )
        if boolean or compared:
            found.append(node)
            inside |= {id(n) for n in walk(node)}
    return found


def _plain(node: Any) -> Any:
    node = bare(node)
    while name_of(node) == "TypeCast":
        node = bare(node.arg)
    return node


def _has_from(link: Any) -> bool:
    return len(bare(link.subselect).from_clause) > 0


def _function(relation: Relation, policy: Policy, node: Any, number: int) -> str | None:
    """CREATE FUNCTION for the sub-query in `node`, which is replaced by a call of it."""
    link = bare(node)
    inner = {n.alias.aliasname or n.relname for n in walk(link) if name_of(n) == "RangeVar"}
    outer: list[str] = []
    for ref in [n for n in walk(link) if name_of(n) == "ColumnRef"]:
        parts = strings(ref.fields)
        if (
            len(parts) == 2
            and parts[0] == relation.name
            and relation.name not in inner
            and parts[1] in relation.columns
        ):
            name = parts[1]
        elif len(parts) == 1 and parts[0] in relation.columns and not _within(link, ref):
            name = parts[0]
        else:
            continue
        outer.append(name)
        del ref.fields[:]
        ref.fields.add().string.sval = f"row_{name}"
    names = list(dict.fromkeys(outer))
    digest = hashlib.sha256(f"{relation.sql}.{policy.name}.{number}".encode()).hexdigest()[:6]
    function = f"{quote(relation.schema)}.{quote(f'{relation.name[:40]}_policy_{digest}')}"
    arguments = ", ".join(f"{quote('row_' + n)} {relation.columns[n].type_name}" for n in names)
    tree = postgast.parse("SELECT 1")
    tree.stmts[0].stmt.select_stmt.target_list[0].res_target.val.CopyFrom(node)
    body = str(postgast.deparse(tree))
    call = postgast.parse(f"SELECT {function}({', '.join(quote(n) for n in names)})")
    node.CopyFrom(call.stmts[0].stmt.select_stmt.target_list[0].res_target.val)
    return (
        f"CREATE FUNCTION {function}({arguments}) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER "
        f"SET search_path = public, pg_temp AS $policy$ {body} $policy$"
    )


def _within(tree: Any, ref: Any) -> bool:
    """Whether a bare column stands inside a sub-query, where it is that query's own."""
    links = [n for n in walk(tree) if name_of(n) == "SubLink"]
    return any(node == ref for link in links for node in walk(link.subselect) if name_of(node) == "ColumnRef")
