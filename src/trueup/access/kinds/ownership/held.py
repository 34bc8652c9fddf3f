"""Values of one's own row that a new row may not have, and that an UPDATE sets freely: points, a balance, a flag."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.cuts import is_by_office
from trueup.access.entitled import ties_owner
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.kinds.ownership.placing import takes_hold
from trueup.access.naming import authors
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.ref import ObjectRef
from trueup.seeding.engine import Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import routine_facts
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, quote

_KINDS = frozenset("NB")  # numbers and flags
# Of words, only those that say what was paid or granted: an author may well publish a draft.
_GRANTED = ("paid", "payment", "refund", "approv", "verif", "subscription", "plan", "tier")


def find(study: Study) -> Iterator[Claim]:
    """Claims about columns of tables whose rows people own."""
    actor = study.actor("A")
    told = {c.ref for c in study.claims}
    spoiled = {(c.ref, n) for c in study.claims if c.rule == "self-promotion" for n in c.subject.split(",")}
    for relation in study.relations if actor is not None else ():
        if not relation.is_table or not relation.rls or relation.partition or relation.is_platform:
            continue
        for name in _columns(study, relation):
            ref = ObjectRef("column", relation.schema, (relation.name, name))
            known = ref in told or (relation.ref, name) in spoiled
            claim = None if known or actor is None else _freed(study, relation, actor, name)
            if claim is not None:
                yield claim


def _columns(study: Study, relation: Relation) -> list[str]:
    """Numbers and flags of the table that are nobody's key, and words for what was paid or granted."""
    keys = {*relation.primary_key, *(c for fk in relation.pointers for c in fk.columns)}
    return [
        n
        for n, c in relation.columns.items()
        if n not in keys and not c.generated and (t := study.schema.types.get(c.type))
        if t.category in _KINDS or (any(g in n.lower() for g in _GRANTED) and _words(study, relation, n))
    ]


def _words(study: Study, relation: Relation, name: str) -> list[str]:
    """The few words that a column may hold, or none where it may hold others."""
    return sorted(study.world.planner.values.words(relation, relation.columns[name]))


def _freed(study: Study, relation: Relation, actor: Actor, name: str) -> Claim | None:
    if not _authors_change(study, relation, actor):
        return None
    held_back = _pinned_by_insert(study, relation, actor, name) or _charged(study, relation, name)
    reached = study.reach(actor).of(relation.oid, "UPDATE") if held_back else frozenset()
    mine = [r for r in study.ground.rows.get(relation.oid, ()) if r.id in reached and study.is_own(r, actor)]
    # A grant that names the column says that users may set it.
    if not mine or not study.rights(actor, relation).update:
        return None
    row = mine[0]
    value = _other(study, relation, name, row)
    pinned = _pinned_by_insert(study, relation, actor, name)
    if pinned and not _refused_when_new(study, relation, actor, name, value):
        return None
    sql = f"UPDATE {relation.sql} SET {quote(name)} = {value} WHERE {where_is(relation, row)}"
    if not takes_hold(study, relation, actor, sql, {name: value}) or is_by_office(study, actor, sql):
        return None
    return _claim(study, relation, actor, name, sql)


def _authors_change(study: Study, relation: Relation, actor: Actor) -> bool:
    """Whether it is who puts a row in that a policy lets change it: the other side, or staff, may be there to."""
    written = authors(study, relation)
    policies = [p for p in study.applying(relation, "UPDATE", actor) if p.permissive]
    return any(ties_owner(relation, p.using, written) for p in policies)


def _pinned_by_insert(study: Study, relation: Relation, actor: Actor, name: str) -> bool:
    """Whether every policy for new rows asks the column to be a constant, or no grant lets it be given."""
    rights = study.rights(actor, relation)
    policies = [p for p in study.applying(relation, "INSERT", actor) if p.permissive and p.command == "INSERT"]
    if policies and rights.insert_columns and not rights.insert:
        return name not in rights.insert_columns
    named = [{n for _, n in expression_facts(p.check or "").constants} for p in policies]
    flags = [{n for _, n in expression_facts(p.check or "").touched} for p in policies]
    is_flag = _is_flag(study, relation, name)
    return bool(policies) and all(name in (of | more if is_flag else of) for of, more in zip(named, flags, strict=True))


def _is_flag(study: Study, relation: Relation, name: str) -> bool:
    return study.schema.types[relation.columns[name].type].category == "B"


def _charged(study: Study, relation: Relation, name: str) -> bool:
    """Whether a function with its owner's rights takes from the number, of a row that it finds by its caller."""
    if (relation.oid, name) not in study.world.insight.amounts:
        return False
    owners = set(study.ground.owner_columns.get(relation.oid, ()))
    for routine in study.schema.routines.values():
        if routine.definer and relation.oid in study.routine_tables(routine)[1]:
            facts = routine_facts(routine)
            read = {n for _, n in facts.amounts}
            if {n for (_, n), _ in facts.callers} & owners and name in read & facts.sets:
                return True
    return False


def _other(study: Study, relation: Relation, name: str, row: Row) -> str:
    """A value that the row does not hold: more of it, or the other way round."""
    kind, held = relation.columns[name].type_name, row.values.get(name)
    if _is_flag(study, relation, name):
        return sql_value(held is not True, kind)
    words = [word for word in _words(study, relation, name) if word != held]
    return sql_value(words[0] if words else (held if isinstance(held, int | float) else 0) + 5, kind)


def _refused_when_new(study: Study, relation: Relation, actor: Actor, name: str, value: str) -> bool:
    """Whether a row of the actor's own may be put in, and not with that value."""
    if study.rights(actor, relation).insert_columns:
        return True
    policies = study.applying(relation, "INSERT", actor)
    facts = [expression_facts(p.check or "") for p in policies]
    asked = sorted({c for f in facts for (_, n), of in f.constants.items() if n == name for c in of}) or ["false"]
    begins = {name: sql_value(asked[0], relation.columns[name].type_name)}
    rows = [
        study.new_row(relation, actor, owner=actor.person, context=actor.person, values=v)
        for v in (begins, {name: value})
    ]
    tasks = [Task(actions=(study.action(actor, sql),)) for sql in rows if sql]
    if len(tasks) < 2:
        return False
    good, other = (r[0] for r in study.running.run(tasks))
    return (good.ok or good.state == "23505") and other.state == "42501" and "row-level security" in other.message


def _claim(study: Study, relation: Relation, actor: Actor, name: str, sql: str) -> Claim:
    why = "a new row may not have it other than as it begins"
    if not _pinned_by_insert(study, relation, actor, name):
        why = "a function charges it with its owner's rights"
    message = f"A user can set {name} of its own row of {relation.ref.qualified} to anything by UPDATE, though {why}."
    line = Line(sql=sql, affected=True, comment=f"{actor.name} sets {name} of its own row.")
    return Claim(
        rule="update-frees-what-is-held",
        severity=Severity.WARNING,
        ref=ObjectRef("column", relation.schema, (relation.name, name)),
        message=message,
        help="Revoke UPDATE on the table and grant it on the columns that users may change.",
        related=(relation.ref, *study.policy_refs(relation, "UPDATE", actor)),
        proof=study.proof(message, actor, [relation.oid], [line]),
        remedies=remedies.pin_columns(study, relation, actor, [name]),
        tables=(relation.oid,),
    )
