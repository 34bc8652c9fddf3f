"""A primary key counts up in 32 bits."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="small-key",
    title="A primary key counts up in 32 bits",
    severity=Severity.STYLE,
    area="performance",
    what="Finds primary keys of type smallint or integer that a sequence fills.",
    why="""
        Two billion values are used up sooner than one thinks, for failed inserts and rollbacks use them too;
        changing the type later rewrites the table under an exclusive lock.
    """,
    fix="Use bigint.",
    bad="""
        CREATE TABLE events (id serial PRIMARY KEY); -- here
    """,
    good="""
        CREATE TABLE events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
        CREATE TABLE countries (code smallint PRIMARY KEY);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per key."""
    for key in context.constraints:
        if key.type != "primary key" or len(key.columns) != 1:
            continue
        column = context.column(key.table, key.columns[0])
        if column is None or column.type not in {"integer", "smallint"}:
            continue
        if column.identity or "nextval(" in (column.default or ""):
            yield context.finding(
                RULE, column.ref, f"{column.ref.qualified} counts up as {column.type}.", "Use bigint."
            )
