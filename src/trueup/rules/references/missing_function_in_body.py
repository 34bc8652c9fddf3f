"""A function's body calls a function that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.bodies.problems import findings
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule

RULE = Rule(
    id="missing-function-in-body",
    title="A function's body calls a function that is not there",
    severity=Severity.ERROR,
    area="references",
    needs=(Need.SCRATCH,),
    what="""
        Reports calls for which the server finds no function: none of that name, or none that takes those arguments.
    """,
    why="The function is created without complaint and fails when it comes to that call.",
    fix="Call the function that is meant, with arguments of the types that it takes.",
    bad="""
        CREATE FUNCTION add_points(who bigint, points integer) RETURNS void LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION reward(who bigint) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM add_points(who, 'ten'::text); -- here
        END $$;
    """,
    good="""
        CREATE FUNCTION add_points(who bigint, points integer) RETURNS void LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION reward(who bigint) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM add_points(who, 10);
        END $$;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per place in a body."""
    return findings(context, RULE, "function")
