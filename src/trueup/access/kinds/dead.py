"""Access that can never do what it is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from trueup.access import remedies
from trueup.access.acting import Actor, Privileges, read_grants
from trueup.access.arguments import Call, calls_of
from trueup.access.kinds import unmet
from trueup.access.kinds.blind import any_settable
from trueup.access.kinds.calls import _snapshot_action as snapshot
from trueup.access.proofs import Line
from trueup.access.study import Claim, Remedy, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Policy, Relation, Routine, quote


def find(study: Study) -> Iterator[Claim]:
    """Claims about policies, functions and triggers."""
    tables = [r for r in study.relations if r.is_table and r.rls and not r.partition and r.schema in study.exposed]
    for relation in tables:
        yield from _no_policies(study, relation)
        yield from _only_restrictive(study, relation)
        yield from _unseen(study, relation)
    yield from _without_grant(study, tables)
    yield from unmet.find(study)
    yield from _functions(study)
    yield from _triggers(study)


def _no_policies(study: Study, relation: Relation) -> Iterator[Claim]:
    if relation.policies or study.platform != "supabase":
        return
    able = [a for a in study.attackers if study.rights(a, relation).select]
    if not able:
        return
    yield Claim(
        rule="rls-without-policy",
        severity=Severity.REVIEW,
        ref=relation.ref,
        message=f"{relation.ref.qualified} has row-level security and no policy: only the service gets at its rows.",
        help="Add policies, or revoke the grants to say that it is the service's alone.",
        catalog_evidence="relrowsecurity is true, and pg_policy has no row for it",
        remedies=tuple(
            replace(r, title="Revoke the grants, to say that it is the service's alone")
            for r in remedies.hide(relation, {a.principal.role for a in study.attackers})
        ),
        tables=(relation.oid,),
    )


def _only_restrictive(study: Study, relation: Relation) -> Iterator[Claim]:
    """Restrictive policies with nothing to restrict: on the whole table, or for one command."""
    if not relation.policies:
        return
    if not any(p.permissive for p in relation.policies):
        yield from _restricting_nothing(relation, study, list(relation.policies), "")
        return
    for command in ("SELECT", "INSERT", "UPDATE", "DELETE"):
        narrowing = [p for p in relation.policies if not p.permissive and p.command == command]
        if not any(p.permissive and p.command in (command, "ALL") for p in relation.policies):
            yield from _restricting_nothing(relation, study, narrowing, command)


def _restricting_nothing(relation: Relation, study: Study, policies: list[Policy], command: str) -> Iterator[Claim]:
    if not policies or any(p.using == "false" or p.check == "false" for p in policies):
        return  # said to be closed
    about = f" for {command}" if command else ""
    lost = {"": "nobody gets a row", "SELECT": "nobody gets a row", "INSERT": "nobody can insert one"}
    yield Claim(
        rule="only-restrictive-policies",
        severity=Severity.WARNING,
        ref=relation.ref,
        subject=command,
        message=f"{relation.ref.qualified} has restrictive policies only{about}, which can only take away: "
        f"{lost.get(command, f'{command} reaches no row')}.",
        help="Add a permissive policy; restrictive ones narrow it down.",
        related=tuple(study.policy_ref(relation, p) for p in policies),
        catalog_evidence=f"polpermissive is false for every policy of the table{about}",
        remedies=(
            Remedy(
                title="Add a permissive policy with the same conditions",
                statements=tuple(_permissive(relation, p) for p in policies),
                note="The restrictive ones stay, and narrow down what further policies let in.",
            ),
        ),
        tables=(relation.oid,),
    )


def _permissive(relation: Relation, policy: Policy) -> str:
    roles = ", ".join("PUBLIC" if r == "public" else quote(r) for r in policy.roles)
    using = f" USING ({policy.using})" if policy.using else ""
    check = f" WITH CHECK ({policy.check})" if policy.check else ""
    name = quote(policy.name[:50] + " (permissive)")
    return f"CREATE POLICY {name} ON {relation.sql} FOR {policy.command} TO {roles}{using}{check}"


def _unseen(study: Study, relation: Relation) -> Iterator[Claim]:
    """UPDATE or DELETE policies without one for SELECT: with a WHERE, nothing is found."""
    for actor in sorted(study.actors, key=lambda a: not a.attacks):
        exempt = study.grants.is_exempt(actor.principal.role, relation)
        if not actor.person or exempt or [p for p in study.applying(relation, "SELECT", actor) if p.permissive]:
            continue
        rights = study.rights(actor, relation)
        for command in ("UPDATE", "DELETE"):
            policies = [p for p in study.applying(relation, command, actor) if p.permissive and p.command == command]
            if not policies or not rights.select:
                continue
            claim = _unseen_claim(study, relation, actor, command, policies)
            if claim is not None:
                yield claim
                return


def _unseen_claim(study: Study, relation: Relation, actor: Actor, command: str, policies: list[Policy]) -> Claim | None:
    rows = study.ground.rows.get(relation.oid, ())
    column = any_settable(relation, study.rights(actor, relation))
    key = next(iter(relation.primary_key or relation.columns))
    if not rows or (column is None and command == "UPDATE"):
        return None
    blind = f"DELETE FROM {relation.sql}"
    if command == "UPDATE" and column is not None:
        own = next((r for r in rows if study.is_own(r, actor)), rows[0])
        value = sql_value(own.values.get(column), relation.columns[column].type_name)
        blind = f"UPDATE {relation.sql} SET {quote(column)} = {value}"
    seeing = f"{blind} WHERE {quote(key)} IS NOT NULL"
    tasks = [Task(actions=(study.action(actor, sql, undo=True),)) for sql in (blind, seeing)]
    first, second = (r[0] for r in study.running.run(tasks))
    # Where nobody here meets the condition: it is still so, unless it is about the service, which needs no policy.
    meant = not any(unmet.asked_role(p) for p in policies) and policies[0].using != "false"
    if not ((first.ok and first.count) or meant) or not second.ok or second.count:
        return None
    names = ", ".join(f'"{p.name}"' for p in policies)
    counted = f"WITH done AS ({seeing} RETURNING 1) SELECT count(*) FROM done"
    return Claim(
        rule="write-policy-finds-nothing",
        severity=Severity.WARNING,
        ref=study.policy_ref(relation, policies[0]),
        message=f"The {command} policy {names} on {relation.ref.qualified} never finds a row: there "
        f"is no SELECT policy, and "
        f"a {command} with a WHERE has to read the row first.",
        help="Add a SELECT policy with the same condition.",
        related=(relation.ref,),
        proof=study.proof(f"{command} finds nothing", actor, [relation.oid], [Line(sql=counted, value="0")]),
        remedies=(
            Remedy(
                title="Add a SELECT policy with the same condition",
                statements=tuple(
                    f"CREATE POLICY {quote(p.name[:50] + ' (read)')} ON {relation.sql} FOR SELECT TO "
                    f"{', '.join('PUBLIC' if r == 'public' else quote(r) for r in p.roles)} USING ({p.using})"
                    for p in policies[:1]
                ),
            ),
        ),
        tables=(relation.oid,),
    )


def _without_grant(study: Study, tables: list[Relation]) -> Iterator[Claim]:
    """A policy none of whose roles has the privilege that it is about."""
    acting = {a.principal.role for a in study.actors}
    named = {r for t in tables for p in t.policies for r in p.roles if r != "public"}
    grants = study.grants if named <= acting else read_grants(study.running, named | acting)
    for relation in tables:
        for policy in relation.policies:
            roles = sorted((acting if "public" in policy.roles else set(policy.roles)) - grants.bypass)
            shut = not policy.permissive or policy.using == "false"
            if not roles or shut or any(_may(grants.on(role, relation.oid), policy) for role in roles):
                continue
            yield _grantless(study, relation, policy, roles)


def _grantless(study: Study, relation: Relation, policy: Policy, roles: list[str]) -> Claim:
    names = ", ".join(roles)
    command = "any command" if policy.command == "ALL" else policy.command
    return Claim(
        rule="policy-without-grant",
        severity=Severity.WARNING,
        ref=study.policy_ref(relation, policy),
        message=f'The policy "{policy.name}" on {relation.ref.qualified} lets nobody in: '
        f"{names} has no privilege for "
        f"{command} on the table.",
        help="Grant the privilege, or drop the policy.",
        related=(relation.ref,),
        catalog_evidence=f"has_table_privilege({names}, {relation.ref.qualified}, {policy.command}) is false",
        remedies=(
            Remedy(
                title="Grant the privilege that the policy is about",
                statements=(
                    f"GRANT {'SELECT, INSERT, UPDATE, DELETE' if policy.command == 'ALL' else policy.command} "
                    f"ON {relation.sql} TO {', '.join(map(quote, roles))}",
                ),
                note="Or drop the policy, if nobody is meant to get in.",
            ),
        ),
        tables=(relation.oid,),
    )


def _may(rights: Privileges, policy: Policy) -> bool:
    by_command = {
        "SELECT": rights.select or bool(rights.select_columns),
        "INSERT": rights.insert or bool(rights.insert_columns),
        "UPDATE": rights.update or bool(rights.update_columns),
        "DELETE": rights.delete,
    }
    return any(by_command.values()) if policy.command == "ALL" else by_command[policy.command]


def _functions(study: Study) -> Iterator[Claim]:
    """A counter that runs as its caller, and so counts nothing on the rows of others."""
    actor = next((a for a in study.attackers if a.person == "a"), None)
    if actor is None:
        return
    for routine in study.schema.routines.values():
        callable_ = (actor.principal.role, routine.oid) in study.grants.routines and routine.schema in study.exposed
        if routine.definer or not callable_ or routine.returns in ("trigger", "event_trigger"):
            continue
        _, written = study.routine_tables(routine)
        tables = [study.schema.relations[o] for o in sorted(written)]
        tables = [t for t in tables if t.is_table and t.rls and t.schema in study.exposed]
        if tables:
            claim = _idle_function(study, actor, routine, tables)
            if claim is not None:
                yield claim


def _idle_function(study: Study, actor: Actor, routine: Routine, tables: list[Relation]) -> Claim | None:
    read = snapshot(tables)
    for call in calls_of(study, actor, routine):
        as_actor = study.action(actor, call.sql, soft=False)
        as_owner = Action(sql=call.sql, settings=actor.principal.settings)
        mine, theirs = study.running.run([Task(actions=(as_actor, read)), Task(actions=(as_owner, read))])
        if len(mine) < 2 or len(theirs) < 2 or not (mine[1].ok and theirs[1].ok):
            continue
        for table in tables:
            found = _counted(study, actor, table, mine[1].value, theirs[1].value)
            if found is not None:
                return _idle_claim(study, actor, call, table, *found)
            own = _own_kept(study, actor, table, mine[1].value, theirs[1].value)
            if own is not None:
                return _idle_claim(study, actor, call, table, *own)
    return None


def _own_kept(study: Study, actor: Actor, table: Relation, mine: Any, theirs: Any) -> tuple[Any, list[str]] | None:
    """A row of the actor's own that the function is to change and doesn't: nobody but the service may update it."""
    able = [a for a in study.actors if a.principal.role not in study.grants.bypass]
    keys = [(a, (table.oid, "UPDATE")) for a in able]
    if any(study.reach(a).of(*key) or key in study.reach(a).errors for a, key in keys):
        return None
    before = {r.id: r for r in study.ground.rows.get(table.oid, ()) if study.is_own(r, actor)}
    as_actor = mine.get(str(table.oid)) or {}
    after = {tuple(v.get(k) for k in table.primary_key): v for v in (theirs.get(str(table.oid)) or {}).values()}
    for row_id, row in before.items():
        now = after.get(tuple(row.values.get(k) for k in table.primary_key)) if table.primary_key else None
        changed = [n for n, v in (now or {}).items() if v != row.values.get(n) and row.values.get(n) is not None]
        if changed and row_id in as_actor and row_id in study.reach(actor).of(table.oid, "SELECT"):
            return row, changed
    return None


def _counted(study: Study, actor: Actor, table: Relation, mine: Any, theirs: Any) -> tuple[Any, list[str]] | None:
    """A row of another, visible to the actor, whose number goes up with every right and stays as the actor."""
    key = table.primary_key
    before = {tuple(r.values.get(k) for k in key): r for r in study.ground.rows.get(table.oid, ())}
    after = {tuple(v.get(k) for k in key): v for v in (theirs.get(str(table.oid)) or {}).values()}
    as_actor = {tuple(v.get(k) for k in key): v for v in (mine.get(str(table.oid)) or {}).values()}
    if not key:
        return None
    visible = study.reach(actor).of(table.oid, "SELECT")
    for ident, row in before.items():
        if row.id not in visible or study.is_own(row, actor) or ident not in after or ident not in as_actor:
            continue
        raised = [
            n for n, v in after[ident].items() if _is_number(v) and _is_number(row.values.get(n)) and v != row.values[n]
        ]
        if raised and all(as_actor[ident].get(n) == row.values.get(n) for n in raised):
            return row, raised
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _idle_claim(study: Study, actor: Actor, call: Call, table: Relation, row: Any, columns: list[str]) -> Claim:
    routine = call.routine
    listed = ", ".join(columns)
    whose = "its caller's own " if study.is_own(row, actor) else ""
    held = f"SELECT {quote(columns[0])}::text FROM {table.sql} WHERE {where_is(table, row)}"
    value = as_text(row.values[columns[0]])
    lines = [
        Line(sql=held, value=value, comment="What it is before."),
        Line(sql=call.sql, comment=f"{actor.name} calls it."),
        Line(sql=held, value=value, comment="What it is after: the same."),
    ]
    return Claim(
        rule="function-without-effect",
        severity=Severity.WARNING,
        ref=routine.ref,
        message=f"{routine.ref.qualified} does not change {listed} of {whose}rows of {table.ref.qualified}"
        f"{'' if whose else ' that belong to others'}: it "
        "runs as its caller, whose policies let the UPDATE find no row, without an error.",
        help="Make it SECURITY DEFINER with a fixed search_path, and keep it as narrow as it is.",
        related=(table.ref, *study.policy_refs(table, "UPDATE", actor)),
        proof=study.proof("A function without effect", actor, [table.oid], lines),
        remedies=remedies.as_definer(routine),
        tables=(table.oid,),
    )


def as_text(value: Any) -> str:
    """A JSON value as the server's cast to text gives it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _triggers(study: Study) -> Iterator[Claim]:
    """A trigger that keeps a number on another's row, and runs as whoever inserts."""
    actor = next((a for a in study.attackers if a.person == "a"), None)
    if actor is None:
        return
    told: set[int] = set()
    for relation in study.relations:
        if not relation.is_table or not relation.triggers or relation.schema not in study.exposed:
            continue
        for trigger in relation.triggers:
            routine = study.schema.routines.get(trigger.function)
            if routine is None or routine.definer or not trigger.type & 4 or routine.oid in told:
                continue
            _, written = study.routine_tables(routine)
            tables = [study.schema.relations[o] for o in sorted(written - {relation.oid})]
            tables = [t for t in tables if t.is_table and t.rls]
            claim = _idle_trigger(study, actor, relation, routine, tables) if tables else None
            if claim is not None:
                told.add(routine.oid)
                yield claim


