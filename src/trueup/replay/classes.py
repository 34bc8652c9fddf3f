"""CREATE OPERATOR CLASS and CREATE and ALTER OPERATOR FAMILY, said by functions of `classes.sql`.

Names are looked up where the statement stands, by its own search_path; the functions are given what was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from postgast import deparse, parse

from trueup.sqltext.quote import literal, qualified
from trueup.sqltext.trees import kind_of, strings

KINDS = frozenset({"CreateOpClassStmt", "CreateOpFamilyStmt", "AlterOpFamilyStmt"})
_OPERATOR, _FUNCTION, _STORAGE = 1, 2, 3  # OPCLASS_ITEM_* in parsenodes.h
_ME = "CURRENT_USER::pg_catalog.text"


def call(tree: Any) -> str | None:
    """The call that does what a statement says, or None where it says more than the functions do."""
    match kind_of(tree):
        case "CreateOpFamilyStmt":
            *place, name = strings(tree.opfamilyname)
            return _say("make_operator_family", place_of(place), literal(name), literal(tree.amname), _ME)
        case "AlterOpFamilyStmt":
            family = _family(strings(tree.opfamilyname), tree.amname)
            members = _members(tree.items, "", dropping=tree.is_drop)
            if members is None:
                return None
            return _say("alter_operator_family", family, literal(tree.amname), str(tree.is_drop).lower(), members)
        case "CreateOpClassStmt":
            return _class(tree)
        case _:
            return None


def _class(tree: Any) -> str | None:
    *place, name = strings(tree.opclassname)
    of = type_of(tree.datatype)
    storage = next((type_of(i.create_op_class_item.storedtype) for i in tree.items if _is(i, _STORAGE)), "NULL")
    members = _members([i for i in tree.items if not _is(i, _STORAGE)], of, dropping=False)
    if members is None:
        return None
    family = _family(strings(tree.opfamilyname), tree.amname) if tree.opfamilyname else "NULL"
    usual = str(tree.is_default).lower()
    of_all = (place_of(place), literal(name), usual, of, literal(tree.amname), family, members, storage, _ME)
    return _say("make_operator_class", *of_all)


def _is(node: Any, itemtype: int) -> bool:
    return bool(node.create_op_class_item.itemtype == itemtype)


def _members(nodes: Any, of: str, *, dropping: bool) -> str | None:
    found = [_member(node.create_op_class_item, of, dropping=dropping) for node in nodes]
    if None in found:
        return None
    return f"pg_catalog.jsonb_build_array({', '.join(map(str, found))})"


def _member(item: Any, of: str, *, dropping: bool) -> str | None:
    """One operator or function; None for an ordering operator, and for an operator without types in a family."""
    types = [type_of(node.type_name) for node in item.class_args]
    listed = ", ".join(f"{t}::pg_catalog.oid::pg_catalog.int8" for t in types)
    parts = [f"'n', {item.number}, 'types', pg_catalog.jsonb_build_array({listed})"]
    if dropping:
        parts.append(f"'drop', '{'operator' if item.itemtype == _OPERATOR else 'function'}'")
    elif item.itemtype == _FUNCTION:
        parts.append(f"'function', {_function(item.name)}::pg_catalog.oid::pg_catalog.int8")
    else:
        sides = [type_of(node.type_name) for node in item.name.objargs] or [of, of]
        if item.order_family or not all(sides) or len(sides) != 2:
            return None
        *place, symbol = strings(item.name.objname)
        named = literal("".join(f"{qualified(part)}." for part in place) + symbol)
        operator = f"pg_catalog.format('%s(%s,%s)', {named}, {', '.join(sides)})::pg_catalog.regoperator"
        parts.append(f"'operator', {operator}::pg_catalog.oid::pg_catalog.int8")
    return f"pg_catalog.jsonb_build_object({', '.join(parts)})"


def _function(name: Any) -> str:
    called = literal(qualified(*strings(name.objname)))
    if name.args_unspecified:
        return f"{called}::pg_catalog.regproc"
    types = "".join(f", {type_of(node.type_name)}" for node in name.objargs)
    holes = ",".join(["%s"] * len(name.objargs))
    return f"pg_catalog.format('%s({holes})', {called}{types})::pg_catalog.regprocedure"


def _family(names: Sequence[str], method: str) -> str:
    """The family's oid, looked up as the server would; 0 where there is none, which is told."""
    *place, name = names
    seen = f"n.nspname = {literal(place[0])}" if place else "pg_catalog.pg_opfamily_is_visible(f.oid)"
    return (
        "coalesce((SELECT f.oid FROM pg_catalog.pg_opfamily AS f JOIN pg_catalog.pg_am AS a ON a.oid = f.opfmethod"
        " JOIN pg_catalog.pg_namespace AS n ON n.oid = f.opfnamespace"
        f" WHERE f.opfname = {literal(name)} AND a.amname = {literal(method)} AND {seen}), 0::pg_catalog.oid)"
    )


def place_of(parts: Sequence[str]) -> str:
    """The schema that a name says, or else that it would be made in, as an expression."""
    return literal(parts[-1]) if parts else "(pg_catalog.current_schemas(false))[1]::pg_catalog.text"


def type_of(node: Any) -> str:
    """A type as an expression that the server looks up: ``'public.ct'::pg_catalog.regtype``."""
    whole = parse("SELECT NULL::int4")
    cast = whole.stmts[0].stmt.select_stmt.target_list[0].res_target.val.type_cast
    cast.type_name.CopyFrom(node)
    return f"{literal(deparse(whole).removeprefix('SELECT NULL::'))}::pg_catalog.regtype"


def _say(function: str, *arguments: str) -> str:
    return f"SELECT trueup_internal.{function}({', '.join(arguments)})"
