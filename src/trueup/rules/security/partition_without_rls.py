"""A partition can be read past the policies of its parent."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.catalog.model import Grant, Table
from trueup.finding import Finding, Severity
from trueup.ref import ObjectRef
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.security._shared import enable_rls, exposed_relations
from trueup.step import Step

RULE = Rule(
    id="partition-without-rls",
    title="A partition can be read past the policies of its parent",
    severity=Severity.WARNING,
    area="security",
    what="""
        Finds partitions and child tables without row-level security whose parent has it, where a role other than their
        owner has a privilege on them.
    """,
    why="""
        A policy of the parent holds for queries that name the parent (manual, 5.9): whoever names the partition gets
        every row of it.
    """,
    fix="""
        Enable row-level security on each of them, or revoke the privileges: queries by way of the parent need none.
    """,
    fix_safety="""
        Queries by way of the parent give the same rows; whoever names the table itself needs a policy on it.
    """,
    bad="""
        CREATE TABLE events (id bigint, tenant integer) PARTITION BY LIST (tenant);
        ALTER TABLE events ENABLE ROW LEVEL SECURITY;
        CREATE TABLE events_1 PARTITION OF events FOR VALUES IN (1); -- here
        GRANT SELECT ON events, events_1 TO PUBLIC;
    """,
    good="""
        CREATE TABLE events (id bigint, tenant integer) PARTITION BY LIST (tenant);
        ALTER TABLE events ENABLE ROW LEVEL SECURITY;
        CREATE TABLE events_1 PARTITION OF events FOR VALUES IN (1);
        GRANT SELECT ON events TO PUBLIC;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per table; those that `rls-disabled` tells of are left to it."""
    reached: dict[ObjectRef, str] = {}
    for grant in context.catalog.of_kind("grant"):
        target = context.tables_by_ref.get(grant.target) if isinstance(grant, Grant) else None
        if isinstance(grant, Grant) and target is not None and grant.grantee != target.owner:
            reached.setdefault(grant.target, grant.grantee or "public")
    for table in context.tables:
        parent = next((p for p in _parents(context, table) if p.row_security), None)
        if parent is None or table.row_security or table.ref not in reached or _told_elsewhere(context, table):
            continue
        yield context.finding(
            RULE,
            table.ref,
            f"{table.ref.qualified} has no row-level security: {reached[table.ref]} reads there what the policies of"
            f" {parent.ref.qualified} hide.",
            "Enable row-level security on it, or revoke the privileges.",
            related=(parent.ref,),
        )


def _told_elsewhere(context: RuleContext, table: Table) -> bool:
    return context.database is not None and bool(exposed_relations(context, table.ref))


def _parents(context: RuleContext, table: Table) -> Iterator[Table]:
    """Its parents, and theirs."""
    for ref in (*table.inherits, *((table.partition_of,) if table.partition_of else ())):
        parent = context.tables_by_ref.get(ref)
        if parent:
            yield parent
            yield from _parents(context, parent)


def fix(finding: Finding, context: RuleContext) -> tuple[Step, ...]:
    """Turn row-level security on."""
    return enable_rls(finding)
