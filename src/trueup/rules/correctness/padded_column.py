"""A column is of type char(n)."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="padded-column",
    title="A column is of type char(n)",
    severity=Severity.STYLE,
    area="correctness",
    what="Finds columns of type `character(n)`, single characters apart.",
    why="Values are padded with blanks, which comparisons ignore and LIKE doesn't.",
    fix="Use text, with a CHECK on the length where there is a fixed one.",
    bad="""
        CREATE TABLE countries (code char(2) PRIMARY KEY); -- here
    """,
    good="""
        CREATE TABLE countries (code text PRIMARY KEY CHECK (length(code) = 2));
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per column."""
    for column in context.columns:
        padded = column.type.startswith("character(") and column.type != "character(1)"
        if padded and column.table in context.tables_by_ref:
            yield context.finding(RULE, column.ref, f"{column.ref.qualified} is padded with blanks.", "Use text.")
