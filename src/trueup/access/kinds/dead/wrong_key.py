"""Policies that compare the caller with the row's own key, where another column says whose the row is."""

from __future__ import annotations

from collections.abc import Iterator

import postgast

from trueup.access.acting import Actor
from trueup.access.fixes.remedies import policy_name
from trueup.access.kinds.ownership.blind import any_settable
from trueup.access.naming import person_value
from trueup.access.proofs import Line
from trueup.access.study import Claim, Remedy, Study
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import policy_texts
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Policy, Relation, literal, quote
from trueup.seeding.trees import column, is_caller, name_of, strings, walk
from trueup.seeding.values import uuid_for


def find(study: Study) -> Iterator[Claim]:
    """Claims about policies of exposed tables: one for each table."""
    actor = next((a for a in study.attackers if a.person == "a"), None)
    for relation in study.relations if actor is not None else ():
        if not relation.is_table or not relation.rls or relation.partition or relation.schema not in study.exposed:
            continue
        for policy in relation.policies:
            claim = _asked_by_key(study, relation, policy, actor) if actor is not None else None
            if claim is not None:
                yield claim
                break


def _asked_by_key(study: Study, relation: Relation, policy: Policy, actor: Actor) -> Claim | None:
    if not policy.permissive or not policy.using or policy.command == "INSERT" or relation.is_platform:
        return None
    if policy not in study.applying(relation, policy.command, actor) or not study.rights(actor, relation).select:
        return None
    for key in sorted(_compared(relation, policy) & _keys(relation)):
        owner = _owner(study, relation, key) or _answered(study, relation, policy, actor, key)
        claim = _tried(study, relation, policy, actor, key, owner) if owner else None
        if claim is not None:
            return claim
    return None


def _compared(relation: Relation, policy: Policy) -> set[str]:
    """Columns of the table that the policy compares with the caller."""
    found = {f for text in policy_texts(policy) for f, _ in expression_facts(text).callers}
    return {name for qualifier, name in found if qualifier in ("", relation.name) and name in relation.columns}


def _keys(relation: Relation) -> set[str]:
    """Columns that identify the row and nobody: no foreign key, and the key alone or with a default of their own."""
    pointing = {c for fk in relation.pointers for c in fk.columns}
    own = {n for n, c in relation.columns.items() if draws(c.default)}
    alone = set(relation.primary_key) if len(relation.primary_key) == 1 else set()
    return (alone | own) - pointing


def draws(default: str | None) -> bool:
    """Whether a default gives every row another value: `gen_random_uuid()`."""
    return bool(default) and bool(expression_facts(default or "").calls & {"gen_random_uuid", "uuid_generate_v4"})


def _owner(study: Study, relation: Relation, key: str) -> str | None:
    """The other column that says whose a row is: what other policies compare, or the one that must name a user."""
    others = [p for p in relation.policies if key not in _compared(relation, p)]
    compared = {n for p in others for n in _compared(relation, p)}
    users = [n for n in study.ground.user_columns.get(relation.oid, ()) if n != key]
    if key in study.ground.user_columns.get(relation.oid, ()):
        return None
    named = [n for n in relation.columns if n in compared and n != key]
    if len(named) == 1:
        return named[0]
    must = [n for n in users if relation.columns[n].notnull]
    return must[0] if len(must) == 1 and len(users) == 1 and draws(relation.columns[key].default) else None


def _answered(study: Study, relation: Relation, policy: Policy, actor: Actor, key: str) -> str | None:
    """The one foreign key of the row that holds what the caller's side gives: `my_household()` is no row's own key."""
    if key in study.ground.user_columns.get(relation.oid, ()):
        return None
    asked = {sql for text in policy_texts(policy) for f, sql in expression_facts(text).callers if f[1] == key}
    tasks = [
        Task(actions=(study.action(actor, f"SELECT to_jsonb(({sql})::text)", rows=True),)) for sql in sorted(asked)
    ]
    given = {str(r[0].value) for r in study.running.run(tasks) if r[0].ok and r[0].value is not None}
    rows = [r for r in study.ground.rows.get(relation.oid, ()) if study.hangs_on_own(r, actor)]
    pointing = {fk.columns[0] for fk in relation.foreign_keys if len(fk.columns) == 1}
    found = [n for n in relation.columns if n in pointing and any(str(r.values.get(n)) in given for r in rows)]
    must = [n for n in found if relation.columns[n].notnull] if len(found) > 1 else found
    return must[0] if len(must) == 1 else None


