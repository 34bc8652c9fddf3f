"""An IMMUTABLE function reads tables or session state."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.sqltext import quote
from trueup.step import Step

RULE = Rule(
    id="immutable-reads-state",
    title="An IMMUTABLE function reads tables or session state",
    severity=Severity.WARNING,
    area="correctness",
    needs=(Need.SCRATCH,),
    what="""
        Finds functions that are declared IMMUTABLE and whose queries read a table or call functions such as
        `now()`, `current_setting()` or `auth.uid()`.
    """,
    why="""
        PostgreSQL may evaluate the call once, while planning, and keep its result in a cached plan or an index:
        another user, or a later moment, gets the first one's answer.
    """,
    fix="Declare it STABLE.",
    fix_safety="Indexes and generated columns can no longer use it; they could not rely on it before either.",
    bad="""
        CREATE TABLE settings (name text PRIMARY KEY, value text);
        CREATE FUNCTION setting(which text) RETURNS text LANGUAGE sql IMMUTABLE -- here
          AS 'SELECT value FROM public.settings WHERE name = which';
    """,
    good="""
        CREATE TABLE settings (name text PRIMARY KEY, value text);
        CREATE FUNCTION setting(which text) RETURNS text LANGUAGE sql STABLE
          AS 'SELECT value FROM public.settings WHERE name = which';
        CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per function."""
    for function in context.functions:
        reads = context.facts.reads_state.get(function.ref) if function.volatility == "immutable" else None
        if reads:
            yield context.finding(
                RULE,
                function.ref,
                f"{function.ref.qualified} is IMMUTABLE, and reads {reads}: an old answer may be used again.",
                "Declare it STABLE.",
                origin=context.origin(function.ref),
            )


def fix(finding: Finding, context: RuleContext) -> tuple[Step, ...]:
    """Declare it STABLE."""
    ref = finding.ref
    assert ref is not None
    return (Step(sql=f"ALTER FUNCTION {quote.ref(ref)} STABLE;", reason="it reads what changes", ref=ref),)
