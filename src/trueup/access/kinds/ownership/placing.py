"""Rows put among another's things by an UPDATE, where an INSERT there is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from trueup.access.acting import Actor
from trueup.access.entitled import by_role, holds, ties_owner
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.joining import given
from trueup.access.kinds.ownership.writes import write_of
from trueup.access.proofs import Line
from trueup.access.study import Claim, Joining, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, quote


def may_set(study: Study, relation: Relation, actor: Actor, columns: set[str]) -> bool:
    """Whether the actor's role may update the columns."""
    rights = study.rights(actor, relation)
    return rights.update or columns <= set(rights.update_columns)


def takes_hold(study: Study, relation: Relation, actor: Actor, sql: str, values: dict[str, str]) -> bool:
    """Whether an UPDATE goes through and more rows hold the values then: a trigger may put the old ones back."""
    return first_to_hold(study, relation, actor, [sql], values) == sql


def first_to_hold(
    study: Study,
    relation: Relation,
    actor: Actor,
    statements: Iterable[str],
    values: dict[str, str],
    before: tuple[Action, ...] = (),
) -> str | None:
    """The first of several UPDATEs that goes through and after which more rows hold the values.

    Args:
        study, relation, actor, statements, values: what is tried, and what rows hold then.
        before: what is done first, each time.
    """
    given = " AND ".join(f"t.{quote(n)} = {v}" for n, v in values.items())
    held = Action(sql=f"SELECT to_jsonb(count(*)) FROM {relation.sql} t WHERE {given}", rows=True)
    statements = list(statements)
    tasks = [Task(actions=(*before, held, study.action(actor, sql, soft=False), held)) for sql in statements]
    for sql, outcome in zip(statements, study.running.run(tasks), strict=True):
        results = outcome[len(before) :]
        went = len(results) == 3 and all(r.ok for r in results) and results[1].count
        if went and results[2].value > results[0].value:
            return sql
    return None


def moved_elsewhere(study: Study, relation: Relation, actor: Actor, joined: tuple[Joining, ...] = ()) -> Claim | None:
    """A row that hangs on the actor's things is hung on B's, though the actor may not insert rows there.

    Args:
        study, relation, actor: who moves what.
        joined: INSERTs that make the actor a plain member of B's things, where it sees what is there.
    """
    if (study.dependents(relation) and not joined) or not study.world.planner.has_context(relation):
        return None
    reached = study.reach(actor).of(relation.oid, "UPDATE")
    mine = _of(study, relation, actor.person)
    theirs = _of(study, relation, "b")
    rows = [r for r in mine if r.id in reached]
    for fk in relation.foreign_keys if rows and theirs else ():
        column, target = fk.columns[0], study.schema.relations.get(fk.target)
        personal = target is None or study.world.planner.is_user_table(target) or target.oid == relation.oid
        value = sql_value(theirs[0].values.get(column), relation.columns[column].type_name)
        same = rows[0].values.get(column) == theirs[0].values.get(column)
        if len(fk.columns) != 1 or personal or same or not may_set(study, relation, actor, {column}):
            continue
        moved = replace(rows[0], values={**rows[0].values, column: theirs[0].values.get(column)})
        if not _refused_there(study, relation, actor, {column: value}, given(joined)) and (
            joined or not _out_of_hand(study, relation, actor, moved)
        ):
            continue
        if joined and _changes(study, relation, actor, theirs[0], given(joined)):
            continue
        change = f"UPDATE {relation.sql} SET {quote(column)} = {value}"
        tries = (f"{change} WHERE {where_is(relation, rows[0])}", *(() if joined else (change,)))
        sql = first_to_hold(study, relation, actor, tries, {column: value}, given(joined))
        if sql is not None:
            if by_role(study, relation, "UPDATE", actor):
                return None
            unseen = _stays_own(study, relation, actor) and not _comes_to_light(study, relation, actor, sql, joined)
            claim = _claim(study, relation, actor, column, sql, blind=sql == change, joined=joined)
            return replace(claim, severity=Severity.REVIEW) if unseen else claim
    return None


