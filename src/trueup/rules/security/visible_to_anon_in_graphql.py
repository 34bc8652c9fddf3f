"""The GraphQL schema shows an object to everybody."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.security._shared import graphql_visible

RULE = Rule(
    id="visible-to-anon-in-graphql",
    title="The GraphQL schema shows an object to everybody",
    severity=Severity.STYLE,
    area="security",
    platform="supabase",
    splinter="0026",
    example_platform="supabase",
    what="""
        Finds tables and views that `anon` may read where pg_graphql is installed: their names and columns stand in
        the GraphQL schema.
    """,
    why="""
        It tells the shape of the database to anybody with the project's public key, though not its rows. Every
        published table is shown, so this is off by default.
    """,
    fix="Revoke SELECT from anon on what is not public, or drop pg_graphql if nobody uses it.",
    bad="""
        CREATE EXTENSION IF NOT EXISTS pg_graphql;
        CREATE TABLE notes (id bigint PRIMARY KEY); -- here
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
    """,
    good="""
        CREATE EXTENSION IF NOT EXISTS pg_graphql;
        CREATE TABLE notes (id bigint PRIMARY KEY);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        REVOKE SELECT ON notes FROM anon;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per relation."""
    for ref in graphql_visible(context, "anon"):
        yield context.finding(
            RULE, ref, f"{ref.qualified} stands in the GraphQL schema that everybody sees.", "Revoke SELECT from anon."
        )
