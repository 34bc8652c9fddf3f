"""RETURN QUERY gives other columns than the function returns."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.bodies.problems import findings
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule

RULE = Rule(
    id="query-result-mismatch",
    title="RETURN QUERY gives other columns than the function returns",
    severity=Severity.ERROR,
    area="references",
    needs=(Need.SCRATCH,),
    what="""
        Runs each RETURN QUERY without its rows, in a function of the same result, and reports those whose columns
        differ from the declared ones in number or type: `varchar(255)` is not `text` here, nor is `bigint` an
        `integer`.
    """,
    why="PL/pgSQL compares the types when the statement runs: every call fails, even one that finds no row.",
    fix="Cast the column to the declared type, or declare the type that the query gives.",
    bad="""
        CREATE TABLE people (id bigint PRIMARY KEY, email varchar(255));
        CREATE FUNCTION people_list() RETURNS TABLE (person bigint, address text) LANGUAGE plpgsql AS $$
        BEGIN
          RETURN QUERY SELECT id, email FROM people; -- here
        END $$;
    """,
    good="""
        CREATE TABLE people (id bigint PRIMARY KEY, email varchar(255));
        CREATE FUNCTION people_list() RETURNS TABLE (person bigint, address text) LANGUAGE plpgsql AS $$
        BEGIN
          RETURN QUERY SELECT id, email::text FROM people;
        END $$;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per RETURN QUERY."""
    return findings(context, RULE, "result")