def _tried(study: Study, relation: Relation, policy: Policy, actor: Actor, key: str, owner: str) -> Claim | None:
    """A row of the actor's with a key of its own: the command does not find it."""
    values = {}
    if relation.columns[key].default is None:
        values = {key: f"{literal(uuid_for('a key of its own'))}::{relation.columns[key].type_name}"}
    drop = () if values else (key,)
    new = study.new_row(relation, actor, owner=actor.person, context=actor.person, values=values, drop=drop)
    mine = person_value(study, relation, owner, actor.person)
    change = _change(study, relation, policy, actor)
    if new is None or mine is None or change is None:
        return None
    is_mine = f"{quote(owner)} = {mine} AND {quote(key)}::text <> ({mine})::text"
    counted = f"WITH done AS ({change} WHERE {is_mine} RETURNING 1) SELECT count(*) FROM done"
    if policy.command in ("SELECT", "ALL"):
        counted = f"SELECT count(*) FROM {relation.sql} WHERE {is_mine}"
    look = counted.replace("SELECT count(*)", "SELECT to_jsonb(count(*))")
    results = study.running.run([Task(actions=(Action(sql=new), study.action(actor, look, rows=True)))])[0]
    if len(results) < 2 or not results[0].count or not results[1].ok or results[1].value != 0:
        return None
    lines = [
        Line(sql="RESET ROLE"),
        Line(sql=new, affected=True, comment=f"A row of {actor.name}'s."),
        Line(sql=f"SET LOCAL ROLE {quote(actor.principal.role)}"),
        Line(sql=counted, value="0", comment=f"{actor.name} does not find it."),
    ]
    return _claim(study, relation, policy, actor, key, owner, lines)


def _change(study: Study, relation: Relation, policy: Policy, actor: Actor) -> str | None:
    if policy.command != "UPDATE":
        return f"DELETE FROM {relation.sql}"
    name = any_settable(relation, study.rights(actor, relation))
    rows = study.ground.rows.get(relation.oid, ())
    if name is None or not rows:
        return None
    value = sql_value(rows[0].values.get(name), relation.columns[name].type_name)
    return f"UPDATE {relation.sql} SET {quote(name)} = {value}"


def _claim(
    study: Study, relation: Relation, policy: Policy, actor: Actor, key: str, owner: str, lines: list[Line]
) -> Claim:
    message = (
        f'The policy "{policy.name}" on {relation.ref.qualified} compares the caller with {key}, which is the row\'s '
        f"own key; whose a row is, {owner} says. Users do not find the rows that are theirs."
    )
    statements = tuple(
        f"ALTER POLICY {policy_name(relation, p)} {' '.join(parts)}"
        for p in relation.policies
        if (parts := [part for part in _mended(p, key, owner) if part])
    )
    return Claim(
        rule="policy-compares-row-key",
        severity=Severity.WARNING,
        ref=study.policy_ref(relation, policy),
        message=message,
        help=f"Compare auth.uid() with {owner}.",
        related=(relation.ref,),
        proof=study.proof(message, actor, [relation.oid], lines),
        remedies=(Remedy(title=f"Compare the caller with {owner}", statements=statements),),
        tables=(relation.oid,),
    )


def _mended(policy: Policy, key: str, owner: str) -> Iterator[str]:
    """The policy's conditions with the other column in place of the key, wherever that is compared with the caller."""
    for word, text in (("USING", policy.using), ("WITH CHECK", policy.check)):
        tree = postgast.parse("SELECT " + text) if text else None
        changed = False
        for node in walk(tree) if tree is not None else ():
            if name_of(node) != "A_Expr" or not node.HasField("lexpr") or strings(node.name)[-1:] != ["="]:
                continue
            for side, other in ((node.lexpr, node.rexpr), (node.rexpr, node.lexpr)):
                found = column(side)
                if found is not None and found[1] == key and is_caller(other):
                    new = postgast.parse(f"SELECT {quote(owner)}").stmts[0].stmt.select_stmt
                    side.CopyFrom(new.target_list[0].res_target.val)
                    changed = True
        yield f"{word} ({str(postgast.deparse(tree))[len('SELECT ') :]})" if changed else ""
