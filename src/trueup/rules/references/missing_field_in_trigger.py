"""A trigger function reads or sets a column that its table does not have."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.bodies.problems import findings
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule

RULE = Rule(
    id="missing-field-in-trigger",
    title="A trigger function reads or sets a column that its table does not have",
    severity=Severity.ERROR,
    area="references",
    needs=(Need.SCRATCH,),
    what="""
        Checks each trigger function against each table that it is attached to: every field of `NEW` and `OLD` has
        to be a column of that table. A field that stands under a condition on `TG_TABLE_NAME` or its kin has to be
        one of some table.
    """,
    why="Every INSERT, UPDATE or DELETE that fires the trigger fails, so nobody can write to the table.",
    fix="Name the column that is meant, add it to the table, or drop the trigger from that table.",
    bad="""
        CREATE TABLE posts (id bigint PRIMARY KEY, title text);
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          NEW.updated_at := now(); -- here
          RETURN NEW;
        END $$;
        CREATE TRIGGER touch BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION touch();
    """,
    good="""
        CREATE TABLE posts (id bigint PRIMARY KEY, title text, updated_at timestamptz);
        CREATE TABLE tags (id bigint PRIMARY KEY);
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_TABLE_NAME = 'posts' THEN
            NEW.updated_at := now();
          END IF;
          RETURN NEW;
        END $$;
        CREATE TRIGGER touch BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION touch();
        CREATE TRIGGER touch BEFORE UPDATE ON tags FOR EACH ROW EXECUTE FUNCTION touch();
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per place in a body."""
    return findings(context, RULE, "field")
