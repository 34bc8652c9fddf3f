"""What is told about a function that reaches past policies: who calls it, and the claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trueup.access.acting import Actor
from trueup.access.fixes import remedies
from trueup.access.kinds.bypass.routines import asks_who
from trueup.access.proofs import Line, Proof
from trueup.access.study import Claim, Study
from trueup.finding import Severity
from trueup.seeding.schema import Relation, Routine


def who_calls(study: Study, actor: Actor) -> str:
    """The caller, as a sentence names it."""
    if study.platform != "supabase":
        return actor.name
    return "anyone, without an account," if actor.principal.role == "anon" else f"any signed-in user ({actor.name})"


def unasked(study: Study, routine: Routine) -> str:
    """What a sentence about a function ends with that does not look at its caller; else ""."""
    return "" if asks_who(study, routine) else " and does not ask who calls"


def claim_about(
    study: Study,
    actor: Actor,
    routine: Routine,
    message: str,
    severity: Severity,
    lines: Sequence[Line],
    table: Relation,
    subject: str,
) -> Claim:
    """The claim: what a function hands out of a table ("read"), or does to it ("write")."""
    named, written = study.routine_tables(routine)
    roles = {a.principal.role for a in study.attackers}
    command = "SELECT" if subject == "read" else "UPDATE"
    return Claim(
        rule="function-bypasses-rls",
        severity=severity,
        ref=routine.ref,
        subject=subject,
        message=message,
        help="Check inside the function that the caller may (auth.uid()), or revoke EXECUTE from the API's roles.",
        related=(table.ref, *study.policy_refs(table, command, actor)),
        proof=_refreshed(study, named, study.proof(message, actor, sorted({table.oid, *named, *written}), lines)),
        remedies=remedies.close_routine(routine, roles),
        tables=(table.oid,),
    )


def _refreshed(study: Study, named: set[int], proof: Proof) -> Proof:
    """The proof with the materialized views that the function reads filled again."""
    views = [study.schema.relations[oid] for oid in sorted(named) if study.schema.relations[oid].kind == "m"]
    return replace(proof, rows=(*proof.rows, *(f"REFRESH MATERIALIZED VIEW {v.sql}" for v in views)))
