"""Which calls of a policy the planner makes anew for each row. The plan decides, not the text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

from trueup.catalog.model import Catalog, Policy
from trueup.ref import ObjectRef
from trueup.rules.trees import Call, shape_of

_VOLATILITIES = """
SELECT CASE WHEN n.nspname = 'pg_catalog' THEN p.proname ELSE n.nspname || '.' || p.proname END,
       max(p.provolatile::text)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.proname = ANY(%s) GROUP BY 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyCalls:
    """Calls in policies.

    Args:
        per_row: policy to the names of STABLE functions that are called for each row although nothing of the row goes
            in, so that once would do.
        volatility: function name to ``i``, ``s`` or ``v``, for every name that a policy calls.
        refused: policies whose plan could not be made, with the server's message.
    """

    per_row: Mapping[ObjectRef, tuple[str, ...]] = field(default_factory=dict)
    volatility: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[ObjectRef, str] = field(default_factory=dict)


def policy_calls(connection: psycopg.Connection[Any], catalog: Catalog) -> PolicyCalls:
    """Ask the planner about every policy with a call inside a sub-query; the others need no asking.

    A call outside every sub-query is evaluated for each row; one in a sub-query without FROM is an InitPlan (manual,
    section 62, and src/backend/optimizer/plan/subselect.c). In between lies what only the plan tells: whether an EXISTS
    became an InitPlan, a hashed SubPlan or one that runs for each row.
    """
    policies = [policy for policy in catalog.of_kind("policy") if isinstance(policy, Policy)]
    names = {call.name for policy in policies for _, call in _calls(policy)}
    found = connection.execute(_VOLATILITIES, ([name.rpartition(".")[2] for name in names],))
    volatility = dict(found.fetchall())
    per_row: dict[ObjectRef, tuple[str, ...]] = {}
    refused: dict[ObjectRef, str] = {}
    with connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL search_path = ''")
        for policy in policies:
            certain: list[str] = []
            unclear: dict[str, list[str]] = {}
            for expression, call in _calls(policy):
                if call.columns or call.once or volatility.get(call.name) != "s":
                    continue
                if call.nested:
                    unclear.setdefault(expression, []).append(call.name)
                else:
                    certain.append(call.name)
            for expression, inside in unclear.items():
                try:
                    with connection.transaction():
                        if _runs_per_row(connection, policy.table, expression, volatility):
                            certain += inside
                except psycopg.Error as error:
                    refused[policy.ref] = str(error).strip()
            if certain:
                per_row[policy.ref] = tuple(dict.fromkeys(certain))
    return PolicyCalls(per_row=per_row, volatility=volatility, refused=refused)


def _calls(policy: Policy) -> Iterator[tuple[str, Call]]:
    for expression in (policy.using, policy.check):
        if expression:
            for call in shape_of(expression).calls:
                yield expression, call


def _runs_per_row(
    connection: psycopg.Connection[Any], table: ObjectRef, expression: str, volatility: Mapping[str, str]
) -> bool:
    relation = sql.Identifier(table.schema, table.name[0]).as_string(None)
    query = f"EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) SELECT 1 FROM {relation} WHERE {expression}"
    row = connection.execute(query.encode()).fetchone()
    plans = json.loads(row[0]) if row and isinstance(row[0], str) else row[0] if row else []
    return any(_per_row_node(plan["Plan"], volatility) for plan in plans)


def _per_row_node(node: dict[str, Any], volatility: Mapping[str, str]) -> bool:
    """Whether this node, or a SubPlan that runs for each of its rows, makes a needless STABLE call."""
    filters = [str(node[key]) for key in ("Filter", "Join Filter", "One-Time Filter") if key in node]
    for text in filters:
        shape = shape_of(_parsable(text))
        for call in shape.calls:
            if not call.columns and (volatility.get(call.name) == "s" or call.name == "current_setting"):
                return True
    for child in node.get("Plans", ()):
        relation, name = child.get("Parent Relationship"), child.get("Subplan Name", "")
        hashed = any(f"hashed {name})" in text for text in filters)
        if relation == "InitPlan" or (relation == "SubPlan" and hashed):
            continue
        if _per_row_node(child, volatility):
            return True
    return False


def _parsable(text: str) -> str:
    """A plan's expression as the grammar takes it: ``(InitPlan 1).col1`` and its kin are names of their own."""
    for word in ("hashed SubPlan", "InitPlan", "SubPlan"):
        text = text.replace(f"{word} ", f"{word.replace(' ', '_')}_")
    return text
