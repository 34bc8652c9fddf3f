"""A policy trusts user_metadata, which users write themselves."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.security._shared import expressions_of
from trueup.rules.trees import shape_of

RULE = Rule(
    id="trusts-user-metadata",
    title="A policy trusts user_metadata, which users write themselves",
    severity=Severity.ERROR,
    area="security",
    splinter="0015",
    example_platform="supabase",
    what="Finds policies that read `user_metadata` from the token, or `raw_user_meta_data` from auth.users.",
    why="""
        Every signed-in user can set these fields through the auth API (`updateUser({ data: ... })`), and with them
        pass the policy.
    """,
    fix="Keep roles in `app_metadata`, which only the service may write, or in a table that users can't write to.",
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY, body text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY admins ON notes USING ((auth.jwt() -> 'user_metadata' ->> 'role') = 'admin'); -- here
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY, body text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY admins ON notes USING ((auth.jwt() -> 'app_metadata' ->> 'role') = 'admin');
    """,
)
_TOKEN = ("auth.jwt", "current_setting")


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per policy."""
    for policy in context.policies:
        for expression in expressions_of(policy):
            shape = shape_of(expression)
            words = [c.strip("{}").split(",")[0] for c in shape.constants]
            by_token = "user_metadata" in words and any(shape.calls_to(*_TOKEN))
            by_table = any(c[-1] == "raw_user_meta_data" for c in shape.columns) and ("auth", "users") in shape.tables
            if by_token or by_table:
                source = "user_metadata" if by_token else "raw_user_meta_data"
                yield context.finding(
                    RULE,
                    policy.ref,
                    f"policy {policy.ref.qualified} trusts {source}, which every user can set for themselves.",
                    "Read app_metadata, or a table that users can't write to.",
                )
                break
