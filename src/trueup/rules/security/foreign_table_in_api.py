"""The API serves a foreign table."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.rules.security._shared import exposed_relations, roles_text

RULE = Rule(
    id="foreign-table-in-api",
    title="The API serves a foreign table",
    severity=Severity.WARNING,
    area="security",
    needs=(Need.SCRATCH,),
    platform="supabase",
    splinter="0017",
    what="Finds foreign tables in a schema that the API serves that the API's roles may read.",
    why="""
        A foreign table can have no policies: all rows of the remote side are readable with the project's public
        key.
    """,
    fix="Move it to a schema that the API doesn't serve, or revoke SELECT from the API's roles.",
    example_setup="""
        CREATE FOREIGN DATA WRAPPER dummy;
        CREATE SERVER elsewhere FOREIGN DATA WRAPPER dummy;
        GRANT USAGE ON FOREIGN SERVER elsewhere TO postgres;
    """,
    bad="""
        CREATE FOREIGN TABLE remote (id bigint) SERVER elsewhere; -- here
    """,
    good="""
        CREATE FOREIGN TABLE remote (id bigint) SERVER elsewhere;
        REVOKE ALL ON remote FROM anon, authenticated;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per foreign table."""
    for table in context.catalog.of_kind("foreign table"):
        roles = exposed_relations(context, table.ref, write=False)
        if roles:
            yield context.finding(
                RULE,
                table.ref,
                f"{table.ref.qualified} is a foreign table, which no policy protects, and {roles_text(roles)}"
                " can read it.",
                "Revoke SELECT from the API's roles, or move it out of the schema.",
            )
