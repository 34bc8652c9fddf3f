"""A column's default breaks a CHECK on that column."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule

RULE = Rule(
    id="default-breaks-check",
    title="A column's default breaks a CHECK on that column",
    severity=Severity.WARNING,
    area="correctness",
    needs=(Need.SCRATCH,),
    what="""
        Has the server evaluate each CHECK that reads one column only, with that column's default, where the default
        is a constant.
    """,
    why="Every INSERT that leaves the column out fails.",
    fix="Make the default a value that the CHECK allows.",
    bad="""
        CREATE TABLE people (id bigint, role text DEFAULT 'user' CHECK (role IN ('member', 'admin'))); -- here
    """,
    good="""
        CREATE TABLE people (id bigint, role text DEFAULT 'member' CHECK (role IN ('member', 'admin')));
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per constraint."""
    for constraint in context.constraints:
        if constraint.ref in context.facts.broken_defaults:
            column = context.column(constraint.table, constraint.columns[0])
            assert column is not None
            yield context.finding(
                RULE,
                constraint.ref,
                f"the default of {column.ref.qualified}, {column.default}, breaks {constraint.ref.qualified}: inserts"
                " that leave it out fail.",
                "Make the default a value that the CHECK allows.",
            )
