"""A column is of type money."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="money-column",
    title="A column is of type money",
    severity=Severity.REVIEW,
    area="correctness",
    what="Finds columns of type `money`.",
    why="""
        Its currency and its number of decimals are the server's lc_monetary setting: the same bytes are another sum
        on another server.
    """,
    fix="Use numeric, with the currency in a column of its own.",
    bad="""
        CREATE TABLE items (id bigint PRIMARY KEY, price money); -- here
    """,
    good="""
        CREATE TABLE items (id bigint PRIMARY KEY, price numeric(12, 2));
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per column."""
    for column in context.columns:
        if column.type.removesuffix("[]") == "money" and column.table in context.tables_by_ref:
            yield context.finding(RULE, column.ref, f"{column.ref.qualified} is of type money.", "Use numeric.")
