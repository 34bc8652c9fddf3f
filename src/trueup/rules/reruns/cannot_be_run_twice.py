"""A script that is meant to be run again has a statement that fails the second time."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.rules.reruns._shared import describe, is_guarded, rerunnable_units

RULE = Rule(
    id="cannot-be-run-twice",
    title="A script that is meant to be run again has a statement that fails the second time",
    severity=Severity.REVIEW,
    area="reruns",
    needs=(Need.TEXT,),
    what="""
        Finds CREATE POLICY, TRIGGER, TYPE, INDEX, TABLE, FUNCTION and ADD CONSTRAINT without OR REPLACE, IF NOT
        EXISTS or a DROP ... IF EXISTS before it, in a file that elsewhere says IF NOT EXISTS or OR REPLACE, and so
        is meant to be run again. Files that begin with a number are migrations, which a tool runs once, and are
        left out.
    """,
    why="""
        The second run stops there, after the statements before it were carried out: the tables have their guards,
        and the policies after them are never made.
    """,
    fix="Put `DROP ... IF EXISTS` before it. `CREATE POLICY IF NOT EXISTS` is no PostgreSQL syntax.",
    bad="""
        CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, owner name);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON notes USING (owner = current_user); -- here
    """,
    good="""
        CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, owner name);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        DROP POLICY IF EXISTS own ON notes;
        CREATE POLICY own ON notes USING (owner = current_user);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per statement."""
    for unit in rerunnable_units(context):
        dropped: set[str] = set()
        for statement in unit.statements:
            what = describe(statement.sql)
            if what is None:
                continue
            if what.drops:
                dropped |= set(what.drops)
            elif what.makes and not is_guarded(what, dropped):
                yield context.finding(
                    RULE,
                    statement.target,
                    f"{what.makes} fails when {statement.origin.file} is run again, although the file is meant to be.",
                    what.help,
                    origin=statement.origin,
                    subject=what.makes,
                )
