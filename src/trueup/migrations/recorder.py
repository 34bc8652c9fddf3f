"""The recorder of effects: event triggers in a scratch copy that tell what each statement made, changed or dropped."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from trueup.migrations.standins import PROBE, told
from trueup.postgres.server import Database
from trueup.ref import ObjectRef

EFFECT = "TU001"
_TOKEN = secrets.token_hex(8)  # so that no text can pass off a message of its own as ours
RECORDER = "trueup_recorder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an event trigger saw a statement do.

    Args:
        tag: the command tag (``CREATE POLICY``, ``ALTER TABLE``, ``DROP``), of inner commands too.
        ref: what it did it to; None where the server does not say (GRANT).
        direct: False for what came or went along with something else.
    """

    tag: str
    ref: ObjectRef | None
    direct: bool = True


def install(database: Database) -> None:
    """Put the recorder of effects into a scratch database."""
    with database.connect(superuser=True) as conn:
        conn.execute(_recorder())


@cache
def _recorder() -> str:
    text = resources.files("trueup.migrations").joinpath("recorder.sql").read_text(encoding="utf-8")
    return text.replace("trueup-token", _TOKEN)


def read_notices(notes: Sequence[tuple[str, str]]) -> tuple[tuple[tuple[str, str], ...], tuple[Effect, ...]]:
    """What a statement told, as (SQLSTATE, message) of each: its own notices, and what the recorder saw it do."""
    notices: list[tuple[str, str]] = []
    effects: list[Effect] = []
    for code, message in notes:
        if code == EFFECT:
            effects += [effect for effect in [_effect(message)] if effect is not None]
        elif (helped := told(message)) is not None:
            effects += [Effect(tag=tag, ref=ref) for tag, ref in helped]
        else:
            notices.append((code, message))
    return tuple(notices), tuple(effects)


def _effect(message: str) -> Effect | None:
    if not message.startswith(_TOKEN):
        return None
    tag, indirect, name = json.loads(message.removeprefix(_TOKEN))
    ref = _ref(*name) if name else None
    if ref is not None and (ref.schema in (RECORDER, "pg_temp") or PROBE in ref.name[0]):
        return None
    return Effect(tag=tag, ref=ref, direct=not indirect)


_CHILDREN = {
    "table column": "column",
    "view column": "column",
    "foreign table column": "column",
    "materialized view column": "column",
    "table constraint": "constraint",
    "domain constraint": "constraint",
    "policy": "policy",
    "trigger": "trigger",
    "rule": "rule",
}


def _ref(kind: str, schema: str | None, names: list[str], arguments: list[str] | None = None) -> ObjectRef | None:
    """The identity that the catalog uses, from the parts that the server gives."""
    if kind in _CHILDREN and len(names) >= 3:
        return ObjectRef(_CHILDREN[kind], names[0], tuple(names[1:3]))
    if kind in {"function", "procedure", "aggregate"}:
        own = names[1:] if arguments is not None and len(names) > 1 else names
        types = ", ".join(a.removeprefix("pg_catalog.") for a in arguments) if arguments is not None else ""
        return ObjectRef(kind, schema or names[0], (own[0], types) if arguments is not None else tuple(own[:2]))
    if schema and len(names) > 1 and names[0] == schema:
        return ObjectRef(kind, schema, tuple(names[1:]))
    return ObjectRef(kind, schema or "", tuple(names)) if names else None
