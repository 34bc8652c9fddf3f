"""Paths into what a request brings along: the caller's token, and what whoever asks writes as it likes (headers)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import postgast

from trueup.seeding.trees import constant, is_nullif, name_of, strings, strip, walk

# Settings of the web API that hold what the request says; the token is signed, these are not.
SENT = frozenset({"request.headers", "request.cookies"})


def json_path(node: Any) -> tuple[str, ...]:
    """Keys of `(auth.jwt() -> 'a') ->> 'b'`, or () for anything else; of a header, the setting that holds it first."""
    keys: list[str] = []
    node = strip(node)
    if name_of(node) in {"CoalesceExpr", "FuncCall"} and node.args:
        node = strip(node.args[0]) if name_of(node) == "CoalesceExpr" else node
    while name_of(node) == "A_Expr" and strings(node.name)[-1:] in (["->"], ["->>"], ["#>>"], ["#>"]):
        key = constant(node.rexpr)
        if key is None:
            return ()
        keys[:0] = key.strip("{}").split(",") if strings(node.name)[-1].startswith("#") else [key]
        node = strip(node.lexpr)
    while name_of(node) == "CoalesceExpr" or is_nullif(node):
        node = strip(node.lexpr if is_nullif(node) else node.args[0])
    if not keys or name_of(node) != "FuncCall" or strings(node.funcname)[-1:] not in (["jwt"], ["current_setting"]):
        return ()
    setting = constant(node.args[0]) if node.args else None
    return (setting, *keys) if setting in SENT else tuple(keys)


@lru_cache(maxsize=2_000)
def token_paths(text: str) -> frozenset[tuple[str, ...]]:
    """The paths into the token that a query reads; none of a text that is no SQL."""
    try:
        tree = postgast.parse(text)
    except postgast.PgQueryError:
        return frozenset()
    return frozenset(path for node in walk(tree) if name_of(node) == "A_Expr" and (path := json_path(node)))


@lru_cache(maxsize=2_000)
def token_path(expression: str) -> tuple[str, ...]:
    """The path into the token that an expression reads, or ()."""
    try:
        tree = postgast.parse("SELECT " + expression)
    except postgast.PgQueryError:
        return ()
    return json_path(strip(tree.stmts[0].stmt.select_stmt.target_list[0].res_target.val))
