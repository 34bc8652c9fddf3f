"""A table has restrictive policies only."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.ref import ObjectRef
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.trees import is_constant

RULE = Rule(
    id="only-restrictive-policies",
    title="A table has restrictive policies only",
    severity=Severity.WARNING,
    area="security",
    what="""
        Finds tables with row-level security that have restrictive policies and no permissive one; those that a policy
        with `USING (false)` shuts on purpose apart.
    """,
    why="""
        Restrictive policies only narrow what permissive ones allow (manual, CREATE POLICY): without a permissive
        one nobody gets a row.
    """,
    fix="Add a permissive policy for what is to be allowed.",
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY, tenant integer);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY same_tenant ON notes AS RESTRICTIVE USING (tenant = 1); -- here
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY, tenant integer);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY same_tenant ON notes AS RESTRICTIVE USING (tenant = 1);
        CREATE POLICY everyone ON notes FOR SELECT USING (true);
        CREATE TABLE shut (id bigint PRIMARY KEY);
        ALTER TABLE shut ENABLE ROW LEVEL SECURITY;
        CREATE POLICY nobody ON shut AS RESTRICTIVE USING (false);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per table, at its first restrictive policy."""
    permissive = {policy.table for policy in context.policies if policy.permissive}
    shut = {policy.table for policy in context.policies if not policy.permissive and is_constant(policy.using, "false")}
    told: set[ObjectRef] = set()
    for policy in context.policies:
        if policy.table in permissive | shut | told or policy.permissive:
            continue
        table = context.tables_by_ref.get(policy.table)
        if table and table.row_security:
            told.add(policy.table)
            yield context.finding(
                RULE,
                policy.ref,
                f"{policy.table.qualified} has only restrictive policies, so nobody whom they bind gets any row.",
                "Add a permissive policy for what is to be allowed.",
            )
