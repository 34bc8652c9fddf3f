"""What the roles of the API may do in schemas that it does not serve: only a direct login could use it."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.served import API_ROLES, reaches
from trueup.access.study import Claim, Remedy, Study
from trueup.finding import Severity
from trueup.ref import ObjectRef
from trueup.seeding.schema import Relation


def find(study: Study) -> Iterator[Claim]:
    """A review for each schema that the API does not serve and whose tables its roles may use all the same."""
    relations = [r for r in study.relations if r.oid in study.unserved and r.is_table and not r.partition]
    for schema in sorted({r.schema for r in relations}):
        granted = [(r, roles) for r in relations if r.schema == schema and (roles := _roles(study, r))]
        if not granted:
            continue
        roles = sorted({role for _, there in granted for role in there})
        tables = sorted((r for r, _ in granted), key=lambda r: r.rls)
        open_ = [r for r in tables if not r.rls]
        names = ", ".join(r.ref.qualified for r in tables[:5])
        more = " …" if len(granted) > 5 else ""
        counted = f"{len(tables)} tables" if len(tables) > 1 else "a table"
        which = f", {len(open_)} of them without row-level security" if open_ else ""
        message = (
            f"{' and '.join(roles)} may use {counted} of {schema} ({names}{more}){which}: the API does not serve that "
            "schema, but a direct login or a function's body could use it."
        )
        yield Claim(
            rule="unserved-but-granted",
            severity=Severity.REVIEW,
            ref=ObjectRef("schema", "", (schema,)),
            message=message,
            help="Revoke what the roles of the API need not have there.",
            related=tuple(r.ref for r in tables),
            catalog_evidence=f"has_any_column_privilege('{roles[0]}', '{tables[0].ref.qualified}', ...) is true",
            remedies=(
                Remedy(
                    title="Revoke it",
                    statements=tuple(f"REVOKE ALL ON {r.sql} FROM {', '.join(there)}" for r, there in granted),
                ),
            ),
        )


def _roles(study: Study, relation: Relation) -> list[str]:
    return [role for role in API_ROLES if reaches(study.granted.on(role, relation.oid))]
