"""Policies that look in another table for what its own policies hide from everybody who asks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import postgast

from trueup.access.acting import Actor
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.insight import reachable_routines
from trueup.seeding.schema import PLATFORM_SCHEMAS, Policy, Relation, literal, quote
from trueup.seeding.trees import bare, deparse, name_of, strings, walk

_MAX_ROWS = 60


def find(study: Study) -> Iterator[Claim]:
    """Claims about policies, or alternatives of them, that hold for nobody, and would if the look-up saw every row."""
    for relation in study.relations:
        owned = relation.is_table and relation.rls and not relation.partition and not relation.is_platform
        rows = study.ground.rows.get(relation.oid, ())
        if not owned or relation.schema not in study.exposed or not rows or len(rows) > _MAX_ROWS:
            continue
        asked = [(p, arm) for p in relation.policies if p.permissive for arm in _arms(study, p)]
        claim = _first(study, relation, asked) if asked else None
        if claim is not None:
            yield claim


def _arms(study: Study, policy: Policy) -> list[str]:
    """The alternatives of its condition that look in a table with policies of its own, as the caller."""
    found = []
    for text, tables, calls in _alternatives(policy.using or policy.check or ""):
        read = {r.oid for t in tables if (r := study.find(t)) is not None and r.rls and not r.is_platform}
        for name in calls:
            for oid in study.schema.routines_by_name.get(name, ()):
                read |= _read_as_caller(study, oid)
        if read - {policy.relation}:
            found.append(text)
    return found


def _read_as_caller(study: Study, oid: int) -> set[int]:
    """Tables with policies that a function of the project reads with its caller's rights."""
    routine = study.schema.routines[oid]
    reached = [study.schema.routines[o] for o in reachable_routines(study.schema, frozenset({oid}))]
    if routine.schema in PLATFORM_SCHEMAS or any(r.definer for r in reached):
        return set()
    named, _ = study.routine_tables(routine)
    return {o for o in named if study.schema.relations[o].rls and not study.schema.relations[o].is_platform}


@lru_cache(maxsize=5_000)
def _alternatives(text: str) -> tuple[tuple[str, frozenset[tuple[str, str]], frozenset[str]], ...]:
    """Each alternative of a condition with the tables in its sub-queries and the functions that it calls."""
    try:
        tree = postgast.parse("SELECT " + text)
        whole = bare(tree.stmts[0].stmt.select_stmt.target_list[0].res_target.val)
        return tuple(
            (
                deparse(arm),
                frozenset((n.schemaname, n.relname) for n in walk(arm) if name_of(n) == "RangeVar"),
                frozenset(strings(n.funcname)[-1] for n in walk(arm) if name_of(n) == "FuncCall"),
            )
            for arm in _split(whole)
        )
    except (postgast.PgQueryError, KeyError):
        return ()


def _split(node: Any) -> list[Any]:
    from postgast import pg_query_pb2 as pb

    if name_of(node) == "BoolExpr" and node.boolop == pb.OR_EXPR:
        return [part for item in node.args for part in _split(bare(item))]
    return [node]


