"""A role of the project's own can get past row-level security."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.rules.roles import bypassing_role

RULE = Rule(
    id="role-bypasses-rls",
    title="A role of the project's own can get past row-level security",
    severity=Severity.REVIEW,
    area="security",
    needs=(Need.TEXT,),
    what="Finds CREATE ROLE and ALTER ROLE that give BYPASSRLS or SUPERUSER.",
    why="No policy binds the role, nor anybody who may become it with SET ROLE.",
    fix="Give the role privileges and policies of its own instead.",
    bad="""
        CREATE ROLE reporting NOLOGIN BYPASSRLS; -- here
    """,
    good="""
        CREATE ROLE reporting NOLOGIN;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per statement."""
    for outcome in context.outcomes:
        statement = outcome.statement
        if statement.kind in {"CreateRoleStmt", "AlterRoleStmt"}:
            found = bypassing_role(statement.sql)
            if found:
                name, right = found
                yield context.finding(
                    RULE,
                    None,
                    f"role {name} is {right}: no policy binds it.",
                    "Give it privileges and policies of its own instead.",
                    origin=statement.origin,
                    subject=name,
                )
