"""A policy gives rights by the domain of an e-mail address."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.security._shared import expressions_of
from trueup.rules.trees import constant, shape_of

RULE = Rule(
    id="trusts-unverified-email",
    title="A policy gives rights by the domain of an e-mail address",
    severity=Severity.REVIEW,
    area="security",
    example_platform="supabase",
    what="Finds policies that compare `auth.email()`, or the token's `email`, with a pattern or a fixed address.",
    why="""
        Unless the project confirms addresses, anyone can sign up with one that they don't own; and a pattern such
        as `%@example.com` lets all accounts of the domain in, for good.
    """,
    fix="Give rights by user id or by a role in `app_metadata`; and require confirmed addresses.",
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY, body text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY staff ON notes USING (auth.email() LIKE '%@example.com'); -- here
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner_email text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON notes USING (auth.email() = owner_email);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per policy."""
    for policy in context.policies:
        for expression in expressions_of(policy):
            shape = shape_of(expression)
            fixed = any("@" in (constant(right) or constant(left) or "") for _, left, right in shape.comparisons)
            if fixed and (
                any(shape.calls_to("auth.email")) or (any(shape.calls_to("auth.jwt")) and "email" in shape.constants)
            ):
                yield context.finding(
                    RULE,
                    policy.ref,
                    f"policy {policy.ref.qualified} gives rights by the caller's e-mail address.",
                    "Give them by user id or by a role in app_metadata.",
                )
                break
