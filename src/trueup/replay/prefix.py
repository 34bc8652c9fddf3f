"""Prefixes that were replayed before: an unchanged run of units is a template database, with its outcomes inside.

Only a prefix in which every statement ran is kept: what a refused statement is told with depends on what comes later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trueup.ref import ObjectRef
from trueup.replay.model import Outcome, Status, Unit

if TYPE_CHECKING:
    from trueup.postgres.server import Database, Server

_FORMAT = "replay-prefix-2"
_LOOK_BACK = 3  # so many units may be new since the last run
_MIN_STATEMENTS = 150  # below that a copy of the database costs more than it saves
_STORE = """
CREATE SCHEMA IF NOT EXISTS trueup_internal;
CREATE TABLE trueup_internal.record (data text);
"""


@dataclass(frozen=True, slots=True)
class Prefix:
    """The first `count` units, as they were when they were replayed.

    Args:
        count: how many units.
        outcomes: of their statements, in order.
    """

    count: int = 0
    outcomes: tuple[Outcome, ...] = ()


def boundary(units: Sequence[Unit]) -> int:
    """Where a replay stops to keep a template: before the last unit, if there is enough before it; else 0."""
    count = len(units) - 1
    return count if count > 0 and sum(len(u.statements) for u in units[:count]) >= _MIN_STATEMENTS else 0


def open_database(server: Server, units: Sequence[Unit]) -> tuple[Database, Prefix]:
    """A new database for units: with the longest prefix that is known already in it, or empty."""
    last = boundary(units)
    if last:
        keys = list(_keys(server, units))
        for count in range(last, max(0, last - _LOOK_BACK), -1):
            name = server.kept(keys[count - 1])
            if name is not None:
                database = server.create(template=name)
                return database, Prefix(count, _load(database, units[:count]))
    return server.create(), Prefix()


def keep(database: Database, units: Sequence[Unit], outcomes: Sequence[Outcome]) -> None:
    """Keep what is in a database as the result of units, if every statement of them ran. Nobody may be connected."""
    if any(o.error is not None or o.status not in {Status.OK, Status.SKIPPED} for o in outcomes):
        return
    *_, key = _keys(database.server, units)
    with database.connect(superuser=True) as conn:
        conn.execute(_STORE)
        conn.execute("INSERT INTO trueup_internal.record VALUES (%s)", (json.dumps([_pack(o) for o in outcomes]),))
    database.server.keep(key, database)
    with database.connect(superuser=True) as conn:
        conn.execute("DROP TABLE trueup_internal.record")


def _keys(server: Server, units: Sequence[Unit]) -> Iterator[str]:
    """One key for each prefix: of all that decides what a replay of it does."""
    digest = hashlib.sha256(f"{_FORMAT}\x1e{server.platform}".encode())
    for unit in units:
        digest.update(f"\x1d{unit.name}\x1f{unit.atomicity}".encode("utf-8", "replace"))
        for s in unit.statements:
            digest.update(f"\x1e{s.kind}\x1f{s.note}\x1f{s.sql}\x1f{s.rows}".encode("utf-8", "replace"))
        yield f"{_FORMAT}:{digest.hexdigest()}"


def _load(database: Database, units: Sequence[Unit]) -> tuple[Outcome, ...]:
    """The outcomes that the template holds, with today's statements (their places may have moved)."""
    with database.connect(superuser=True) as conn:
        row = conn.execute("SELECT data FROM trueup_internal.record").fetchone()
    packed = json.loads(row[0]) if row else []
    statements = [(unit.name, s) for unit in units for s in unit.statements]
    return tuple(
        Outcome(
            statement=statement,
            unit=unit,
            status=Status(item[0]),
            created=_refs(item[1]),
            altered=_refs(item[2]),
            dropped=_refs(item[3]),
            renamed=tuple((_ref(old), _ref(new)) for old, new in item[4]),
            notices=tuple(item[5]),
        )
        for (unit, statement), item in zip(statements, packed, strict=True)
    )


def _pack(outcome: Outcome) -> list[Any]:
    lists = [[_flat(r) for r in refs] for refs in (outcome.created, outcome.altered, outcome.dropped)]
    renamed = [[_flat(old), _flat(new)] for old, new in outcome.renamed]
    return [outcome.status.value, *lists, renamed, list(outcome.notices)]


def _flat(ref: ObjectRef) -> list[str]:
    return [ref.kind, ref.schema, *ref.name]


def _ref(item: list[str]) -> ObjectRef:
    return ObjectRef(item[0], item[1], tuple(item[2:]))


def _refs(items: list[list[str]]) -> tuple[ObjectRef, ...]:
    return tuple(_ref(item) for item in items)
