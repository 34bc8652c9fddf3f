"""Production has an older version of an extension than it could."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.facts.statistics import ProductionStatistics
from trueup.rules.model import Need, Rule

RULE = Rule(
    id="outdated-extension",
    title="Production has an older version of an extension than it could",
    severity=Severity.REVIEW,
    area="correctness",
    needs=(Need.PRODUCTION,),
    splinter="0022",
    what="Finds extensions of production whose installed version is not the server's default one.",
    why="Fixes, security ones too, are in the files of the server and not in the database.",
    fix="`ALTER EXTENSION name UPDATE;`",
    example_statistics=ProductionStatistics(extensions={"vector": ("0.7.0", "0.8.0")}),
    bad="""
        -- Production's server has a newer version.
        CREATE EXTENSION vector; -- here
    """,
    good="""
        SELECT 1;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per extension."""
    statistics = context.statistics
    assert statistics is not None
    for extension in context.catalog.of_kind("extension"):
        name = extension.ref.name[0]
        installed, default = statistics.extensions.get(name, ("", ""))
        if installed != default:
            yield context.finding(
                RULE,
                extension.ref,
                f"extension {name} is at version {installed}; the server has {default}.",
                f"ALTER EXTENSION {name} UPDATE;",
            )
