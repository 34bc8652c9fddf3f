"""What lives on a relation: triggers, policies, rules, statistics objects."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.catalog.model import Policy, Rule, Statistics, Trigger
from trueup.plan import sql
from trueup.plan.kinds.base import EXCLUSIVE, SHARE_ROW, Kind, altered, made, step
from trueup.plan.kinds.names import attachment
from trueup.plan.node import Node
from trueup.plan.scope import Delta, Scope
from trueup.ref import ObjectRef
from trueup.step import Hazard, Step

_ENABLE = {"origin": "ENABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS", "disabled": "DISABLE"}


def _enabled(ref: ObjectRef, table: ObjectRef, word: str, state: str) -> str:
    kind = "TABLE" if table.kind in {"view", "materialized view"} else table.kind.upper()
    return f"ALTER {kind} {sql.name(table)} {_ENABLE[state]} {word} {sql.quote(ref.name[1])};"


def create_trigger(trigger: Trigger, scope: Scope) -> Sequence[Node]:
    """CREATE TRIGGER; a partition's copy comes with the partitioned table's."""
    if trigger.inherited:
        node = made(trigger, [])
        if trigger.enabled != "origin":
            node.steps = [
                step(_enabled(trigger.ref, trigger.table, "TRIGGER", trigger.enabled), trigger.ref, "its state")
            ]
        node.needs = _trigger_above(trigger, scope)
        return [node]
    statements = [f"{trigger.definition.rstrip(';')};"]
    if trigger.enabled != "origin":
        statements.append(_enabled(trigger.ref, trigger.table, "TRIGGER", trigger.enabled))
    return [made(trigger, statements)]


def _trigger_above(trigger: Trigger, scope: Scope) -> frozenset[ObjectRef]:
    table = scope.get(trigger.table)
    parent = getattr(table, "partition_of", None)
    if parent is None:
        return frozenset()
    return frozenset(
        {ObjectRef("trigger", parent.schema, (parent.name[0], trigger.ref.name[1])), attachment(trigger.table)}
    )


def alter_trigger(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """Its state in place; CREATE OR REPLACE (PostgreSQL 14) for the rest, so that no row slips past it."""
    new: Trigger = delta.new
    steps: list[Step] = []
    if not delta.fields <= {"enabled", "definition"}:
        if new.constraint or delta.old.constraint or new.inherited or delta.any("inherited"):
            return None
        head, _, rest = new.definition.partition(" ")
        text = f"{head} OR REPLACE {rest.rstrip(';')};"
        steps.append(step(text, new.ref, "what it does", lock=SHARE_ROW))
    if delta.any("enabled") or (steps and new.enabled != "origin"):
        text = _enabled(new.ref, new.table, "TRIGGER", new.enabled)
        steps.append(step(text, new.ref, f"it is {new.enabled}", lock=SHARE_ROW))
    return [altered(new.ref, steps)]


def drop_trigger(trigger: Trigger, scope: Scope) -> list[Step]:
    """DROP TRIGGER; a partition's copy goes with the partitioned table's."""
    if trigger.inherited:
        return []
    text = f"DROP TRIGGER {sql.quote(trigger.ref.name[1])} ON {sql.name(trigger.table)};"
    return [step(text, trigger.ref, "it is not wanted any more", lock=EXCLUSIVE)]


def create_policy(policy: Policy, scope: Scope) -> Sequence[Node]:
    """CREATE POLICY."""
    kind = "" if policy.permissive else " AS RESTRICTIVE"
    text = (
        f"CREATE POLICY {sql.quote(policy.ref.name[1])} ON {sql.name(policy.table)}{kind} "
        f"FOR {policy.command.upper()}{_policy_parts(policy)};"
    )
    node = made(policy, [text])
    node.steps = [step(text, policy.ref, "new policy", lock=EXCLUSIVE)]
    return [node]


def _policy_parts(policy: Policy) -> str:
    parts = f" TO {', '.join(map(sql.role, policy.roles))}"
    if policy.using is not None:
        parts += f" USING ({policy.using})"
    if policy.check is not None:
        parts += f" WITH CHECK ({policy.check})"
    return parts


def alter_policy(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """ALTER POLICY: no moment without it. Only another command or kind, or a lost expression, need a new one."""
    old, new = delta.old, delta.new
    lost = (old.using is not None and new.using is None) or (old.check is not None and new.check is None)
    if delta.any("command", "permissive") or lost:
        return None
    text = f"ALTER POLICY {sql.quote(new.ref.name[1])} ON {sql.name(new.table)}"
    if "roles" in delta:
        text += f" TO {', '.join(map(sql.role, new.roles))}"
    if "using" in delta:
        text += f" USING ({new.using})"
    if "check" in delta:
        text += f" WITH CHECK ({new.check})"
    return [altered(new.ref, [step(f"{text};", new.ref, "whom and what it lets through", lock=EXCLUSIVE)])]


def drop_policy(policy: Policy, scope: Scope) -> list[Step]:
    """DROP POLICY."""
    text = f"DROP POLICY {sql.quote(policy.ref.name[1])} ON {sql.name(policy.table)};"
    hazards = [] if policy.permissive else [Hazard.OPENS_ACCESS]
    return [step(text, policy.ref, "it is not wanted any more", lock=EXCLUSIVE, hazards=hazards)]


def create_rule(rule: Rule, scope: Scope) -> Sequence[Node]:
    """CREATE RULE."""
    statements = [f"{rule.definition.rstrip(';')};"]
    if rule.enabled != "origin":
        statements.append(_enabled(rule.ref, rule.table, "RULE", rule.enabled))
    return [made(rule, statements)]


def alter_rule(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """CREATE OR REPLACE RULE, and its state."""
    new: Rule = delta.new
    steps: list[Step] = []
    if not delta.fields <= {"enabled"}:
        head, _, rest = new.definition.partition(" ")
        steps.append(step(f"{head} OR REPLACE {rest.rstrip(';')};", new.ref, "what it does", lock=EXCLUSIVE))
    if "enabled" in delta:
        text = _enabled(new.ref, new.table, "RULE", new.enabled)
        steps.append(step(text, new.ref, f"it is {new.enabled}", lock=EXCLUSIVE))
    return [altered(new.ref, steps)]


def create_statistics(statistics: Statistics, scope: Scope) -> Sequence[Node]:
    """CREATE STATISTICS and its target."""
    texts = [f"{statistics.definition.rstrip(';')};"]
    if statistics.target is not None:
        texts.append(f"ALTER STATISTICS {sql.name(statistics.ref)} SET STATISTICS {statistics.target};")
    return [made(statistics, texts)]


def alter_statistics(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """Its target in place."""
    new: Statistics = delta.new
    if delta.fields != {"target"}:
        return None
    target = -1 if new.target is None else new.target
    text = f"ALTER STATISTICS {sql.name(new.ref)} SET STATISTICS {target};"
    return [altered(new.ref, [step(text, new.ref, "how much it samples")])]


TRIGGER = Kind(rank=50, create=create_trigger, alter=alter_trigger, drop=drop_trigger)
POLICY = Kind(rank=51, create=create_policy, alter=alter_policy, drop=drop_policy)
RULE = Kind(rank=52, create=create_rule, alter=alter_rule)
STATISTICS = Kind(rank=47, create=create_statistics, alter=alter_statistics)
