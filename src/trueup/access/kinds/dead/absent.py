"""Policies that read a claim which no token has of itself: `auth.jwt() ->> 'user_id'`."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.study import Claim, Study
from trueup.finding import Severity
from trueup.seeding.bodies import body_queries
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import policy_texts, reachable_routines
from trueup.seeding.schema import Policy, Relation, Routine, literal
from trueup.seeding.tokens import SENT, token_path, token_paths

# Supabase's reference of JWT claims: required, optional and special ones.
_TOKEN = "iss aud exp iat nbf jti sub role aal amr session_id email phone is_anonymous app_metadata user_metadata ref"
_ISSUED = frozenset(_TOKEN.split())


def find(study: Study) -> Iterator[Claim]:
    """One claim for each name that is read and that nothing in the schema puts into the token."""
    if study.platform != "supabase":
        return
    hooks = [r for r in study.schema.routines.values() if is_hook(r)]
    readers: dict[str, list[tuple[Relation, Policy]]] = {}
    for relation in study.relations:
        for policy in relation.policies if relation.rls and relation.schema in study.exposed else ():
            for name in sorted({path[0] for path in _read(study, policy)} - _ISSUED - SENT):
                if policy.permissive and not any(literal(name) in r.body or name + "}" in r.body for r in hooks):
                    readers.setdefault(name, []).append((relation, policy))
    for name, of in sorted(readers.items()):
        yield _claim(study, name, of)


def is_hook(routine: Routine) -> bool:
    """Whether it may be an access-token hook: it takes the event and gives it back."""
    return routine.returns in ("json", "jsonb") and routine.type_names in (("jsonb",), ("json",))


def _read(study: Study, policy: Policy) -> frozenset[tuple[str, ...]]:
    """Paths into the token that a policy reads, itself or in the schema's functions."""
    found = [token_paths("SELECT " + text) for text in policy_texts(policy)]
    for oid in reachable_routines(study.schema, frozenset(policy.functions)):
        routine = study.schema.routines[oid]
        queries = body_queries(routine.body) if routine.language == "plpgsql" else [routine.body]
        found += [token_paths(text) for text in queries if routine.schema != "auth"]
    return frozenset().union(*found)


def _claim(study: Study, name: str, of: list[tuple[Relation, Policy]]) -> Claim:
    relation, policy = of[0]
    means_user = any(_is_users(study, table, p, name) for table, p in of)
    tables = ", ".join(sorted({table.ref.qualified for table, _ in of})[:5])
    message = (
        f"Policies on {tables} read the claim {name} of the token, which tokens of Supabase Auth do not have: unless a "
        "custom access-token hook or another issuer adds it, it is NULL, and what asks for it holds for nobody."
    )
    if means_user:
        message += " The user's id is the claim sub, which auth.uid() gives."
    return Claim(
        rule="claim-not-in-token",
        severity=Severity.WARNING if means_user else Severity.REVIEW,
        ref=study.policy_ref(relation, policy),
        subject=name,
        message=message,
        help="Read auth.uid() for the user, app_metadata for the rest, or add the claim in a hook.",
        related=tuple(dict.fromkeys((*(t.ref for t, _ in of), *(study.policy_ref(t, p) for t, p in of)))),
        catalog_evidence=f"a token has {', '.join(sorted(_ISSUED))}; no function of the schema adds {name}",
        tables=tuple(sorted({t.oid for t, _ in of})),
    )


def _is_users(study: Study, relation: Relation, policy: Policy, name: str) -> bool:
    """Whether the claim is compared with a column that refers to the users."""
    users = study.schema.named("auth", "users")
    for text in policy_texts(policy):
        for (_, column), caller in expression_facts(text).callers:
            if token_path(caller) == (name,) and users is not None:
                targets = [fk.target for fk in relation.foreign_keys if fk.columns == (column,)]
                if users.oid in targets:
                    return True
    return False
