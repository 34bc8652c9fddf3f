"""Access that raises: recursion in policies, objects that the caller may not use, casts that fail, a broken sign-up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trueup.access.acting import Actor
from trueup.access.fixes import remedies
from trueup.access.model import Principal
from trueup.access.proofs import Line
from trueup.access.reach import updatable_column
from trueup.access.study import Claim, Remedy, Study
from trueup.finding import Severity
from trueup.ref import ObjectRef
from trueup.seeding.engine import Action, Result, Task
from trueup.seeding.insight import routine_facts
from trueup.seeding.rows import insert_sql, sql_value
from trueup.seeding.schema import PLATFORM_SCHEMAS, Policy, Relation, literal, quote
from trueup.seeding.seed import metadata_for, sign_up_values
from trueup.seeding.values import uuid_for

_RECURSION = ("42P17", "54001")  # found by the rewriter; by the stack, where a function stands between the policies
_UNSET = ("no tenant", "stranger", "anon")


def find(study: Study) -> Iterator[Claim]:
    """Claims about every access that the server answered with an error that no caller means to get."""
    yield from _merged(_errors(study))
    yield from _sign_up(study)


def _merged(claims: Iterator[Claim]) -> Iterator[Claim]:
    """One claim per ring of policies; the further tables that fail because of it are told with it."""
    rings: dict[frozenset[ObjectRef], Claim] = {}
    for claim in claims:
        if claim.rule != "policy-recursion":
            yield claim
            continue
        ring = frozenset(claim.related)
        first = rings.get(ring)
        if first is None:
            rings[ring] = claim
            continue
        also = (*first.also, f"{claim.ref.qualified} fails too: its policies lead into the same ring")
        rings[ring] = replace(first, also=also, related=(*first.related, claim.ref))
    yield from rings.values()


def _errors(study: Study) -> Iterator[Claim]:
    told: set[tuple[int, str]] = set()
    for relation in sorted(study.relations, key=lambda r: not _in_ring(study, r)):
        for actor in (*study.attackers, *(a for a in study.actors if not a.attacks)):
            for command in ("SELECT", "UPDATE", "DELETE"):
                error = study.reach(actor).errors.get((relation.oid, command))
                if error is None:
                    continue
                claim = judge(study, relation, actor, command, error)
                if claim is not None and (relation.oid, claim.rule) not in told:
                    told.add((relation.oid, claim.rule))
                    yield claim


def _in_ring(study: Study, relation: Relation) -> bool:
    """Whether its own policies are part of a ring, so that it is the one to name."""
    return any(relation.oid == r.oid for r, _ in chain_of(study, relation, "SELECT")[:1])


def judge(study: Study, relation: Relation, actor: Actor, command: str, error: Result, sql: str = "") -> Claim | None:
    """What an error means; None where it is a refusal as it should be."""
    if error.state in _RECURSION:
        return _recursion(study, relation, actor, command, error, sql)
    if error.state == "42501":
        return _denied_inside(study, relation, actor, command, error, sql)
    about_data = error.state[:2] == "22"
    if about_data and (error.state not in {"22P02", "22007"} or command != "SELECT" or actor.name.endswith(_UNSET)):
        return None  # a trigger or a policy that the shape of a made-up value upsets
    # XX: PostgreSQL itself can't cope: a policy USING (auth.uid() = auth.uid()) gives one, up to 18.
    if error.state[:2] in {"42", "21", "22", "XX"}:
        if error.state == "42704" and "configuration parameter" in error.message and not _never_set(study):
            return None
        return _raises(study, relation, actor, command, error, sql)
    return None


def _never_set(study: Study) -> bool:
    """Whether nothing here sets a run-time setting: requests of the API bring request.* only."""
    routines = [r for r in study.schema.routines.values() if r.schema not in PLATFORM_SCHEMAS]
    return study.platform == "supabase" and not any("set_config" in routine_facts(r).calls for r in routines)


def _statement(study: Study, relation: Relation, actor: Actor, command: str) -> str:
    if command == "SELECT":
        return f"SELECT count(*) FROM {relation.sql}"
    if command == "DELETE":
        return f"DELETE FROM {relation.sql} WHERE true"
    column = updatable_column(relation, study.rights(actor, relation)) or next(iter(relation.columns))
    return f"UPDATE {relation.sql} SET {quote(column)} = {quote(column)}"


def chain_of(study: Study, relation: Relation, command: str) -> list[tuple[Relation, Policy]]:
    """The shortest ring of policies that starts and ends at the table."""
    start = [(relation, p) for p in relation.policies if p.command in (command, "ALL")]
    start += [(relation, p) for p in relation.policies if (relation, p) not in start and p.command == "SELECT"]
    queue = [[step] for step in start]
    seen: set[int] = set()
    while queue:
        path = queue.pop(0)
        for oid in sorted(study.world.insight.influences.get(path[-1][1].oid, ())):
            target = study.schema.relations.get(oid)
            if target is None:
                continue
            ring = next((i for i, (r, _) in enumerate(path) if r.oid == oid), None)
            if ring is not None:
                return path[ring:]
            if oid in seen:
                continue
            seen.add(oid)
            queue += [[*path, (target, p)] for p in target.policies if p.command in ("SELECT", "ALL")]
    return start[:1]


def _recursion(study: Study, relation: Relation, actor: Actor, command: str, error: Result, sql: str) -> Claim:
    ring = chain_of(study, relation, command)
    refs = tuple(study.policy_ref(r, p) for r, p in ring)
    way = " → ".join([*(f'"{p.name}" on {r.ref.qualified}' for r, p in ring), ring[0][0].ref.qualified]) if ring else ""
    line = Line(
        sql=sql or _statement(study, relation, actor, command), refused=error.state, comment="The server refuses it."
    )
    return Claim(
        rule="policy-recursion",
        severity=Severity.ERROR,
        ref=relation.ref,
        message=f"Every {command} on {relation.ref.qualified} by {_who(actor)} fails: {error.message}. "
        f"The policies read each other's tables in a ring: {way}.",
        help="Put the look-up into a SECURITY DEFINER function, so that it is not subject to the policies itself.",
        related=refs,
        proof=study.proof(f"Policies on {relation.ref.qualified} recurse", actor, [relation.oid], [line]),
        remedies=remedies.break_recursion(study, ring),
        tables=tuple(r.oid for r, _ in ring) or (relation.oid,),
    )


def _denied_inside(
    study: Study, relation: Relation, actor: Actor, command: str, error: Result, sql: str
) -> Claim | None:
    """A privilege that is missing on something other than what was asked for."""
    if "row-level security" in error.message:
        if f'"{relation.name}"' in error.message:
            return None
        return _raises(study, relation, actor, command, error, sql, rule="trigger-denied")
    what = error.message.removeprefix("permission denied for ")
    if what == error.message or what.rpartition(" ")[2] == relation.name:
        return None
    if not relation.is_table:
        return None
    related = study.policy_refs(relation, command, actor)
    frames = [line for line in error.context.splitlines() if "PL/pgSQL function" in line]
    in_trigger = any("trueup_probe.run" not in frame for frame in frames)
    rule = "trigger-denied" if in_trigger and command != "SELECT" else "policy-needs-privilege"
    others = [a for a in study.attackers if a.principal.role != "anon"]
    signed_in = actor in others or any((relation.oid, command) in study.reach(a).errors for a in others)
    sequence = what.startswith("sequence ") and command == "INSERT"
    rule = "default-needs-privilege" if sequence else rule
    cause = {"trigger-denied": "a trigger", "default-needs-privilege": "a column's default"}.get(rule, "a policy")
    line = Line(
        sql=sql or _statement(study, relation, actor, command), refused="42501", comment="The server refuses it."
    )
    return Claim(
        rule=rule,
        severity=Severity.ERROR if signed_in else Severity.WARNING,
        ref=relation.ref,
        message=f"Every {command} on {relation.ref.qualified} by {_who(actor)} fails, because {cause} uses what "
        f"{actor.principal.role} may not: {error.message}.",
        help="Read it in a SECURITY DEFINER function, or read it from the token (auth.jwt()) instead."
        if not sequence
        else "Grant USAGE on the sequence, or make the column GENERATED ... AS IDENTITY, which needs no grant.",
        related=related,
        proof=study.proof(f"{command} on {relation.ref.qualified} fails", actor, [relation.oid], [line]),
        remedies=_for_denied(study, relation, actor, command, rule),
        tables=(relation.oid,),
    )


def _for_denied(study: Study, relation: Relation, actor: Actor, command: str, rule: str) -> tuple[Remedy, ...]:
    if rule == "policy-needs-privilege":
        return remedies.look_up_as_owner(study, relation, command, actor)
    if rule == "default-needs-privilege":
        return remedies.use_sequences(study, relation, actor)
    return _definers(study, relation)


def _raises(
    study: Study, relation: Relation, actor: Actor, command: str, error: Result, sql: str, rule: str = "access-raises"
) -> Claim | None:
    if not relation.is_table:
        return None
    line = Line(
        sql=sql or _statement(study, relation, actor, command), refused=error.state, comment="The server refuses it."
    )
    return Claim(
        rule=rule,
        severity=Severity.WARNING if _is_by_chance(study, relation, actor, error) else Severity.ERROR,
        ref=relation.ref,
        message=f"{command} on {relation.ref.qualified} by {_who(actor)} fails: {error.message} ({error.state}).",
        help="Make the policy or trigger cope with every row and every caller; no fix is offered, since only you know "
        "what it should decide where it raises now.",
        related=study.policy_refs(relation, command, actor),
        proof=study.proof(f"{command} on {relation.ref.qualified} fails", actor, [relation.oid], [line]),
        remedies=_definers(study, relation) if rule == "trigger-denied" else (),
        tables=(relation.oid,),
    )


def _is_by_chance(study: Study, relation: Relation, actor: Actor, error: Result) -> bool:
    """Whether another row, or a connection that sets what is asked for, would not raise."""
    if error.state == "42704":
        return study.platform != "supabase"  # no request of the API sets a setting of one's own
    key = study.world.people[actor.person].uid if actor.person in study.world.people else ""
    if error.state[:2] != "22" or (key and f'"{key}"' in error.message):
        return False
    return not _may_be_written(study, relation, error)


def _may_be_written(study: Study, relation: Relation, error: Result) -> bool:
    """Whether a user's own row may hold the value that upsets the policy: then one user shuts all others out."""
    value = error.message.rpartition(': "')[2].rstrip('"')
    rows = study.ground.rows.get(relation.oid, ()) if value and relation.schema != "storage" else ()
    held = {n: v for r in rows for n, v in r.values.items() if value in str(v) and n not in relation.primary_key}
    tasks = [
        Task(actions=(study.action(actor, sql),))
        for actor in study.attackers
        for name, v in held.items()
        if actor.person == "a" and (sql := _own_row(study, relation, actor, name, v)) is not None
    ]
    return any(r[0].ok for r in study.running.run(tasks))


