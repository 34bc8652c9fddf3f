"""Whom a column names, the writer of a row or somebody else, by what the schema itself says of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import postgast

from trueup.access import sensitive
from trueup.access.acting import Actor
from trueup.access.cuts import read_by, without_offices
from trueup.access.entitled import ties_owner
from trueup.access.naming import authors
from trueup.access.study import Study
from trueup.seeding.engine import Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import policy_texts, reachable_routines, routine_facts
from trueup.seeding.schema import Relation
from trueup.seeding.trees import is_caller

_CALLERS = frozenset({"uid", "jwt", "current_setting"})


def is_signature(study: Study, relation: Relation, column: str) -> bool:
    """Whether a column is filled with the caller where a row is sent without it."""
    default = relation.columns[column].default
    return bool(default) and _is_the_caller(study, default or "")


def _is_the_caller(study: Study, default: str) -> bool:
    if not _calls(default):
        return False
    names = expression_facts(default).calls
    own = {name for name in names if name in study.schema.routines_by_name}
    return bool(names & _CALLERS) or (bool(own) and _reads_caller(study, own))


def _reads_caller(study: Study, names: set[str]) -> bool:
    """Whether functions of the schema's own (`current_user_id()`) come to the caller."""
    called = frozenset(oid for name in names for oid in study.schema.routines_by_name[name])
    found = (routine_facts(study.schema.routines[o]).calls for o in reachable_routines(study.schema, called))
    return any(calls & _CALLERS for calls in found)


@lru_cache(maxsize=2_000)
def _calls(default: str) -> bool:
    try:
        tree = postgast.parse("SELECT " + default)
    except postgast.PgQueryError:
        return False
    return is_caller(tree.stmts[0].stmt.select_stmt.target_list[0].res_target.val)


def is_of_colleagues(study: Study, relation: Relation, actor: Actor, column: str) -> bool:
    """Whether a column names one of those whom the policies for new rows look the caller up among.

    Where any of them may add rows, and the policies compare the column with the caller, it says which of them did. A
    look-up that asks for more than a row (a role) lets some decide about the others.
    """
    targets = {fk.target for fk in relation.foreign_keys if fk.columns == (column,)}
    if not targets & read_by(study, relation, "INSERT", actor):
        return False
    tables = [study.schema.relations[oid] for oid in targets]
    facts = [expression_facts(t) for p in study.applying(relation, "INSERT", actor) for t in policy_texts(p)]
    asked = {name for f in facts for (_, name) in f.constants}
    return not any(asked & set(table.columns) for table in tables)


def is_signed(study: Study, relation: Relation, actor: Actor, columns: Sequence[str]) -> bool:
    """Whether the columns say who wrote a row, and who may add rows may not change those that name another.

    Policies that let only the one whom a column names change or delete the row take it for the author.
    """
    reach = study.reach(actor)
    changed = {i for command in ("UPDATE", "DELETE") for i in reach.of(relation.oid, command)}
    rows = [r for r in study.ground.rows.get(relation.oid, ()) if r.id in changed]
    tied = [p for p in relation.policies if p.command in ("UPDATE", "DELETE") and p.permissive]
    named = {n for p in tied for text in policy_texts(p) for (_, n), _ in expression_facts(text).callers}
    if not set(columns) & named or any(study.is_anothers(r, actor) for r in rows):
        return False
    return all(is_signature(study, relation, c) or is_of_colleagues(study, relation, actor, c) for c in columns)


def is_for_another(study: Study, relation: Relation, actor: Actor, columns: Sequence[str]) -> bool:
    """Whether the columns say for whom a row is: a teacher gives a pupil work, a parent asks a sitter.

    Whoever is in charge of the thing that the row hangs on writes it, and nobody else: the one whom it names could not
    write it, and changes no more of it than an answer.
    """
    written = {*authors(study, relation), *sensitive.authors(columns)}
    if any(c in written or is_signature(study, relation, c) for c in columns):
        return False
    return not _is_rewritten(study, relation, actor, columns) and not _is_written_by_members(study, relation, actor)


def _is_rewritten(study: Study, relation: Relation, actor: Actor, columns: Sequence[str]) -> bool:
    """Whether those whom the columns name may change all of such a row."""
    policies = [p for p in study.applying(relation, "UPDATE", actor) if p.permissive]
    return study.rights(actor, relation).update and any(ties_owner(relation, p.using, columns) for p in policies)


def _is_written_by_members(study: Study, relation: Relation, actor: Actor) -> bool:
    """Whether somebody else among the actor's things, without an office, may put in a row that names itself."""
    other = study.actor("privileged")
    row = study.new_row(relation, other, owner=other.person, context=actor.person) if other is not None else None
    if other is None or row is None:
        return True
    away = without_offices(study, other)
    results = study.running.run([Task(actions=(*away, study.action(other, row, soft=False)))])[0]
    return len(results) > len(away) and (results[-1].ok or results[-1].state == "23505")
