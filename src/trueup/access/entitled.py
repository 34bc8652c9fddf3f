"""What a policy's own condition lets through, whatever the other policies hide: by role, or by owner."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import postgast

from trueup.access import sensitive
from trueup.access.acting import Actor
from trueup.access.ground import Row
from trueup.access.study import Study, where_is
from trueup.seeding.engine import Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.people import reads_address
from trueup.seeding.schema import Policy, Relation, literal, quote
from trueup.seeding.trees import bare, deparse, name_of, strip

_MAX_OFFICES = 4


def by_role(study: Study, relation: Relation, command: str, actor: Actor) -> bool:
    """Whether a policy lets the actor at others' rows for what it is, and not just anybody.

    An administrator reaches everybody's rows with the command; that a policy for SELECT shows it only some of them
    ties it to none, so that what it does to its own it may do.
    """
    stranger = study.actor("stranger")
    if stranger is None or stranger is actor:
        return False
    policies = [p for p in study.applying(relation, command, actor) if p.permissive and p.using]
    return any(_lets(study, relation, p, actor) and not _lets(study, relation, p, stranger) for p in policies)


def _lets(study: Study, relation: Relation, policy: Policy, actor: Actor) -> bool:
    rows = [r for r in study.ground.rows.get(relation.oid, ()) if not study.is_own(r, actor)]
    rows = [r for r in rows if not study.hangs_on_own(r, actor)]
    return holds(study, relation, policy.using or "", actor, rows)


def holds(study: Study, relation: Relation, condition: str, actor: Actor, rows: Sequence[Row]) -> bool:
    """Whether a condition of a policy is true for the actor of one of the rows, or of a row that holds nothing.

    The rows are handed over as values, so that no policy of their own table stands before them; what the condition
    looks up is looked up with the actor's rights.
    """
    values = literal(json.dumps([{}, *(dict(r.values) for r in rows)], default=str, sort_keys=True))
    return _is_true(study, actor, condition, f"jsonb_populate_recordset(NULL::{relation.sql}, {values})", relation)


def _is_true(study: Study, actor: Actor, condition: str, source: str, relation: Relation) -> bool:
    sql = f"SELECT to_jsonb(coalesce(bool_or({condition}), false)) FROM {source} AS {quote(relation.name)}"
    result = study.running.run([Task(actions=(study.action(actor, sql, rows=True),))])[0][0]
    return result.ok and result.value is True


def ties_owner(relation: Relation, text: str | None, owners: Sequence[str]) -> bool:
    """Whether a policy's expression compares one of the owner columns with the caller."""
    return bool(text) and bool({name for (_, name), _ in expression_facts(text or "").ties} & set(owners))


def is_addressed(study: Study, relation: Relation, columns: Sequence[str]) -> bool:
    """Whether the columns say for whom a row is, not who wrote it: addresses that no policy for new rows looks at.

    Whoever is in charge of a thing invites somebody by mail; that the invited one finds the row by the address in its
    token makes it the receiver.
    """
    found = [study.world.insight.owners.get((relation.oid, name), []) for name in columns]
    by_mail = bool(found) and all(callers and all(map(reads_address, callers)) for callers in found)
    by_mail = by_mail and not sensitive.authors(columns)
    checks = [p.check or p.using for p in relation.policies if p.command in ("INSERT", "ALL") and p.permissive]
    return by_mail and not any(ties_owner(relation, text, columns) for text in checks)


def acts_for_others(study: Study, relation: Relation, actor: Actor, owners: Sequence[str]) -> bool:
    """Whether INSERT has a policy for everybody's own rows and beside it one for a role that the actor holds.

    Then staff enter rows on behalf of others by what the schema says.
    """
    stranger = study.actor("stranger")
    policies = [p for p in study.applying(relation, "INSERT", actor) if p.permissive and (p.check or p.using)]
    texts = [p.check or p.using or "" for p in policies]
    free = [text for text in texts if not ties_owner(relation, text, owners)]
    if stranger is None or not free or len(free) == len(texts):
        return False
    return any(_is_role(study, relation, part, actor, stranger) for text in free for part in _conjuncts(text))


def _is_role(study: Study, relation: Relation, part: str, actor: Actor, stranger: Actor) -> bool:
    """Whether it is true of the actor without any row, and not of just anybody."""
    nothing = "(SELECT)"
    return _is_true(study, actor, part, nothing, relation) and not _is_true(study, stranger, part, nothing, relation)


def _conjuncts(text: str) -> list[str]:
    """What all has to hold."""
    node = strip(postgast.parse("SELECT " + text).stmts[0].stmt.select_stmt.target_list[0].res_target.val)
    if name_of(node) == "BoolExpr" and node.boolop == 1:
        return [deparse(bare(arg)) for arg in node.args]
    return [text]


def given_offices(study: Study, actor: Actor, tables: Sequence[int]) -> Iterator[str]:
    """What makes the actor's own row in each table say what conditions ask of it, as SQL that the owner runs."""
    for relation in (study.schema.relations[o] for o in tables):
        rows = study.ground.rows.get(relation.oid, ()) if relation.is_table and not relation.is_platform else ()
        own = next((r for r in rows if study.is_own(r, actor)), None)
        if own is None:
            continue
        for name, values in study.world.planner.switches(relation).items():
            for value in values[:_MAX_OFFICES]:
                yield f"UPDATE {relation.sql} SET {quote(name)} = {value} WHERE {where_is(relation, own)}"
