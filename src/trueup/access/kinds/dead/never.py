"""Policies that can never let anybody in: a condition that is never true, roles that nobody acts as."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import postgast

from trueup.access.fixes.remedies import policy_name
from trueup.access.study import Claim, Remedy, Study
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.schema import Policy, Relation, literal
from trueup.seeding.trees import name_of, strings, strip, walk

_EMAIL = ["auth", "email"]
_SAID = frozenset({"false", "(false)"})


def find(study: Study) -> Iterator[Claim]:
    """Claims about the policies of every exposed table that has row-level security."""
    tables = [r for r in study.relations if r.is_table and r.rls and not r.partition and r.schema in study.exposed]
    yield from _never_true(study, tables)
    yield from _for_nobody(study, tables)


def _never_true(study: Study, tables: list[Relation]) -> Iterator[Claim]:
    """The server's planner says so: it proves the condition false, by itself or by a check of the table."""
    asked = [(t, p, text) for t in tables for p in t.policies for text in _deciding(p)]
    asked += [(t, p, text) for t in tables for p in t.policies for text in _of_visitors(study, p)]
    tasks = [
        Task(
            actions=(
                Action(sql="SET LOCAL constraint_exclusion = on"),
                Action(sql=f"EXPLAIN (FORMAT JSON, COSTS OFF) SELECT FROM {t.sql} WHERE {text}", rows=True),
            )
        )
        for t, _, text in asked
    ]
    told: set[int] = set()
    for (table, policy, text), results in zip(asked, study.running.run(tasks), strict=True):
        if len(results) == 2 and results[1].ok and is_false(results[1].value) and policy.oid not in told:
            told.add(policy.oid)
            if text in _deciding(policy):
                yield _false_claim(study, table, policy, text)
            else:
                yield _visitors_claim(study, table, policy, text)


def _deciding(policy: Policy) -> list[str]:
    """The expressions without which it lets nothing through; none where it says that it is closed."""
    if not policy.permissive or policy.using in _SAID or policy.check in _SAID:
        return []
    return [text for text in (policy.using, policy.check) if text]


def _of_visitors(study: Study, policy: Policy) -> list[str]:
    """The expressions of a policy for anon alone, with what the caller's token does not have there as NULL."""
    if study.platform != "supabase" or policy.roles != ("anon",):
        return []
    found = [without_account(text) for text in _deciding(policy)]
    return [text for text in found if text is not None]


def without_account(expression: str) -> str | None:
    """The expression with NULL for auth.uid() and auth.email(); None where it asks for neither."""
    tree = postgast.parse("SELECT " + expression)
    found = False
    for node in walk(tree):
        call = strip(node) if name_of(node) == "Node" and node.ListFields() else None
        if call is None or name_of(call) != "FuncCall" or strings(call.funcname) not in (["auth", "uid"], _EMAIL):
            continue
        found = True
        kind = "uuid" if strings(call.funcname) != _EMAIL else "text"
        node.CopyFrom(postgast.parse(f"SELECT NULL::{kind}").stmts[0].stmt.select_stmt.target_list[0].res_target.val)
    return str(postgast.deparse(tree))[len("SELECT ") :] if found else None


def _visitors_claim(study: Study, table: Relation, policy: Policy, text: str) -> Claim:
    return Claim(
        rule="policy-never-true",
        severity=Severity.WARNING,
        ref=study.policy_ref(table, policy),
        message=(
            f'The policy "{policy.name}" on {table.ref.qualified} lets nobody in: it is for anon alone, and asks for '
            "the caller's account, which anon has none of (auth.uid() is null then)."
        ),
        help="Write the policy TO authenticated.",
        related=(table.ref,),
        catalog_evidence=f"EXPLAIN SELECT FROM {table.ref.qualified} WHERE {text}: One-Time Filter: false",
        remedies=(
            Remedy(
                title="Let it be for those who have an account",
                statements=(f"ALTER POLICY {policy_name(table, policy)} TO authenticated",),
            ),
        ),
        tables=(table.oid,),
    )


def is_false(plan: Any) -> bool:
    """Whether a plan is that of a condition which the planner proved false."""
    top = plan[0].get("Plan", {}) if isinstance(plan, list) and plan else {}
    return bool(top.get("Node Type") == "Result" and top.get("One-Time Filter") == "false")