def _first(study: Study, relation: Relation, asked: list[tuple[Policy, str]]) -> Claim | None:
    actors = [a for a in study.actors if a.principal.role not in study.grants.bypass]
    held = [study.action(a, _ask(study, relation, [arm for _, arm in asked]), rows=True) for a in actors]
    closed = [r[0] for r in study.running.run([Task(actions=(action,)) for action in held])]
    for index, (policy, arm) in enumerate(asked):
        whom = [i for i, a in enumerate(actors) if study.grants.counts(a.principal.role, policy)]
        if not whom or not all(closed[i].ok for i in whom):
            continue
        ask = _ask(study, relation, [arm])
        seen = [Task(actions=(Action(sql=ask, settings=actors[i].principal.settings, rows=True),)) for i in whom]
        opened = [r[0].value[0] if r[0].ok else [] for r in study.running.run(seen)]
        whole = [(actors[i], closed[i].value[index], held) for i, held in zip(whom, opened, strict=True)]
        # What holds for everybody alike leaves it to the other table's policies whom it shows.
        alike = [all(held) for held in zip(*opened, strict=False)]
        told = [[h and not same for h, same in zip(held, alike, strict=False)] for held in opened]
        others = [
            (_on_others(study, relation, actor, shut), _on_others(study, relation, actor, held))
            for (actor, shut, _), held in zip(whole, told, strict=True)
        ]
        # Where it is about one's own rows alone, all of them count.
        cases = others if any(any(held) for _, held in others) else [(shut, held) for _, shut, held in whole]
        if any(any(shut) for shut, _ in cases):
            continue
        for (actor, _, _), (_, held) in zip(whole, cases, strict=True):
            if any(held):
                row = study.ground.rows[relation.oid][held.index(True)]
                return _claim(study, relation, policy, arm, actor, row)
    return None


def _on_others(study: Study, relation: Relation, actor: Actor, holds: list[bool]) -> list[bool]:
    """Without the rows that are the actor's own, where others are there: those it may have by another alternative."""
    own = [study.is_own(row, actor) for row in study.ground.rows[relation.oid]]
    return [held and not mine for held, mine in zip(holds, own, strict=False)]


def _ask(study: Study, relation: Relation, arms: list[str]) -> str:
    """Whether each condition holds, row by row; of the table itself every row is there, whoever asks."""
    rows = study.ground.rows[relation.oid]
    return f"SELECT jsonb_build_array({', '.join(_of_each(relation, arm, rows) for arm in arms)})"


def _of_each(relation: Relation, arm: str, rows: list[Row]) -> str:
    document = literal(json.dumps([row.values for row in rows], sort_keys=True))
    return (
        f"(SELECT jsonb_agg(coalesce(({arm}), false)) FROM "
        f"jsonb_populate_recordset(NULL::{relation.sql}, {document}) AS {quote(relation.name)})"
    )


def _claim(study: Study, relation: Relation, policy: Policy, arm: str, actor: Actor, row: Row) -> Claim:
    whole = arm == next((text for text, _, _ in _alternatives(policy.using or policy.check or "")), "")
    part = "" if whole else f", where it asks {arm[:120]},"
    message = (
        f'The policy "{policy.name}" on {relation.ref.qualified}{part} lets nobody in: what it looks for in another '
        "table is hidden from its caller by that table's own policies, so that the look-up finds nothing."
    )
    reads = policy.command in ("SELECT", "ALL") and row.id not in study.reach(actor).of(relation.oid, "SELECT")
    reads = reads and study.rights(actor, relation).select
    first = Line(
        sql=f"SELECT count(*) FROM {relation.sql} WHERE {where_is(relation, row)}",
        value="0",
        comment=f"{actor.name} does not find the row that the policy means to show.",
    )
    if not reads:
        first = Line(
            sql=f"SELECT {_of_each(relation, arm, [row])}", value="[False]", comment=f"Asked by {actor.name}, on a row:"
        )
    lines = [
        first,
        Line(sql="RESET ROLE", comment="The same condition, for the same caller, where every row is seen."),
        Line(sql=f"SELECT {_of_each(relation, arm, [row])}", value="[True]"),
    ]
    oids = sorted({relation.oid, *study.world.insight.influences.get(policy.oid, ())} & set(study.schema.relations))
    return Claim(
        rule="policy-looks-at-hidden-rows",
        severity=Severity.WARNING,
        ref=study.policy_ref(relation, policy),
        message=message,
        help="Let callers read the rows of that table that name them, or look them up in a SECURITY DEFINER function.",
        related=(relation.ref, *(study.schema.relations[o].ref for o in oids if o != relation.oid)),
        proof=study.proof(message, actor, oids, lines),
        remedies=remedies.look_up_as_owner(study, relation, "SELECT", actor) if reads else (),
        tables=(relation.oid,),
    )
