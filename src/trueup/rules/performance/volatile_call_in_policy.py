"""A policy calls a VOLATILE function."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.rules.security._shared import expressions_of
from trueup.rules.trees import shape_of

RULE = Rule(
    id="volatile-call-in-policy",
    title="A policy calls a VOLATILE function",
    severity=Severity.WARNING,
    area="performance",
    needs=(Need.SCRATCH,),
    what="""
        Finds policies that call a function of the project's own that is VOLATILE, which is what a function is
        unless it says otherwise.
    """,
    why="""
        PostgreSQL has to call it for each row, can't use an index on its result, and can't move it into a sub-query
        that runs once.
    """,
    fix="Declare it STABLE if it only reads.",
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner name);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE FUNCTION me() RETURNS name LANGUAGE sql AS 'SELECT current_user';
        CREATE POLICY own ON notes USING (owner = me()); -- here
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner name);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE FUNCTION me() RETURNS name LANGUAGE sql STABLE AS 'SELECT current_user';
        CREATE POLICY own ON notes USING (owner = me());
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per policy."""
    volatility = context.facts.policy_calls.volatility
    for policy in context.policies:
        calls = {
            call.name for expression in expressions_of(policy) for call in shape_of(expression).calls if not call.once
        }
        names = sorted(name for name in calls if volatility.get(name) == "v" and "." in name)
        if names:
            yield context.finding(
                RULE,
                policy.ref,
                f"policy {policy.ref.qualified} calls {', '.join(names)}, which is VOLATILE: it runs for each row.",
                "Declare the function STABLE if it only reads.",
            )
