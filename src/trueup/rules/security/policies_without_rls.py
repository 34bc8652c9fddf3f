"""A table has policies, but row-level security is off."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.security._shared import enable_rls
from trueup.step import Step

RULE = Rule(
    id="policies-without-rls",
    title="A table has policies, but row-level security is off",
    severity=Severity.ERROR,
    area="security",
    splinter="0007",
    what="Finds tables with policies for which row-level security was never enabled.",
    why="""
        The policies do nothing: every role with a privilege on the table sees and changes all rows, while the
        schema looks protected.
    """,
    fix="Enable row-level security.",
    fix_safety="From then on the policies decide. Roles without a policy see no row.",
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner name); -- here
        CREATE POLICY own ON notes USING (owner = current_user);
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner name);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON notes USING (owner = current_user);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per table."""
    with_policies: dict[object, int] = {}
    for policy in context.policies:
        with_policies[policy.table] = with_policies.get(policy.table, 0) + 1
    for table in context.tables:
        count = with_policies.get(table.ref, 0)
        if count and not table.row_security:
            yield context.finding(
                RULE,
                table.ref,
                f"{table.ref.qualified} has {count} {'policy' if count == 1 else 'policies'}, but row-level security is"
                " off: they protect nothing.",
                "Enable row-level security on the table.",
            )


def fix(finding: Finding, context: RuleContext) -> tuple[Step, ...]:
    """Enable it."""
    return enable_rls(finding)
