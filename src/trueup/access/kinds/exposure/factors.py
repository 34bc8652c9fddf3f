"""Second factors that open instead of close: a permissive policy that asks for `aal2`, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor, with_claim
from trueup.access.fixes.remedies import policy_name
from trueup.access.proofs import Line
from trueup.access.study import Claim, Remedy, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Task
from trueup.seeding.insight import policy_texts
from trueup.seeding.schema import Policy, Relation, quote
from trueup.seeding.tokens import token_paths

_LEVEL = ("aal",)  # the authenticator assurance level, which every user can raise to aal2


def find(study: Study) -> Iterator[Claim]:
    """Tables of which a user with a second factor reads rows of others that are hidden without."""
    stranger = study.actor("stranger")
    if study.platform != "supabase" or stranger is None:
        return
    raised = with_claim(stranger, _LEVEL, "aal2")
    for relation in study.relations:
        policies = [p for p in study.applying(relation, "SELECT", stranger) if p.permissive and _asks(p)]
        if policies and relation.is_table and relation.schema in study.exposed:
            yield from _opened(study, relation, policies, stranger, raised)


def _asks(policy: Policy) -> bool:
    return any(_LEVEL in token_paths("SELECT " + text) for text in policy_texts(policy))


def _opened(
    study: Study, relation: Relation, policies: list[Policy], stranger: Actor, raised: Actor
) -> Iterator[Claim]:
    before = study.reach(stranger).of(relation.oid, "SELECT")
    hidden = [
        r for r in study.ground.rows.get(relation.oid, ()) if r.id not in before and study.is_anothers(r, stranger)
    ]
    sql = f"SELECT jsonb_agg(t.tableoid::int8::text || t.ctid::text) FROM {relation.sql} t"
    found = study.running.run([Task(actions=(study.action(raised, sql, rows=True),))])[0][0] if hidden else None
    seen = set(found.value or ()) if found is not None and found.ok else set()
    row = next((r for r in hidden if r.id in seen), None)
    if row is None:
        return
    policy = policies[0]
    message = (
        f"Any user with a second factor reads rows of {relation.ref.qualified} that belong to others: the policy "
        f'"{policy.name}" asks for aal2 and is permissive, so that it is enough by itself.'
    )
    sql = f"SELECT count(*) FROM {relation.sql} WHERE {where_is(relation, row)}"
    yield Claim(
        rule="second-factor-opens",
        severity=Severity.ERROR,
        ref=relation.ref,
        subject=policy.name,
        message=message,
        help="Make the policy AS RESTRICTIVE: it is then asked besides the others.",
        related=(study.policy_ref(relation, policy),),
        proof=study.proof(
            message,
            raised,
            [relation.oid],
            [Line(sql=sql, value="1", comment="Another's row, with the second factor.")],
        ),
        remedies=(
            restrictive(
                relation,
                policy,
                "Ask for the second factor besides",
                "Users without a second factor read nothing then.",
            ),
        ),
        tables=(relation.oid,),
    )


def restrictive(relation: Relation, policy: Policy, title: str, note: str) -> Remedy:
    """The same policy, asked besides: whether a policy is restrictive can't be altered."""
    roles = ", ".join("PUBLIC" if r == "public" else quote(r) for r in policy.roles)
    parts = [f"CREATE POLICY {policy_name(relation, policy)} AS RESTRICTIVE FOR {policy.command} TO {roles}"]
    parts += [f"USING ({policy.using})"] if policy.using else []
    parts += [f"WITH CHECK ({policy.check})"] if policy.check else []
    return Remedy(
        title=title,
        statements=(f"DROP POLICY {policy_name(relation, policy)}", " ".join(parts)),
        note=note,
    )
