"""Policies that compare the caller with the key of a thing, which is drawn by chance, and not with whose thing it is.

`invoices.customer_id = auth.uid()`, where `customers.id` is a random key and `customers.user_id` names the user: the
rows that were seeded have it so that the comparison holds; their keys are drawn anew here, as the default would.
"""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.kinds.dead.wrong_key import draws
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import Names, policy_texts, routine_facts
from trueup.seeding.schema import Policy, Relation, literal, quote
from trueup.seeding.tasks import ORIGIN, REPLICA


def find(study: Study) -> Iterator[Claim]:
    """Claims about policies of exposed tables: one for each policy."""
    actor = next((a for a in study.attackers if a.person == "a"), None)
    told = {c.ref for c in study.claims if c.rule == "policy-compares-row-key"}
    names = Names(study.schema)
    for relation in study.relations if actor is not None else ():
        if not relation.is_table or not relation.rls or relation.partition or relation.schema not in study.exposed:
            continue
        for policy in relation.policies:
            if actor is None or not policy.permissive or study.policy_ref(relation, policy) in told:
                continue
            for thing in _things(study, names, relation, policy):
                claim = _tried(study, relation, policy, actor, thing)
                if claim is not None:
                    yield claim
                    break


def _things(study: Study, names: Names, relation: Relation, policy: Policy) -> list[Relation]:
    """Other tables whose drawn key the policy compares with the caller, by itself or by a column that points to it."""
    found: dict[int, Relation] = {}
    for text in policy_texts(policy):
        facts = expression_facts(text)
        for compared, _ in facts.callers:
            for oid, name in names.place(facts, compared, relation):
                holder = study.schema.relations[oid]
                pointed = [fk.target for fk in holder.foreign_keys if fk.columns == (name,)]
                for target in [*pointed, *([oid] if holder.primary_key == (name,) else [])]:
                    thing = study.schema.relations.get(target)
                    if thing is not None and thing.oid != relation.oid and _is_drawn(study, thing):
                        found[thing.oid] = thing
    return list(found.values())


def _is_drawn(study: Study, thing: Relation) -> bool:
    """Whether its key is drawn, says nothing of a person, and another column says whose the row is."""
    if len(thing.primary_key) != 1 or thing.is_platform:
        return False
    key = thing.primary_key[0]
    by_key = any(fk.columns == (key,) for fk in thing.foreign_keys) or not draws(thing.columns[key].default)
    owners = [n for n in _people(study, thing) if n != key]
    return not by_key and bool(owners) and not _is_set(study, thing, key)


def _people(study: Study, thing: Relation) -> set[str]:
    """Columns that refer to the users, or that the table's policies and functions compare with the caller."""
    users = study.schema.named("auth", "users")
    refers = {fk.columns[0] for fk in thing.foreign_keys if users is not None and fk.target == users.oid}
    return refers | {name for oid, name in study.world.insight.members if oid == thing.oid}


def _is_set(study: Study, thing: Relation, key: str) -> bool:
    """Whether something makes the key a person's: a policy of the table, or a function that puts in rows."""
    own = {name for p in thing.policies for t in policy_texts(p) for (_, name), _ in expression_facts(t).callers}
    written = any(study.find(w) is thing for r in study.schema.routines.values() for w in routine_facts(r).writes)
    uids = {p.uid for p in study.world.people.values()}
    made = [r for r in study.ground.rows.get(thing.oid, ()) if "n" in study.ground.named_in(r)]
    return key in own or (written and any(str(r.values.get(key)) in uids for r in made))


def _tried(study: Study, relation: Relation, policy: Policy, actor: Actor, thing: Relation) -> Claim | None:
    """The condition holds of a row for the actor, and of none once the keys of things are drawn."""
    text = policy.using or policy.check or ""
    drawn = _draw(study, thing)
    true_of = f"SELECT to_jsonb(count(*)) FROM {relation.sql} WHERE {text}"
    look = Action(sql=true_of, settings=actor.principal.settings, rows=True)
    before = (REPLICA, *(Action(sql=sql) for sql in drawn), ORIGIN)
    first, second = study.running.run([Task(actions=(look,)), Task(actions=(*before, look))])
    if not first[0].ok or not first[0].value or len(second) <= len(before) or not second[-1].ok or second[-1].value:
        return None
    return _claim(study, relation, policy, actor, thing, drawn, text)


def _draw(study: Study, thing: Relation) -> list[str]:
    """Statements that give the rows of people other keys, and what points to them too."""
    key = thing.primary_key[0]
    uids = ", ".join(literal(p.uid) for p in sorted(study.world.people.values(), key=lambda p: p.key))
    places = {(thing.oid, key): thing}
    for other in study.relations:
        for fk in other.foreign_keys if other.is_table and not other.partition else ():
            if fk.target == thing.oid and len(fk.columns) == 1:
                places[(other.oid, fk.columns[0])] = other
    return [
        f"UPDATE {table.sql} SET {quote(n)} = md5('drawn' || {quote(n)}::text)::{table.columns[n].type_name} "
        f"WHERE {quote(n)}::text IN ({uids})"
        for (_, n), table in places.items()
    ]


def _claim(
    study: Study, relation: Relation, policy: Policy, actor: Actor, thing: Relation, drawn: list[str], text: str
) -> Claim:
    key = thing.primary_key[0]
    owner = sorted(_people(study, thing) - {key})[0]
    message = (
        f'The policy "{policy.name}" on {relation.ref.qualified} compares the caller with the key of '
        f"{thing.ref.qualified} ({key}), which is drawn for each row; whose one is, {owner} says. It lets no user in."
    )
    lines = [
        Line(sql="RESET ROLE"),
        Line(sql="SET LOCAL session_replication_role = replica", comment="Keys as the default draws them."),
        *(Line(sql=sql) for sql in drawn),
        Line(sql="SET LOCAL session_replication_role = origin"),
        Line(sql=f"SELECT count(*) FROM {relation.sql} WHERE {text}", value="0", comment="True of no row for A."),
    ]
    return Claim(
        rule="policy-compares-row-key",
        severity=Severity.WARNING,
        ref=study.policy_ref(relation, policy),
        subject=thing.ref.qualified,
        message=message,
        help=f"Look the caller up in {thing.ref.qualified} by {owner}.",
        related=(relation.ref, thing.ref),
        proof=study.proof(message, actor, [relation.oid, thing.oid], lines),
        tables=(relation.oid,),
    )
