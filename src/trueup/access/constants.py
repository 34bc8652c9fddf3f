"""A policy's condition as it is for one caller: what it asks of the caller alone, written as the answer."""

from __future__ import annotations

from typing import Any

import postgast

from trueup.access.acting import Actor
from trueup.access.study import Study
from trueup.seeding.engine import Action, Task
from trueup.seeding.insight import reachable_routines, routine_facts
from trueup.seeding.schema import literal
from trueup.seeding.trees import deparse, is_caller, name_of, strings, walk


def as_asked_by(study: Study, actor: Actor, text: str) -> str | None:
    """The condition with constants for `auth.uid()` and the like, so that the planner can hold it against others.

    What functions look up in tables of the project stays: it changes with their rows. None where something can't be
    evaluated.
    """
    tree = postgast.parse("SELECT " + text)
    target = tree.stmts[0].stmt.select_stmt.target_list[0].res_target.val
    for node in _outermost(study, target):
        sql = f"SELECT jsonb_build_array(({deparse(_inner(node))})::text, pg_typeof({deparse(_inner(node))})::text)"
        asked = Action(sql=sql, settings=actor.principal.settings, rows=True)
        result = study.running.run([Task(actions=(asked,))])[0][0]
        if not result.ok:
            return None
        value, kind = result.value
        written = f"{literal(value) if value is not None else 'NULL'}::{kind}"
        new = postgast.parse(f"SELECT {written}").stmts[0].stmt.select_stmt.target_list[0].res_target.val
        node.CopyFrom(new)
    return str(postgast.deparse(tree))[len("SELECT ") :]


def _outermost(study: Study, target: Any) -> list[Any]:
    """The nodes that are about the caller alone and in no other such node."""
    found, inside = [], set()
    kept = list(walk(target))  # held on to, so that each node is one object
    for node in kept:
        if id(node) in inside or name_of(node) != "Node" or not _is_expression(node) or not is_caller(node):
            continue
        if not _looks_up(study, node):
            found.append(node)
            inside |= {id(below) for below in walk(node)}
    return found


def _inner(node: Any) -> Any:
    return getattr(node, node.WhichOneof("node"))


def _is_expression(node: Any) -> bool:
    kind = name_of(_inner(node)) if node.WhichOneof("node") else ""
    return kind in {"FuncCall", "SubLink", "TypeCast", "A_Expr", "SQLValueFunction", "CoalesceExpr", "NullTest"}


def _looks_up(study: Study, node: Any) -> bool:
    """Whether a function that it calls reads a table, itself or through what it calls."""
    names = {strings(n.funcname)[-1] for n in walk(node) if name_of(n) == "FuncCall" and n.funcname}
    called = frozenset(o for name in names for o in study.schema.routines_by_name.get(name, ()))
    reached = reachable_routines(study.schema, called)
    return any(routine_facts(study.schema.routines[o]).tables for o in reached)
