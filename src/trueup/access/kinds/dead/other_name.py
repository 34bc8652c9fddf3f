"""Policies that know the owner of a row by another name than the one that new rows have to bear.

`owner_email = auth.jwt() ->> 'email'` for INSERT and `owner_email = auth.uid()::text` for SELECT: who writes a row does
not find it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trueup.access.acting import Actor
from trueup.access.fixes.remedies import policy_name
from trueup.access.proofs import Line
from trueup.access.study import Claim, Remedy, Study
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.schema import Policy, Relation, literal, quote


def find(study: Study) -> Iterator[Claim]:
    """Claims about policies of exposed tables that let users insert rows of their own."""
    actor = next((a for a in study.attackers if a.person == "a"), None)
    for relation in study.relations if actor is not None else ():
        if not relation.is_table or not relation.rls or relation.partition or relation.schema not in study.exposed:
            continue
        claims: dict[str, Claim] = {}
        for policy in sorted(relation.policies, key=lambda p: p.command != "SELECT"):
            if actor is None or not policy.permissive or not policy.using or policy.command == "INSERT":
                continue
            for claim in _asked(study, relation, policy, actor):
                first = claims.setdefault(claim.subject, claim)
                if first is not claim:
                    also = f'"{policy.name}" asks the same of it'
                    claims[claim.subject] = replace(
                        first, also=(*first.also, also), related=(*first.related, claim.ref)
                    )
        yield from claims.values()


def _asked(study: Study, relation: Relation, policy: Policy, actor: Actor) -> Iterator[Claim]:
    """The column that both policies compare with the caller, where what they compare it with differs."""
    written = _callers(relation, [p.check for p in study.applying(relation, "INSERT", actor) if p.permissive])
    for column, asked in _callers(relation, [policy.using]).items():
        for caller in sorted(written.get(column, set()) - asked) if not written.get(column, set()) & asked else ():
            claim = _tried(study, relation, policy, actor, column, caller, sorted(asked)[0])
            if claim is not None:
                yield claim
                return


def _callers(relation: Relation, texts: list[str | None]) -> dict[str, set[str]]:
    """Columns of the table to the expressions of the caller that the texts compare them with."""
    found: dict[str, set[str]] = {}
    for text in texts:
        for (qualifier, name), caller in expression_facts(text or "true").callers:
            if qualifier in ("", relation.name) and name in relation.columns:
                found.setdefault(name, set()).add(caller)
    return found


def _tried(
    study: Study, relation: Relation, policy: Policy, actor: Actor, column: str, written: str, asked: str
) -> Claim | None:
    """A row may be inserted under the one name and not under the other, and the policy is not true of it."""
    values = []
    for caller in (written, asked):
        sql = f"SELECT to_jsonb(({caller})::text)"
        values.append(Action(sql=sql, settings=actor.principal.settings, rows=True))
    names = [r[0].value if r[0].ok else None for r in study.running.run([Task(actions=(v,)) for v in values])]
    if None in names or names[0] == names[1]:
        return None
    kind = relation.columns[column].type_name
    rows = [
        study.new_row(relation, actor, owner="a", context="a", values={column: f"{literal(name)}::{kind}"})
        for name in map(str, names)
    ]
    if rows[0] is None or rows[1] is None:
        return None
    found = f"FROM {relation.sql} WHERE {quote(column)} = {literal(str(names[0]))}::{kind} AND ({policy.using})"
    look = Action(sql=f"SELECT to_jsonb(count(*)) {found}", settings=actor.principal.settings, rows=True)
    tasks = [Task(actions=(study.action(actor, rows[0]), look)), Task(actions=(study.action(actor, rows[1]),))]
    first, second = study.running.run(tasks)
    if len(first) < 2 or not first[0].ok or not first[1].ok or first[1].value or second[0].ok:
        return None
    lines = [
        Line(sql=rows[0], affected=True, comment="A row of A's, as the policy for INSERT asks for it."),
        Line(sql="RESET ROLE"),
        Line(sql=f"SELECT count(*) {found}", value="0", comment="The policy is not true of it."),
    ]
    return _claim(study, relation, policy, actor, column, written, asked, lines)


def _claim(
    study: Study,
    relation: Relation,
    policy: Policy,
    actor: Actor,
    column: str,
    written: str,
    asked: str,
    lines: list[Line],
) -> Claim:
    message = (
        f'The policy "{policy.name}" on {relation.ref.qualified} asks that {column} be {asked}; new rows must hold '
        f"{written} there. Users do not find the rows that they wrote."
    )
    mended = [(w, t.replace(asked, written)) for w, t in (("USING", policy.using), ("WITH CHECK", policy.check)) if t]
    changed = " ".join(f"{word} ({text})" for word, text in mended)
    return Claim(
        rule="owner-asked-otherwise",
        severity=Severity.WARNING,
        ref=study.policy_ref(relation, policy),
        subject=column,
        message=message,
        help=f"Compare {column} with the same in every policy.",
        related=(relation.ref, *study.policy_refs(relation, "INSERT", actor)),
        proof=study.proof(message, actor, [relation.oid], lines),
        remedies=(
            Remedy(
                title=f"Compare {column} with what new rows must hold",
                statements=(f"ALTER POLICY {policy_name(relation, policy)} {changed}",),
            ),
        ),
        tables=(relation.oid,),
    )
