"""A copy of production on which migrations run one after another, in fact or from memory.

What is remembered of a migration on this very state is not run again. The copy is only made, and brought to where the
course stands, when something has to be run that nobody remembers, or when it is to be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, Self, TypeVar

import msgspec

from trueup.catalog.model import Catalog, TableSize
from trueup.memo import digest
from trueup.migrations.attempt import Attempt
from trueup.migrations.execute import Ran, Session
from trueup.migrations.live import Live, Look, Start
from trueup.migrations.memory import Memory, Pairs, Tried, name_of, pack, text_of, unpack
from trueup.migrations.model import LockUse
from trueup.migrations.reading import Reader, document, of_document, seen
from trueup.migrations.reading import read as own
from trueup.migrations.second import Second
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.replay.model import Migration, Unit

T = TypeVar("T")


class _Stays(Protocol):
    @property
    def stays(self) -> bool:
        """Whether the migration is there afterwards."""


D = TypeVar("D", bound=_Stays)
_MIN_STATEMENTS = 150  # below that a copy of the database costs more than it saves


class _Done(msgspec.Struct, array_like=True, frozen=True):
    """A step of the course: what it came to, and whether the migration stays."""

    tried: Tried
    stays: bool
    second: tuple[Pairs, Pairs] | None = None
    held: tuple[LockUse, ...] | None = None


@dataclass(slots=True)
class Course:
    """A course of migrations over a copy of production; a context manager that drops the copy.

    Args:
        production: what is copied; nobody is connected to it.
        sizes: how much its tables hold, where that is known.
        memory: what earlier runs found out about this production, if that may be used.
        prepare: what is done to a copy first, such as to put rows in; a name for it makes part of the state.
        held: the locks of those whose locks were read.
    """

    production: Database
    sizes: Mapping[ObjectRef, TableSize] = field(default_factory=dict)
    memory: Memory | None = None
    prepare: Callable[[Database], object] | None = None
    held: dict[str, tuple[LockUse, ...]] = field(default_factory=dict)
    _state: str = ""
    _accepted: list[Migration] = field(default_factory=list)
    _steps: list[tuple[str, int, Callable[[Live], object]]] = field(default_factory=list)
    _live: Live | None = None
    _done: int = 0
    _kept_at: int = 0

    def __enter__(self) -> Self:
        self._state = self._first()
        return self

    def __exit__(self, *exc: object) -> None:
        if self._live is not None:
            self._live.__exit__(*exc)
            self._live = None

    # What moves it on

    def run(self, migration: Migration, *, twice: bool = True, locks: bool = False) -> tuple[Attempt, Second | None]:
        """Run one migration for good, as one transaction; nothing of it stays when a statement is refused.

        Args:
            migration: what to run.
            twice: run it a second time, and take that back.
            locks: then take the transaction back as well, and run each statement in one of its own to read its locks
                (`held`); a file that only works as a whole is run as a whole after all.
        """

        def work(live: Live) -> _Done:
            before = len(live.accepted)
            attempt, second = live.run(migration, twice=twice, locks=locks)
            held = live.held.get(migration.name) if locks else None
            return _done(migration, attempt, second, stays=len(live.accepted) > before, held=held)

        done = self.step(f"run {twice:d}{locks:d}", migration, work, _Done)
        if done.held is not None:
            self.held[migration.name] = done.held
        return done.tried.attempt(migration), _second(migration, done)

    def rehearse(self, migration: Migration) -> tuple[Attempt, Second | None, bool]:
        """Run one migration and run it again; it stays (its first run) if both went through, else both are taken back.

        Returns:
            Both runs, and whether it stays.
        """

        def work(live: Live) -> _Done:
            attempt, second, stays = live.rehearse(migration)
            return _done(migration, attempt, second, stays=stays)

        done = self.step("rehearse", migration, work, _Done)
        return done.tried.attempt(migration), _second(migration, done), done.stays

    def apart(self, migration: Migration) -> tuple[LockUse, ...] | None:
        """Run a migration for good, each statement in a transaction of its own; what they lock, None if one is refused.

        A refusal takes the whole migration back.
        """

        def work(live: Live) -> _Done:
            held = live.apart(migration)
            return _Done(tried=Tried(ran=()), stays=held is not None, held=held)

        return self.step("apart", migration, work, _Done).held

    def keep(self, statements: int) -> None:
        """Keep a copy of what is there, so that a later run that knows all up to here need not run it again.

        It is made when the copy of the course itself stands here, which may be now, later or never.

        Args:
            statements: how many make the state; a copy of few costs more than it saves.
        """
        if self.memory is None or statements < _MIN_STATEMENTS:
            return
        self._kept_at = len(self._steps)
        self.memory.get(self._template(self._state), int)  # what is asked for is kept for the next run
        if self._live is not None and self._done == len(self._steps):
            self._keep(self._live)

    def _keep(self, live: Live) -> None:
        assert self.memory is not None
        name = self._template(self._state_at(self._kept_at))
        known = self.memory.get(name, int) is not None and self.production.server.kept(name) is not None
        if known or not self.memory.sure or live.is_bound():
            return
        self.production.server.keep(name, live.finish())
        self.memory.put(name, live.newest)

    def _state_at(self, number: int) -> str:
        return self._steps[number - 1][0] if number else self._first()

    def _first(self) -> str:
        start = self.memory.start if self.memory else ""
        return digest(start, self.prepare.__qualname__) if self.prepare else start

    # What only looks

    def trial(self, migration: Migration) -> Attempt:
        """Run one migration and take it back."""
        tried = self.look("trial", (name_of(migration),), lambda live: Tried.of(live.trial(migration)), Tried)
        return tried.attempt(migration)

    def refusals(self, migration: Migration) -> dict[int, Ran]:
        """All statements of a migration that are refused here, by their offset; nothing stays."""
        return self.look("refusals", (name_of(migration),), lambda live: live.refusals(migration), dict[int, Ran])

    def look(self, what: str, parts: tuple[str, ...], work: Callable[[Live], T], kind: type[T]) -> T:
        """What a look at this state gives, which nothing is changed by.

        Args:
            what, parts: say what is looked for, and with what.
            work: finds it out on the copy.
            kind: of what it gives.
        """
        if self.memory is None:
            return work(self._caught_up())
        key = digest(self._state, what, *parts)
        known = self.memory.get(key, kind)
        if known is None:
            known = work(self._caught_up())
            self.memory.put(key, known)
        return known

    def there_and_back(
        self, migration: Migration, way: Callable[[Catalog, Catalog], Unit | None], before: bytes | None = None
    ) -> Look:
        """Run a migration and its way back in one transaction, and take both back.

        Args:
            migration: what is run.
            way: gives the way back, from the catalogs before and after the migration; None for none.
            before: what is there, where that is known from the look at the migration before.
        """
        if self.memory is None:
            return self._caught_up().there_and_back(migration, way, before)
        key = digest(self._state, "there and back", name_of(migration))
        known = self.memory.document(key, Look)
        if known is not None and known.after is not None:
            back = way(seen(known.before), seen(known.after))
            if known.back != (text_of(back) if back else ""):
                known = None
        if known is None:
            known = self._caught_up().there_and_back(migration, way, before)
            self.memory.put_document(key, known)
        return known

    def catalog(self, read: Reader) -> Catalog:
        """What is there now."""
        if self.memory is None or read is not own:
            return read(self.finish())
        known = self.memory.document(self._state, bytes)
        if known is None:
            known = document(self.finish())
            self.memory.put_document(self._state, known)
        return of_document(self.production.server, known)

    def finish(self) -> Database:
        """The copy, with no session on it: it can be read and cloned."""
        return self._caught_up().finish()

    @property
    def session(self) -> Session:
        """The open session on the copy."""
        return self._caught_up().session

    # How it is done

    def step(self, what: str, migration: Migration, work: Callable[[Live], D], kind: type[D]) -> D:
        """A step by which the copy is another afterwards: what it came to.

        Args:
            what, migration: say what is done.
            work: does it on the copy.
            kind: of what it gives, which says whether the migration stays.
        """
        if self.memory is None:
            return work(self._caught_up())
        key = digest(self._state, what, name_of(migration))
        done = self.memory.get(key, kind)
        if done is None:
            done = work(self._caught_up())
            self.memory.put(key, done)
            self._done += 1
        self._state = digest(self._state, what, text_of(migration.up))
        if done.stays:
            self._accepted.append(migration)
        self._steps.append((self._state, len(self._accepted), work))
        return done

    def _caught_up(self) -> Live:
        """The copy as the course stands: what was remembered so far is run on it after all."""
        if self._live is None:
            start, self._done = self._nearest()
            self._live = Live(self.production, self.sizes, start, self.prepare).__enter__()
        for number, (_, _, work) in enumerate(self._steps[self._done :], self._done + 1):
            work(self._live)
            if number == self._kept_at:
                self._keep(self._live)
        self._done = len(self._steps)
        return self._live

    def _nearest(self) -> tuple[Start | None, int]:
        """A copy that was kept of a state on the way here, and how many steps it holds."""
        for number in range(len(self._steps), 0, -1) if self.memory else ():
            state, accepted, _ = self._steps[number - 1]
            name = self.production.server.kept(self._template(state))
            newest = self.memory.get(self._template(state), int) if self.memory and name else None
            if name is not None and newest is not None:
                return Start(template=name, accepted=tuple(self._accepted[:accepted]), newest=newest), number
        return None, 0

    @staticmethod
    def _template(state: str) -> str:
        return f"migrations {state}"


def _done(
    migration: Migration,
    attempt: Attempt,
    second: Second | None,
    *,
    stays: bool,
    held: tuple[LockUse, ...] | None = None,
) -> _Done:
    statements = migration.up.statements
    again = (pack(statements, second.refused), pack(statements, second.doubled)) if second is not None else None
    return _Done(tried=Tried.of(attempt), stays=stays, second=again, held=held)


def _second(migration: Migration, done: _Done) -> Second | None:
    if done.second is None:
        return None
    refused, doubled = (unpack(migration.up.statements, pairs) for pairs in done.second)
    return Second(refused=refused, doubled=doubled)
