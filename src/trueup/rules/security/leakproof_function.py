"""A function of the project's own runs before the policies."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.sqltext import quote
from trueup.step import Step

RULE = Rule(
    id="leakproof-function",
    title="A function of the project's own runs before the policies",
    severity=Severity.WARNING,
    area="security",
    what="Finds functions in SQL or PL/pgSQL with arguments that are marked LEAKPROOF.",
    why="""
        A LEAKPROOF function may be evaluated before a policy or a security barrier view has taken the rows away
        (manual, CREATE FUNCTION and section 39.5): what it raises, logs or writes tells of rows that its caller
        must not see.
    """,
    fix="Take the mark off: only a superuser can set it, and it promises what the body can't keep.",
    fix_safety="Queries give the same rows; some may be slower, since policies are evaluated first.",
    example_setup="""
        CREATE FUNCTION public.same_mail(a text, b text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE LEAKPROOF AS $$
        BEGIN RETURN lower(a) = lower(b); END $$;
        ALTER FUNCTION public.same_mail OWNER TO postgres;
    """,
    bad="""
        ALTER FUNCTION same_mail COST 5; -- here
    """,
    good="""
        ALTER FUNCTION same_mail NOT LEAKPROOF;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per function."""
    for function in context.functions:
        sees = any(argument.mode in {"in", "inout", "variadic"} for argument in function.arguments)
        if sees and function.leakproof and function.language in {"sql", "plpgsql"}:
            yield context.finding(
                RULE,
                function.ref,
                f"{function.ref.qualified} is LEAKPROOF, so it may see rows that a policy hides from its caller.",
                "Take the mark off.",
            )


def fix(finding: Finding, context: RuleContext) -> tuple[Step, ...]:
    """Take the mark off."""
    ref = finding.ref
    assert ref is not None
    sql = f"ALTER {ref.kind.upper()} {quote.ref(ref)} NOT LEAKPROOF;"
    return (Step(sql=sql, reason="policies are evaluated first", ref=ref),)
