"""Production has never used an index."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.ref import ObjectRef
from trueup.rules.context import RuleContext
from trueup.rules.facts.statistics import ProductionStatistics
from trueup.rules.model import Need, Option, Rule

RULE = Rule(
    id="unused-index",
    title="Production has never used an index",
    severity=Severity.REVIEW,
    area="performance",
    needs=(Need.PRODUCTION,),
    splinter="0005",
    options=(Option(name="days", default=7, what="The least span of the statistics, where it is known."),),
    what="""
        Finds indexes that no query of production has used since its statistics were reset, unique and key indexes
        apart. Statistics that were reset less than a week ago say nothing (option `days`).
    """,
    why="Each write keeps it up to date, for nothing.",
    fix="Drop it, if the statistics span long enough (a monthly report counts too) and no replica uses it.",
    example_statistics=ProductionStatistics(index_scans={ObjectRef("index", "public", ("people_email",)): 0}),
    bad="""
        -- Production's statistics say that no query has used it.
        CREATE TABLE people (id bigint PRIMARY KEY, email text);
        CREATE INDEX people_email ON people (email); -- here
    """,
    good="""
        CREATE TABLE people (id bigint PRIMARY KEY, email text UNIQUE);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per index."""
    statistics = context.statistics
    assert statistics is not None
    if statistics.days is not None and statistics.days < context.option(RULE, "days"):
        return
    span = f" in {statistics.days:.0f} days" if statistics.days is not None else " since its statistics began"
    for index in context.indexes:
        if statistics.index_scans.get(index.ref) == 0 and not index.unique and index.constraint is None:
            size = statistics.index_bytes.get(index.ref, 0)
            told = f" ({size / 2**20:,.1f} MB)" if size >= 2**20 else ""
            yield context.finding(
                RULE,
                index.ref,
                f"index {index.ref.qualified}{told} was not used once{span}.",
                "Drop it if that was long enough.",
            )
