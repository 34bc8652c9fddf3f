"""A SELECT in a PL/pgSQL body gives its rows to nobody."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.bodies.problems import findings
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule

RULE = Rule(
    id="query-without-destination",
    title="A SELECT in a PL/pgSQL body gives its rows to nobody",
    severity=Severity.ERROR,
    area="references",
    needs=(Need.SCRATCH,),
    what="Finds SELECT statements in PL/pgSQL bodies that have no INTO.",
    why='PL/pgSQL refuses them when they run: "query has no destination for result data" (SQLSTATE 42601).',
    fix="Write PERFORM instead of SELECT, or say INTO which variable.",
    bad="""
        CREATE FUNCTION wait_a_bit() RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
          SELECT pg_sleep(1); -- here
        END $$;
    """,
    good="""
        CREATE FUNCTION wait_a_bit() RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_sleep(1);
        END $$;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per statement."""
    return findings(context, RULE, "destination")
