"""Future tables can be written by everybody."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.catalog.model import DefaultPrivileges
from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="default-privileges-for-everybody",
    title="Future tables can be written by everybody",
    severity=Severity.REVIEW,
    area="security",
    what="""
        Finds ALTER DEFAULT PRIVILEGES of the project's own that grant INSERT, UPDATE, DELETE or TRUNCATE on tables
        to PUBLIC or anon.
    """,
    why="Each new table is open until somebody thinks of its row-level security.",
    fix="Revoke it, and grant on each table what it needs.",
    bad="""
        CREATE SCHEMA app;
        CREATE TABLE app.first (id bigint PRIMARY KEY);
        ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT ALL ON TABLES TO PUBLIC; -- here
    """,
    good="""
        CREATE SCHEMA app;
        ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC;
    """,
)
_WRITES = {"insert", "update", "delete", "truncate"}


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per schema and grantee."""
    for default in context.catalog.of_kind("default privileges"):
        if not isinstance(default, DefaultPrivileges) or default.object_type != "tables":
            continue
        given = _WRITES & {name for name, _ in default.privileges}
        if default.grantee in {"public", "anon"} and given and default.ref not in context.catalog.platform_objects:
            statement = next(
                (o.statement for o in context.outcomes if o.statement.kind == "AlterDefaultPrivilegesStmt"), None
            )
            yield context.finding(
                RULE,
                default.ref,
                f"tables that {default.role} makes{f' in {default.schema}' if default.schema else ''} can be written by"
                f" {'everybody' if default.grantee == 'public' else default.grantee} ({', '.join(sorted(given))}).",
                "Revoke it, and grant on each table what it needs.",
                origin=context.origin(default.ref) or (statement.origin if statement else None),
            )
