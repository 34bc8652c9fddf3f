"""One copy of production with a session on it, on which migrations run: for good, twice, their locks read, or tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

import msgspec

from trueup.catalog.model import Catalog, TableSize
from trueup.migrations import attempt as at
from trueup.migrations.attempt import Attempt
from trueup.migrations.execute import Ran, Session
from trueup.migrations.locks import holds_any, measure, newest_relation
from trueup.migrations.memory import text_of
from trueup.migrations.model import LockUse
from trueup.migrations.reading import seen
from trueup.migrations.recorder import install
from trueup.migrations.roles import Roles
from trueup.migrations.second import Second, run_again
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.replay.model import Migration, Unit

_CALLS = frozenset({"SelectStmt", "DoStmt", "CallStmt"})
_COMMIT = "COMMIT"
_WRITTEN = """
SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::int8 FROM pg_catalog.pg_stat_xact_all_tables
WHERE schemaname NOT IN ('pg_catalog', 'pg_toast', 'information_schema', 'trueup_recorder', 'trueup_internal')
"""
# What ends with the session, and what belongs to this process: the helper that some statements call.
_BOUND = """
SELECT pg_catalog.pg_my_temp_schema() <> 0 OR EXISTS (SELECT FROM pg_catalog.pg_prepared_statements)
  OR EXISTS (SELECT FROM pg_catalog.pg_cursors WHERE name <> '')
  OR EXISTS (SELECT FROM pg_catalog.pg_listening_channels())
  OR EXISTS (SELECT FROM pg_catalog.pg_locks WHERE pid = pg_catalog.pg_backend_pid() AND locktype = 'advisory')
  OR EXISTS (SELECT FROM pg_catalog.pg_settings WHERE category = 'Customized Options' AND name NOT LIKE 'plpgsql.%')
  OR EXISTS (SELECT FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
    WHERE d.datname = pg_catalog.current_database())
  OR pg_catalog.to_regnamespace('trueup_internal') IS NOT NULL
"""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """A migration and its way back, seen by themselves.

    Args:
        before, after: the documents of the catalogs before and after the migration; `after` is None where it could not
            be seen.
        back: the hash of what was run as the way back; "" for none.
        left: the document after the way back, None where there was none or it was refused.
        error: the refusal of the way back in words, or "".
    """

    before: bytes
    after: bytes | None = None
    back: str = ""
    left: bytes | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A copy to begin with that holds more than production.

    Args:
        template: the name of the database to copy.
        accepted: the migrations that made it, from production on.
        newest: the newest relation of production, as it is numbered there.
    """

    template: str
    accepted: tuple[Migration, ...]
    newest: int


