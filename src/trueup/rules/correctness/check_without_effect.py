"""A CHECK that no value or every value passes."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule

RULE = Rule(
    id="check-without-effect",
    title="A CHECK that no value or every value passes",
    severity=Severity.WARNING,
    area="correctness",
    needs=(Need.SCRATCH,),
    what="""
        Has the planner find CHECK constraints that refute themselves, so that only NULL passes, and those that can
        never be false, such as `kind IN ('a', NULL)`.
    """,
    why="""
        A constraint that every value passes protects nothing; one that no value passes lets nobody insert a row.
    """,
    fix="""
        Write the condition that is meant.
    """,
    bad="""
        CREATE TABLE items (id bigint PRIMARY KEY, price numeric, kind text);
        ALTER TABLE items ADD CHECK (price > 10 AND price < 5); -- here
        ALTER TABLE items ADD CHECK (price > 10 OR price <= 10); -- here
        ALTER TABLE items ADD CHECK (kind IN ('a', 'b', NULL)); -- here
    """,
    good="""
        CREATE TABLE items (
          id bigint PRIMARY KEY,
          price numeric CHECK (price > 5 AND price < 10),
          kind text CHECK (kind IN ('a', 'b')),
          ends date,
          starts date,
          CHECK (starts IS NULL OR ends > starts)
        );
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per constraint."""
    verdicts = context.facts.check_verdicts
    for constraint in context.constraints:
        verdict = verdicts.get(constraint.ref)
        if verdict:
            what = "no value passes it" if verdict == "never" else "every value passes it"
            yield context.finding(
                RULE,
                constraint.ref,
                f"CHECK {constraint.ref.qualified}: {what} ({constraint.expression}).",
                "Write the condition that is meant.",
            )
