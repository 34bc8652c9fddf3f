"""A function's body names a table that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.bodies.problems import findings
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule

RULE = Rule(
    id="missing-table-in-body",
    title="A function's body names a table that is not there",
    severity=Severity.ERROR,
    area="references",
    needs=(Need.SCRATCH,),
    what="""
        Has the server resolve every query and expression in the bodies of PL/pgSQL and SQL functions, with the
        function's own variables, parameters and search path, and reports the relations and schemas that it doesn't
        find.
    """,
    why="""
        PostgreSQL looks at names in a PL/pgSQL body when a statement is first executed, so the function is created
        without complaint and fails when it is called: a sign-up, a trigger or an API call then ends in an error.
    """,
    fix="Name the table that is meant, or create the missing one before the function is called.",
    bad="""
        CREATE TABLE user_profiles (id bigint PRIMARY KEY, role text);
        CREATE FUNCTION is_admin(who bigint) RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
          RETURN EXISTS (SELECT 1 FROM profiles WHERE id = who AND role = 'admin'); -- here
        END $$;
    """,
    good="""
        CREATE TABLE user_profiles (id bigint PRIMARY KEY, role text);
        CREATE FUNCTION is_admin(who bigint) RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
          CREATE TEMP TABLE seen (id bigint) ON COMMIT DROP;
          INSERT INTO seen SELECT id FROM user_profiles;
          RETURN EXISTS (SELECT 1 FROM seen WHERE id = who);
        END $$;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per place in a body."""
    return findings(context, RULE, "table")
