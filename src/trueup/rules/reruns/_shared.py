"""What a statement makes, and whether it can make it twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import postgast

from trueup.replay.model import Unit
from trueup.rules.context import RuleContext

_AGAIN = ("if_not_exists", "replace", "or_replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a statement does to the names of objects.

    Args:
        makes: ``policy own on notes``, or "".
        key: the same in the form that a DROP gives.
        drops: keys of what it drops with IF EXISTS.
        again: whether it says IF NOT EXISTS or OR REPLACE.
        help: how to make it run again.
    """

    makes: str = ""
    key: str = ""
    drops: tuple[str, ...] = ()
    again: bool = False
    help: str = ""


def describe(sql: str) -> Made | None:
    """What a statement makes or drops; None for one that does neither, or that the parser refuses."""
    try:
        tree = postgast.parse(sql)
    except postgast.PgQueryError:
        return None
    if not tree.stmts:
        return None
    kind = tree.stmts[0].stmt.WhichOneof("node")
    node = getattr(tree.stmts[0].stmt, kind)
    again = any(getattr(node, flag, False) for flag in _AGAIN)
    match kind:
        case "create_policy_stmt":
            return _made("policy", node.policy_name, again, on=node.table.relname)
        case "create_trig_stmt":
            return _made("trigger", node.trigname, again, on=node.relation.relname, replace=True)
        case "create_enum_stmt" | "composite_type_stmt" | "create_range_stmt":
            name = node.typevar.relname if kind == "composite_type_stmt" else node.type_name[-1].string.sval
            return _made("type", name, again)
        case "create_domain_stmt":
            return _made("domain", node.domainname[-1].string.sval, again)
        case "create_stmt":
            return _made("table", node.relation.relname, again, exists=True)
        case "index_stmt" if node.idxname:
            return _made("index", node.idxname, again, exists=True)
        case "create_seq_stmt":
            return _made("sequence", node.sequence.relname, again, exists=True)
        case "view_stmt":
            return _made("view", node.view.relname, again, replace=True)
        case "create_function_stmt":
            return _made("function", node.funcname[-1].string.sval, again, replace=True)
        case "alter_table_stmt":
            return _constraint(node)
        case "drop_stmt" if node.missing_ok:
            return Made(drops=tuple(_dropped(node)))
    return None


def _made(kind: str, name: str, again: bool, *, on: str = "", exists: bool = False, replace: bool = False) -> Made:
    told = f"{kind} {name}" + (f" on {on}" if on else "")
    how = f"DROP {kind.upper()} IF EXISTS before it"
    if exists:
        how = "IF NOT EXISTS"
    elif replace:
        how = f"CREATE OR REPLACE {kind.upper()}"
    return Made(makes=f"CREATE {kind.upper()} {name}", key=told, again=again, help=f"Write {how}.")


def _constraint(node: Any) -> Made | None:
    drops = []
    for command in node.cmds:
        inner = command.alter_table_cmd
        if inner.subtype == postgast.pg_query_pb2.AT_DropConstraint and inner.missing_ok:
            drops.append(f"constraint {inner.name} on {node.relation.relname}")
    for command in node.cmds:
        inner = command.alter_table_cmd
        name = inner.__getattribute__("def").constraint.conname if inner.HasField("def") else ""
        if inner.subtype == postgast.pg_query_pb2.AT_AddConstraint and name:
            key = f"constraint {name} on {node.relation.relname}"
            if key not in drops:
                how = "Write ALTER TABLE ... DROP CONSTRAINT IF EXISTS before it."
                return Made(makes=f"ADD CONSTRAINT {name}", key=key, help=how)
    return Made(drops=tuple(drops)) if drops else None


def _dropped(node: Any) -> Iterator[str]:
    kind = postgast.pg_query_pb2.ObjectType.Name(node.remove_type).removeprefix("OBJECT_").lower()
    for item in node.objects:
        which = item.WhichOneof("node")
        if which == "list":
            names = [part.string.sval for part in item.list.items]
            on = f" on {names[-2]}" if kind in {"policy", "trigger", "rule"} and len(names) > 1 else ""
            yield f"{kind} {names[-1]}{on}"
        elif which == "type_name":
            yield f"{kind} {item.type_name.names[-1].string.sval}"
        elif which == "object_with_args":
            yield f"{kind} {item.object_with_args.objname[-1].string.sval}"


def is_guarded(made: Made, dropped: set[str]) -> bool:
    """Whether it can run again: by its own words, or because the file drops it first."""
    owner = made.key.partition(" on ")[2]
    return made.again or made.key in dropped or (bool(owner) and f"table {owner}" in dropped)


def rerunnable_units(context: RuleContext) -> Iterator[Unit]:
    """Units that make some table or index IF NOT EXISTS, and so are meant to be run again.

    Files with a number before their name are migrations: a tool runs each once.
    """
    for unit in context.units:
        folder, _, file = unit.origin.file.rpartition("/")
        if file[:1].isdigit() or folder.rpartition("/")[2][:4].isdigit():
            continue
        words = " ".join(
            s.sql[:400] for s in unit.statements if s.kind in {"CreateStmt", "IndexStmt", "DropStmt"}
        ).upper()
        if "IF NOT EXISTS" in words:
            yield unit


def columns_made(sql: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The (qualified) name and the columns of a CREATE TABLE; empty where the parser refuses it."""
    try:
        node = postgast.parse(sql).stmts[0].stmt.create_stmt
    except (postgast.PgQueryError, IndexError):
        return ((), ())
    relation = node.relation
    name = (relation.schemaname, relation.relname) if relation.schemaname else (relation.relname,)
    return name, tuple(e.column_def.colname for e in node.table_elts if e.WhichOneof("node") == "column_def")
