"""Rows that name no person and that only an office may write: whether a call wrote them for whoever sent it."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.access import sensitive
from trueup.access.acting import Actor
from trueup.access.arguments import Call
from trueup.access.ground import Row
from trueup.access.kinds.bypass.routines import asks_who
from trueup.access.study import Study
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation


def kept_for_office(study: Study, actor: Actor, call: Call, table: Relation, row: Row, command: str) -> bool:
    """Whether policies let the privileged write the row and the actor not, and the function asks nothing of its caller.

    Who knows a code that is the row's own may be let in by it: a form to cancel, a confirmation by mail.
    """
    office = study.actor("privileged")
    if office is None or actor.person not in ("", "n") or not call.arguments or table.schema not in study.exposed:
        return False
    if study.ground.owner_columns.get(table.oid) or table.oid in study.ground.through:
        return False
    if row.id not in study.reach(office).of(table.oid, command) or asks_who(study, call.routine):
        return False
    return not any(_is_code(table, name) and _holds(call, table, row.values, name) for name in table.columns)


def is_given(call: Call, row: Row, now: Mapping[str, object], name: str) -> bool:
    """Whether a value was there, and is what the caller gave now."""
    before, after = row.values.get(name), now.get(name)
    return before is not None and after is not None and str(after) in " ".join(call.arguments)


def _is_code(table: Relation, name: str) -> bool:
    """Whether to know the value is to be let in."""
    unique = any(u.columns == (name,) and not u.primary for u in table.uniques)
    key = name in table.primary_key and not table.columns[name].type_name.startswith(
        ("int", "bigint", "smallint", "uuid")
    )
    return unique or key or bool(sensitive.secret([name])) or name.lower().endswith(("code", "token"))


def _holds(call: Call, table: Relation, values: Mapping[str, object], name: str) -> bool:
    value = values.get(name)
    return value is not None and sql_value(value, table.columns[name].type_name) in call.arguments
