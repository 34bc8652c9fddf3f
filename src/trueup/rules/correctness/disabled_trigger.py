"""A trigger is disabled."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="disabled-trigger",
    title="A trigger is disabled",
    severity=Severity.REVIEW,
    area="correctness",
    what="Finds triggers that are disabled.",
    why="It looks as if it did its work and never fires; often it was to be enabled again after a migration.",
    fix="Enable it, or drop it.",
    fix_safety="From then on it fires; rows that were written meanwhile were not seen by it.",
    bad="""
        CREATE TABLE posts (id bigint PRIMARY KEY);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER note BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION note(); -- here
        ALTER TABLE posts DISABLE TRIGGER note;
    """,
    good="""
        CREATE TABLE posts (id bigint PRIMARY KEY);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER note BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION note();
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per trigger."""
    for trigger in context.triggers:
        if trigger.enabled == "disabled":
            yield context.finding(
                RULE, trigger.ref, f"trigger {trigger.ref.qualified} is disabled.", "Enable it, or drop it."
            )
