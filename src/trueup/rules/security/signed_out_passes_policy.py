"""A policy is passed by whoever is not signed in."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.security._shared import binds_api, expressions_of
from trueup.rules.trees import shape_of

RULE = Rule(
    id="signed-out-passes-policy",
    title="A policy is passed by whoever is not signed in",
    severity=Severity.WARNING,
    area="security",
    example_platform="supabase",
    what="""
        Finds permissive policies in which `auth.uid() IS NULL` (or the same of a setting) stands in an OR, and
        which bind a role that need not be signed in.
    """,
    why="""
        For a caller without a token the condition is true, so everything that the policy guards is open to the
        internet.
    """,
    fix="Take the alternative out, or limit the policy to signed-in callers with TO authenticated.",
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner uuid);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON notes USING (auth.uid() IS NULL OR auth.uid() = owner); -- here
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner uuid);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON notes TO authenticated USING (auth.uid() IS NOT NULL AND auth.uid() = owner);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per policy."""
    for policy in context.policies:
        if not policy.permissive or not binds_api(context, policy) or policy.roles == ("authenticated",):
            continue
        if any(shape_of(expression).signed_out_or for expression in expressions_of(policy)):
            yield context.finding(
                RULE,
                policy.ref,
                f"policy {policy.ref.qualified} is passed by everybody who is not signed in.",
                "Take the alternative for a missing user out of its condition.",
            )
