"""Escalation by what somebody says about itself when it signs up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from trueup.access.acting import Actor
from trueup.access.fixes import rewrite
from trueup.access.gains import gained_rows
from trueup.access.ground import RowId
from trueup.access.kinds.escalation.candidates import trusted_tables
from trueup.access.kinds.escalation.wanted import wanted_values
from trueup.access.proofs import Line
from trueup.access.reach import probe
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.ref import ObjectRef
from trueup.seeding.engine import Action, Task
from trueup.seeding.insight import reachable_routines
from trueup.seeding.model import Person
from trueup.seeding.rows import insert_sql
from trueup.seeding.schema import Relation, literal, quote
from trueup.seeding.seed import metadata_for, sign_up_values
from trueup.seeding.values import uuid_for

_MANY_LOOKS = 500  # from here on it is cheaper to ask first which sign-ups differ
_WRITTEN = (
    "SELECT coalesce(jsonb_agg(relid::int8), '[]') FROM pg_stat_xact_all_tables "
    "WHERE n_tup_ins + n_tup_upd + n_tup_del > 0 AND schemaname <> 'pg_toast'"
)
_STATE = "SELECT to_jsonb(md5(string_agg(t::text, '' ORDER BY t::text))) FROM {table} t"


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
    wishing = _wishing(stranger, person, uid)
    wishes = [
        (key, value, _sign_up(study, users, person, uid, {key: value}))
        for key in sorted(keys)
        for value in wanted_values(study)[:8]
    ]
    looks = _looks(study, stranger, wishing)
    if len(wishes) * len(looks) > _MANY_LOOKS:
        kept = _telling_apart(study, users, [sql for _, _, sql in wishes])
        wishes = [wish for wish, keep in zip(wishes, kept, strict=True) if keep]
    for key, value, sql in wishes:
        results = study.running.run([Task(actions=(_as_auth(sql), *(look for _, look in looks)))])[0]
        if not results or not results[0].ok:
            continue
        for (relation, _), result in zip(looks, results[1:], strict=False):
            gained = gained_rows(study, stranger, relation, "SELECT", result)
            if gained:
                yield _sign_up_claim(study, users, wishing, relation, gained, sql, key, value)
                return


def _telling_apart(study: Study, users: Relation, sign_ups: Sequence[str]) -> list[bool]:
    """Which sign-ups write something that none before them wrote: only after these may the looks tell more.

    The server counts what it writes. Where it wrote what we do not know, or policies read the users' own metadata,
    every one is kept.
    """
    everyone = [True] * len(sign_ups)
    outcomes = study.running.run([Task(actions=(_as_auth(sql), Action(sql=_WRITTEN, rows=True))) for sql in sign_ups])
    if any(len(results) == 2 and not results[1].ok for results in outcomes) or study.dependents(users):
        return everyone
    written = {oid for results in outcomes if len(results) == 2 for oid in results[1].value}
    if users.oid not in written or not written <= set(study.schema.relations):
        return everyone
    tables = [study.schema.relations[oid] for oid in sorted(written - {users.oid})]
    states = [Action(sql=_STATE.format(table=t.sql), rows=True) for t in tables]
    seen: set[tuple[object, ...]] = set()
    kept = []
    for results in study.running.run([Task(actions=(_as_auth(sql), *states)) for sql in sign_ups]):
        whole = len(results) == 1 + len(states) and all(r.ok for r in results)
        state = tuple(r.value for r in results[1:])
        kept.append(not whole or state not in seen)
        seen |= {state} if whole else set()
    return kept


def _reads_metadata(study: Study, users: Relation) -> bool:
    """Whether a trigger on the users' table, or what it calls, looks at what a sign-up says about itself."""
    first = frozenset(t.function for t in users.triggers)
    bodies = [study.schema.routines[o].body for o in reachable_routines(study.schema, first)]
    return any("meta" in body.lower() or "json" in body.lower() for body in bodies)


def _as_auth(sql: str) -> Action:
    return Action(sql=sql, role="supabase_auth_admin")


def _sign_up(study: Study, users: Relation, person: Person, uid: str, wish: dict[str, str]) -> str:
    """The sign-up of a new user with a wish in its metadata."""
    metadata = {**metadata_for(study.world, person, full=False), "username": "wishes", **wish}
    values = sign_up_values(study.world, person, metadata)
    values["id"], values["email"] = literal(uid), literal("wishes@people.example")
    return insert_sql(users, values, returning=False)


def _wishing(stranger: Actor, person: Person, uid: str) -> Actor:
    settings = tuple((k, v.replace(person.uid, uid)) for k, v in stranger.principal.settings)
    return Actor(principal=replace(stranger.principal, name="a new user", settings=settings), person="", attacks=True)


def _looks(study: Study, stranger: Actor, wishing: Actor) -> list[tuple[Relation, Action]]:
    """What the new user asks for in every table with row-level security."""
    found = []
    for relation in study.relations:
        if relation.is_table and relation.rls:
            action = probe(relation, "SELECT", study.rights(stranger, relation), wishing)
            if action is not None:
                found.append((relation, action))
    return found


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
