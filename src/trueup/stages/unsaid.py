"""Owners that a text says nothing of: whoever runs it owns what it makes, so they are shown and not counted."""

from __future__ import annotations

import dataclasses

from trueup.diff.fields import gravest
from trueup.diff.model import Change, ChangeKind, Drift, FieldChange
from trueup.stages.model import Side
from trueup.stages.pair import Pair

_SAID = ("owner to", "authorization", "set role")


def with_unsaid_owners(drift: Drift, pair: Pair) -> Drift:
    """The drift with those differences of owners as noise that only come from who ran a text on the scratch server."""
    runners = [_runner(side) for side in (pair.before, pair.after)]
    if bool(runners[0]) == bool(runners[1]):
        return drift  # two texts, run by the same role; or none
    changes = tuple(_unsaid(change, runners[0], runners[1]) for change in drift.changes)
    became = sum(1 for old, new in zip(drift.changes, changes, strict=True) if new.noise and not old.noise)
    return dataclasses.replace(drift, changes=changes, equal=drift.equal + became)


def _runner(side: Side) -> str:
    """Who owns what the text made, where it doesn't say so itself; "" for a server, a snapshot, a text that says it."""
    if side.replay is None or side.source.catalog is not None:
        return ""
    texts = (outcome.statement.sql.lower() for outcome in side.replay.outcomes)
    said = any(word in " ".join(text.split()) for text in texts for word in _SAID if word.split()[0] in text)
    return "" if said else side.database.server.replay_role


def _unsaid(change: Change, before: str, after: str) -> Change:
    if change.kind is not ChangeKind.CHANGED or change.noise:
        return change
    fields = tuple(_field(field, change, before, after) for field in change.fields)
    if fields == change.fields:
        return change
    counted = [field for field in fields if not field.noise]
    noise = "" if counted else ", ".join(dict.fromkeys(field.noise for field in fields))
    meaning = gravest([field.meaning for field in counted or fields])
    return dataclasses.replace(change, fields=fields, noise=noise, meaning=meaning)


def _field(field: FieldChange, change: Change, before: str, after: str) -> FieldChange:
    by = field.before if before else field.after
    if field.field not in {"owner", "grantor"} or field.noise or by != (before or after):
        return field
    return dataclasses.replace(field, noise="the text does not say who owns it")
