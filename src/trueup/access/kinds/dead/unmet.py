"""Policies whose condition nobody can meet: a role in the token that is no role of the database."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor, with_claim
from trueup.access.fixes.rewrite import ask_app_metadata
from trueup.access.study import Claim, Remedy, Study
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import policy_texts
from trueup.seeding.schema import Policy, Relation, literal

_ROLE_CALLS = frozenset({"role"})  # auth.role()


def find(study: Study) -> Iterator[Claim]:
    """Policies that ask for such a role, and hold for none of the principals on any row."""
    if study.platform != "supabase":
        return
    for relation in study.relations:
        for policy in relation.policies if relation.rls and relation.schema in study.exposed else ():
            claimed = asked_role(policy) if policy.permissive else set()
            asked = sorted(claimed - _roles(study)) if claimed else []
            if asked and _holds_for_nobody(study, relation, policy):
                yield _claim(study, relation, policy, asked)


def asked_role(policy: Policy) -> set[str]:
    """Values that the policy compares with the token's role."""
    found: set[str] = set()
    for text in policy_texts(policy):
        facts = expression_facts(text)
        found |= {value for path, value in facts.claims if path == ("role",)}
        for name in _ROLE_CALLS & facts.calls:
            found |= facts.given.get(name, set())
    return found


def _roles(study: Study) -> set[str]:
    known = study.running.query("SELECT coalesce(jsonb_agg(rolname), '[]') FROM pg_roles")
    return set(known or ())


def _holds_for_nobody(study: Study, relation: Relation, policy: Policy) -> bool:
    """Whether the server finds the condition true for no principal and no row; False where it can't be evaluated."""
    texts = policy_texts(policy)
    tasks = []
    for actor in study.actors:
        for text in texts:
            # The prober sees every row and takes the caller's claims only; where there is no row, none is asked about.
            sql = f"SELECT to_jsonb(coalesce(bool_or({text}), false)) FROM {relation.sql}"
            tasks.append(Task(actions=(Action(sql=sql, settings=actor.principal.settings, rows=True),)))
    results = [r[0] for r in study.running.run(tasks)]
    return bool(study.ground.rows.get(relation.oid)) and all(r.ok and r.value is False for r in results)


def _claim(study: Study, relation: Relation, policy: Policy, asked: list[str]) -> Claim:
    values = ", ".join(map(literal, asked))
    return Claim(
        rule="role-claim-never-set",
        severity=Severity.WARNING,
        ref=study.policy_ref(relation, policy),
        message=(
            f'The policy "{policy.name}" on {relation.ref.qualified} asks for the role {values} in the token, which '
            "nobody has: that claim holds the database role (anon, authenticated, service_role)."
        ),
        help="Keep roles of the application in app_metadata or in a table, and ask there.",
        related=(relation.ref,),
        catalog_evidence=f"pg_roles has no {values}; the condition is true for no principal on any row",
        remedies=tuple(r for r in ask_app_metadata(relation, policy, asked) if _lets_in(study, relation, policy, r)),
        tables=(relation.oid,),
    )


def _lets_in(study: Study, relation: Relation, policy: Policy, remedy: Remedy) -> bool:
    """Whether the mended policy is true of a row for a user whose app_metadata holds the role, tried with it."""
    actor = study.actor("A")
    return actor is not None and any(
        _gains(study, relation, policy, remedy, with_claim(actor, ("app_metadata", "role"), role))
        for role in sorted(asked_role(policy))
    )


def _gains(study: Study, relation: Relation, policy: Policy, remedy: Remedy, actor: Actor) -> bool:
    kind = "polqual" if policy.using else "polwithcheck"
    changed = [Action(sql=sql) for sql in remedy.statements]
    asked = f"SELECT to_jsonb(pg_get_expr({kind}, polrelid)) FROM pg_policy WHERE oid = {policy.oid}"
    text = study.running.run([Task(actions=(*changed, Action(sql=asked, rows=True)))])[0]
    if len(text) <= len(changed) or not text[-1].ok:
        return False
    true_of = f"SELECT to_jsonb(coalesce(bool_or({text[-1].value}), false)) FROM {relation.sql}"
    look = Action(sql=true_of, settings=actor.principal.settings, rows=True)
    result = study.running.run([Task(actions=(look,))])[0][0]
    return result.ok and result.value is True
