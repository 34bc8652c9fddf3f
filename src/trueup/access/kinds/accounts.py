"""Escalation by what somebody says about itself when it signs up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trueup.access import rewrite
from trueup.access.acting import Actor
from trueup.access.gains import gained_rows
from trueup.access.ground import RowId
from trueup.access.kinds.candidates import trusted_tables, wanted_values
from trueup.access.proofs import Line
from trueup.access.reach import probe
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.ref import ObjectRef
from trueup.seeding.engine import Action, Task
from trueup.seeding.insight import reachable_routines
from trueup.seeding.rows import insert_sql
from trueup.seeding.schema import Relation, literal, quote
from trueup.seeding.seed import metadata_for, sign_up_values
from trueup.seeding.values import uuid_for


def find(study: Study) -> Iterator[Claim]:
    """Sign up with metadata that ask for more than a plain sign-up gives."""
    users = study.schema.named("auth", "users")
    stranger = study.actor("stranger")
    if users is None or stranger is None or not users.triggers or study.platform != "supabase":
        return
    if not _reads_metadata(study, users):
        return
    keys = set(study.world.insight.metadata_keys)
    for relation in trusted_tables(study):
        keys |= set(study.world.planner.switches(relation))
    person = study.world.people["n"]
    uid = uuid_for("sign-up with wishes")
    told = False
    for key in sorted(keys):
        for value in wanted_values(study)[:8]:
            if told:
                return
            claim = _sign_up_with(study, users, stranger, uid, key, value, person.key)
            if claim is not None:
                told = True
                yield claim


def _reads_metadata(study: Study, users: Relation) -> bool:
    """Whether a trigger on the users' table, or what it calls, looks at what a sign-up says about itself."""
    first = frozenset(t.function for t in users.triggers)
    bodies = [study.schema.routines[o].body for o in reachable_routines(study.schema, first)]
    return any("meta" in body.lower() or "json" in body.lower() for body in bodies)


def _sign_up_with(
    study: Study, users: Relation, stranger: Actor, uid: str, key: str, value: str, person: str
) -> Claim | None:
    base = study.world.people[person]
    metadata = {**metadata_for(study.world, base, full=False), "username": "wishes", key: value}
    values = sign_up_values(study.world, base, metadata)
    values["id"], values["email"] = literal(uid), literal("wishes@people.example")
    sql = insert_sql(users, values, returning=False)
    settings = tuple((k, v.replace(base.uid, uid)) for k, v in stranger.principal.settings)
    wishing = Actor(
        principal=replace(stranger.principal, name="a new user", settings=settings), person="", attacks=True
    )
    sign_up = Action(sql=sql, role="supabase_auth_admin")
    asked = []
    actions: list[Action] = [sign_up]
    for relation in study.relations:
        if relation.is_table and relation.rls:
            action = probe(relation, "SELECT", study.rights(stranger, relation), wishing)
            if action is not None:
                asked.append(relation)
                actions.append(action)
    results = study.running.run([Task(actions=tuple(actions))])[0]
    if not results or not results[0].ok:
        return None
    for relation, result in zip(asked, results[1:], strict=False):
        gained = gained_rows(study, stranger, relation, "SELECT", result)
        if gained:
            return _sign_up_claim(study, users, wishing, relation, gained, sql, key, value)
    return None


def _sign_up_claim(
    study: Study,
    users: Relation,
    wishing: Actor,
    relation: Relation,
    gained: frozenset[RowId],
    sql: str,
    key: str,
    value: str,
) -> Claim:
    row = next(r for r in study.ground.rows[relation.oid] if r.id in gained)
    count = f"SELECT count(*) FROM {relation.sql} WHERE {where_is(relation, row)}"
    routine = next(
        (study.schema.routines[t.function] for t in users.triggers if t.function in study.schema.routines), None
    )
    message = (
        f"Whoever signs up with {key} = {value} in the metadata that they may send gets it: the sign-up trigger copies "
        f"it, and then rows of others in {relation.ref.qualified} are theirs to read."
    )
    lines = [
        Line(sql=count, value="0", comment="Before the sign-up."),
        Line(sql='SET LOCAL ROLE "supabase_auth_admin"'),
        Line(sql=sql, affected=True, comment=f"The sign-up, with options.data.{key} = {value}."),
        Line(sql=f"SET LOCAL ROLE {quote(wishing.principal.role)}"),
        Line(sql=count, value="1", comment="The new user reads another's row."),
    ]
    return Claim(
        rule="sign-up-promotion",
        severity=Severity.ERROR,
        ref=routine.ref if routine else users.ref,
        subject=key,
        message=message,
        help="Never copy a role or a tenant from raw_user_meta_data: let the trigger write the default.",
        related=(relation.ref, *(ObjectRef("trigger", "auth", ("users", t.name)) for t in users.triggers)),
        proof=study.proof(message, wishing, [users.oid, relation.oid], lines),
        remedies=rewrite.sign_up_without(routine, key) if routine else (),
        tables=(relation.oid,),
    )
