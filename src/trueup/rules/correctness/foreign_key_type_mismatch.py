"""A foreign key's column has another type than the column that it refers to."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="foreign-key-type-mismatch",
    title="A foreign key's column has another type than the column that it refers to",
    severity=Severity.WARNING,
    area="correctness",
    what="""
        Finds foreign keys between columns of different types, such as integer and bigint. Differences in length
        only are left out.
    """,
    why="""
        Values that the referenced column can have don't fit into the referencing one, and joins between them need a
        conversion.
    """,
    fix="Give both columns the same type.",
    bad="""
        CREATE TABLE authors (id bigint PRIMARY KEY);
        CREATE TABLE books (id bigint PRIMARY KEY, author integer REFERENCES authors); -- here
    """,
    good="""
        CREATE TABLE authors (id bigint PRIMARY KEY);
        CREATE TABLE books (id bigint PRIMARY KEY, author bigint REFERENCES authors);
    """,
)
_SAME = {"character varying": "text", "character": "text"}


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per pair of columns."""
    for key in context.constraints:
        if key.type != "foreign key" or key.references is None or key.automatic:
            continue
        for name, other in zip(key.columns, key.referenced_columns, strict=False):
            mine, theirs = context.column(key.table, name), context.column(key.references, other)
            if mine and theirs and _plain(mine.type) != _plain(theirs.type):
                yield context.finding(
                    RULE,
                    key.ref,
                    f"{mine.ref.qualified} is {mine.type}, and {theirs.ref.qualified}, to which it refers, is"
                    f" {theirs.type}.",
                    "Give both the same type.",
                    subject=name,
                )


def _plain(name: str) -> str:
    base = name.split("(", 1)[0].strip()
    return _SAME.get(base, base)