def _idle_trigger(
    study: Study, actor: Actor, relation: Relation, routine: Routine, tables: list[Relation]
) -> Claim | None:
    read = snapshot(tables)
    contexts: list[tuple[str, dict[str, str]]] = [("b", {})]
    for fk in relation.foreign_keys:
        if fk.target in {t.oid for t in tables} and len(fk.columns) == 1:
            visible = study.reach(actor).of(fk.target, "SELECT")
            others = [r for r in study.ground.rows.get(fk.target, ()) if r.id in visible and not study.is_own(r, actor)]
            for row in others[:2]:
                value = sql_value(row.values.get(fk.target_columns[0]), relation.columns[fk.columns[0]].type_name)
                contexts.append(("b", {fk.columns[0]: value}))
    for context, values in contexts:
        sql = study.new_row(relation, actor, owner="a", context=context, values=values)
        if sql is None:
            continue
        as_actor = study.action(actor, sql, soft=False)
        as_owner = Action(sql=sql, settings=actor.principal.settings)
        mine, theirs = study.running.run([Task(actions=(as_actor, read)), Task(actions=(as_owner, read))])
        if len(mine) < 2 or len(theirs) < 2 or not (mine[1].ok and theirs[1].ok):
            continue
        for table in tables:
            found = _counted(study, actor, table, mine[1].value, theirs[1].value)
            if found is not None:
                return _idle_trigger_claim(study, actor, relation, routine, table, sql, *found)
    return None


