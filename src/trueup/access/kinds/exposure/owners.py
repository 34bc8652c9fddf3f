"""Policies that hold nobody: the role that logs in owns the table, and row-level security is not forced on it."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.model import Principal
from trueup.access.proofs import Line
from trueup.access.study import Claim, Remedy, Study, where_is
from trueup.finding import Severity
from trueup.seeding.schema import Relation

# Who owns the database is who ran the files, unless they say otherwise: nothing tells that an application connects so.
_LOGINS = (
    "SELECT coalesce(jsonb_agg(rolname), '[]') FROM pg_roles WHERE rolcanlogin AND NOT rolsuper AND NOT rolbypassrls "
    "AND rolname <> 'postgres' AND oid <> (SELECT datdba FROM pg_database WHERE datname = current_database())"
)
_GRANTED = (
    "SELECT to_jsonb(EXISTS (SELECT FROM pg_class c, aclexplode(c.relacl) a "
    "WHERE c.oid = {oid} AND a.grantee <> c.relowner) OR EXISTS (SELECT FROM pg_attribute WHERE attrelid = {oid} "
    "AND attacl IS NOT NULL))"
)


def find(study: Study) -> Iterator[Claim]:
    """Tables on plain PostgreSQL whose policies speak of their owner, or which nobody but their owner may use."""
    if study.platform == "supabase":
        return
    logins = set(study.running.query(_LOGINS) or ())
    for relation in study.relations:
        if not relation.is_table or relation.partition or not relation.rls or relation.force or not relation.policies:
            continue
        if relation.owner in logins and (
            _named(relation) or not study.running.query(_GRANTED.format(oid=relation.oid))
        ):
            claim = _claim(study, relation)
            if claim is not None:
                yield claim


def _named(relation: Relation) -> bool:
    return any(relation.owner in policy.roles for policy in relation.policies)


def _claim(study: Study, relation: Relation) -> Claim | None:
    """None where no row was put in that a policy would hide from the owner."""
    person = study.world.people["a"]
    owner = Actor(principal=Principal(name=relation.owner, role=relation.owner, settings=person.settings), person="a")
    row = next((r for r in study.ground.rows.get(relation.oid, ()) if study.is_anothers(r, owner)), None)
    if row is None:
        return None
    message = (
        f"{relation.owner} logs in and owns {relation.ref.qualified}, whose row-level security is not forced: its "
        "policies do not hold it, and it reads and writes every row."
    )
    line = Line(
        sql=f"SELECT count(*) FROM {relation.sql} WHERE {where_is(relation, row)}",
        value="1",
        comment="A row that the policies keep for somebody else.",
    )
    return Claim(
        rule="owner-not-forced",
        severity=Severity.WARNING,
        ref=relation.ref,
        message=message,
        help="Force row-level security, or let the application connect as a role that owns nothing.",
        related=tuple(study.policy_ref(relation, p) for p in relation.policies),
        proof=study.proof(message, owner, [relation.oid], [line]),
        remedies=(
            Remedy(
                title="Let the policies hold the owner, too",
                statements=(f"ALTER TABLE {relation.sql} FORCE ROW LEVEL SECURITY",),
            ),
        ),
        tables=(relation.oid,),
    )
