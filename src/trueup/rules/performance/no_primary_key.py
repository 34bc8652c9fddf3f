"""A table has no primary key."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="no-primary-key",
    title="A table has no primary key",
    severity=Severity.REVIEW,
    area="performance",
    splinter="0004",
    what="""
        Finds tables without a primary key. Partitions have that of their partitioned table; tables that inherit are
        left out.
    """,
    why="""
        Rows can't be told apart: duplicates come in, logical replication refuses UPDATE and DELETE, and tools that
        edit rows don't work.
    """,
    fix="Add a primary key.",
    bad="""
        CREATE TABLE events (at timestamptz, what text); -- here
    """,
    good="""
        CREATE TABLE events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz, what text);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per table."""
    keyed = {key.table for key in context.constraints if key.type == "primary key"}
    for table in context.tables:
        if table.ref not in keyed and table.partition_of is None and not table.inherits:
            yield context.finding(
                RULE, table.ref, f"{table.ref.qualified} has no primary key: its rows can't be told apart.", "Add one."
            )
