"""What somebody sets in its own row that no policy reads, and that the application takes its rights and credit from.

Policies that trust such a column make it an escalation (`escalation`). Where none does, the schema does not contradict
itself: names alone say that the column is no user's to set, so that this ranks below what was reached by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.ref import ObjectRef
from trueup.seeding.engine import Task
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, literal, quote
from trueup.seeding.values import Values

# A flag of this name decides who may do what, wherever it is read.
_RANK = re.compile(r"^(is_?)?(super_?)?(admin|administrator|superuser|staff|moderator|banned|blocked|suspended)$")
_CREDIT = re.compile(
    r"^(is_?|has_?)?(premium|pro|paid|subscribed|verified)$|^subscription_(status|tier|plan|type|expires_at|end(s_at)?)$"
    r"|^(plan|tier)(_(type|name|id))?$|^(credits?|tokens|balance|wallet_balance|coins)(_(remaining|balance|left))?$"
    r"|^(stripe|paddle|lemonsqueezy)_\w*id$|^trial_(end|ends_at|expires_at)$|^(premium|pro)_until$|^max_\w+s$|^quota$"
)


def find(study: Study) -> Iterator[Claim]:
    """Claims about tables whose rows belong to people."""
    actor = study.actor("A")
    if study.platform != "supabase" or actor is None:
        return
    for relation in study.relations:
        if relation.is_table and relation.rls and not relation.partition and relation.schema in study.exposed:
            claim = _claim(study, actor, relation)
            if claim is not None:
                yield claim


def _claim(study: Study, actor: Actor, relation: Relation) -> Claim | None:
    reached = study.reach(actor).of(relation.oid, "UPDATE")
    row = next((r for r in study.ground.rows.get(relation.oid, ()) if r.id in reached and study.is_own(r, actor)), None)
    if row is None or len(study.ground.owner_columns.get(relation.oid, ())) != 1:
        return None
    set_ = {n: sql for n in _named(study, actor, relation) if (sql := _sets(study, actor, relation, row, n))}
    if not set_:
        return None
    ranks = [n for n in set_ if _RANK.match(n.lower())]
    said = f"A user sets {', '.join(set_)} of its own row of {relation.ref.qualified}: "
    message = said + "what the application allows by them, everybody allows themselves."
    lines = [Line(sql=sql, affected=True, comment="A changes it in its own row.") for sql in set_.values()]
    return Claim(
        rule="own-standing-writable",
        severity=Severity.WARNING if ranks else Severity.REVIEW,
        ref=relation.ref,
        subject=",".join(set_),
        message=message,
        help="Revoke UPDATE on the table and grant it on the columns that users may change.",
        related=study.policy_refs(relation, "UPDATE", actor),
        proof=study.proof(message, actor, [relation.oid], lines),
        remedies=remedies.pin_columns(study, relation, actor, tuple(set_)),
        tables=(relation.oid,),
    )


def _named(study: Study, actor: Actor, relation: Relation) -> list[str]:
    """Columns of such a name that the actor's role may write, and that no claim is about already."""
    rights = study.rights(actor, relation)
    about = (relation.ref, *_columns(relation))
    told = {c.subject for c in study.claims if c.ref in about and not c.rule.startswith("sensitive")}
    return [
        name
        for name, column in relation.columns.items()
        if (_RANK.match(name.lower()) or _CREDIT.match(name.lower()))
        and not column.generated
        and (rights.update or name in rights.update_columns)
        and not any(name in subject for subject in told)
    ]


def _columns(relation: Relation) -> list[ObjectRef]:
    return [ObjectRef("column", relation.schema, (relation.name, name)) for name in relation.columns]


def _sets(study: Study, actor: Actor, relation: Relation, row: Row, name: str) -> str:
    """An UPDATE that gives the actor's own row another value, which is there then; "" where none is let through."""
    where = where_is(relation, row)
    for value in _others(study, relation, row, name):
        sql = f"UPDATE {relation.sql} SET {quote(name)} = {value} WHERE {where}"
        there = f"SELECT count(*) FROM {relation.sql} WHERE {where} AND {quote(name)} IS NOT DISTINCT FROM {value}"
        actions = (study.action(actor, sql), study.action(actor, there, rows=True))
        results = study.running.run([Task(actions=actions)])[0]
        if len(results) == 2 and all(r.ok for r in results) and results[1].value == 1:
            return sql
    return ""


def _others(study: Study, relation: Relation, row: Row, name: str) -> list[str]:
    """Values that the row does not have: of other rows, and what its type offers."""
    column, now = relation.columns[name], row.values.get(name)
    kind, type_ = column.type_name, study.schema.types.get(column.type)
    if kind == "boolean":
        return ["false" if now else "true"]
    held = [r.values.get(name) for r in study.ground.rows.get(relation.oid, ())]
    others = [value for value in held if value not in (now, None)]
    values = [sql_value(v, kind) for v in others[:2]]
    if re.match(r"(integer|bigint|smallint|numeric|real|double)", kind):
        values.append(f"{_number(now) + 7}")
    elif type_ is not None and type_.category in "SE":
        words = {c for f in Values(study.schema).checks_of(relation, column) for c in f.constants.get(("", name), ())}
        few = [w for w in sorted({*words, *type_.labels}) if w != now] or (
            ["anything"] if type_.category == "S" else []
        )
        values += [f"{literal(w)}::{kind}" for w in few[:3]]
    return values


def _number(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0
