"""A condition compares with NULL by an operator."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.ref import ObjectRef
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.security._shared import expressions_of
from trueup.rules.trees import constant, shape_of

RULE = Rule(
    id="null-comparison",
    title="A condition compares with NULL by an operator",
    severity=Severity.WARNING,
    area="correctness",
    what="""
        Finds `= NULL` and `<> NULL` in policies, CHECK constraints, partial indexes and the conditions of triggers.
    """,
    why="""
        The result is NULL whatever the value is: a policy then lets nobody in, a CHECK never refuses, a partial
        index is empty.
    """,
    fix="Write IS NULL or IS NOT NULL.",
    bad="""
        CREATE TABLE items (id bigint PRIMARY KEY, price numeric, CHECK (price <> NULL)); -- here
    """,
    good="""
        CREATE TABLE items (id bigint PRIMARY KEY, price numeric, CHECK (price IS NOT NULL));
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per object."""
    for ref, expression in _conditions(context):
        if "NULL" in expression and any(
            operator in {"=", "<>"} and "null" in {constant(left), constant(right)}
            for operator, left, right in shape_of(expression).comparisons
        ):
            yield context.finding(
                RULE, ref, f"{ref} compares with NULL by an operator, which is never true.", "Write IS NULL."
            )


def _conditions(context: RuleContext) -> Iterator[tuple[ObjectRef, str]]:
    for constraint in context.constraints:
        if constraint.expression:
            yield constraint.ref, constraint.expression
    for policy in context.policies:
        for expression in expressions_of(policy):
            yield policy.ref, expression
    for index in context.indexes:
        if index.predicate:
            yield index.ref, index.predicate
    for trigger in context.triggers:
        if trigger.condition:
            yield trigger.ref, trigger.condition
