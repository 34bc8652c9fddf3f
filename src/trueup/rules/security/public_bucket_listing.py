"""The files of a public bucket can be listed by everybody."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.rules.security._shared import always_true, binds_api
from trueup.rules.trees import constant, shape_of

RULE = Rule(
    id="public-bucket-listing",
    title="The files of a public bucket can be listed by everybody",
    severity=Severity.WARNING,
    area="security",
    needs=(Need.SCRATCH,),
    platform="supabase",
    splinter="0025",
    what="""
        Finds public storage buckets for which a permissive SELECT policy on `storage.objects` asks for nothing but
        the bucket.
    """,
    why="""
        A public bucket serves its files by their address without any policy; the policy only adds that everybody
        can list all names.
    """,
    fix="Drop the policy, or limit it to the caller's own folder.",
    bad="""
        INSERT INTO storage.buckets (id, name, public) VALUES ('avatars', 'avatars', true);
        CREATE POLICY read_avatars ON storage.objects FOR SELECT USING (bucket_id = 'avatars'); -- here
    """,
    good="""
        INSERT INTO storage.buckets (id, name, public) VALUES ('avatars', 'avatars', true);
        CREATE POLICY own_avatars ON storage.objects FOR SELECT
          USING (bucket_id = 'avatars' AND (storage.foldername(name))[1] = (SELECT auth.uid())::text);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per policy and bucket."""
    live = context.statistics.public_buckets if context.statistics else None
    buckets = context.facts.public_buckets | frozenset(live or ())
    for policy in context.policies:
        on_objects = (policy.table.schema, policy.table.name[0]) == ("storage", "objects")
        if not on_objects or policy.command not in {"select", "all"} or not policy.permissive or not policy.using:
            continue
        for bucket in sorted(buckets):
            if binds_api(context, policy) and (always_true(policy.using) or _asks_only_for(policy.using, bucket)):
                yield context.finding(
                    RULE,
                    policy.ref,
                    f"policy {policy.ref.qualified} lets everybody list all files of the public bucket {bucket}.",
                    "Drop it: a public bucket serves its files without a policy.",
                    subject=bucket,
                )


def _asks_only_for(expression: str, bucket: str) -> bool:
    shape = shape_of(expression)
    if len(shape.comparisons) != 1 or shape.calls or [c[-1] for c in shape.columns] != ["bucket_id"]:
        return False
    operator, left, right = shape.comparisons[0]
    return operator == "=" and bucket in {constant(left), constant(right)}
