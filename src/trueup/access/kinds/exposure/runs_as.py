"""What counts as somebody else for row-level security: functions that run as their owner, members of other roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trueup.access.acting import Actor, Grants, read_grants
from trueup.access.entitled import ties_owner
from trueup.access.ground import Row
from trueup.access.model import Principal
from trueup.access.proofs import Line
from trueup.access.study import Claim, Remedy, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.insight import routine_facts
from trueup.seeding.people import reads_role
from trueup.seeding.rows import NoParent, RowSpec, insert_sql
from trueup.seeding.schema import Policy, Relation, Routine, literal, quote


def find(study: Study) -> Iterator[Claim]:
    """Claims about tables that their policies do not hold, and functions that see as somebody else."""
    tables = [r for r in study.relations if r.is_table and r.rls and not r.partition and not r.is_platform]
    routines = [r for r in study.schema.routines.values() if r.definer and r.language in ("sql", "plpgsql")]
    owners = read_grants(study.running, {r.owner for r in routines})
    if study.platform != "supabase":
        for table in tables:
            yield from _void(study, table)
    for routine in routines:
        callers = [a for a in study.attackers if (a.principal.role, routine.oid) in study.grants.routines]
        if callers and routine.returns not in ("trigger", "event_trigger"):
            yield from _sees_nothing(study, routine, owners)
            yield from _asks_itself(study, routine, callers[0])


def _as(role: str, person: str, study: Study) -> Actor:
    settings = study.world.people[person].settings
    return Actor(principal=Principal(name=role, role=role, settings=settings), person=person)


def _count(table: Relation, row: Row) -> str:
    return f"SELECT count(*) FROM {table.sql} WHERE {where_is(table, row)}"


def _void(study: Study, table: Relation) -> Iterator[Claim]:
    """A policy holds a role to its tenant, and another one, of a role that it is a member of, shows it everything."""
    owners = study.ground.owner_columns.get(table.oid, ())
    for actor in study.attackers:
        role = actor.principal.role
        if actor.person != "a" or not owners or study.grants.is_exempt(role, table):
            continue
        policies = [p for p in study.applying(table, "SELECT", actor) if p.permissive]
        strict = [p for p in policies if {role, "public"} & set(p.roles) and ties_owner(table, p.using, owners)]
        lax = [p for p in policies if not {role, "public"} & set(p.roles) and not ties_owner(table, p.using, owners)]
        reached = study.reach(actor).of(table.oid, "SELECT")
        others = [r for r in study.ground.rows.get(table.oid, ()) if study.is_anothers(r, actor)]
        if strict and lax and others and all(r.id in reached for r in others):
            yield _void_claim(study, actor, table, others[0], strict[0], lax[0])
            return


def _void_claim(study: Study, actor: Actor, table: Relation, row: Row, strict: Policy, lax: Policy) -> Claim:
    role, other = actor.principal.role, ", ".join(lax.roles)
    message = (
        f'{role} is held to its own rows of {table.ref.qualified} by the policy "{strict.name}", and reads those of '
        f'every other by "{lax.name}": that one is for {other}, whose rights {role} inherits.'
    )
    return Claim(
        rule="policy-void-by-membership",
        severity=Severity.WARNING,
        ref=table.ref,
        subject=role,
        message=message,
        help=f"Take {role} out of {other}, or let it inherit nothing of it (WITH INHERIT FALSE).",
        related=(study.policy_ref(table, lax), study.policy_ref(table, strict)),
        proof=study.proof(message, actor, [table.oid], [Line(sql=_count(table, row), value="1")]),
        tables=(table.oid,),
    )


def _sees_nothing(study: Study, routine: Routine, owners: Grants) -> Iterator[Claim]:
    """It runs as a role that row-level security holds, and no policy of a table that it reads is for that role."""
    named, written = study.routine_tables(routine)
    for table in (study.schema.relations[oid] for oid in sorted(named - written)):
        rows = study.ground.rows.get(table.oid, ())
        if not (table.is_table and rows and table.policies) or owners.is_exempt(routine.owner, table):
            continue
        mine = [p for p in table.policies if p.permissive and p.command in ("SELECT", "ALL")]
        if any(owners.counts(routine.owner, p) for p in mine):
            continue
        message = (
            f"{routine.ref.qualified} finds nothing in {table.ref.qualified}: it runs as {routine.owner}, whom "
            "row-level security holds there, and no policy lets that role read a row."
        )
        lines = [
            Line(sql="RESET ROLE"),
            Line(sql=f"SELECT count(*) FROM {table.sql}", at_least=1, comment="There are rows."),
            Line(sql=f"SET LOCAL ROLE {quote(routine.owner)}"),
            Line(sql=f"SELECT count(*) FROM {table.sql}", value="0", comment="As what the function runs as."),
        ]
        actor = _as(routine.owner, "a", study)
        yield Claim(
            rule="definer-sees-nothing",
            severity=Severity.WARNING,
            ref=routine.ref,
            subject=table.ref.qualified,
            message=message,
            help="Add a policy for the function's owner, or let it be owned by a role that bypasses the policies.",
            related=(table.ref,),
            proof=study.proof(message, actor, [table.oid], lines),
            remedies=(
                Remedy(
                    title="Let the function's owner read the table",
                    statements=(
                        f"CREATE POLICY {quote(f'{routine.owner} reads'[:60])} ON {table.sql} FOR SELECT "
                        f"TO {quote(routine.owner)} USING (true)",
                    ),
                ),
            ),
            tables=(table.oid,),
        )
        return


def _row_of(study: Study, table: Relation, values: dict[str, str]) -> str | None:
    """INSERT of one more row, by nobody in particular."""
    planner = study.world.planner
    spec = RowSpec(context="a", owner="a", values=tuple(values.items()))
    try:
        return insert_sql(table, planner.assign(table, spec, planner.next_number(table)), returning=False)
    except NoParent:
        return None


def _asks_itself(study: Study, routine: Routine, caller: Actor) -> Iterator[Claim]:
    """Its body compares a column with current_user, which is its owner there and never who calls."""
    named, _ = study.routine_tables(routine)
    compared = [name for (_, name), value in routine_facts(routine).callers if reads_role(value)]
    if "session_user" in routine.body.lower() or routine.types:
        return
    for table in (study.schema.relations[oid] for oid in sorted(named)):
        column = next((n for n in compared if n in table.columns), None)
        if column is None or not table.is_table:
            continue
        role = caller.principal.role
        value = f"{literal(role)}::{table.columns[column].type_name}"
        put = _row_of(study, table, {column: value})
        call = f"SELECT count(*) FROM {quote(routine.schema)}.{quote(routine.name)}() x WHERE x IS NOT NULL"
        if put is None:
            continue
        tasks = [Task(actions=(Action(sql=put), replace(study.action(caller, call, rows=True), soft=True)))]
        done, seen = (*study.running.run(tasks)[0], None, None)[:2]
        if not (done and done.ok and seen and seen.ok and seen.value == 0):
            continue
        message = (
            f"{routine.ref.qualified} asks for rows of {table.ref.qualified} whose {column} is current_user. It is "
            f"SECURITY DEFINER: current_user is {routine.owner} there, never who calls, so nobody gets its own rows."
        )
        lines = [
            Line(sql="RESET ROLE"),
            Line(sql=put, affected=True, comment=f"A row of {role}'s."),
            Line(sql=f"SET LOCAL ROLE {quote(role)}"),
            Line(sql=call, value="0", comment=f"{role} asks for its rows."),
        ]
        yield Claim(
            rule="definer-asks-itself",
            severity=Severity.WARNING,
            ref=routine.ref,
            subject=column,
            message=message,
            help="Ask for session_user, or let the function run as its caller (SECURITY INVOKER).",
            related=(table.ref,),
            proof=study.proof(message, caller, [table.oid], lines),
            tables=(table.oid,),
        )
        return
