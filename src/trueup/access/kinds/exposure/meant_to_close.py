"""Policies that say whom to keep out, and being permissive let in everybody else, whatever the others ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import postgast

from trueup.access.acting import Actor
from trueup.access.ground import Row
from trueup.access.kinds.exposure.factors import restrictive
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import reachable_routines, routine_facts
from trueup.seeding.schema import Policy, Relation
from trueup.seeding.trees import bare, name_of, strings, walk

_CALLER = frozenset({"uid", "jwt", "email", "current_setting"})


def find(study: Study) -> Iterator[Claim]:
    """Claims about tables that another policy for SELECT would keep closed."""
    stranger = study.actor("stranger")
    told = {c.ref for c in study.claims if c.rule == "second-factor-opens"}
    for relation in study.relations if stranger is not None else ():
        if not relation.is_table or not relation.rls or relation.partition or relation.ref in told:
            continue
        policies = [p for p in study.applying(relation, "SELECT", stranger) if p.permissive] if stranger else []
        for policy in policies:
            if stranger is None or not policy.using or not _says_who_is_out(study, policy.using):
                continue
            claim = _opened(study, relation, policy, [p for p in policies if p is not policy], stranger)
            if claim is not None:
                yield claim
                break


def _says_who_is_out(study: Study, text: str) -> bool:
    """Whether every term of a condition that is about more than being signed in keeps some callers out."""
    target = postgast.parse("SELECT " + text).stmts[0].stmt.select_stmt.target_list[0].res_target.val
    terms = [t for t in _terms(bare(target)) if not _is_sign_in(t)]
    return bool(terms) and all(_is_negation(t) and _asks_caller(study, t) for t in terms)


def _terms(node: Any) -> Iterator[Any]:
    if name_of(node) == "BoolExpr" and node.boolop != 3:
        for arg in node.args:
            yield from _terms(bare(arg))
    else:
        yield node


def _is_sign_in(node: Any) -> bool:
    """Whether it reads no column, table or function but those of the token: `auth.uid() IS NOT NULL`."""
    called = {strings(n.funcname)[-1] for n in walk(node) if name_of(n) == "FuncCall" and n.funcname}
    return called <= {"uid", "role"} and not any(name_of(n) in ("ColumnRef", "RangeVar") for n in walk(node))


def _is_negation(node: Any) -> bool:
    """NOT x, x IS NOT TRUE, and the like; of a comparison <> nobody can say whom it was to keep out."""
    kind = name_of(node)
    if kind == "BooleanTest":
        return node.booltesttype in (2, 3)  # IS NOT TRUE, IS FALSE
    return bool(kind == "BoolExpr" and node.boolop == 3)


def _asks_caller(study: Study, node: Any) -> bool:
    """Whether it depends on who asks, by itself or by a function: `NOT is_draft` says what may be seen."""
    names = {strings(n.funcname)[-1] for n in walk(node) if name_of(n) == "FuncCall" and n.funcname}
    called = frozenset(o for name in names for o in study.schema.routines_by_name.get(name, ()))
    for oid in reachable_routines(study.schema, called):
        names |= routine_facts(study.schema.routines[oid]).calls
    return bool(names & _CALLER)


def _opened(study: Study, relation: Relation, policy: Policy, others: list[Policy], stranger: Actor) -> Claim | None:
    """Others' rows that the stranger reads, of which no other policy is true for it, though one asks whose they are."""
    columns = {(q, n) for n in relation.columns for q in ("", relation.name)}
    about_row = bool(expression_facts(policy.using or "").touched & columns)
    asking = [p for p in others if expression_facts(p.using or "").callers]
    void = [p for p in asking if p.command == "SELECT"]
    if not asking or (about_row and not void):
        return None
    row = _shown(study, relation, others, stranger)
    if row is None:
        return None
    names = ", ".join(f'"{p.name}"' for p in void or asking)
    message = (
        f"Any signed-in user reads rows of {relation.ref.qualified} that belong to others: the policy "
        f'"{policy.name}" says who is kept out and is permissive, so that it lets everybody else in, whatever {names} '
        "asks."
    )
    sql = f"SELECT count(*) FROM {relation.sql} WHERE {where_is(relation, row)}"
    return Claim(
        rule="restriction-opens",
        severity=Severity.WARNING if void else Severity.REVIEW,
        ref=relation.ref,
        subject=policy.name,
        message=message,
        help="Make the policy AS RESTRICTIVE: it then takes away, and gives nothing.",
        related=(study.policy_ref(relation, policy), *(study.policy_ref(relation, p) for p in void or asking)),
        proof=study.proof(message, stranger, [relation.oid], [Line(sql=sql, value="1", comment="Another's row.")]),
        remedies=(restrictive(relation, policy, "Let the policy take away only", ""),),
        tables=(relation.oid,),
    )


def _shown(study: Study, relation: Relation, others: list[Policy], stranger: Actor) -> Row | None:
    """A row of somebody else's that the stranger reads; None where another policy is true of one for it too."""
    seen = study.reach(stranger).of(relation.oid, "SELECT")
    rows = [r for r in study.ground.rows.get(relation.oid, ()) if r.id in seen and study.is_anothers(r, stranger)]
    condition = " OR ".join(f"({p.using})" for p in others if p.using) or "false"
    sql = f"SELECT to_jsonb(count(*)) FROM {relation.sql} WHERE {condition}"
    asked = Action(sql=sql, settings=stranger.principal.settings, rows=True)
    result = study.running.run([Task(actions=(asked,))])[0][0] if rows else None
    return rows[0] if result is not None and result.ok and result.value == 0 else None
