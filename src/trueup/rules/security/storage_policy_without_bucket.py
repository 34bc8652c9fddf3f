"""A storage policy is not limited to a bucket."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.security._shared import binds_api, expressions_of
from trueup.rules.trees import shape_of

RULE = Rule(
    id="storage-policy-without-bucket",
    title="A storage policy is not limited to a bucket",
    severity=Severity.WARNING,
    area="security",
    platform="supabase",
    what="""
        Finds permissive policies on `storage.objects` that neither read `bucket_id` nor `owner`/`owner_id`, nor
        call a function.
    """,
    why="It holds for every bucket of the project, those that are made later too.",
    fix="Add `bucket_id = '...'` to its condition.",
    bad="""
        CREATE POLICY uploads ON storage.objects FOR INSERT TO authenticated WITH CHECK (name IS NOT NULL); -- here
    """,
    good="""
        CREATE POLICY uploads ON storage.objects FOR INSERT TO authenticated WITH CHECK (bucket_id = 'avatars');
    """,
)
_BINDING = {"bucket_id", "owner", "owner_id"}


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per policy."""
    for policy in context.policies:
        if (policy.table.schema, policy.table.name[0]) != ("storage", "objects") or not policy.permissive:
            continue
        shapes = [shape_of(expression) for expression in expressions_of(policy)]
        bound = any(column[-1] in _BINDING for shape in shapes for column in shape.columns)
        if not bound and binds_api(context, policy) and not any(_asks_elsewhere(shape.calls) for shape in shapes):
            yield context.finding(
                RULE,
                policy.ref,
                f"policy {policy.ref.qualified} holds for every bucket of the project.",
                "Limit it with bucket_id = '...'.",
            )


def _asks_elsewhere(calls: object) -> bool:
    """Whether a function of the project's own decides."""
    return any(not c.name.startswith(("auth.", "storage.")) and "." in c.name for c in calls)  # type: ignore[attr-defined]
