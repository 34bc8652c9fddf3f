"""A table has row-level security and no policy."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.rules.security._shared import exposed_relations

RULE = Rule(
    id="rls-without-policy",
    title="A table has row-level security and no policy",
    severity=Severity.REVIEW,
    area="security",
    needs=(Need.SCRATCH,),
    platform="supabase",
    splinter="0008",
    what="Finds tables that the API serves, with row-level security and without any policy.",
    why="""
        The API's roles see no row and can write none, without an error. That may be meant: only the service role
        uses the table.
    """,
    fix="Write the policies, or revoke the privileges from the API's roles so that the intent shows.",
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY); -- here
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        REVOKE ALL ON notes FROM anon, authenticated;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per table; none for partitions, whose rows are reached through the partitioned table."""
    with_policies = {policy.table for policy in context.policies}
    for table in context.tables:
        bare = table.row_security and table.ref not in with_policies and table.partition_of is None
        if bare and exposed_relations(context, table.ref):
            yield context.finding(
                RULE,
                table.ref,
                f"{table.ref.qualified} has row-level security and no policy: the API's roles get no row and no error.",
                "Write a policy, or revoke the privileges if only the service role is to use it.",
            )
