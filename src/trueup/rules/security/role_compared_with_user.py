"""A policy takes the database role for the user."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.security._shared import binds_api, expressions_of
from trueup.rules.trees import shape_of

RULE = Rule(
    id="role-compared-with-user",
    title="A policy takes the database role for the user",
    severity=Severity.WARNING,
    area="security",
    platform="supabase",
    what="""
        Finds policies that read `current_user`, `session_user` or `user` in a comparison with a column, for the
        API's roles.
    """,
    why="""
        All users of the API share one database role, `authenticated`: the comparison is the same for all of them,
        and most often never true.
    """,
    fix="Compare with `(SELECT auth.uid())`.",
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON notes USING (owner = current_user); -- here
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner uuid);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON notes USING (owner = (SELECT auth.uid()) AND current_user <> 'dashboard_user');
    """,
)
_NAMES = {"current_user", "session_user"}


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per policy."""
    for policy in context.policies:
        if binds_api(context, policy) and any(shape_of(e).role_against_column for e in expressions_of(policy)):
            yield context.finding(
                RULE,
                policy.ref,
                f"policy {policy.ref.qualified} compares a column with the database role, which all users of"
                " the API share.",
                "Compare with (SELECT auth.uid()).",
            )
