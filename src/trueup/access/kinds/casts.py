"""Texts that a policy casts and that need not be castable: one such row, and nobody reads the table any more."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import postgast

from trueup.access.acting import Actor
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study
from trueup.finding import Severity
from trueup.seeding.bodies import body_queries
from trueup.seeding.conditions import columns_in
from trueup.seeding.engine import Action, Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import policy_texts
from trueup.seeding.rows import NoParent, RowSpec, insert_sql
from trueup.seeding.schema import PLATFORM_SCHEMAS, Relation, Routine, quote
from trueup.seeding.trees import name_of, strings, walk

_FAILED = ("22P02", "22007", "22008")  # a text that is no uuid, no number, no date
_TEXTS = frozenset({"text", "varchar", "bpchar", "citext", "name"})
_STRAY = "'of no form'"


def find(study: Study) -> Iterator[Claim]:
    """Claims about text columns that policies cast to something that their default, or what users send, is not."""
    for relation in study.relations:
        if not relation.is_table or not relation.rls or relation.partition or relation.is_platform:
            continue
        for name in _cast_columns(study, relation):
            claim = _by_default(study, relation, name) or _by_users(study, relation, name)
            if claim is not None:
                yield claim
                break


def _cast_columns(study: Study, relation: Relation) -> list[str]:
    """Text columns that a policy, or a function that is given them, casts to another kind of value."""
    named = {n for p in relation.policies for text in policy_texts(p) for n in _casts_in(text)}
    for policy in relation.policies:
        if any(_casts(study.schema.routines[o]) for o in policy.functions if o in study.schema.routines):
            named |= {n for text in policy_texts(policy) for _, n in expression_facts(text).touched}
    texts = {n for n, c in relation.columns.items() if study.schema.types[c.type].category == "S" and not c.generated}
    return sorted(named & texts)


def _casts(routine: Routine) -> bool:
    """Whether a function of the project casts something that it reads or is given."""
    return routine.schema not in PLATFORM_SCHEMAS and any(_casts_in(q, whole=True) for q in body_queries(routine.body))


@lru_cache(maxsize=5_000)
def _casts_in(text: str, *, whole: bool = False) -> frozenset[str]:
    """Names of the columns inside casts to anything but a text; `whole` where the text is a statement."""
    try:
        tree = postgast.parse(text if whole else "SELECT " + text)
    except postgast.PgQueryError:
        return frozenset()
    found = set()
    for node in walk(tree):
        if name_of(node) == "TypeCast" and (strings(node.type_name.names) or ["text"])[-1] not in _TEXTS:
            found |= {name for _, name in columns_in(node.arg)}
    return frozenset(found)


def _readers(study: Study, relation: Relation) -> list[Actor]:
    """Whom the table answers now."""
    readers = [a for a in study.attackers_on(relation) if study.rights(a, relation).select]
    return [a for a in readers if (relation.oid, "SELECT") not in study.reach(a).errors]


def _by_default(study: Study, relation: Relation, name: str) -> Claim | None:
    if not relation.columns[name].default:
        return None
    planner = study.world.planner
    try:
        assigned = dict(planner.assign(relation, RowSpec(context="b", owner="b"), planner.next_number(relation)))
    except NoParent:
        return None
    assigned.pop(name, None)
    row = insert_sql(relation, assigned, returning=False)
    for actor in _readers(study, relation):
        look = f"SELECT count(*) FROM {relation.sql}"
        results = study.running.run([Task(actions=(Action(sql=row), study.action(actor, look)))])[0]
        if len(results) == 2 and results[1].state in _FAILED:
            lines = [
                Line(sql="RESET ROLE", comment=f"A row of the service's, with the default of {name}."),
                Line(sql=row, affected=True),
                Line(sql=f"SET LOCAL ROLE {quote(actor.principal.role)}"),
                Line(sql=look, refused=results[1].state, comment=f"{actor.name} reads."),
            ]
            why = f"a row that holds the default of {name} ({relation.columns[name].default})"
            return _claim(study, relation, actor, name, why, results[1].message, lines)
    return None


def _by_users(study: Study, relation: Relation, name: str) -> Claim | None:
    """A row that a user may put in, and over which everybody's query then falls."""
    for actor in _readers(study, relation):
        rights = study.rights(actor, relation)
        if not (rights.insert or name in rights.insert_columns):
            continue
        given = {name: f"{_STRAY}::{relation.columns[name].type_name}"}
        row = study.new_row(relation, actor, owner=actor.person or "b", context=actor.person or "b", values=given)
        look = f"SELECT count(*) FROM {relation.sql}"
        if row is None:
            continue
        write = study.action(actor, row, soft=False)
        results = study.running.run([Task(actions=(write, study.action(actor, look)))])[0]
        if len(results) == 2 and results[1].state in _FAILED:
            lines = [
                Line(sql=row, affected=True, comment=f"{actor.name} writes."),
                Line(sql=look, refused=results[1].state, comment="From then on:"),
            ]
            why = f"a row that {actor.name} may put in, with a {name} of another form"
            return _claim(study, relation, actor, name, why, results[1].message, lines)
    return None


def _claim(study: Study, relation: Relation, actor: Actor, name: str, why: str, words: str, lines: list[Line]) -> Claim:
    message = f"SELECT on {relation.ref.qualified} fails over {why}: {words}. A policy casts {name}."
    return Claim(
        rule="access-raises",
        severity=Severity.ERROR,
        ref=relation.ref,
        message=message,
        help="Compare as text (auth.uid()::text), or give the column the type that the policy asks for.",
        related=study.policy_refs(relation, "SELECT", actor),
        proof=study.proof(message, actor, [relation.oid], lines),
        tables=(relation.oid,),
    )
