"""Owners' policies for UPDATE or DELETE whose rows no policy for SELECT shows the owner: a WHERE finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trueup.access.acting import Actor
from trueup.access.entitled import ties_owner
from trueup.access.kinds.ownership.blind import any_settable
from trueup.access.proofs import Line
from trueup.access.study import Claim, Remedy, Study
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Policy, Relation, quote


def find(study: Study) -> Iterator[Claim]:
    """Claims about policies of exposed tables that other policies for SELECT leave without a row."""
    told = {c.ref for c in study.claims if c.rule == "write-policy-finds-nothing"}
    for relation in study.relations:
        if not relation.is_table or not relation.rls or relation.partition or relation.schema not in study.exposed:
            continue
        owners = study.ground.owner_columns.get(relation.oid, ())
        for policy in relation.policies if owners else ():
            mine = policy.permissive and policy.command in ("UPDATE", "DELETE")
            if not mine or not ties_owner(relation, policy.using, owners):
                continue
            claim = None if study.policy_ref(relation, policy) in told else _unfound(study, relation, policy)
            if claim is not None:
                yield claim


def _unfound(study: Study, relation: Relation, policy: Policy) -> Claim | None:
    for actor in study.attackers:
        shown = study.applying(relation, "SELECT", actor)
        if not all(p.permissive for p in (*shown, *study.applying(relation, policy.command, actor))):
            continue  # what takes away from everybody (a ban) is there to let some find nothing
        applies = policy in study.applying(relation, policy.command, actor)
        if not actor.person or not applies or not shown or not study.rights(actor, relation).select:
            continue
        reached = study.reach(actor).of(relation.oid, policy.command)
        if any(r.id in reached and study.is_own(r, actor) for r in study.ground.rows.get(relation.oid, ())):
            continue
        if (relation.oid, "SELECT") in study.reach(actor).errors or not _none_shows(study, relation, policy, shown):
            continue
        claim = _tried(study, relation, policy, actor)
        if claim is not None:
            return claim
    return None


def _none_shows(study: Study, relation: Relation, policy: Policy, shown: list[Policy]) -> bool:
    """Whether each policy for SELECT is about who asks alone, or can't be true of a row that this one is true of."""
    about_rows = [p for p in shown if expression_facts(p.using or "true").touched & _columns(relation)]
    tasks = [
        Task(
            actions=(
                Action(sql="SET LOCAL constraint_exclusion = on"),
                Action(
                    sql=f"EXPLAIN (FORMAT JSON, COSTS OFF) SELECT FROM {relation.sql} "
                    f"WHERE ({policy.using}) AND ({p.using})",
                    rows=True,
                ),
            )
        )
        for p in about_rows
    ]
    return all(len(r) == 2 and r[1].ok and _is_empty(r[1].value) for r in study.running.run(tasks))


def _columns(relation: Relation) -> set[tuple[str, str]]:
    return {(prefix, name) for name in relation.columns for prefix in ("", relation.name)}


def _is_empty(plan: Any) -> bool:
    top = plan[0].get("Plan", {}) if isinstance(plan, list) and plan else {}
    return bool(top.get("Node Type") == "Result" and top.get("One-Time Filter") == "false")


def _tried(study: Study, relation: Relation, policy: Policy, actor: Actor) -> Claim | None:
    """The policy is true of rows of the actor's, and none of them is shown to it."""
    key = next(iter(relation.primary_key or relation.columns))
    own = next((r for r in study.ground.rows.get(relation.oid, ()) if study.is_own(r, actor)), None)
    column = any_settable(relation, study.rights(actor, relation))
    if own is None or (column is None and policy.command == "UPDATE"):
        return None
    change = f"DELETE FROM {relation.sql}"
    if policy.command == "UPDATE" and column is not None:
        value = sql_value(own.values.get(column), relation.columns[column].type_name)
        change = f"UPDATE {relation.sql} SET {quote(column)} = {value}"
    seeing = f"{change} WHERE ({policy.using}) AND {quote(key)} IS NOT NULL"
    true_of = f"SELECT to_jsonb(count(*)) FROM {relation.sql} WHERE {policy.using}"
    tasks = [
        Task(actions=(Action(sql=true_of, settings=actor.principal.settings, rows=True),)),
        Task(actions=(study.action(actor, true_of, rows=True),)),
        Task(actions=(study.action(actor, seeing),)),
    ]
    there, seen, found = (r[0] for r in study.running.run(tasks))
    if not there.ok or not there.value or not seen.ok or seen.value or not found.ok or found.count:
        return None
    return _claim(study, relation, policy, actor, f"WITH done AS ({seeing} RETURNING 1) SELECT count(*) FROM done")


def _claim(study: Study, relation: Relation, policy: Policy, actor: Actor, counted: str) -> Claim:
    roles = ", ".join("PUBLIC" if r == "public" else quote(r) for r in policy.roles)
    name = quote(policy.name[:50] + " (read)")
    return Claim(
        rule="write-policy-finds-nothing",
        severity=Severity.WARNING,
        ref=study.policy_ref(relation, policy),
        message=(
            f'The {policy.command} policy "{policy.name}" on {relation.ref.qualified} finds its owners no row: no '
            f"policy for SELECT shows them the rows that it is about, and a {policy.command} with a WHERE has to "
            "read the row first."
        ),
        help="Add a SELECT policy with the same condition.",
        related=(relation.ref, *study.policy_refs(relation, "SELECT", actor)),
        proof=study.proof(f"{policy.command} finds nothing", actor, [relation.oid], [Line(sql=counted, value="0")]),
        remedies=(
            Remedy(
                title="Add a SELECT policy with the same condition",
                statements=(f"CREATE POLICY {name} ON {relation.sql} FOR SELECT TO {roles} USING ({policy.using})",),
            ),
        ),
        tables=(relation.oid,),
    )
