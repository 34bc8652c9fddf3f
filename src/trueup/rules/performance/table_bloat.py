"""A table is far larger than its rows."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.ref import ObjectRef
from trueup.rules.context import RuleContext
from trueup.rules.facts.statistics import ProductionStatistics, TableUse
from trueup.rules.model import Need, Option, Rule

RULE = Rule(
    id="table-bloat",
    title="A table is far larger than its rows",
    severity=Severity.REVIEW,
    area="performance",
    needs=(Need.PRODUCTION,),
    splinter="0020",
    options=(Option(name="megabytes", default=20, what="The least empty space that is told."),),
    what="""
        Finds tables of production of which more than two thirds, and more than 20 MB, are space that no row uses,
        by the planner's statistics.
    """,
    why="Scans read the empty space too, and it doesn't go away by itself.",
    fix="""
        Find out why vacuum doesn't keep up (a long transaction, a replication slot, its settings); then rewrite the
        table.
    """,
    example_statistics=ProductionStatistics(
        tables={ObjectRef("table", "public", ("events",)): TableUse(bytes=100 << 20, wasted=90 << 20)}
    ),
    bad="""
        -- Production's statistics say that 90 of its 100 MB are empty.
        CREATE TABLE events (id bigint PRIMARY KEY); -- here
    """,
    good="""
        CREATE TABLE people (id bigint PRIMARY KEY);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per table."""
    statistics = context.statistics
    assert statistics is not None
    for table in context.tables:
        use = statistics.tables.get(table.ref)
        if (
            use
            and use.wasted
            and use.wasted > context.option(RULE, "megabytes") * 2**20
            and use.wasted * 3 > use.bytes * 2
        ):
            yield context.finding(
                RULE,
                table.ref,
                f"{table.ref.qualified}: about {use.wasted // 2**20} of {use.bytes // 2**20} MB are empty space.",
                "Find out why vacuum doesn't keep up, then rewrite the table.",
            )
