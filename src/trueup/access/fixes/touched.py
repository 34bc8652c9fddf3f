"""Which accesses a fix may change, by what it changed in the server's own catalog."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import psycopg

from trueup.access.acting import Grants, Privileges
from trueup.access.fixes.called import asking
from trueup.access.reach import COMMANDS
from trueup.access.study import Study

Touched = dict[int, set[str]]  # by table's oid: the commands whose outcome may be another one

_COMMANDS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE", "*": "ALL"}
# What the transaction made or altered bears its number; what it dropped is not there any more.
_CHANGED = b"""
WITH now AS (SELECT pg_current_xact_id()::xid AS id)
SELECT jsonb_build_object(
  'policies', (SELECT coalesce(jsonb_agg(jsonb_build_array(oid::int8, polrelid::int8, polcmd, xmin = id)), '[]')
    FROM pg_policy, now),
  'classes', (SELECT coalesce(jsonb_agg(jsonb_build_array(oid::int8, relrowsecurity, relforcerowsecurity)), '[]')
    FROM pg_class, now WHERE xmin = id),
  'columns', (SELECT coalesce(jsonb_agg(DISTINCT attrelid::int8), '[]') FROM pg_attribute, now WHERE xmin = id),
  'functions', (SELECT coalesce(jsonb_agg(oid::int8), '[]') FROM pg_proc, now WHERE xmin = id),
  'elsewhere', EXISTS (SELECT FROM pg_trigger, now WHERE xmin = id)
    OR EXISTS (SELECT FROM pg_namespace, now WHERE xmin = id) OR EXISTS (SELECT FROM pg_rewrite, now WHERE xmin = id)
    OR EXISTS (SELECT FROM pg_constraint, now WHERE xmin = id) OR EXISTS (SELECT FROM pg_attrdef, now WHERE xmin = id)
    OR EXISTS (SELECT FROM pg_auth_members, now WHERE xmin = id))
"""


def touched(conn: psycopg.Connection[Any], study: Study, after: Grants) -> Touched | None:
    """By table, the commands whose outcome may differ from before the open transaction; None where any may.

    Args:
        conn: in the transaction in which the fix was applied.
        study: what was known before it.
        after: what the roles are granted now.
    """
    row = conn.execute(_CHANGED).fetchone()
    changed: dict[str, Any] = row[0] if row else {"elsewhere": True}
    asked = None if changed["elsewhere"] else asking(conn, study, changed["functions"])
    if asked is None:
        return None
    found: Touched = {}
    for relation, policy in asked:
        _add(found, relation.oid, policy.command)
    there = {oid for oid, *_ in changed["policies"]}
    for relation in study.schema.relations.values():
        for policy in relation.policies:
            if policy.oid not in there:
                _add(found, relation.oid, policy.command)
    for _, table, command, is_new in changed["policies"]:
        if is_new:
            _add(found, table, _COMMANDS[command])
    flags = {oid: (rls, force) for oid, rls, force in changed["classes"]}
    for oid in sorted({*flags, *changed["columns"]}):
        _by_privileges(study, after, oid, flags.get(oid), found)
    return _spread(study, found)


def _by_privileges(study: Study, after: Grants, oid: int, flags: tuple[bool, bool] | None, found: Touched) -> None:
    """Note the commands for which some role has other privileges now; all where it is something else that changed."""
    relation = study.schema.relations.get(oid)
    if relation is None:
        return
    roles = {a.principal.role for a in study.actors}
    pairs = [(study.grants.on(role, oid), after.on(role, oid)) for role in roles]
    other = {c for before, now in pairs for c in _differing(before, now)}
    if not other or flags not in (None, (relation.rls, relation.force)):
        other = {"ALL"}
    for command in other:
        _add(found, oid, command)


def _differing(before: Privileges, now: Privileges) -> Collection[str]:
    names = {
        "SELECT": ("select", "select_columns"),
        "INSERT": ("insert", "insert_columns", "truncate"),
        "UPDATE": ("update", "update_columns"),
        "DELETE": ("delete",),
    }
    return [c for c, fields in names.items() if any(getattr(before, f) != getattr(now, f) for f in fields)]


def _add(found: Touched, oid: int, command: str) -> None:
    """What is changed or deleted is read first, so that reading touches all of them."""
    commands = set(COMMANDS) if command in ("SELECT", "ALL") else {command} & set(COMMANDS)
    found.setdefault(oid, set()).update(commands)


def _spread(study: Study, found: Mapping[int, set[str]]) -> Touched:
    """With the tables whose policies read a table that is read otherwise now."""
    out: Touched = {oid: set(commands) for oid, commands in found.items()}
    todo = [oid for oid in sorted(out) if "SELECT" in out[oid]]
    seen = set(todo)
    influences = study.world.insight.influences
    while todo:
        oid = todo.pop(0)
        relation = study.schema.relations.get(oid)
        for other in study.dependents(relation) if relation is not None else ():
            for policy in other.policies:
                if oid in influences.get(policy.oid, ()):
                    _add(out, other.oid, policy.command)
            if "SELECT" in out.get(other.oid, ()) and other.oid not in seen:
                seen.add(other.oid)
                todo.append(other.oid)
    return out
