"""No index helps the column that a policy compares with the caller."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.performance._shared import first_columns
from trueup.rules.security._shared import expressions_of
from trueup.rules.trees import bare, shape_of

RULE = Rule(
    id="policy-column-without-index",
    title="No index helps the column that a policy compares with the caller",
    severity=Severity.REVIEW,
    area="performance",
    what="""
        Finds columns that the policies of a table compare with the caller's id (a call without arguments, in a
        sub-query or not) and that no index begins with.
    """,
    why="Each query of each user reads the whole table to find that user's rows.",
    fix="Create an index on the column.",
    example_platform="supabase",
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner uuid);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON notes USING ((SELECT auth.uid()) = owner); -- here
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner uuid);
        CREATE INDEX ON notes (owner);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON notes USING ((SELECT auth.uid()) = owner);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per table and column, at the first policy that compares it. Foreign keys have their own rule."""
    first = first_columns(context)
    keys = {(key.table, key.columns[0]) for key in context.constraints if key.type == "foreign key" and key.columns}
    told = set()
    for policy in context.policies:
        if policy.table not in context.tables_by_ref or policy.command == "insert":
            continue
        for expression in expressions_of(policy):
            for column in _compared(expression):
                key = (policy.table, column)
                known = context.column(policy.table, column) is not None
                if known and key not in told and column not in first.get(policy.table, ()) and key not in keys:
                    told.add(key)
                    yield context.finding(
                        RULE,
                        policy.ref,
                        f"no index begins with {policy.table.qualified}.{column}, which its policies compare"
                        " with the caller.",
                        f"CREATE INDEX ON {policy.table.qualified} ({column});",
                        subject=column,
                    )


def _compared(expression: str) -> Iterator[str]:
    """Columns on one side of `=` with the caller's id on the other."""
    for operator, left, right in shape_of(expression).comparisons:
        for column, other in ((bare(left), right), (bare(right), left)):
            if operator == "=" and column.WhichOneof("node") == "column_ref" and len(column.column_ref.fields) == 1:
                text = str(bare(other))
                if "column_ref" not in text and "func_call" in text:
                    yield column.column_ref.fields[0].string.sval
