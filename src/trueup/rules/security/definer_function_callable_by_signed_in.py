"""Every signed-in user can call a SECURITY DEFINER function."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.rules.security._shared import callable_definers

RULE = Rule(
    id="definer-function-callable-by-signed-in",
    title="Every signed-in user can call a SECURITY DEFINER function",
    severity=Severity.REVIEW,
    area="security",
    needs=(Need.SCRATCH,),
    platform="supabase",
    splinter="0029",
    what="""
        Finds SECURITY DEFINER functions in a schema that the API serves that `authenticated` may execute and `anon`
        may not, and that never ask who calls (`auth.uid()`, `auth.jwt()` ...). Trigger functions are left out, for
        nobody can call them.
    """,
    why="It does the same, with its owner's rights, for everyone who signs up.",
    fix="Ask in the function who calls, revoke EXECUTE, or let the function run with its caller's rights.",
    bad="""
        CREATE FUNCTION purge() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1'; -- here
        REVOKE EXECUTE ON FUNCTION purge() FROM PUBLIC, anon;
    """,
    good="""
        CREATE FUNCTION mine() RETURNS uuid LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT auth.uid()';
        REVOKE EXECUTE ON FUNCTION mine() FROM PUBLIC, anon;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per function."""
    for function in callable_definers(context, "authenticated"):
        if "anon" in context.facts.privileges.callers.get(function.ref, ()):
            continue
        yield context.finding(
            RULE,
            function.ref,
            f"{function.ref.qualified} runs with its owner's rights for every signed-in user, and doesn't ask"
            " who calls.",
            "Ask for auth.uid() in it, or revoke EXECUTE from authenticated.",
        )