def _comes_to_light(study: Study, relation: Relation, actor: Actor, sql: str, joined: tuple[Joining, ...]) -> bool:
    """Whether somebody whose things they are then sees a row more: what only its owner sees is put before nobody."""
    others = [a for a in study.actors if a.person in ("b", "c") and a.principal.role == actor.principal.role]
    counts = [study.action(a, f"SELECT to_jsonb(count(*)) FROM {relation.sql}", rows=True) for a in others]
    before, after = study.running.run(
        [Task(actions=(*given(joined), *counts)), Task(actions=(*given(joined), study.action(actor, sql), *counts))]
    )
    seen = [[r.value if r.ok else 0 for r in results[-len(counts) :]] for results in (before, after)]
    return any(now > was for was, now in zip(*seen, strict=True))


def _of(study: Study, relation: Relation, key: str) -> list[Row]:
    """The rows that were put in for a person, among its own things."""
    seeded = [r.values for r in study.world.rows.get(relation.oid, ()) if r.context == key and r.owner == key]
    return [r for r in study.ground.rows.get(relation.oid, ()) if r.values in seeded]


def _refused_there(
    study: Study, relation: Relation, actor: Actor, there: dict[str, str], before: tuple[Action, ...]
) -> bool:
    """Whether the actor may insert a row among its own things, and not the same with the column naming B's."""
    rows = [study.new_row(relation, actor, owner=actor.person, context=actor.person, values=v) for v in ({}, there)]
    if None in rows:
        return False
    tasks = [Task(actions=(*before, study.action(actor, sql))) for sql in rows if sql]
    own, other = (r[-1] for r in study.running.run(tasks))
    return own.ok and other.state == "42501" and "row-level security" in other.message


def _changes(study: Study, relation: Relation, actor: Actor, row: Row, before: tuple[Action, ...]) -> bool:
    """Whether the actor may change a row that is there."""
    sql = write_of(study, relation, "UPDATE", actor, row)
    if sql is None:
        return False
    result = study.running.run([Task(actions=(*before, study.action(actor, sql)))])[0][-1]
    return result.ok and bool(result.count)


def _stays_own(study: Study, relation: Relation, actor: Actor) -> bool:
    """Whether every policy for UPDATE holds the new row to the caller as its owner."""
    policies = [p for p in study.applying(relation, "UPDATE", actor) if p.permissive]
    owners = study.ground.owner_columns.get(relation.oid, ())
    return bool(policies) and all(ties_owner(relation, p.check or p.using, owners) for p in policies)


def _out_of_hand(study: Study, relation: Relation, actor: Actor, moved: Row) -> bool:
    """Whether nobody inserts rows there by a policy, and no policy lets the actor update the row once it is moved."""
    if any(p.permissive for p in study.applying(relation, "INSERT", actor)):
        return False
    policies = [p for p in study.applying(relation, "UPDATE", actor) if p.permissive and p.using]
    return bool(policies) and not any(holds(study, relation, p.using or "", actor, [moved]) for p in policies)


def _claim(
    study: Study,
    relation: Relation,
    actor: Actor,
    column: str,
    sql: str,
    *,
    blind: bool,
    joined: tuple[Joining, ...],
) -> Claim:
    who = "Whoever may change rows in one thing and only look at another" if joined else "A user"
    message = (
        f"{who} can move a row of {relation.ref.qualified} to what is another's: UPDATE lets {column} be set to "
        "what it may not put rows into, since no WITH CHECK holds the new row to it."
    )
    severity = Severity.ERROR
    if blind and study.platform == "supabase":
        # Where the new row stays its author's own by WITH CHECK, nothing but the place is in question.
        severity = Severity.REVIEW if _stays_own(study, relation, actor) else Severity.WARNING
        message += (
            " Only the SELECT policy stops it where the request has a filter, and the API refuses an UPDATE without "
            "one; a function's body or another client does not."
        )
    line = Line(sql=sql, affected=True, comment=f"{column} now names what is B's.")
    proof = study.proof(message, actor, [relation.oid], [line])
    return Claim(
        rule="ownership-transfer",
        severity=severity,
        ref=relation.ref,
        subject=f"UPDATE {column}",
        message=message,
        help="Repeat the condition of USING in WITH CHECK, or drop the WITH CHECK so that USING counts for both.",
        related=study.policy_refs(relation, "UPDATE", actor),
        proof=replace(proof, rows=(*proof.rows, *(j.sql for j in joined))),
        remedies=remedies.same_check(study, relation, actor),
        tables=(relation.oid,),
    )
