"""Owners' policies for UPDATE or DELETE whose rows no policy for SELECT shows the owner: a WHERE finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from trueup.access.acting import Actor
from trueup.access.constants import as_asked_by
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
        for policy in relation.policies:
            known = study.policy_ref(relation, policy) in told
            if known or not policy.permissive or policy.command not in ("UPDATE", "DELETE") or not policy.using:
                continue
            mine = ties_owner(relation, policy.using, owners)
            claim = _unfound(study, relation, policy) if mine else _found_by_nobody(study, relation, policy)
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


def _found_by_nobody(study: Study, relation: Relation, policy: Policy) -> Claim | None:
    """A policy about rows that are nobody's yet: whom it lets take one is shown none of them."""
    callers = [a for a in study.attackers if policy in study.applying(relation, policy.command, a)]
    callers = [a for a in callers if study.rights(a, relation).select]
    signed_in = [a for a in callers if a.person and study.applying(relation, "SELECT", a)]
    without = [a for a in callers if a.principal.role == "anon"]
    if signed_in and all(_is_blind(study, relation, policy, a) for a in signed_in):
        return next(filter(None, (_tried(study, relation, policy, a, mine=False) for a in signed_in)), None)
    for_them = policy.roles == ("anon",) or _may_insert(study, relation, policy, without)
    if without and for_them and _is_blind(study, relation, policy, without[0]):
        claim = _tried(study, relation, policy, without[0], mine=False)
        severity = Severity.WARNING if policy.roles == ("anon",) else Severity.REVIEW
        return replace(claim, severity=severity) if claim is not None else None
    return None


def _may_insert(study: Study, relation: Relation, policy: Policy, without: list[Actor]) -> bool:
    """Whether the table takes rows of people without an account, whom a policy that asks for nobody is for too."""
    asks = expression_facts(policy.using or "").callers
    checks = [p.check for a in without for p in study.applying(relation, "INSERT", a) if p.permissive]
    return not asks and any(not expression_facts(check or "true").callers for check in checks)


def _is_blind(study: Study, relation: Relation, policy: Policy, actor: Actor) -> bool:
    """Whether no policy for SELECT can show the actor a row that the policy is about."""
    shown = study.applying(relation, "SELECT", actor)
    if (relation.oid, "SELECT") in study.reach(actor).errors or not all(p.permissive for p in shown):
        return False
    return _none_shows(study, relation, policy, shown, actor)


def _none_shows(
    study: Study, relation: Relation, policy: Policy, shown: list[Policy], actor: Actor | None = None
) -> bool:
    """Whether each policy for SELECT is about who asks alone, or can't be true of a row that this one is true of."""
    about_rows = [p for p in shown if expression_facts(p.using or "true").touched & _columns(relation)]
    if actor is not None and len(about_rows) < len(shown):
        return False
    pairs = [(policy.using or "true", p.using or "true") for p in about_rows]
    if actor is not None:
        asked = [tuple(as_asked_by(study, actor, text) for text in pair) for pair in pairs]
        if not all(one and other for one, other in asked):
            return False
        pairs = [(str(one), str(other)) for one, other in asked]
    tasks = [
        Task(
            actions=(
                Action(sql="SET LOCAL constraint_exclusion = on"),
                Action(
                    sql=f"EXPLAIN (FORMAT JSON, COSTS OFF) SELECT FROM {relation.sql} WHERE ({one}) AND ({other})",
                    rows=True,
                ),
            )
        )
        for one, other in pairs
    ]
    return all(len(r) == 2 and r[1].ok and _is_empty(r[1].value) for r in study.running.run(tasks))


def _columns(relation: Relation) -> set[tuple[str, str]]:
    return {(prefix, name) for name in relation.columns for prefix in ("", relation.name)}


def _is_empty(plan: Any) -> bool:
    top = plan[0].get("Plan", {}) if isinstance(plan, list) and plan else {}
    return bool(top.get("Node Type") == "Result" and top.get("One-Time Filter") == "false")


def _tried(study: Study, relation: Relation, policy: Policy, actor: Actor, *, mine: bool = True) -> Claim | None:
    """The policy is true of rows of the actor's, and none of them is shown to it."""
    key = next(iter(relation.primary_key or relation.columns))
    rows = study.ground.rows.get(relation.oid, ())
    own = next((r for r in rows if not mine or study.is_own(r, actor)), None)
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
    counted = f"WITH done AS ({seeing} RETURNING 1) SELECT count(*) FROM done"
    whom = "its owners" if mine else "anyone without an account" if not actor.person else "anybody"
    return _claim(study, relation, policy, actor, counted, whom)


def _claim(study: Study, relation: Relation, policy: Policy, actor: Actor, counted: str, whom: str) -> Claim:
    roles = ", ".join("PUBLIC" if r == "public" else quote(r) for r in policy.roles)
    name = quote(policy.name[:50] + " (read)")
    return Claim(
        rule="write-policy-finds-nothing",
        severity=Severity.WARNING,
        ref=study.policy_ref(relation, policy),
        message=(
            f'The {policy.command} policy "{policy.name}" on {relation.ref.qualified} finds no row for {whom}: no '
            f"policy for SELECT shows the rows that it is about, and what has a WHERE "
            "reads the row first."
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
