"""IF NOT EXISTS skips a table that has other columns."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Evidence, Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.rules.reruns._shared import columns_made

RULE = Rule(
    id="skipped-difference",
    title="IF NOT EXISTS skips a table that has other columns",
    severity=Severity.WARNING,
    area="reruns",
    needs=(Need.TEXT,),
    what="""
        Finds CREATE TABLE IF NOT EXISTS that PostgreSQL skipped because the table was there, and whose columns are
        not all in that table.
    """,
    why="""
        PostgreSQL says so in a notice that nobody reads. The script looks as if the table had these columns, and
        what uses them fails later.
    """,
    fix="Add the columns with `ALTER TABLE ... ADD COLUMN IF NOT EXISTS`.",
    bad="""
        CREATE TABLE people (id bigint PRIMARY KEY);
        CREATE TABLE IF NOT EXISTS people (id bigint PRIMARY KEY, role text); -- here
    """,
    good="""
        CREATE TABLE people (id bigint PRIMARY KEY);
        ALTER TABLE people ADD COLUMN IF NOT EXISTS role text;
        CREATE TABLE IF NOT EXISTS people (id bigint PRIMARY KEY, role text);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per statement."""
    for outcome in context.outcomes:
        statement = outcome.statement
        if statement.kind != "CreateStmt" or not outcome.ok or outcome.created or not outcome.notices:
            continue
        name, columns = columns_made(statement.sql)
        tables = [t for t in context.tables if t.ref.name == (name[-1],) and (len(name) < 2 or t.ref.schema == name[0])]
        if len(tables) != 1:
            continue
        lacking = [column for column in columns if context.column(tables[0].ref, column) is None]
        if lacking:
            yield context.finding(
                RULE,
                tables[0].ref,
                f"{tables[0].ref.qualified} was there already, so this is skipped, and it has no {', '.join(lacking)}.",
                "Add the columns with ALTER TABLE ... ADD COLUMN IF NOT EXISTS.",
                origin=statement.origin,
                evidence=tuple(Evidence(kind="server", text=notice) for notice in outcome.notices),
                subject=" ".join(lacking),
            )
