"""A scheduled command names what is not there."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.bodies.problems import findings
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
        Has the server analyse the commands that pg_cron holds, DO blocks and calls of procedures too, and reports
        what it doesn't find or refuses.
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
    """One finding per place in a command."""
    return findings(context, RULE, "command")
