"""A constraint was never validated."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.sqltext import quote
from trueup.step import Step

RULE = Rule(
    id="constraint-not-validated",
    title="A constraint was never validated",
    severity=Severity.REVIEW,
    area="correctness",
    what="Finds constraints that are still NOT VALID.",
    why="""
        New rows are checked, old ones never were: rows that break it may be there, and the planner can't rely on
        it.
    """,
    fix="`ALTER TABLE ... VALIDATE CONSTRAINT ...`, which blocks neither reads nor writes.",
    fix_safety="It fails where rows break the constraint; then those are to be mended first.",
    bad="""
        CREATE TABLE items (id bigint PRIMARY KEY, price numeric);
        ALTER TABLE items ADD CONSTRAINT items_price CHECK (price > 0) NOT VALID; -- here
    """,
    good="""
        CREATE TABLE items (id bigint PRIMARY KEY, price numeric);
        ALTER TABLE items ADD CONSTRAINT items_price CHECK (price > 0) NOT VALID;
        ALTER TABLE items VALIDATE CONSTRAINT items_price;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per constraint; NOT ENFORCED ones say so themselves."""
    for constraint in context.constraints:
        if not constraint.validated and constraint.enforced and constraint.inherited_from is None:
            yield context.finding(
                RULE,
                constraint.ref,
                f"constraint {constraint.ref.qualified} is NOT VALID: rows that were there before it were"
                " never checked.",
                "Run VALIDATE CONSTRAINT.",
            )


def fix(finding: Finding, context: RuleContext) -> tuple[Step, ...]:
    """Validate it."""
    constraint = next(c for c in context.constraints if c.ref == finding.ref)
    name = quote.identifier(constraint.ref.name[1])
    sql = f"ALTER TABLE {quote.ref(constraint.table)} VALIDATE CONSTRAINT {name};"
    return (Step(sql=sql, reason="check the old rows", ref=constraint.table, lock="ShareUpdateExclusiveLock"),)
