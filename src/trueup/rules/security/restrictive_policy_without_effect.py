"""A restrictive policy takes nothing away."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.security._shared import always_true, expressions_of
from trueup.sqltext import quote
from trueup.step import Step

RULE = Rule(
    id="restrictive-policy-without-effect",
    title="A restrictive policy takes nothing away",
    severity=Severity.REVIEW,
    area="security",
    what="""
        Finds restrictive policies whose condition is true for every row.
    """,
    why="""
        It looks like a floor under all other policies, and is none.
    """,
    fix="""
        Write the condition that is meant, or drop the policy.
    """,
    fix_safety="""
        Nobody sees or writes more or less than before.
    """,
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY, tenant integer);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY floor ON notes AS RESTRICTIVE USING (true); -- here
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY, tenant integer);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY floor ON notes AS RESTRICTIVE USING (tenant = 1);
        CREATE POLICY add ON notes AS RESTRICTIVE FOR INSERT WITH CHECK (tenant = 1);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per policy."""
    for policy in context.policies:
        conditions = tuple(expressions_of(policy))
        if not policy.permissive and conditions and all(always_true(condition) for condition in conditions):
            yield context.finding(
                RULE,
                policy.ref,
                f"restrictive policy {policy.ref.qualified} is true for every row, so it takes nothing away.",
                "Write the condition that is meant, or drop it.",
            )


def fix(finding: Finding, context: RuleContext) -> tuple[Step, ...]:
    """Drop it."""
    ref = finding.ref
    assert ref is not None
    return (Step(sql=f"DROP POLICY {quote.ref(ref)};", reason="it takes nothing away", ref=ref),)
