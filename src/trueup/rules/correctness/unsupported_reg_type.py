"""A column has a type that pg_upgrade refuses."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="unsupported-reg-type",
    title="A column has a type that pg_upgrade refuses",
    severity=Severity.WARNING,
    area="correctness",
    splinter="0018",
    what="""
        Finds columns of the types regcollation, regconfig, regdictionary, regnamespace, regoper, regoperator,
        regproc and regprocedure.
    """,
    why="""
        They hold object numbers that a new server doesn't have, so pg_upgrade refuses the whole database (manual,
        pg_upgrade, Notes).
    """,
    fix="Store the name as text, and cast it where it is used.",
    bad="""
        CREATE TABLE handlers (id bigint PRIMARY KEY, handler regprocedure); -- here
    """,
    good="""
        CREATE TABLE handlers (id bigint PRIMARY KEY, relation regclass, handler text);
    """,
)
_TYPES = frozenset(
    {"regcollation", "regconfig", "regdictionary", "regnamespace", "regoper", "regoperator", "regproc", "regprocedure"}
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per column."""
    for column in context.columns:
        if column.type.removesuffix("[]") in _TYPES and column.table in context.tables_by_ref:
            yield context.finding(
                RULE,
                column.ref,
                f"{column.ref.qualified} is of type {column.type}, with which pg_upgrade refuses the database.",
                "Store the name as text.",
            )
