"""No index helps a foreign key."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.performance._shared import columns_text, covering_index, index_name
from trueup.sqltext import quote
from trueup.step import Step

RULE = Rule(
    id="unindexed-foreign-key",
    title="No index helps a foreign key",
    severity=Severity.REVIEW,
    area="performance",
    splinter="0001",
    what="""
        Finds foreign keys whose columns no valid index begins with, in any order of those columns. Partial indexes
        count only where they leave out NULLs.
    """,
    why="""
        Each DELETE or key UPDATE in the referenced table, and each join along the key, reads the whole referencing
        table.
    """,
    fix="Create an index on the foreign key's columns; on a live table with CONCURRENTLY.",
    fix_safety="The index costs space and some time at each write.",
    bad="""
        CREATE TABLE authors (id bigint PRIMARY KEY);
        CREATE TABLE books (id bigint PRIMARY KEY, author bigint REFERENCES authors); -- here
    """,
    good="""
        CREATE TABLE authors (id bigint PRIMARY KEY);
        CREATE TABLE books (id bigint PRIMARY KEY, author bigint REFERENCES authors);
        CREATE INDEX ON books (author, id);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per foreign key."""
    for key in context.constraints:
        if key.type == "foreign key" and not key.automatic and not covering_index(context, key.table, key.columns):
            yield context.finding(
                RULE,
                key.ref,
                f"foreign key {key.ref.qualified} ({columns_text(key.columns)}) has no index: deleting from"
                f" {key.references.qualified if key.references else 'its target'} reads all of {key.table.qualified}.",
                "Create an index on its columns.",
                related=(key.table,),
            )


def fix(finding: Finding, context: RuleContext) -> tuple[Step, ...]:
    """Create the index."""
    key = next(k for k in context.constraints if k.ref == finding.ref)
    name = index_name(context, key.table, key.columns)
    sql = f"CREATE INDEX {name} ON {quote.ref(key.table)} ({columns_text(key.columns)});"
    return (Step(sql=sql, reason="an index for the foreign key", ref=key.table, lock="ShareLock"),)
