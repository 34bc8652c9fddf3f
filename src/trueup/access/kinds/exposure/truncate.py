"""TRUNCATE, which no policy can stop: told once, or for each table where a role that may do it logs in."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.fixes import remedies
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study
from trueup.finding import Severity
from trueup.ref import ObjectRef
from trueup.seeding.engine import Task
from trueup.seeding.schema import Relation, quote


def find(study: Study) -> Iterator[Claim]:
    """TRUNCATE asks no policy; the web API can't send it, so it is told once."""
    told: dict[str, list[Relation]] = {}
    for actor in study.attackers:
        role = actor.principal.role
        open_tables = [
            r
            for r in study.relations
            if r.is_table and r.rls and not r.is_platform and study.rights(actor, r).truncate
            if r.owner != role  # what it owns it may drop as well
        ]
        if not open_tables or role in told:
            continue
        if role in study.grants.login and study.platform != "supabase":
            for table in open_tables:
                action = study.action(actor, f"TRUNCATE {table.sql} CASCADE")
                if actor in study.attackers_on(table) and study.running.run([Task(actions=(action,))])[0][0].ok:
                    yield _emptied(study, actor, table)
            continue
        told[role] = open_tables
    if told:
        yield _granted(told)


def _granted(told: dict[str, list[Relation]]) -> Claim:
    """By role, the tables that it may empty, though nothing that it can send does."""
    tables = list({r.oid: r for there in told.values() for r in there}.values())
    names = ", ".join(r.ref.qualified for r in tables[:5]) + (" …" if len(tables) > 5 else "")
    counted = f"{len(tables)} tables" if len(tables) > 1 else "a table"
    role, first = next((role, there[0]) for role, there in told.items())
    return Claim(
        rule="truncate-granted",
        severity=Severity.REVIEW,
        ref=ObjectRef("schema", "", (first.schema,)),
        subject=role,
        message=f"{' and '.join(told)} may TRUNCATE {counted} ({names}), which no policy can stop; "
        "the web API can't send it, a direct login or a function's body could.",
        help="Revoke TRUNCATE from the roles of the API.",
        related=tuple(r.ref for r in tables),
        proof=None,
        catalog_evidence=f"has_table_privilege('{role}', '{first.ref.qualified}', 'TRUNCATE') is true",
        remedies=(
            remedies.Remedy(
                title="Revoke TRUNCATE",
                statements=tuple(
                    f"REVOKE TRUNCATE ON {r.sql} FROM {quote(role)}" for role, there in told.items() for r in there
                ),
            ),
        ),
    )


def _emptied(study: Study, actor: Actor, table: Relation) -> Claim:
    """A role that logs in can send it: rows go that its policies hide."""
    login = study.grants.login[actor.principal.role]
    who = "which can log in," if login == actor.principal.role else f"as which {login} logs in,"
    message = (
        f"{actor.principal.role}, {who} may TRUNCATE {table.ref.qualified}: rows that its policies hide "
        "from it are gone too, since no policy is asked."
    )
    role = quote(actor.principal.role)
    count = f"SELECT count(*) FROM {table.sql}"
    lines = [
        Line(sql=f"TRUNCATE {table.sql} CASCADE", comment=f"{actor.name} empties the table."),
        Line(sql="RESET ROLE"),
        Line(sql=count, value="0", comment="No row is left, whoever it belonged to."),
    ]
    return Claim(
        rule="truncate-bypasses-rls",
        severity=Severity.WARNING,
        ref=table.ref,
        subject=actor.principal.role,
        message=message,
        help="Revoke TRUNCATE: row-level security does not apply to it.",
        proof=study.proof(message, actor, [table.oid], lines),
        remedies=(
            remedies.Remedy(title="Revoke TRUNCATE", statements=(f"REVOKE TRUNCATE ON {table.sql} FROM {role}",)),
        ),
        tables=(table.oid,),
    )
