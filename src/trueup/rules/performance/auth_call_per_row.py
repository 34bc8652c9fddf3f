"""A policy calls a function for each row that once would do for."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.catalog.model import Policy
from trueup.finding import Finding, Severity
from trueup.ref import ObjectRef
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.rules.performance._shared import wrap_calls
from trueup.sqltext import quote
from trueup.step import Step

RULE = Rule(
    id="auth-call-per-row",
    title="A policy calls a function for each row that once would do for",
    severity=Severity.WARNING,
    area="performance",
    needs=(Need.SCRATCH,),
    splinter="0003",
    example_platform="supabase",
    what="""
        Finds policies in which a STABLE function that depends on nothing of the row (`auth.uid()`, `auth.jwt()`,
        `current_setting()`, or a wrapper around them) is evaluated for each row. Calls in a sub-query are judged by
        the plan: an EXISTS that doesn't depend on the row is made once, whatever it looks like.
    """,
    why="""
        On a table of a million rows it is called a million times. In a sub-query, `(SELECT auth.uid())`, it is
        called once per statement.
    """,
    fix="Write `(SELECT auth.uid())` instead of `auth.uid()`.",
    fix_safety="The result is the same: the function is STABLE.",
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner uuid);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON notes USING (auth.uid() = owner); -- here
    """,
    good="""
        CREATE TABLE admins (person uuid PRIMARY KEY);
        CREATE TABLE notes (id bigint PRIMARY KEY, owner uuid);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON notes USING ((SELECT auth.uid()) = owner);
        CREATE POLICY admins ON notes USING (EXISTS (SELECT 1 FROM admins WHERE person = auth.uid()));
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per policy."""
    calls = context.facts.policy_calls
    for policy in context.policies:
        # A built-in function without a schema (now(), current_date) costs next to nothing; a setting is looked up.
        names = [n for n in calls.per_row.get(policy.ref, ()) if "." in n or n == "current_setting"]
        table = context.tables_by_ref.get(policy.table)
        if names and (table is None or table.row_security):
            listed = ", ".join(f"{name}()" for name in names)
            yield context.finding(
                RULE,
                policy.ref,
                f"policy {policy.ref.qualified} calls {listed} anew for each row.",
                f"Write (SELECT {names[0]}(...)), which is evaluated once per statement.",
            )


def fix(finding: Finding, context: RuleContext) -> tuple[Step, ...]:
    """Put the calls into sub-queries."""
    ref = finding.ref
    assert isinstance(ref, ObjectRef)
    policy = context.catalog.objects[ref]
    assert isinstance(policy, Policy)
    names = context.facts.policy_calls.per_row[ref]
    clauses = ""
    if policy.using:
        clauses += f" USING ({wrap_calls(policy.using, names)})"
    if policy.check:
        clauses += f" WITH CHECK ({wrap_calls(policy.check, names)})"
    target = quote.ref(policy.ref)
    return (Step(sql=f"ALTER POLICY {target}{clauses};", reason="once per statement", ref=ref),)
