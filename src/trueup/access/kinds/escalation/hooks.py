"""Escalation by an access-token hook: it puts into the token what users write, of themselves or in own rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from trueup.access.acting import Actor
from trueup.access.gains import Gain, gained_rows
from trueup.access.ground import RowId
from trueup.access.kinds.dead.absent import is_hook
from trueup.access.kinds.escalation.wanted import wanted_values
from trueup.access.model import Principal
from trueup.access.proofs import Line
from trueup.access.reach import COMMANDS, probe
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.insight import reachable_routines, routine_facts
from trueup.seeding.people import request_settings
from trueup.seeding.schema import Relation, Routine, literal, quote

_MAX_VALUES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Try:
    """What a user writes before its next token is issued.

    Args:
        actor: who.
        action: the statement; the service runs it for a user's metadata, else the user.
        says: what it does, for the reader.
    """

    actor: Actor
    action: Action
    says: str


def find(study: Study) -> Iterator[Claim]:
    """Claims about hooks whose tokens, after such a write, open rows of others: one for each hook."""
    if study.platform != "supabase":
        return
    for hook in study.schema.routines.values():
        if is_hook(hook) and not hook.returns_set and "claims" in hook.body:
            claim = _tried(study, hook)
            if claim is not None:
                yield claim


def _tried(study: Study, hook: Routine) -> Claim | None:
    plain: dict[str, str] = {}
    for tried in _tries(study, hook):
        if tried.actor.name not in plain:
            plain[tried.actor.name] = _issued(study, hook, tried.actor, ())
        claims = _issued(study, hook, tried.actor, (tried.action,))
        if not claims or claims == plain[tried.actor.name]:
            continue
        before = _opened(study, tried.actor, plain[tried.actor.name], ())
        now = _opened(study, tried.actor, claims, (tried.action,))
        for gain, rows in now.items():
            fresh = rows - before.get(gain, frozenset())
            if fresh:
                return _claim(study, hook, tried, gain, sorted(fresh)[0])
    return None


def _tries(study: Study, hook: Routine) -> Iterator[_Try]:
    """Metadata with what the hook reads there, then own rows of the tables that it reads, with what is asked for."""
    values = dict.fromkeys((*sorted(v for _, v in study.world.insight.claims), *wanted_values(study)))
    asked = list(values)[:_MAX_VALUES]
    reached = [study.schema.routines[o] for o in sorted(reachable_routines(study.schema, frozenset({hook.oid})))]
    stranger, actor = study.actor("stranger"), study.actor("A")
    keys = sorted({key for r in reached for key in routine_facts(r).metadata_keys})
    for key in keys if stranger is not None else ():
        for value in dict.fromkeys(("true", *asked)):
            document = literal(json.dumps({key: value}))
            sql = (
                f"UPDATE auth.users SET raw_user_meta_data = coalesce(raw_user_meta_data, '{{}}') || {document}::jsonb "
                f"WHERE id = {literal(study.world.people['n'].uid)}"
            )
            says = f"auth.updateUser() lets a user set {key} of its metadata to {value}"
            if stranger is not None:
                yield _Try(actor=stranger, action=Action(sql=sql), says=says)
    for relation in (study.schema.relations[o] for o in sorted(study.routine_tables(hook)[0])):
        for name in relation.columns if actor is not None and relation.is_table and not relation.is_platform else ():
            rights = study.rights(actor, relation) if actor is not None else None
            if actor is not None and rights is not None and (rights.update or name in rights.update_columns):
                yield from _own(study, actor, relation, name, asked)


def _own(study: Study, actor: Actor, relation: Relation, name: str, asked: list[str]) -> Iterator[_Try]:
    reached = study.reach(actor).of(relation.oid, "UPDATE")
    rows = [r for r in study.ground.rows.get(relation.oid, ()) if r.id in reached and study.is_own(r, actor)]
    people = {p.uid for p in study.world.people.values()}
    for row in (r for r in rows[:1] if str(r.values.get(name)) not in people):
        for value in dict.fromkeys((*asked, "true")):
            sql = f"UPDATE {relation.sql} SET {quote(name)} = {literal(value)} WHERE {where_is(relation, row)}"
            says = f"A user sets {name} of its own row in {relation.ref.qualified} to {value}"
            yield _Try(actor=actor, action=study.action(actor, sql, soft=False), says=says)


def _event(study: Study, actor: Actor) -> str:
    claims = dict(actor.principal.settings)["request.jwt.claims"]
    uid = study.world.people[actor.person].uid
    return json.dumps({"user_id": uid, "claims": json.loads(claims), "authentication_method": "password"})


def _call(study: Study, hook: Routine, actor: Actor) -> str:
    event = f"{literal(_event(study, actor))}::{hook.type_names[0]}"
    return f"{quote(hook.schema)}.{quote(hook.name)}({event})::jsonb -> 'claims'"


def _issued(study: Study, hook: Routine, actor: Actor, before: tuple[Action, ...]) -> str:
    """The claims that the hook gives then, as text; "" where it raises or the write is refused."""
    look = Action(sql=f"SELECT {_call(study, hook, actor)}", rows=True)
    results = study.running.run([Task(actions=(*before, look))])[0]
    done = len(results) == len(before) + 1 and all(r.ok for r in results) and isinstance(results[-1].value, dict)
    return json.dumps(results[-1].value, sort_keys=True) if done else ""


def _opened(study: Study, actor: Actor, claims: str, before: tuple[Action, ...]) -> dict[Gain, frozenset[RowId]]:
    """Rows of others that the actor reaches with such a token and did not with its own."""
    if not claims:
        return {}
    settings = request_settings(json.loads(claims))
    principal = Principal(name=actor.name, role=actor.principal.role, settings=settings)
    other = replace(actor, principal=principal)
    tables = [r for r in study.relations if r.is_table and r.rls]
    looks = [(r, c, probe(r, c, study.rights(actor, r), other)) for r in tables for c in COMMANDS]
    asked = [(r, c, a) for r, c, a in looks if a is not None]
    results = study.running.run([Task(actions=(*before, a)) for _, _, a in asked])
    found = {}
    for (relation, command, _), outs in zip(asked, results, strict=True):
        rows = gained_rows(study, actor, relation, command, outs[-1]) if len(outs) > len(before) else frozenset()
        if rows:
            found[(relation.oid, command)] = rows
    return found


def _claim(study: Study, hook: Routine, tried: _Try, gain: Gain, row_id: RowId) -> Claim:
    relation, command = study.schema.relations[gain[0]], gain[1]
    actor, row = tried.actor, study.ground.by_id[row_id]
    looked = probe(relation, command, study.rights(actor, relation), actor, f" WHERE {where_is(relation, row, 'x')}")
    look = looked.sql.replace("jsonb_agg(i)", "count(*)") if looked is not None else ""
    if command == "SELECT":
        look = f"SELECT count(*) FROM {relation.sql} WHERE {where_is(relation, row)}"
    acting = Line(sql=f"SET LOCAL ROLE {quote(actor.principal.role)}")
    own = tried.action.role is not None
    lines = [
        Line(sql=look, value="0", comment="Before: not reached."),
        *(() if own else (Line(sql="RESET ROLE"),)),
        Line(sql=tried.action.sql, affected=True, comment=f"{tried.says}."),
        *((Line(sql="RESET ROLE"),) if own else ()),
        Line(
            sql=f"SELECT set_config('request.jwt.claims', ({_call(study, hook, actor)})::text, true)",
            comment="The next token, as the hook makes it.",
        ),
        acting,
        Line(sql=look, value="1", comment="After: there it is."),
    ]
    verb = {"SELECT": "reads", "UPDATE": "changes", "DELETE": "deletes"}[command]
    message = (
        f"{hook.ref.qualified} puts into the token what users write themselves: {tried.says}, and with the next token "
        f"{verb} rows of {relation.ref.qualified} that belong to others."
    )
    tables = [relation.oid, *sorted(study.routine_tables(hook)[0])]
    return Claim(
        rule="token-hook-trusts-users",
        severity=Severity.ERROR,
        ref=hook.ref,
        message=message,
        help="Read the role from a table that users can't write, or from raw_app_meta_data.",
        related=(relation.ref, *study.policy_refs(relation, command, actor)),
        proof=study.proof(message, actor, tables, lines),
        tables=(relation.oid,),
    )
