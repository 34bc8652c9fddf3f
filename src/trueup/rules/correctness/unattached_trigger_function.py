"""A trigger function is attached to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="unattached-trigger-function",
    title="A trigger function is attached to nothing",
    severity=Severity.REVIEW,
    area="correctness",
    what="Finds functions that return `trigger` and that no trigger calls.",
    why="What it was written for doesn't happen: often its CREATE TRIGGER was forgotten, or failed.",
    fix="Create the trigger, or drop the function.",
    bad="""
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; -- here
    """,
    good="""
        CREATE TABLE posts (id bigint PRIMARY KEY);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER note BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION note();
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per function."""
    called = {trigger.function for trigger in context.triggers}
    for function in context.functions:
        theirs = function.ref.name[0].startswith("diesel_")  # diesel's own, which its helper attaches later
        if function.returns == "trigger" and function.ref not in called and not theirs:
            yield context.finding(
                RULE,
                function.ref,
                f"no trigger calls {function.ref.qualified}.",
                "Create the trigger, or drop the function.",
            )