def _idle_trigger_claim(
    study: Study,
    actor: Actor,
    relation: Relation,
    routine: Routine,
    table: Relation,
    sql: str,
    row: Any,
    columns: list[str],
) -> Claim:
    held = f"SELECT {quote(columns[0])}::text FROM {table.sql} WHERE {where_is(table, row)}"
    value = str(row.values[columns[0]])
    lines = [
        Line(sql=held, value=value, comment="What it is before."),
        Line(sql=sql, affected=True, comment=f"{actor.name} inserts; the trigger runs as {actor.name}."),
        Line(sql=held, value=value, comment="What it is after: the same."),
    ]
    return Claim(
        rule="trigger-without-effect",
        severity=Severity.WARNING,
        ref=routine.ref,
        message=f"The trigger function {routine.ref.qualified} on {relation.ref.qualified} does not change "
        f"{', '.join(columns)} of {table.ref.qualified} when somebody else's row is meant: it runs as "
        f"the one who inserts, "
        "whose policies let the UPDATE find no row, without an error.",
        help="Make it SECURITY DEFINER with a fixed search_path: a trigger function can't be called directly.",
        related=(relation.ref, table.ref, *study.policy_refs(table, "UPDATE", actor)),
        proof=study.proof("A trigger without effect", actor, [table.oid, relation.oid], lines),
        remedies=remedies.as_definer(routine),
        tables=(table.oid,),
    )
