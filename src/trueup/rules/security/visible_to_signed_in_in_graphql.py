"""The GraphQL schema shows an object to every signed-in user."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.security._shared import graphql_visible

RULE = Rule(
    id="visible-to-signed-in-in-graphql",
    title="The GraphQL schema shows an object to every signed-in user",
    severity=Severity.STYLE,
    area="security",
    platform="supabase",
    splinter="0027",
    example_platform="supabase",
    what="""
        Finds tables and views that `authenticated` may read where pg_graphql is installed: their names and columns
        stand in the GraphQL schema.
    """,
    why="""
        It tells the shape of the database to whoever signs up, though not its rows. Every table of the API is
        shown, so this is off by default.
    """,
    fix="Revoke SELECT from authenticated on what is not for them, or drop pg_graphql if nobody uses it.",
    bad="""
        CREATE EXTENSION IF NOT EXISTS pg_graphql;
        CREATE TABLE notes (id bigint PRIMARY KEY); -- here
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
    """,
    good="""
        CREATE EXTENSION IF NOT EXISTS pg_graphql;
        CREATE TABLE notes (id bigint PRIMARY KEY);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        REVOKE SELECT ON notes FROM authenticated;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per relation."""
    for ref in graphql_visible(context, "authenticated"):
        yield context.finding(
            RULE,
            ref,
            f"{ref.qualified} stands in the GraphQL schema that signed-in users see.",
            "Revoke SELECT from authenticated.",
        )
