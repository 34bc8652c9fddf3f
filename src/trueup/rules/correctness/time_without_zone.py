"""A column holds times without a time zone."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="time-without-zone",
    title="A column holds times without a time zone",
    severity=Severity.STYLE,
    area="correctness",
    what="Finds columns of type `timestamp without time zone`.",
    why="""
        It says no moment: which one is meant depends on the writer's time zone, and a comparison with now() on the
        session's.
    """,
    fix="Use timestamptz.",
    bad="""
        CREATE TABLE events (id bigint PRIMARY KEY, at timestamp); -- here
    """,
    good="""
        CREATE TABLE events (id bigint PRIMARY KEY, at timestamptz);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per column of a table."""
    for column in context.columns:
        zoneless = column.type.startswith("timestamp") and "without time zone" in column.type
        if zoneless and column.table in context.tables_by_ref:
            yield context.finding(
                RULE, column.ref, f"{column.ref.qualified} holds times without a time zone.", "Use timestamptz."
            )