@dataclass(slots=True)
class Live:
    """A copy of production on which migrations run for good, one after another; a context manager that drops it.

    Args:
        production: what is copied.
        sizes: how much its tables hold, where that is known.
        start: what is copied instead, where some of the migrations need not be run again.
        prepare: what is done to a new copy of production first.
        accepted: the migrations that ran.
        held: the locks of those whose locks were read.
    """

    production: Database
    sizes: Mapping[ObjectRef, TableSize] = field(default_factory=dict)
    start: Start | None = None
    prepare: Callable[[Database], object] | None = None
    accepted: list[Migration] = field(default_factory=list)
    held: dict[str, tuple[LockUse, ...]] = field(default_factory=dict)
    _newest: int = 0
    _database: Database | None = None
    _session: Session | None = None
    _roles: Roles = field(init=False)

    def __enter__(self) -> Self:
        self._roles = Roles(self.production)
        self._roles.remember()
        if self.start is not None:
            self.accepted, self._newest = list(self.start.accepted), self.start.newest
        self._open(self.start.template if self.start else self.production.name)
        return self

    def __exit__(self, *exc: object) -> None:
        self._close()
        self._roles.restore()

    @property
    def session(self) -> Session:
        """The session on the copy; opened, if it is not."""
        if self._session is None:
            self._session = Session(self._copy).__enter__()
        return self._session

    @property
    def _copy(self) -> Database:
        assert self._database is not None
        return self._database

    @property
    def newest(self) -> int:
        """A number that every relation of production is below, and every later one above."""
        return self._newest

    def _open(self, template: str) -> None:
        self._database = self.production.server.create(template)
        if self.prepare is not None and template == self.production.name:
            self.prepare(self._database)
        install(self._database)
        if not self._newest:
            self._newest = newest_relation(self.session)

    def _close(self) -> None:
        if self._session is not None:
            self._session.__exit__()
            self._session = None
        if self._database is not None:
            self._database.drop()
            self._database = None

    def finish(self) -> Database:
        """Close the session: the copy can be read and cloned, as long as nobody asks for `session` again."""
        if self._session is not None:
            self._session.__exit__()
            self._session = None
        return self._copy

    def run(self, migration: Migration, *, twice: bool = True, locks: bool = False) -> tuple[Attempt, Second | None]:
        """Run one migration for good, as one transaction; nothing of it stays when a statement is refused.

        Args:
            migration: what to run.
            twice: run it a second time, and take that back.
            locks: then take the transaction back as well, and run each statement in one of its own to read its locks
                (`held`); a file that only works as a whole is run as a whole after all.
        """
        session = self._fresh()
        calls = any(s.kind in _CALLS for s in migration.up.statements)
        before = self._written() if calls and session.command("BEGIN").ok else 0
        attempt = at.strict(session, migration, begin=not calls)
        if at.needs_autocommit(attempt, migration.up.atomicity):
            session.command("ROLLBACK")
            return self._by_itself(migration)
        if not attempt.ok:
            session.command("ROLLBACK")
            return attempt, None
        if calls and not attempt.touched:
            attempt = replace(attempt, written=self._written() - before)
        second = run_again(session, migration) if twice and session.in_transaction else None
        if locks and session.in_transaction and self._locked(migration):
            pass
        elif session.in_transaction:
            committed = session.pipeline([_COMMIT, *_resets(session)])
            if not committed[0].ok and attempt.ran:
                return _failed_at_commit(attempt, committed[0]), None
            self.accepted.append(migration)
            return attempt, second
        self._reset_session(session)
        self.accepted.append(migration)
        return attempt, second

    def is_bound(self) -> bool:
        """Whether the copy alone is not all of the state: the session holds something, or a role was made."""
        found = self._fresh().command(_BOUND).values
        return not found or found[0][0] != "f" or self._roles.changed()

    def _written(self) -> int:
        """Rows that this session wrote up to now: what a call writes, nothing else shows."""
        if not self.session.in_transaction:
            return 0
        found = self.session.command(_WRITTEN).values
        return int(found[0][0] or 0) if found else 0

    def _locked(self, migration: Migration) -> bool:
        """Run it statement by statement, reading locks; False, with the whole open again, where that does not work."""
        if any(s.kind == "TransactionStmt" for s in at.runnable(migration.up.statements)[0]):
            return False
        if not holds_any(self.session, self._newest):
            self.held[migration.name] = ()
            return False
        self.session.command("ROLLBACK")
        uses, ran = measure(self.session, migration, self.sizes)
        if not ran:
            self._rebuild()
            at.strict(self.session, migration, begin=True)
            return False
        self.held[migration.name] = uses
        return True

    def apart(self, migration: Migration) -> tuple[LockUse, ...] | None:
        """Run a migration for good, each statement in a transaction of its own; what they lock, None if one is refused.

        A refusal takes the whole migration back.
        """
        uses, ran = measure(self._fresh(), migration, self.sizes)
        if not ran:
            self._rebuild()
            return None
        self._reset_session(self.session)
        self.accepted.append(migration)
        return uses

    def trial(self, migration: Migration) -> Attempt:
        """Run one migration and take it back."""
        session = self._fresh()
        attempt = at.strict(session, migration, begin=True)
        session.command("ROLLBACK")
        return attempt

    def rehearse(self, migration: Migration) -> tuple[Attempt, Second | None, bool]:
        """Run one migration and run it again; it stays (its first run) if both went through, else both are taken back.

        Returns:
            Both runs, and whether it stays.
        """
        session = self._fresh()
        attempt = at.strict(session, migration, begin=True)
        second = run_again(session, migration) if attempt.ok and session.in_transaction else None
        stays = second is not None and second.repeatable and session.in_transaction
        stays = stays and session.pipeline([_COMMIT, *_resets(session)])[0].ok
        if stays:
            self.accepted.append(migration)
        elif session.in_transaction:
            session.command("ROLLBACK")
        return attempt, second, stays

    def there_and_back(
        self, migration: Migration, way: Callable[[Catalog, Catalog], Unit | None], before: bytes | None = None
    ) -> Look:
        """Run a migration and its way back in one transaction, and take both back.

        Args:
            migration: what is run.
            way: gives the way back, from the catalogs before and after the migration; None for none.
            before: what is there, where that is known from the look at the migration before.
        """
        session = self._fresh()
        session.command("BEGIN")
        before = before or session.read_document()
        at.strict(session, migration)
        if not session.in_transaction:
            return Look(before=before, error="it ends the transaction that it runs in")
        after = session.read_document()
        back = way(seen(before), seen(after))
        attempt = at.strict(session, replace(migration, up=back)) if back is not None else None
        error = ""
        if attempt is not None and attempt.failure is not None:
            statement, refused = attempt.failure
            error = f"{refused.message} ({refused.sqlstate}, at {statement.origin})"
        tried = attempt is not None and attempt.ok and session.in_transaction
        left = session.read_document() if tried else None
        session.command("ROLLBACK")
        return Look(before=before, after=after, back=text_of(back) if back else "", left=left, error=error)

    def refusals(self, migration: Migration) -> dict[int, Ran]:
        """All statements of a migration that are refused here, by their offset; nothing stays."""
        session = self._fresh()
        session.command("BEGIN")
        attempt = at.loose(session, migration)
        session.command("ROLLBACK")
        return {s.offset: ran for s, ran in attempt.ran if not ran.ok}

    def _by_itself(self, migration: Migration) -> tuple[Attempt, Second | None]:
        attempt = at.each_by_itself(self.session, migration)
        if not attempt.ok:
            self._rebuild()
            return attempt, None
        again = at.each_by_itself(self.session, migration, stop=False)
        refused = tuple((s, ran) for s, ran in again.ran if not ran.ok)
        self._reset_session(self.session)
        self.accepted.append(migration)
        return attempt, Second(refused=refused)

    def _fresh(self) -> Session:
        if not self.session.alive:
            self._rebuild()
        if self.session.in_transaction:
            self.session.command("ROLLBACK")
        return self.session

    def _rebuild(self) -> None:
        """Start again from production with what was accepted: the copy holds what no transaction can take back."""
        accepted, self.accepted = self.accepted, []
        self._close()
        self._roles.restore()
        self._newest = 0
        self._open(self.production.name)
        for migration in accepted:
            self.run(migration, twice=False)

    def _reset_session(self, session: Session) -> None:
        """Settings of one file must not reach the next one: each runner opens a session or resets it."""
        if session.alive:
            session.pipeline(_resets(session))


def _resets(session: Session) -> tuple[str, ...]:
    seconds = f"SET statement_timeout = {int(session.seconds * 1000)}"
    return "RESET ALL", "RESET ROLE", seconds, "SET lock_timeout = '5s'"


def _failed_at_commit(attempt: Attempt, committed: Ran) -> Attempt:
    last, _ = attempt.ran[-1]
    return Attempt(
        migration=attempt.migration,
        ran=(*attempt.ran[:-1], (last, committed)),
        autocommit=attempt.autocommit,
        left_out=attempt.left_out,
    )
