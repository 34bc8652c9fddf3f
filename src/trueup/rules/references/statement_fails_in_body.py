"""A function's body holds a statement that PostgreSQL refuses."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.bodies.problems import findings
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule

RULE = Rule(
    id="statement-fails-in-body",
    title="A function's body holds a statement that PostgreSQL refuses",
    severity=Severity.ERROR,
    area="references",
    needs=(Need.SCRATCH,),
    what="""
        Reports what else the server refuses when it analyses the statements of a body: an operator between types
        that don't go together, a column that could also be a variable, an ON CONFLICT without its unique index, a
        wrong number of values, a constant that its enum doesn't have.
    """,
    why="The function is created without complaint and fails when it comes to that statement.",
    fix="As the server's message says.",
    bad="""
        CREATE TABLE items (id bigint PRIMARY KEY, price numeric);
        CREATE FUNCTION rename_item(id bigint, new_price numeric) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
          UPDATE items SET price = new_price WHERE items.id = id; -- here
        END $$;
    """,
    good="""
        CREATE TABLE items (id bigint PRIMARY KEY, price numeric);
        CREATE FUNCTION rename_item(id bigint, new_price numeric) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
          UPDATE items SET price = new_price WHERE items.id = rename_item.id;
        END $$;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per place in a body."""
    return findings(context, RULE, "fails")
