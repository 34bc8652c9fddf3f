"""Two indexes are the same."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.performance._shared import index_key
from trueup.sqltext import quote
from trueup.step import Step

RULE = Rule(
    id="duplicate-index",
    title="Two indexes are the same",
    severity=Severity.WARNING,
    area="performance",
    splinter="0009",
    what="""
        Finds indexes of one table that are equal in everything but their name: columns, expressions, order,
        operator classes, predicate. Of a key's index and a plain one the plain one is reported.
    """,
    why="Each write keeps both up to date, and no query is faster for the second.",
    fix="Drop one of them.",
    fix_safety="The other one serves the same queries.",
    bad="""
        CREATE TABLE people (id bigint PRIMARY KEY, email text);
        CREATE INDEX people_email ON people (email);
        CREATE INDEX people_email_again ON people (email); -- here
    """,
    good="""
        CREATE TABLE people (id bigint PRIMARY KEY, email text);
        CREATE INDEX people_email ON people (email);
        CREATE INDEX people_email_lower ON people (lower(email));
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per index that another one equals."""
    first: dict[object, object] = {}
    ordered = sorted(context.indexes, key=lambda i: (i.constraint is None, not i.unique, i.ref))
    for index in ordered:
        key = index_key(index)
        if key in first and index.constraint is None and index.attached_to is None:
            yield context.finding(
                RULE,
                index.ref,
                f"index {index.ref.qualified} is the same as {first[key]}: each write pays for both.",
                "Drop one of them.",
                related=(index.table,),
            )
        first.setdefault(key, index.ref.qualified)


def fix(finding: Finding, context: RuleContext) -> tuple[Step, ...]:
    """Drop it."""
    ref = finding.ref
    assert ref is not None
    return (
        Step(sql=f"DROP INDEX {quote.ref(ref)};", reason="the other one serves", ref=ref, lock="AccessExclusiveLock"),
    )