def _own_row(study: Study, relation: Relation, actor: Actor, column: str, value: object) -> str | None:
    given = {column: sql_value(value, relation.columns[column].type_name)}
    return study.new_row(relation, actor, owner=actor.person, context=actor.person, values=given)


def _definers(study: Study, relation: Relation) -> tuple[Remedy, ...]:
    """Each trigger function of the table that runs as its caller, with its owner's rights."""
    routines = [study.schema.routines[t.function] for t in relation.triggers if t.function in study.schema.routines]
    return tuple(remedy for r in routines if not r.definer for remedy in remedies.as_definer(r))


def _sign_up(study: Study) -> Iterator[Claim]:
    """Insert a user as the authentication service does; a trigger that fails keeps everybody out."""
    users = study.schema.named("auth", "users")
    if users is None or not users.triggers:
        return
    service = Actor(
        principal=Principal(name="the sign-up service", role="supabase_auth_admin", settings=()),
        person="",
        attacks=False,
    )
    refused = _refused_sign_up(study, users, service)
    if refused is None:
        return
    sql, error = refused
    functions = tuple(
        study.schema.routines[t.function].ref for t in users.triggers if t.function in study.schema.routines
    )
    triggers = tuple(ObjectRef("trigger", "auth", ("users", t.name)) for t in users.triggers)
    routine = next(
        (study.schema.routines[t.function] for t in users.triggers if t.function in study.schema.routines), None
    )
    line = Line(sql=sql, refused=error.state, comment="A sign-up, as the authentication service makes it.")
    yield Claim(
        rule="sign-up-fails",
        severity=Severity.ERROR,
        ref=functions[0] if functions else users.ref,
        message=f"Nobody can sign up: the trigger on auth.users fails with {error.message} ({error.state}).",
        help="Make the trigger's function SECURITY DEFINER with a fixed search_path, and let it cope "
        "with missing metadata.",
        related=triggers,
        proof=study.proof("A sign-up fails", service, [users.oid], [line]),
        remedies=remedies.as_definer(routine) if routine is not None and not routine.definer else (),
    )


def _refused_sign_up(study: Study, users: Relation, service: Actor) -> tuple[str, Result] | None:
    """The first of the sign-ups, with different metadata, and what refused it; None where one goes through."""
    person = study.world.people["n"]
    refused: list[tuple[str, Result]] = []
    for index, metadata in enumerate(
        (metadata_for(study.world, person, full=False), metadata_for(study.world, person, full=True), {})
    ):
        values = sign_up_values(study.world, person, metadata)
        values["id"] = literal(uuid_for(f"sign-up {index}"))
        values["email"] = literal(f"new{index}@people.example")
        if "username" in metadata:
            values["raw_user_meta_data"] = values["raw_user_meta_data"].replace("user_n", f"user_new{index}")
        sql = insert_sql(users, values, returning=False)
        action = Action(sql=sql, role=service.principal.role, soft=True)
        result = study.running.run([Task(actions=(action,))])[0][0]
        if result.ok:
            return None
        refused.append((sql, result))
    return refused[0]


def _who(actor: Actor) -> str:
    """The actor as a reader knows it: the first for whom it fails is the least entitled."""
    return {"anon": "anyone without an account", "stranger": "a signed-in user"}.get(actor.name, actor.name)
