"""A message queue that the API serves has no row-level security."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule

RULE = Rule(
    id="queue-without-rls",
    title="A message queue that the API serves has no row-level security",
    severity=Severity.ERROR,
    area="security",
    needs=(Need.SCRATCH,),
    platform="supabase",
    splinter="0019",
    what="""
        Finds queue tables of pgmq without row-level security that the API's roles may read, where the API serves
        `pgmq_public`.
    """,
    why="Whoever has the project's public key can read and take messages from the queue.",
    fix="Enable row-level security on the queue's table.",
    bad="""
        CREATE SCHEMA pgmq;
        GRANT USAGE ON SCHEMA pgmq TO authenticated;
        CREATE SCHEMA pgmq_public;
        CREATE FUNCTION pgmq_public.pop(queue_name text) RETURNS int LANGUAGE sql AS 'SELECT 1';
        GRANT USAGE ON SCHEMA pgmq_public TO authenticated;
        CREATE TABLE pgmq.q_jobs (msg_id bigint PRIMARY KEY); -- here
        GRANT SELECT ON pgmq.q_jobs TO authenticated;
    """,
    good="""
        CREATE SCHEMA pgmq;
        GRANT USAGE ON SCHEMA pgmq TO authenticated;
        CREATE TABLE pgmq.q_jobs (msg_id bigint PRIMARY KEY);
        ALTER TABLE pgmq.q_jobs ENABLE ROW LEVEL SECURITY;
        GRANT SELECT ON pgmq.q_jobs TO authenticated;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per queue."""
    if not any(ref.schema == "pgmq_public" for ref in context.catalog.objects):
        return
    for table in context.tables:
        queue = table.ref.schema == "pgmq" and table.ref.name[0].startswith("q_")
        if queue and not table.row_security and context.facts.privileges.readers.get(table.ref):
            yield context.finding(
                RULE,
                table.ref,
                f"queue {table.ref.name[0][2:]} has row-level security off: its messages can be read through the API.",
                f"Enable row-level security on {table.ref.qualified}.",
            )
