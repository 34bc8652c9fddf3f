"""A foreign key refers to a unique column of the auth schema that is no primary key."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="foreign-key-to-auth-unique",
    title="A foreign key refers to a unique column of the auth schema that is no primary key",
    severity=Severity.WARNING,
    area="security",
    platform="supabase",
    splinter="0021",
    what="Finds foreign keys to a table of the `auth` schema by other columns than its primary key.",
    why="""
        These columns and their constraints are the platform's own; an upgrade may change them, and then fails on
        the foreign key.
    """,
    fix="Refer to `auth.users(id)`.",
    bad="""
        CREATE TABLE phones (id bigint PRIMARY KEY, number text REFERENCES auth.users (phone)); -- here
    """,
    good="""
        CREATE TABLE phones (id bigint PRIMARY KEY, owner uuid REFERENCES auth.users (id));
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per foreign key."""
    for key in context.constraints:
        target = key.references
        if key.type != "foreign key" or target is None or target.schema != "auth":
            continue
        if key.referenced_columns != ("id",):
            columns = ", ".join(key.referenced_columns)
            yield context.finding(
                RULE,
                key.ref,
                f"{key.ref.qualified} refers to {target.qualified} ({columns}), which isn't its primary key.",
                "Refer to the primary key id.",
            )
