"""A function can come to its end without RETURN."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.bodies.definition import needs_return
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule

RULE = Rule(
    id="end-without-return",
    title="A function can come to its end without RETURN",
    severity=Severity.WARNING,
    area="references",
    needs=(Need.SCRATCH,),
    what="""
        Finds PL/pgSQL functions that give a value, trigger functions too, whose last statement is on some path neither
        RETURN nor RAISE EXCEPTION.
    """,
    why="""
        Coming to the end is an error ("control reached end of function without RETURN"); a trigger's write then fails.
    """,
    fix="""
        Add a RETURN at the end; in a trigger function RETURN NEW, or RETURN NULL after the fact.
    """,
    bad="""
        CREATE FUNCTION grade(points integer) RETURNS text LANGUAGE plpgsql AS $$ -- here
        BEGIN
          IF points > 90 THEN
            RETURN 'A';
          ELSIF points > 50 THEN
            RETURN 'B';
          END IF;
        END $$;
    """,
    good="""
        CREATE FUNCTION grade(points integer) RETURNS text LANGUAGE plpgsql AS $$
        BEGIN
          IF points > 90 THEN
            RETURN 'A';
          END IF;
          CASE WHEN points > 50 THEN RETURN 'B';
          ELSE RAISE EXCEPTION 'failed';
          END CASE;
        END $$;
        CREATE FUNCTION first_of(a integer[]) RETURNS integer LANGUAGE plpgsql AS $$
        BEGIN
          LOOP
            RETURN a[1];
          END LOOP;
        END $$;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per function; an error where its body has no RETURN at all."""
    bodies = context.facts.bodies.instrumented or {}
    for function in context.functions:
        body = bodies.get(function.ref)
        if body is None or body.returns or not needs_return(function):
            continue
        at_all = body.has_return
        yield context.finding(
            RULE,
            function.ref,
            f"{function.ref.qualified} can come to its end without RETURN, which is an error."
            if at_all
            else f"{function.ref.qualified} has no RETURN: each call that comes to its end fails.",
            "Add a RETURN at its end.",
            severity=RULE.severity if at_all else Severity.ERROR,
        )
