"""Everybody can call a SECURITY DEFINER function."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.rules.security._shared import callable_definers
from trueup.sqltext import quote
from trueup.step import Step

RULE = Rule(
    id="definer-function-callable-by-anon",
    title="Everybody can call a SECURITY DEFINER function",
    severity=Severity.WARNING,
    area="security",
    needs=(Need.SCRATCH,),
    platform="supabase",
    splinter="0028",
    what="""
        Finds SECURITY DEFINER functions in a schema that the API serves that `anon` may execute. Trigger functions
        are left out, for nobody can call them; so are functions that name `auth.uid()` or its kin in their body,
        where callers who aren't signed in are told apart.
    """,
    why="""
        It runs with its owner's rights, past row-level security, for anybody with the project's public key
        (`/rest/v1/rpc/...`).
    """,
    fix="Revoke EXECUTE from PUBLIC and anon, or let the function run with its caller's rights.",
    fix_safety="""
        Callers who aren't signed in can't call it any longer; the fix grants it to those other roles that could.
    """,
    bad="""
        CREATE FUNCTION purge() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1'; -- here
    """,
    good="""
        CREATE FUNCTION purge() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1';
        REVOKE EXECUTE ON FUNCTION purge() FROM PUBLIC, anon;
        CREATE FUNCTION on_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
          AS 'BEGIN RETURN NEW; END';
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per function."""
    for function in callable_definers(context, "anon"):
        yield context.finding(
            RULE,
            function.ref,
            f"{function.ref.qualified} runs with its owner's rights, and everybody can call it through the API.",
            "Revoke EXECUTE from PUBLIC and anon, or make it SECURITY INVOKER.",
        )


def fix(finding: Finding, context: RuleContext) -> tuple[Step, ...]:
    """Take it from anon, and keep it for the others."""
    ref = finding.ref
    assert ref is not None
    others = [role for role in ("authenticated", "service_role") if role in context.catalog.roles]
    kind = ref.kind.upper()
    steps = [Step(sql=f"REVOKE EXECUTE ON {kind} {quote.ref(ref)} FROM PUBLIC, anon;", reason="not for all", ref=ref)]
    if others:
        sql = f"GRANT EXECUTE ON {kind} {quote.ref(ref)} TO {', '.join(others)};"
        steps.append(Step(sql=sql, reason="as before for these", ref=ref))
    return tuple(steps)
