"""A unique constraint over several columns lets duplicates through where one is NULL."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="nullable-unique-column",
    title="A unique constraint over several columns lets duplicates through where one is NULL",
    severity=Severity.REVIEW,
    area="correctness",
    what="""
        Finds unique constraints and indexes over two or more columns of which some, but not all, may be NULL,
        without NULLS NOT DISTINCT and without a predicate.
    """,
    why="""
        NULL is not equal to NULL: a row with NULL in one of the columns can be there any number of times, although
        the others are the same.
    """,
    fix="Declare the column NOT NULL, or the constraint NULLS NOT DISTINCT.",
    bad="""
        CREATE TABLE likes (person bigint NOT NULL, post bigint, UNIQUE (person, post)); -- here
    """,
    good="""
        CREATE TABLE likes (person bigint NOT NULL, post bigint NOT NULL, UNIQUE (person, post));
        CREATE TABLE tags (name text UNIQUE);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per index."""
    for index in context.indexes:
        if not index.unique or index.nulls_not_distinct or index.predicate or index.attached_to or "" in index.columns:
            continue
        columns = [context.column(index.table, name) for name in index.columns]
        nullable = [column.ref.name[1] for column in columns if column and not column.not_null]
        if len(columns) > 1 and nullable and len(nullable) < len(columns):
            ref = index.constraint or index.ref
            yield context.finding(
                RULE,
                ref,
                f"{ref.qualified} lets the same row in again where {', '.join(nullable)} is NULL.",
                "Declare NOT NULL, or the constraint NULLS NOT DISTINCT.",
            )