def _false_claim(study: Study, table: Relation, policy: Policy, text: str) -> Claim:
    mended = {kind: with_null_tests(t) for kind, t in (("USING", policy.using), ("WITH CHECK", policy.check)) if t}
    changed = " ".join(f"{kind} ({new})" for kind, new in mended.items() if new is not None)
    remedies: tuple[Remedy, ...] = ()
    if changed:
        remedies = (
            Remedy(
                title="Ask IS NULL: nothing equals NULL",
                statements=(f"ALTER POLICY {policy_name(table, policy)} {changed}",),
            ),
        )
    return Claim(
        rule="policy-never-true",
        severity=Severity.WARNING,
        ref=study.policy_ref(table, policy),
        message=(
            f'The policy "{policy.name}" on {table.ref.qualified} lets nobody in: its condition is true for no row and '
            f"no caller ({text})."
        ),
        help="Write IS NULL for = NULL, and ask for values that the column can hold.",
        related=(table.ref,),
        catalog_evidence=f"EXPLAIN SELECT FROM {table.ref.qualified} WHERE {text}: One-Time Filter: false",
        remedies=remedies,
        tables=(table.oid,),
    )


def with_null_tests(expression: str) -> str | None:
    """The expression with `x = NULL` as `x IS NULL` and `x <> NULL` as `x IS NOT NULL`; None where there is neither."""
    tree = postgast.parse("SELECT " + expression)
    found = False
    for node in walk(tree):
        if name_of(node) != "Node" or node.WhichOneof("node") != "a_expr":
            continue
        operator = "".join(strings(node.a_expr.name)[-1:])
        sides = (node.a_expr.lexpr, node.a_expr.rexpr)
        empty = [_is_null(side) for side in sides]
        if operator not in ("=", "<>") or empty.count(True) != 1:
            continue
        found = True
        kept = type(node)()
        kept.CopyFrom(sides[empty.index(False)])
        node.null_test.arg.CopyFrom(kept)
        node.null_test.nulltesttype = 1 if operator == "=" else 2
    return str(postgast.deparse(tree))[len("SELECT ") :] if found else None


def _is_null(node: Any) -> bool:
    while node.WhichOneof("node") == "type_cast":
        node = node.type_cast.arg
    return bool(node.WhichOneof("node") == "a_const" and node.a_const.isnull)


def _for_nobody(study: Study, tables: list[Relation]) -> Iterator[Claim]:
    """On Supabase: roles that the API can't act as and that don't log in."""
    if study.platform != "supabase":
        return
    acting = _acting_roles(study)
    told = {c.ref for c in study.claims if c.rule == "policy-without-grant"}
    for table in tables:
        for policy in table.policies:
            known = study.policy_ref(table, policy) in told  # a grant would not help, but one finding is enough
            if policy.permissive and not known and not set(policy.roles) & acting:
                yield _nobody_claim(study, table, policy)


def _acting_roles(study: Study) -> set[str]:
    """Roles that log in, that a login role may act as, that the platform made, and PUBLIC."""
    sql = (
        "SELECT coalesce(jsonb_agg(DISTINCT r.rolname), '[]') FROM pg_roles r WHERE r.rolcanlogin OR r.rolsuper "
        "OR r.rolname ~ '^(pg|supabase)_' OR EXISTS (SELECT FROM pg_roles m WHERE m.rolcanlogin AND NOT m.rolsuper "
        "AND m.rolname NOT IN ('trueup_prober', 'postgres') AND pg_has_role(m.oid, r.oid, 'MEMBER'))"
    )
    return {"public", "service_role", "dashboard_user", *(study.running.query(sql) or ())}


def _nobody_claim(study: Study, table: Relation, policy: Policy) -> Claim:
    names = ", ".join(policy.roles)
    return Claim(
        rule="policy-without-grant",
        severity=Severity.WARNING,
        ref=study.policy_ref(table, policy),
        subject="role",
        message=(
            f'The policy "{policy.name}" on {table.ref.qualified} is for {names}, which no request acts as: the API '
            "acts as anon, authenticated or service_role, and the role does not log in."
        ),
        help="Write the policy for authenticated and ask for the application's role in a table or in app_metadata.",
        related=(table.ref,),
        catalog_evidence=f"authenticator is no member of {', '.join(map(literal, policy.roles))}, which can't log in",
        tables=(table.oid,),
    )
