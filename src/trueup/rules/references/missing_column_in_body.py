"""A function's body names a column or field that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.bodies.problems import findings
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule

RULE = Rule(
    id="missing-column-in-body",
    title="A function's body names a column or field that is not there",
    severity=Severity.ERROR,
    area="references",
    needs=(Need.SCRATCH,),
    what="""
        Reports the columns of tables, and the fields of records and row variables, that the server doesn't find
        while it resolves the queries in the bodies of functions.
    """,
    why="The function is created without complaint and fails when it comes to that statement.",
    fix="Name the column that is meant.",
    bad="""
        CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
        CREATE FUNCTION order_total(which bigint) RETURNS numeric LANGUAGE plpgsql AS $$
        DECLARE found_row record;
        BEGIN
          SELECT id, total INTO found_row FROM orders WHERE id = which;
          RETURN found_row.totl; -- here
        END $$;
    """,
    good="""
        CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
        CREATE FUNCTION order_total(which bigint) RETURNS numeric LANGUAGE plpgsql AS $$
        DECLARE found_row record;
        BEGIN
          SELECT id, total INTO found_row FROM orders WHERE id = which;
          RETURN found_row.total;
        END $$;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per place in a body."""
    return findings(context, RULE, "column")
