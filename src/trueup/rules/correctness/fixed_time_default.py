"""A default is one fixed moment."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.trees import constant, shape_of

RULE = Rule(
    id="fixed-time-default",
    title="A default is one fixed moment",
    severity=Severity.WARNING,
    area="correctness",
    what="""
        Finds columns of a date or time type whose default is a constant, other than an infinity or a date of year 1
        to 1970, 9999 and the like.
    """,
    why="""
        `DEFAULT 'now'` is evaluated when the table is made (manual, section 8.5.1.4): every row then gets the time
        of the migration.
    """,
    fix="Write `DEFAULT now()`.",
    bad="""
        CREATE TABLE events (id bigint PRIMARY KEY, at timestamptz DEFAULT 'now'::timestamptz); -- here
    """,
    good="""
        CREATE TABLE events (id bigint PRIMARY KEY, at timestamptz DEFAULT now(), until date DEFAULT 'infinity');
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per column."""
    for column in context.columns:
        if not column.default or not column.type.startswith(("timestamp", "date")) or column.type.endswith("]"):
            continue
        tree = shape_of(column.default).tree
        value = constant(tree) if tree is not None and hasattr(tree, "WhichOneof") else None
        if value and value[:4].isdigit() and 1971 <= int(value[:4]) <= 2100:
            yield context.finding(
                RULE,
                column.ref,
                f"{column.ref.qualified} gets {value} in every row: its default is a constant.",
                "Write DEFAULT now().",
            )
