"""Production mostly reads a large table from end to end."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.ref import ObjectRef
from trueup.rules.context import RuleContext
from trueup.rules.facts.statistics import ProductionStatistics, TableUse
from trueup.rules.model import Need, Option, Rule

RULE = Rule(
    id="sequential-scans-of-large-table",
    title="Production mostly reads a large table from end to end",
    severity=Severity.REVIEW,
    area="performance",
    needs=(Need.PRODUCTION,),
    options=(Option(name="rows", default=10_000, what="The least number of rows of a large table."),),
    what="""
        Finds tables of production with row-level security and over 10,000 rows that are read sequentially more
        often than by an index.
    """,
    why="Each user's query reads everybody's rows, and throws them away by the policy.",
    fix="Create an index on the columns that its policies compare.",
    example_statistics=ProductionStatistics(
        tables={ObjectRef("table", "public", ("events",)): TableUse(sequential_scans=1000, live=1_000_000)}
    ),
    bad="""
        -- Production's statistics say that it has a million rows and was read a thousand times, never by an index.
        CREATE TABLE events (id bigint PRIMARY KEY); -- here
        ALTER TABLE events ENABLE ROW LEVEL SECURITY;
    """,
    good="""
        CREATE TABLE people (id bigint PRIMARY KEY);
        ALTER TABLE people ENABLE ROW LEVEL SECURITY;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per table."""
    statistics = context.statistics
    assert statistics is not None
    for table in context.tables:
        use = statistics.tables.get(table.ref)
        if not use or not table.row_security or use.live < context.option(RULE, "rows"):
            continue
        if use.sequential_scans > use.index_scans:
            yield context.finding(
                RULE,
                table.ref,
                f"{table.ref.qualified} ({use.live:,} rows) was read from end to end {use.sequential_scans:,} times.",
                "Create an index on the columns that its policies compare.",
            )
