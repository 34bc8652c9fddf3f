"""A realtime policy is not limited to a topic."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.security._shared import expressions_of
from trueup.rules.trees import shape_of

RULE = Rule(
    id="realtime-policy-without-topic",
    title="A realtime policy is not limited to a topic",
    severity=Severity.WARNING,
    area="security",
    platform="supabase",
    what="""
        Finds permissive policies on `realtime.messages` that ask for neither `realtime.topic()` nor a column of the
        message.
    """,
    why="Whoever passes it can listen to (or send on) every private channel of the project.",
    fix="Compare `(SELECT realtime.topic())` with what the caller may join.",
    bad="""
        CREATE POLICY listen ON realtime.messages FOR SELECT TO authenticated USING (auth.uid() IS NOT NULL); -- here
    """,
    good="""
        CREATE POLICY listen ON realtime.messages FOR SELECT TO authenticated
          USING ((SELECT realtime.topic()) = 'user:' || (SELECT auth.uid())::text);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per policy."""
    for policy in context.policies:
        if (policy.table.schema, policy.table.name[0]) != ("realtime", "messages") or not policy.permissive:
            continue
        shapes = [shape_of(expression) for expression in expressions_of(policy)]
        bound = any(
            any(shape.calls_to("realtime.topic")) or "topic" in {c[-1] for c in shape.columns} for shape in shapes
        )
        if not bound:
            yield context.finding(
                RULE,
                policy.ref,
                f"policy {policy.ref.qualified} holds for every topic: private channels are open to all whom"
                " it lets in.",
                "Compare (SELECT realtime.topic()) with what the caller may join.",
            )
