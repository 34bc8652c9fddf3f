"""A policy is written for a role that no policy binds."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="policy-for-bypassing-role",
    title="A policy is written for a role that no policy binds",
    severity=Severity.REVIEW,
    area="security",
    example_platform="supabase",
    what="Finds policies whose roles all have BYPASSRLS or are superusers, such as `service_role`.",
    why="""
        The policy has no effect. It is often written `WITH CHECK (true)` in the belief that the service needs it,
        and then, without its TO clause, opens the table to everybody else.
    """,
    fix="Drop the policy.",
    fix_safety="Nothing changes for the role: it bypasses row-level security.",
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY, body text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY service ON notes TO service_role USING (true); -- here
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY, body text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY service ON notes TO authenticated USING (id > 0);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per policy."""
    roles = context.catalog.roles
    for policy in context.policies:
        bypassing = [n for n in policy.roles if n in roles and (roles[n].bypass_rls or roles[n].superuser)]
        if policy.roles and len(bypassing) == len(policy.roles):
            yield context.finding(
                RULE,
                policy.ref,
                f"policy {policy.ref.qualified} has no effect: {', '.join(bypassing)} bypasses row-level security.",
                "Drop the policy.",
            )
