"""What migrations came to on copies of one production, by content, kept across runs.

A run is a fact: the same text on the same state does the same. So each is under the hash of the state that it ran on
and of its own text, and the states form a chain: the hash of a state is that of the one before and of what was run
there. Judgement is no part of it: what a migration is to later ones is worked out anew, from facts old and new.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from trueup import decoding, inputs
from trueup.memo import Memo, digest, opened
from trueup.migrations.attempt import Attempt, runnable
from trueup.migrations.execute import Ran
from trueup.postgres.server import Server
from trueup.replay.model import Migration, Unit
from trueup.sqltext.model import Statement

T = TypeVar("T")
_MOST = 64 * 2**20  # bytes of facts about one production
Pairs = tuple[tuple[int, Ran], ...]


@dataclass(slots=True)
class Memory:
    """Facts about one production.

    Args:
        memo: where they are kept.
        start: the hash of production's state.
        name: what they are kept under.
    """

    memo: Memo
    start: str
    name: str
    _known: dict[str, bytes] = field(default_factory=dict)
    _used: dict[str, bytes] = field(default_factory=dict)
    _spoils: int = 0
    _new: bool = False

    @classmethod
    def of(cls, server: Server, content: str, purpose: str = "") -> Memory | None:
        """What is known of a production; None where nothing may be remembered.

        Args:
            server: an embedded one; of others nobody knows what else changes there.
            content: the hash of all that made production; "" where that can't be told.
            purpose: those with different ones do not forget each other's facts.
        """
        memo = opened() if content and server.shields_superuser else None
        if memo is None:
            return None
        start = digest("production", server.platform, server.cluster_state(), content)
        made = cls(memo=memo, start=start, name=f"runs-{digest(start, purpose)}", _spoils=inputs.spoils())
        data = memo.get(made.name)
        if data is not None:
            try:
                made._known = decoding.unpack(data, type=dict[str, bytes])
            except msgspec.MsgspecError:
                made._known = {}
        return made

    def get(self, key: str, kind: type[T]) -> T | None:
        """The fact under a key; None where there is none."""
        data = self._used.get(key) or self._known.get(key)
        if data is None:
            return None
        try:
            found = decoding.unpack(data, type=kind)
        except msgspec.MsgspecError:
            return None
        self._used[key] = data
        return found

    @property
    def sure(self) -> bool:
        """Whether nothing was met yet that another run might not meet: a time limit, a server that died."""
        return inputs.spoils() == self._spoils

    def put(self, key: str, fact: object) -> None:
        """Keep a fact, if it can be relied on."""
        if self.sure:
            self._used[key] = msgspec.msgpack.encode(fact)
            self._new = True

    def document(self, key: str, kind: type[T]) -> T | None:
        """A large fact, which holds catalogs' documents: kept by itself."""
        data = self.memo.get(f"catalog-{key}")
        try:
            return None if data is None else decoding.unpack(data, type=kind)
        except msgspec.MsgspecError:
            return None

    def put_document(self, key: str, fact: object) -> None:
        """Keep a large fact, if it can be relied on."""
        if self.sure:
            self.memo.put(f"catalog-{key}", msgspec.msgpack.encode(fact))

    def save(self) -> None:
        """Write down what this run used; what it had no use for is forgotten."""
        new = self._new or self._known.keys() != self._used.keys()
        if self.sure and new and sum(map(len, self._used.values())) <= _MOST:
            self.memo.put(self.name, msgspec.msgpack.encode(self._used))


def text_of(unit: Unit) -> str:
    """The hash of what is sent when a unit runs, and of nothing else."""
    return digest(unit.atomicity, *_sent(unit.statements))


def _sent(statements: Iterable[Statement]) -> Iterable[str]:
    for statement in statements:
        yield from (statement.kind, statement.sql, statement.note, statement.rows)


def name_of(migration: Migration) -> str:
    """The hash of all that a fact about a migration may show: its text and its places."""
    places = (f"{s.offset} {s.origin.line} {s.origin.column} {s.origin.section}" for s in migration.up.statements)
    return digest(migration.name, migration.tool, migration.up.origin.file, text_of(migration.up), *places)


def content_of(units: Sequence[Unit]) -> str:
    """The hash of a replay's input."""
    return digest(*(part for unit in units for part in (unit.name, text_of(unit))))


def pack(statements: Sequence[Statement], pairs: Iterable[tuple[Statement, Ran]]) -> Pairs:
    """Statements by their places, with what came of them."""
    place = {id(statement): number for number, statement in enumerate(statements)}
    return tuple((place[id(statement)], ran) for statement, ran in pairs)


def unpack(statements: Sequence[Statement], pairs: Pairs) -> tuple[tuple[Statement, Ran], ...]:
    """The statements of today with what came of them."""
    return tuple((statements[number], ran) for number, ran in pairs)


class Tried(msgspec.Struct, array_like=True, frozen=True):
    """An `Attempt` without its migration."""

    ran: Pairs
    autocommit: bool = False
    written: int = 0

    @classmethod
    def of(cls, attempt: Attempt) -> Tried:
        """From what a run gave."""
        ran = pack(attempt.migration.up.statements, attempt.ran)
        return cls(ran=ran, autocommit=attempt.autocommit, written=attempt.written)

    def attempt(self, migration: Migration) -> Attempt:
        """As the run of a migration."""
        statements = migration.up.statements
        return Attempt(
            migration=migration,
            ran=unpack(statements, self.ran),
            autocommit=self.autocommit,
            left_out=tuple(runnable(statements)[1]),
            written=self.written,
        )
