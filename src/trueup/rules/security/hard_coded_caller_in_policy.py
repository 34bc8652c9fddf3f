"""A policy names one person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.security._shared import expressions_of
from trueup.rules.trees import constant, shape_of, shape_of_node

RULE = Rule(
    id="hard-coded-caller-in-policy",
    title="A policy names one person",
    severity=Severity.REVIEW,
    area="security",
    platform="supabase",
    what="""
        Finds policies that compare `auth.uid()` or the session's caller with a constant id or address.
    """,
    why="""
        Whoever leaves keeps the right until somebody finds the policy, and it differs between staging and production.
    """,
    fix="""
        Keep who may in a table, or in a claim that only the server sets, and ask for that.
    """,
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY boss ON notes USING ((SELECT auth.uid()) = 'c0ffee00-0000-4000-8000-000000000001'::uuid); -- here
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner uuid);
        CREATE TABLE admins (id uuid PRIMARY KEY);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON notes USING ((SELECT auth.uid()) = owner);
        CREATE POLICY boss ON notes USING (EXISTS (SELECT FROM admins WHERE admins.id = (SELECT auth.uid())));
    """,
)


_WHO = ("auth.uid", "auth.email")


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per policy."""
    for policy in context.policies:
        value = next((v for e in expressions_of(policy) if (v := _constant_caller(e)) is not None), None)
        if value is not None:
            yield context.finding(
                RULE,
                policy.ref,
                f"policy {policy.ref.qualified} lets one person through by a constant, {value}.",
                "Keep who may in a table, and ask for that.",
            )


def _constant_caller(expression: str) -> str | None:
    """The constant that the caller's id or address is compared with, or None."""
    for operator, left, right in shape_of(expression).comparisons:
        for side, other in ((left, right), (right, left)):
            value = constant(other)
            if operator in {"=", "~~"} and value and value != "null" and _asks_who(side):
                return value
    return None


def _asks_who(node: Any) -> bool:
    shape = shape_of_node(node)
    return not shape.columns and not shape.tables and any(shape.calls_to(*_WHO))
