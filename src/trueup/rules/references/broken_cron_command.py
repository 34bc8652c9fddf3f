"""A scheduled command names what is not there."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Evidence, Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule

RULE = Rule(
    id="broken-cron-command",
    title="A scheduled command names what is not there",
    severity=Severity.ERROR,
    area="references",
    needs=(Need.SCRATCH,),
    example_platform="supabase",
    what="""
        Has the server analyse the commands that pg_cron holds, as far as they are queries, and reports what it
        doesn't find.
    """,
    why="pg_cron takes any text; the job then fails each time that it runs, and only its log says so.",
    fix="Name what is meant in the command, and schedule it again under the same name.",
    bad="""
        CREATE EXTENSION IF NOT EXISTS pg_cron;
        CREATE TABLE sessions (id bigint PRIMARY KEY, at timestamptz);
        SELECT cron.schedule('sweep', '0 3 * * *', 'DELETE FROM session WHERE at < now()'); -- here
    """,
    good="""
        CREATE EXTENSION IF NOT EXISTS pg_cron;
        CREATE TABLE sessions (id bigint PRIMARY KEY, at timestamptz);
        SELECT cron.schedule('sweep', '0 3 * * *', 'DELETE FROM sessions WHERE at < now()');
        SELECT cron.schedule('vacuum', '0 4 * * *', 'VACUUM sessions');
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per command."""
    for name, command, state, message in context.facts.broken_cron_commands:
        statement = next((o.statement for o in context.outcomes if o.ok and command in o.statement.sql), None)
        yield context.finding(
            RULE,
            None,
            f"the scheduled command {name} fails each time that it runs: {message}.",
            "Schedule it again with the name that is meant.",
            origin=statement.origin if statement else None,
            evidence=(Evidence(kind="server", text=message, sqlstate=state),),
            subject=f"{name} {message}",
        )
