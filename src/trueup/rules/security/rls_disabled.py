"""A table that the API serves has no row-level security."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.rules.security._shared import enable_rls, exposed_relations, roles_text
from trueup.step import Step

RULE = Rule(
    id="rls-disabled",
    title="A table that the API serves has no row-level security",
    severity=Severity.ERROR,
    area="security",
    needs=(Need.SCRATCH,),
    platform="supabase",
    splinter="0013",
    what="""
        Finds tables in a schema that the API serves, that the API's roles may read or write, and that have
        row-level security off.
    """,
    why="""
        Whoever has the project's public key can read every row, and change them where the privilege is granted: on
        Supabase it is, by default.
    """,
    fix="Enable row-level security, and write policies for those who need rows.",
    fix_safety="""
        Enabling it closes the table to the API's roles until there are policies; the service role and the owner are
        not affected.
    """,
    bad="""
        CREATE TABLE "order" (id bigint PRIMARY KEY, body text); -- here
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY, body text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE TABLE internal (id bigint PRIMARY KEY);
        REVOKE ALL ON internal FROM anon, authenticated;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per table."""
    policies = {policy.table for policy in context.policies}
    for table in context.tables:
        roles = exposed_relations(context, table.ref)
        if roles and not table.row_security and table.ref not in policies:
            yield context.finding(
                RULE,
                table.ref,
                f"{table.ref.qualified} has row-level security off, and {roles_text(roles)} can reach all its rows.",
                "Enable row-level security and write policies, or revoke the privileges.",
            )


def fix(finding: Finding, context: RuleContext) -> tuple[Step, ...]:
    """Enable it."""
    return enable_rls(finding)
