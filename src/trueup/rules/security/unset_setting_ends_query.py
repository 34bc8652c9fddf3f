"""A policy ends every query where a setting is not set."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.security._shared import expressions_of
from trueup.rules.trees import shape_of

RULE = Rule(
    id="unset-setting-ends-query",
    title="A policy ends every query where a setting is not set",
    severity=Severity.WARNING,
    area="security",
    what="""
        Finds policies that read a setting of the application's own by `current_setting` with one argument.
    """,
    why="""
        Where the setting was never set in the session, the call raises an error (manual, 9.28): the query fails
        instead of giving no rows, also for background jobs, dumps and migrations.
    """,
    fix="""
        Give `true` as the second argument: a setting that is not set is then NULL, and the row is not shown.
    """,
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY, tenant text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON notes USING (tenant = current_setting('app.tenant')); -- here
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY, tenant text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON notes USING (tenant = current_setting('app.tenant', true));
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per policy."""
    for policy in context.policies:
        calls = (c for e in expressions_of(policy) for c in shape_of(e).calls_to("current_setting"))
        found = next((c.constants[0] for c in calls if len(c.constants) == 1 and "." in c.constants[0]), None)
        if found:
            yield context.finding(
                RULE,
                policy.ref,
                f"policy {policy.ref.qualified} raises an error in every session that did not set {found}.",
                f"Write current_setting('{found}', true).",
            )
