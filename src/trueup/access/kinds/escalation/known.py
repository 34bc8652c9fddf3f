"""Words that an actor puts into a row of its own and hands to a function afterwards: a code, a token, its hash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import postgast

from trueup.access.acting import Actor
from trueup.access.arguments import KNOWN, Call, compared_with
from trueup.access.kinds.bypass.routines import callable_routines
from trueup.access.study import Study
from trueup.seeding.bodies import body_queries
from trueup.seeding.engine import Action, Task
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, Routine, literal
from trueup.seeding.trees import bare, column, deparse, name_of, strip, walk
from trueup.seeding.values import uuid_for

_MAX_EXPRESSIONS = 4
_KNOWN_ID = uuid_for(KNOWN)


def known_words(study: Study, actor: Actor, relation: Relation, names: list[str]) -> dict[str, str]:
    """By column, SQL of a word that the actor can hand over later, as the function looks for it there.

    Args:
        study, actor, relation: who writes into what.
        names: columns that conditions read.
    """
    unique = {c for u in relation.uniques if len(u.columns) == 1 for c in u.columns}
    found = {}
    asking = [r for r in callable_routines(study, actor) if relation.oid in study.routine_tables(r)[0]]
    made = _made(study, asking, relation)
    handed = set().union(*(_handed(r, relation, r.names) for r in asking), set())
    for name in names:
        kind = relation.columns[name].type_name
        type_ = study.schema.types.get(relation.columns[name].type)
        if name in made:
            found[name] = f"{made[name]}::{kind}"
        elif type_ is not None and type_.category == "S" and (name in unique or name in handed):
            found[name] = f"{literal(KNOWN)}::{kind}"
        elif name in handed and kind == "uuid":
            found[name] = f"{literal(_KNOWN_ID)}::uuid"
    return found


def known_calls(study: Study, routine: Routine, calls: Sequence[Call]) -> Iterator[Call]:
    """A call with the id that the actor put into a column that is no key: a token."""
    for call in calls[:1]:
        for index, name in enumerate(routine.names[: len(call.arguments)]):
            if routine.type_names[index] == "uuid" and any(
                _handed(routine, study.schema.relations[oid], [name]) for oid in study.routine_tables(routine)[0]
            ):
                given = f"{literal(_KNOWN_ID)}::uuid"
                yield replace(call, arguments=(*call.arguments[:index], given, *call.arguments[index + 1 :]))


def _handed(routine: Routine, relation: Relation, arguments: Sequence[str]) -> set[str]:
    """Columns, no keys, that the body compares with an argument as it is."""
    keys = {*relation.primary_key, *(c for fk in relation.pointers for c in fk.columns)}
    names = set().union(*(compared_with(routine, a) for a in arguments if a), set())
    return (names & set(relation.columns)) - keys


def _made(study: Study, asking: Sequence[Routine], relation: Relation) -> dict[str, str]:
    """What functions make of their argument before they look for it: `token_hash = encode(digest(p_token, ...))`.

    The API sends values and no expressions, so the server works them out first.
    """
    found: dict[str, str] = {}
    for routine in asking:
        for name, text in _compared(routine, relation):
            if name not in found:
                result = study.running.run([Task(actions=(Action(sql=f"SELECT to_jsonb({text})", rows=True),))])[0][0]
                if result.ok and isinstance(result.value, str):
                    found[name] = sql_value(result.value, "text").removesuffix("::text")
    return found


def _compared(routine: Routine, relation: Relation) -> Iterator[tuple[str, str]]:
    """Columns with expressions of the argument that the body compares them with, KNOWN in the argument's place."""
    arguments = {n for n in routine.names if n}
    trees = [tree for text in _texts(routine) if (tree := _parsed(text)) is not None]
    assigned = [e for tree in trees if (e := _alone(tree)) is not None and _made_of(e, arguments)]
    for node in (n for tree in trees for n in walk(tree) if name_of(n) == "A_Expr" and n.HasField("lexpr")):
        for mine, theirs in ((node.lexpr, node.rexpr), (node.rexpr, node.lexpr)):
            place = column(mine)
            if place is None or place[1] not in relation.columns or place[1] in arguments:
                continue
            variable = column(theirs)
            made = [strip(theirs)] if _made_of(theirs, arguments) else []
            # A variable holds what was made of an argument before.
            made = assigned if variable is not None and variable[1] not in (*relation.columns, *arguments) else made
            for expression in made[:_MAX_EXPRESSIONS]:
                yield place[1], _given(expression)


def _texts(routine: Routine) -> list[str]:
    return body_queries(routine.body) if routine.language == "plpgsql" else [routine.body]


def _parsed(text: str) -> Any | None:
    try:
        return postgast.parse(text)
    except postgast.PgQueryError:
        return None


def _alone(tree: Any) -> Any | None:
    """The expression of a SELECT that has nothing else, as which an assignment stands here."""
    select = bare(tree.stmts[0].stmt) if tree.stmts else None
    if select is None or name_of(select) != "SelectStmt" or select.from_clause or len(select.target_list) != 1:
        return None
    return strip(select.target_list[0].res_target.val)


def _made_of(node: Any, arguments: set[str]) -> bool:
    """Whether it calls something about an argument and reads nothing else."""
    refs = [column(n) for n in walk(node) if name_of(n) == "ColumnRef"]
    calls = any(name_of(n) == "FuncCall" for n in walk(node))
    return calls and bool(refs) and all(ref is not None and ref[1] in arguments for ref in refs)


def _given(expression: Any) -> str:
    tree = postgast.parse("SELECT " + deparse(expression))
    word = postgast.parse(f"SELECT {literal(KNOWN)}::text").stmts[0].stmt.select_stmt.target_list[0].res_target.val
    for node in [n for n in walk(tree) if name_of(n) == "Node" and name_of(bare(n)) == "ColumnRef"]:
        node.CopyFrom(word)
    return str(postgast.deparse(tree))[len("SELECT ") :]
