"""What several rules about access ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trueup.catalog.model import Function, Policy
from trueup.finding import Finding
from trueup.ref import ObjectRef
from trueup.rules.context import RuleContext
from trueup.rules.trees import constant, shape_of, shape_of_query
from trueup.sqltext import quote
from trueup.step import Step

_WHO = ("auth.uid", "auth.jwt", "auth.role", "auth.email", "current_setting")


def exposed_relations(context: RuleContext, ref: ObjectRef, *, write: bool = True) -> tuple[str, ...]:
    """The API's roles that reach a relation through a schema that the API serves."""
    if ref.schema not in context.api_schemas:
        return ()
    privileges = context.facts.privileges
    roles = set(privileges.readers.get(ref, ()))
    if write:
        roles |= set(privileges.writers.get(ref, ()))
    return tuple(sorted(roles))


def roles_text(roles: tuple[str, ...]) -> str:
    """``anon and authenticated``."""
    return " and ".join(roles)


def expressions_of(policy: Policy) -> Iterator[str]:
    """Its USING and WITH CHECK, those that there are."""
    return (expression for expression in (policy.using, policy.check) if expression)


def binds_api(context: RuleContext, policy: Policy) -> bool:
    """Whether it holds for a role that others than the project's own services act as."""
    roles = context.catalog.roles
    return any(
        role == "public" or role not in roles or not (roles[role].bypass_rls or roles[role].superuser)
        for role in policy.roles
    )


def always_true(expression: str | None) -> bool:
    """Whether an expression is true for every row by its form alone: `true`, `1 = 1`, `true OR ...`."""
    return expression is not None and _true(shape_of(expression).tree)


def _true(node: Any) -> bool:
    if node is None or not hasattr(node, "WhichOneof"):
        return False
    match node.WhichOneof("node"):
        case "a_const" | "type_cast":
            return constant(node) == "true"
        case "bool_expr":
            parts = [_true(argument) for argument in node.bool_expr.args]
            kind = node.bool_expr.DESCRIPTOR.fields_by_name["boolop"].enum_type.values_by_number[node.bool_expr.boolop]
            return any(parts) if kind.name == "OR_EXPR" else all(parts) if kind.name == "AND_EXPR" else False
        case "a_expr":
            name = node.a_expr.name[0].string.sval if node.a_expr.name else ""
            left, right = constant(node.a_expr.lexpr), constant(node.a_expr.rexpr)
            return name == "=" and left is not None and left == right and left != "null"
    return False


def tables_behind(context: RuleContext, view: ObjectRef) -> tuple[ObjectRef, ...]:
    """The tables that a view reads, through other views with their owners' rights too."""
    found: dict[ObjectRef, None] = {}
    queue, seen = [view], {view}
    while queue:
        for ref in sorted(context.catalog.depends.get(queue.pop(), frozenset())):
            relation = _relation(context, ref)
            if relation is None or relation in seen:
                continue
            seen.add(relation)
            if relation.kind == "table":
                found[relation] = None
            else:
                queue.append(relation)
    return tuple(sorted(found))


def _relation(context: RuleContext, ref: ObjectRef) -> ObjectRef | None:
    if ref.kind in {"table", "view", "materialized view"}:
        return ref
    if ref.kind == "column":
        for kind in ("table", "view", "materialized view"):
            candidate = ObjectRef(kind, ref.schema, (ref.name[0],))
            if candidate in context.catalog.objects:
                return candidate
    return None


def callable_definers(context: RuleContext, role: str) -> Iterator[Function]:
    """SECURITY DEFINER functions that a role can call through the API and that don't ask who calls."""
    callers = context.facts.privileges.callers
    asking = context.shared("functions that ask who calls", _asking_functions)
    for function in context.functions:
        if not function.security_definer or function.ref.schema not in context.api_schemas:
            continue
        if function.returns in {"trigger", "event_trigger"} or role not in callers.get(function.ref, ()):
            continue
        if f"{function.ref.schema}.{function.ref.name[0]}" not in asking:
            yield function


def asks_who(context: RuleContext, query: str) -> bool:
    """Whether a view's query itself depends on the caller: by auth.uid() and its kin, or a function with them."""
    asking = context.shared("functions that ask who calls", _asking_functions)
    return any(call.name in _WHO or call.name in asking for call in shape_of_query(query).calls)


def _asking_functions(context: RuleContext) -> frozenset[str]:
    """Functions that name `auth.uid()` or its kin in their body, or call one that does."""
    bodies = {
        f"{function.ref.schema}.{function.ref.name[0]}": function.body or function.sql_body or ""
        for function in context.functions
    }
    asking = {name for name, body in bodies.items() if any(who in body for who in _WHO)}
    while True:
        calls = tuple(f"{name.rpartition('.')[2]}(" for name in sorted(asking))
        more = {name for name, body in bodies.items() if name not in asking and any(call in body for call in calls)}
        if not more:
            return frozenset(asking)
        asking |= more


def graphql_visible(context: RuleContext, role: str) -> Iterator[ObjectRef]:
    """Relations that pg_graphql shows to a role: it may read a column of them (pg_graphql, load_sql_context.sql)."""
    if context.database is None or "pg_graphql" not in context.facts.extensions:
        return
    own = {o.ref for o in context.catalog.of_kind("table", "view", "materialized view", "foreign table")}
    partitioned = {table.ref for table in context.tables if table.partitioned}
    for ref, roles in context.facts.privileges.readers.items():
        if role in roles and ref in own and ref not in partitioned:
            yield ref


def enable_rls(finding: Finding) -> tuple[Step, ...]:
    """The step that turns row-level security on for the finding's table."""
    ref = finding.ref
    assert ref is not None
    sql = f"ALTER TABLE {quote.ref(ref)} ENABLE ROW LEVEL SECURITY;"
    return (Step(sql=sql, reason="policies decide who sees what", ref=ref, lock="AccessExclusiveLock"),)
