"""A column is of type json."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="json-column",
    title="A column is of type json",
    severity=Severity.STYLE,
    area="correctness",
    what="Finds columns of type `json`.",
    why="It is kept as text and parsed at each use; it has no equality, so DISTINCT, UNION and GROUP BY fail on it.",
    fix="Use jsonb, unless the exact text matters.",
    bad="""
        CREATE TABLE events (id bigint PRIMARY KEY, data json); -- here
    """,
    good="""
        CREATE TABLE events (id bigint PRIMARY KEY, data jsonb);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per column."""
    for column in context.columns:
        if column.type == "json" and column.table in context.tables_by_ref:
            yield context.finding(RULE, column.ref, f"{column.ref.qualified} is json, kept as text.", "Use jsonb.")
