"""Look-ups that compare a column with itself: the row's own column, not qualified, is taken for the looked-up one's.

`EXISTS (SELECT 1 FROM members m WHERE m.team_id = team_id AND m.role = 'admin')`: inside, `team_id` is the member's
(manual 4.2.1, column references: the innermost query that has it). Whoever is an admin anywhere is one everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import postgast

from trueup.access.acting import Actor
from trueup.access.entitled import given_offices
from trueup.access.fixes.tying import tie_lookups
from trueup.access.kinds.ownership.writes import write_of
from trueup.access.proofs import Line
from trueup.access.reach import probe
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.insight import policy_texts
from trueup.seeding.schema import Policy, Relation, quote
from trueup.seeding.trees import bare, deparse, name_of, strip, walk

_TOLD = ("reads-not-tied", "membership-not-tied")
_ALL = ("SELECT", "UPDATE", "DELETE", "INSERT")


def find(study: Study) -> Iterator[Claim]:
    """One claim for each table, where an office in A's own thing opens B's."""
    told = {c.ref for c in study.claims if c.rule in _TOLD}
    actor = next((a for a in study.attackers if a.person == "a"), None)
    for relation in study.relations if actor is not None else ():
        if not relation.is_table or not relation.rls or relation.partition or relation.ref in told:
            continue
        for policy in relation.policies:
            if not policy.permissive or not any(compares_itself(text) for text in policy_texts(policy)):
                continue
            claim = _opened(study, relation, policy, actor) if actor is not None else None
            if claim is not None:
                yield claim
                break


@lru_cache(maxsize=4096)
def compares_itself(text: str) -> bool:
    """Whether an expression holds a column against the very same column."""
    for node in walk(postgast.parse("SELECT " + text)):
        if name_of(node) == "A_Expr" and [n.string.sval for n in node.name] == ["="]:
            sides = [strip(node.lexpr), strip(node.rexpr)]
            if all(name_of(bare(s)) == "ColumnRef" for s in sides) and deparse(sides[0]) == deparse(sides[1]):
                return True
    return False


def _opened(study: Study, relation: Relation, policy: Policy, actor: Actor) -> Claim | None:
    tables = [r.oid for r in _looked_up(study, relation, policy)]
    for given in (*given_offices(study, actor, tables), ""):
        for command in _ALL if policy.command == "ALL" else (policy.command,):
            sql = _statement(study, relation, command, actor, given)
            if sql is not None:
                return _claim(study, relation, policy, command, actor, given, sql)
    return None


def _looked_up(study: Study, relation: Relation, policy: Policy) -> list[Relation]:
    found = study.world.insight.influences.get(policy.oid, ())
    return [study.schema.relations[o] for o in sorted(found) if o in study.schema.relations and o != relation.oid]


def _statement(study: Study, relation: Relation, command: str, actor: Actor, given: str) -> str | None:
    """What the actor does to a thing of B's once it holds the office in its own, and could not before; or None."""
    first = (Action(sql=given),) if given else ()
    if command == "INSERT":
        sql = study.new_row(relation, actor, owner=actor.person, context="b")
        if sql is None or not study.world.planner.has_context(relation):
            return None
        done = study.running.run([Task(actions=(*first, study.action(actor, sql)))])[0]
        return sql if len(done) > len(first) and done[-1].ok else None
    look = probe(relation, command, study.rights(actor, relation), actor)
    done = study.running.run([Task(actions=(*first, look))])[0] if look is not None else []
    if len(done) <= len(first) or not done[-1].ok:
        return None
    reached = {i for i in done[-1].value or () if isinstance(i, str)} - study.reach(actor).of(relation.oid, command)
    theirs = {str(r.values) for r in study.world.rows.get(relation.oid, ()) if r.context == "b" and r.owner == "b"}
    rows = [r for r in study.ground.rows.get(relation.oid, ()) if r.id in reached and str(r.values) in theirs]
    row = next((r for r in rows if not study.is_own(r, actor) and not study.hangs_on_own(r, actor)), None)
    if row is None:
        return None
    there = f"SELECT count(*) FROM {relation.sql} WHERE {where_is(relation, row)}"
    return there if command == "SELECT" else write_of(study, relation, command, actor, row)


def _claim(study: Study, relation: Relation, policy: Policy, command: str, actor: Actor, given: str, sql: str) -> Claim:
    name = relation.ref.qualified
    does = {
        "SELECT": f"reads every row of {name}",
        "INSERT": f"adds rows of {name} to everybody's things",
        "UPDATE": f"changes every row of {name}",
        "DELETE": f"deletes every row of {name}",
    }
    office = "Whoever holds the office that it asks for in one thing" if given else "Whoever has any such row"
    message = (
        f'Policy "{policy.name}" on {name} compares a column of its look-up with itself. {office} {does[command]}.'
    )
    lines = [Line(sql="RESET ROLE"), Line(sql=given, comment=f"{actor.name} holds it in a thing of its own.")]
    lines.append(Line(sql=f"SET LOCAL ROLE {quote(actor.principal.role)}"))
    read = command == "SELECT"
    act = Line(sql=sql, value="1" if read else None, affected=not read, comment="And in what is B's:")
    return Claim(
        rule=_TOLD[0] if read else _TOLD[1],
        severity=Severity.ERROR,
        ref=relation.ref,
        subject=command,
        message=message,
        help="Qualify the row's own column with the name of the policy's table.",
        related=(study.policy_ref(relation, policy),),
        proof=study.proof(message, actor, [relation.oid], [*(lines if given else ()), act]),
        remedies=tie_lookups(study, relation, _looked_up(study, relation, policy)),
        tables=(relation.oid,),
    )
