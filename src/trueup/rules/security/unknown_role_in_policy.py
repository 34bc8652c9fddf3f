"""A policy asks for a role that no token has."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.likely import likely
from trueup.rules.model import Rule
from trueup.rules.security._shared import expressions_of
from trueup.rules.trees import constant, shape_of, shape_of_node

RULE = Rule(
    id="unknown-role-in-policy",
    title="A policy asks for a role that no token has",
    severity=Severity.WARNING,
    area="security",
    platform="supabase",
    what="""
        Finds policies that compare `auth.role()`, or the token's `role`, with a name that is no role of the
        database.
    """,
    why="""
        The comparison is never true, so the policy denies everybody without an error: most often the name is
        misspelt.
    """,
    fix="""
        Write the role as it is spelt: `anon`, `authenticated` or `service_role`; or name it in the policy's TO
        clause, which PostgreSQL checks.
    """,
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY, body text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY members ON notes FOR SELECT USING (auth.role() = 'authentcated'); -- here
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY, body text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY members ON notes FOR SELECT USING (auth.role() = 'authenticated');
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per policy and name."""
    roles = set(context.catalog.roles) | {"anon", "authenticated", "service_role"}
    for policy in context.policies:
        for expression in expressions_of(policy):
            for operator, left, right in shape_of(expression).comparisons:
                name = constant(right) or constant(left)
                if operator != "=" or not name or name in roles:
                    continue
                if _asks_role(left if constant(right) else right):
                    meant = likely(name, roles)
                    yield context.finding(
                        RULE,
                        policy.ref,
                        f'policy {policy.ref.qualified} asks for the role "{name}", which no token has: it'
                        " lets nobody in.",
                        f"Probably {meant} is meant." if meant else "Name the role in the policy's TO clause.",
                        subject=name,
                    )


def _asks_role(node: object) -> bool:
    """Whether the node is `auth.role()`, maybe in a sub-query of its own, or the token's role."""
    shape = shape_of_node(node)
    return any(shape.calls_to("auth.role")) or (any(shape.calls_to("auth.jwt")) and shape.constants == ["role"])
