"""An extension is installed in the public schema."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.catalog.model import Extension
from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="extension-in-public",
    title="An extension is installed in the public schema",
    severity=Severity.REVIEW,
    area="security",
    platform="supabase",
    splinter="0014",
    what="Finds extensions whose objects are in a schema that the API serves.",
    why="Their functions are then served as API calls, and their names mix with the project's own.",
    fix="Install extensions into a schema of their own: `CREATE EXTENSION ... SCHEMA extensions`.",
    bad="""
        CREATE EXTENSION vector SCHEMA public; -- here
    """,
    good="""
        CREATE EXTENSION vector SCHEMA extensions;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per extension."""
    for extension in context.catalog.of_kind("extension"):
        if (
            isinstance(extension, Extension)
            and extension.schema in context.api_schemas
            and extension.ref.name[0] != "plpgsql"
        ):
            yield context.finding(
                RULE,
                extension.ref,
                f"extension {extension.ref.name[0]} is installed in schema {extension.schema}, which the API serves.",
                "Install it into the schema extensions.",
            )
