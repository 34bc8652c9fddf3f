"""A function's body names a type that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.bodies.problems import findings
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule

RULE = Rule(
    id="missing-type-in-body",
    title="A function's body names a type that is not there",
    severity=Severity.ERROR,
    area="references",
    needs=(Need.SCRATCH,),
    what="Reports casts to, and variables of, types that the server doesn't find.",
    why="""
        The function is created without complaint (a cast is resolved when its statement is first executed; a
        declaration is not looked at where check_function_bodies is off, as in a dump) and fails when it is called.
    """,
    fix="Name the type that is meant, or create it.",
    bad="""
        CREATE TYPE order_status AS ENUM ('open', 'paid');
        CREATE FUNCTION is_open(status text) RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
          RETURN status::orderstatus = 'open'; -- here
        END $$;
    """,
    good="""
        CREATE TYPE order_status AS ENUM ('open', 'paid');
        CREATE FUNCTION is_open(status text) RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
          RETURN status::order_status = 'open';
        END $$;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per place in a body."""
    return findings(context, RULE, "type")
