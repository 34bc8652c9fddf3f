"""A SECURITY DEFINER function takes its search_path from its caller."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.sqltext import quote
from trueup.step import Step

RULE = Rule(
    id="mutable-search-path",
    title="A SECURITY DEFINER function takes its search_path from its caller",
    severity=Severity.WARNING,
    area="security",
    splinter="0011",
    what="""
        Finds SECURITY DEFINER functions without `SET search_path`, other than those in SQL-standard form, whose
        names are bound when they are made. For functions with their caller's rights it is a matter of style.
    """,
    why="""
        Unqualified names are looked up along the caller's search path. Somebody who can create objects in a schema
        of that path (or temporary ones) can have the function call theirs, with its owner's rights (manual, CREATE
        FUNCTION, "Writing SECURITY DEFINER Functions Safely").
    """,
    fix="""
        Set `search_path` to an empty string and qualify the names, or to the schemas that are needed with `pg_temp`
        last.
    """,
    fix_safety="The fix lists the schemas that are in the path today, so the names are found as before.",
    bad="""
        CREATE FUNCTION who() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT current_user::text'; -- here
    """,
    good="""
        CREATE FUNCTION who() RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = ''
          AS 'SELECT current_user::text';
        CREATE FUNCTION bound() RETURNS text LANGUAGE sql SECURITY DEFINER RETURN 'x';
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per function."""
    for function in context.functions:
        fixed = any(setting.startswith("search_path=") for setting in function.settings)
        if fixed or function.sql_body is not None or function.language in {"c", "internal"}:
            continue
        found = context.finding(
            RULE,
            function.ref,
            f"{function.ref.qualified} runs with its owner's rights and looks names up along its caller's search_path.",
            "Add SET search_path = '' and qualify the names in its body.",
        )
        if function.security_definer:
            yield found
        else:
            message = f"{function.ref.qualified} has no search_path of its own."
            yield replace(found, severity=Severity.STYLE, message=message)


def fix(finding: Finding, context: RuleContext) -> tuple[Step, ...]:
    """Pin the path that is in use."""
    ref = finding.ref
    assert ref is not None
    extra = ", extensions" if context.platform == "supabase" else ""
    sql = f"ALTER {ref.kind.upper()} {quote.ref(ref)} SET search_path = pg_catalog, public{extra}, pg_temp;"
    return (Step(sql=sql, reason="names are found where they are found today", ref=ref),)
