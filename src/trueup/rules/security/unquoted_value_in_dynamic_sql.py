"""A parameter is put into the text of a dynamic query without quoting."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.catalog.model import Function
from trueup.finding import Finding, Severity
from trueup.rules.bodies.injection import unquoted_parameters
from trueup.rules.bodies.place import body_origin
from trueup.rules.bodies.texts import normal
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule

RULE = Rule(
    id="unquoted-value-in-dynamic-sql",
    title="A parameter is put into the text of a dynamic query without quoting",
    severity=Severity.WARNING,
    area="security",
    needs=(Need.SCRATCH,),
    what="""
        Finds EXECUTE in PL/pgSQL whose text is joined from a text parameter of the function by `||`, or by `%s` of
        format(), and not through quote_ident(), quote_literal(), `%I`, `%L` or a cast to a type that holds no SQL.
        Where the function runs with its caller's rights and no API offers it, that is style.
    """,
    why="""
        Whoever can call the function can make it run SQL of their own, with its owner's rights where it is SECURITY
        DEFINER.
    """,
    fix="Pass values with USING; put names in with `format('%I', ...)`.",
    bad="""
        CREATE FUNCTION count_rows(which text) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
        DECLARE n bigint;
        BEGIN
          EXECUTE 'SELECT count(*) FROM ' || which INTO n; -- here
          RETURN n;
        END $$;
    """,
    good="""
        CREATE FUNCTION count_rows(which text) RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE n bigint;
        BEGIN
          EXECUTE format('SELECT count(*) FROM %I', which) INTO n;
          RETURN n;
        END $$;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per EXECUTE."""
    bodies = context.facts.bodies.instrumented or {}
    for function in context.functions:
        body = bodies.get(function.ref)
        exposed = function.security_definer or _callable(context, function)
        for part in body.dynamic if body else ():
            names = unquoted_parameters(function, part.text)
            if names:
                yield context.finding(
                    RULE,
                    function.ref,
                    f"{function.ref.qualified} puts {', '.join(names)} into the text of a query without quoting.",
                    "Pass values with USING; put names in with format('%I', ...).",
                    origin=body_origin(context, function, part.start),
                    subject=normal(part.text),
                    severity=RULE.severity if exposed else Severity.STYLE,
                )


def _callable(context: RuleContext, function: Function) -> bool:
    """Whether the API offers it to somebody."""
    return function.ref.schema in context.api_schemas and function.ref in context.facts.privileges.callers
