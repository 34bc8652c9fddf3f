"""The policies of a table don't hold for its owner, who can log in."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.catalog.model import Grant
from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.sqltext import quote
from trueup.step import Step

RULE = Rule(
    id="owner-bypasses-rls",
    title="The policies of a table don't hold for its owner, who can log in",
    severity=Severity.REVIEW,
    area="security",
    what="""
        Finds tables with policies, without FORCE ROW LEVEL SECURITY, whose owner is a role that can log in and is
        neither a superuser nor one with BYPASSRLS, while no other role of the project may read the table: then the
        application most likely connects as the owner.
    """,
    why="A table's owner sees and changes all rows, whatever the policies say, unless they are forced (manual, 5.9).",
    fix="Force the policies, or let the application connect as a role that doesn't own the table.",
    fix_safety="The owner's own jobs then see only what the policies allow them.",
    example_setup="""
        DO $$ BEGIN
          IF to_regrole('example_app') IS NULL THEN CREATE ROLE example_app LOGIN; END IF;
        END $$;
        GRANT example_app TO postgres;
    """,
    bad="""
        CREATE SCHEMA app;
        GRANT ALL ON SCHEMA app TO example_app;
        CREATE TABLE app.notes (id bigint PRIMARY KEY, owner text); -- here
        ALTER TABLE app.notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON app.notes USING (owner = current_setting('app.user', true));
        ALTER TABLE app.notes OWNER TO example_app;
    """,
    good="""
        CREATE SCHEMA app;
        GRANT ALL ON SCHEMA app TO example_app;
        CREATE TABLE app.notes (id bigint PRIMARY KEY, owner text);
        ALTER TABLE app.notes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        CREATE POLICY own ON app.notes USING (owner = current_setting('app.user', true));
        ALTER TABLE app.notes OWNER TO example_app;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per table."""
    bound = {policy.table for policy in context.policies}
    grants = (grant for grant in context.catalog.of_kind("grant") if isinstance(grant, Grant))
    shared = {
        grant.target for grant in grants if grant.grantee not in {"", context.catalog.objects[grant.target].owner}
    }
    for table in context.tables:
        owner = context.catalog.roles.get(table.owner)
        if not table.row_security or table.force_row_security or table.ref not in bound or owner is None:
            continue
        if owner.superuser or owner.bypass_rls or not owner.login or table.owner == _stand_in(context):
            continue
        if table.ref not in shared:
            yield context.finding(
                RULE,
                table.ref,
                f"the policies of {table.ref.qualified} don't hold for {table.owner}, who owns it and can log in.",
                "Force row-level security, if the application connects as that role.",
            )


def _stand_in(context: RuleContext) -> str:
    """The role that owns what files make here; who owns it in production they don't say."""
    return context.database.server.replay_role if context.outcomes and context.database else ""


def fix(finding: Finding, context: RuleContext) -> tuple[Step, ...]:
    """Force the policies."""
    ref = finding.ref
    assert ref is not None
    sql = f"ALTER TABLE {quote.ref(ref)} FORCE ROW LEVEL SECURITY;"
    return (Step(sql=sql, reason="the policies hold for its owner too", ref=ref, lock="AccessExclusiveLock"),)
