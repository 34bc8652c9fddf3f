"""Runs statements on a scratch copy, as the role for text from files, and says of each what it came to.

Pipelined (manual, section 32.5): one round trip for a whole migration, as the Supabase CLI sends it; the first error
ends it.
"""

from __future__ import annotations

import select
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Self

import psycopg
from psycopg import pq

from trueup import inputs
from trueup.catalog.introspect import read_document
from trueup.migrations.recorder import Effect, install, read_notices
from trueup.migrations.standins import StandIns, unseen
from trueup.migrations.watch import WATCH
from trueup.postgres.server import Database
from trueup.replay.model import ServerError

STATEMENT_SECONDS = 10
_COPY_END = b"trueup: the rows of COPY are not here"
_HERE = b"SAVEPOINT trueup_each"
_BACK = b"ROLLBACK TO SAVEPOINT trueup_each"
_LEAVE = b"RELEASE SAVEPOINT trueup_each"
_GONE = psycopg.OperationalError("the server ended the connection")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One statement that was sent.

    Args:
        sql: as sent.
        error: the server's refusal, or None.
        tag: command tag, e.g. ``CREATE TABLE``.
        rows: rows inserted, updated, deleted or copied.
        notices: (SQLSTATE, message) of each.
        effects: `Effect`s, in order.
        values: the first row of a query, as text.
    """

    sql: str
    error: ServerError | None = None
    tag: str = ""
    rows: int = 0
    notices: tuple[tuple[str, str], ...] = ()
    effects: tuple[Effect, ...] = ()
    values: tuple[tuple[str | None, ...], ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the server took it."""
        return self.error is None

    @property
    def skipped(self) -> bool:
        """Whether the server said that it skipped over something that is there, or is not there, already."""
        return any(message.endswith(", skipping") for _, message in self.notices)


class Session:
    """One connection to a scratch database. A context manager.

    Args:
        database: where to run; nobody else may be relying on what it holds.
        record: whether to install the recorder of effects, once per database (`uninstall` takes it out).
        seconds: time limit for one statement, which no setting in the text can lift.
    """

    def __init__(self, database: Database, *, record: bool = False, seconds: float | None = None) -> None:
        self.database = database
        self.seconds = STATEMENT_SECONDS if seconds is None else seconds
        self._notices: list[tuple[str, str]] = []
        self._ended: list[bool] = []
        self._was_ended = False
        self._stand_ins = StandIns(database)
        if record:
            install(database)

    def __enter__(self) -> Self:
        self._conn = self.database.connect(options="-c createrole_self_grant=set,inherit", application_name="trueup")
        self._pg = self._conn.pgconn
        self._pg.nonblocking = 0
        self._pg.notice_handler = self._note
        self.command(f"SET statement_timeout = {int(self.seconds * 1000)}")
        self.command("SET lock_timeout = '5s'")
        return self

    def __exit__(self, *exc: object) -> None:
        self._pg.notice_handler = None
        self._conn.close()

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction block is open (after a lost connection: no)."""
        return self._pg.transaction_status in (pq.TransactionStatus.INTRANS, pq.TransactionStatus.INERROR)

    @property
    def alive(self) -> bool:
        """Whether the server still answers."""
        return bool(self._pg.status == pq.ConnStatus.OK)

    def read_document(self) -> bytes:
        """The document of the catalog, seen from inside the open transaction."""
        return read_document(self._conn)

    def run(self, sql: str) -> Ran:
        """Send one statement by itself (extended protocol, so that it is one statement for sure)."""
        if _quiets(sql):
            return Ran(sql=sql, tag="SET")
        return self._run(sql, self._stand_ins.text(sql))

    def command(self, sql: str) -> Ran:
        """Send one of our own statements."""
        return self._run(sql, sql)

    def _run(self, sql: str, text: str) -> Ran:
        with self._watched():
            self._notices.clear()
            try:
                result = self._pg.exec_params(text.encode(), None)
                if result.status in (pq.ExecStatus.COPY_IN, pq.ExecStatus.COPY_OUT, pq.ExecStatus.COPY_BOTH):
                    result = self._end_copy(result)
            except (psycopg.OperationalError, UnicodeError, ValueError) as error:
                return self._lost(sql, error)
            return self._ran(sql, result)

    def script(self, statements: Sequence[str]) -> Ran:
        """Send statements as one simple query, as a web SQL editor does; what came of the last one."""
        sql = ";\n".join(map(self._stand_ins.text, statements))
        with self._watched():
            self._notices.clear()
            try:
                result = self._pg.exec_(sql.encode())
                if result.status in (pq.ExecStatus.COPY_IN, pq.ExecStatus.COPY_OUT):
                    result = self._end_copy(result)
            except (psycopg.OperationalError, UnicodeError, ValueError) as error:
                return self._lost(sql, error)
            return self._ran(sql, result)

    def pipeline(self, statements: Sequence[str]) -> list[Ran]:
        """Send statements in one pipeline; the list ends with the first that was refused.

        Outside a transaction block they are one implicit transaction; inside one they are part of it.
        """
        with self._watched():
            self._notices.clear()
            try:
                return self._pipeline([s for s in statements if not _quiets(s)])
            except psycopg.OperationalError as error:
                return [self._lost("", error)]

    def _pipeline(self, statements: Sequence[str]) -> list[Ran]:
        pg = self._pg
        pg.enter_pipeline_mode()
        done: list[Ran] = []
        try:
            for sql in statements:
                pg.send_query_params(self._bytes(sql), None)
            pg.pipeline_sync()
            for sql in statements:
                result = self._next()
                if result is None:
                    break
                if result.status == pq.ExecStatus.PIPELINE_ABORTED:
                    self._next()
                    continue
                done.append(self._ran(sql, result))
                if not self.alive:
                    return done
                self._next()  # the end of this statement's results
            self._next()  # the sync
        finally:
            if self.alive:
                pg.exit_pipeline_mode()
        return done

    def each(self, statements: Sequence[str], *, first: Sequence[str] = ()) -> list[Ran]:
        """Send statements in one round trip, each behind a savepoint: what is refused takes back nothing but itself.

        Only inside a transaction block, and for texts that leave the block alone. The savepoint is set once more behind
        each statement, which only happens if that was taken: the way back leads there, or to before it.

        Args:
            statements: what is sent.
            first: sent before them, in the same round trip.

        Returns:
            One for each statement; fewer only where the connection was lost.
        """
        with self._watched():
            self._notices.clear()
            try:
                return self._each(statements, first)
            except psycopg.OperationalError as error:
                return [self._lost("", error)]

    def _each(self, statements: Sequence[str], first: Sequence[str]) -> list[Ran]:
        pg = self._pg
        done: list[Ran] = []
        pg.enter_pipeline_mode()
        try:
            for text in first:
                pg.send_query_params(text.encode(), None)
            for sql in statements:
                if not _quiets(sql):
                    self._send_apart(sql)
            pg.pipeline_sync()
            self._pass_over(len(first))
            for sql in statements:
                done.append(Ran(sql=sql, tag="SET") if _quiets(sql) else self._read_apart(sql))
                if not self.alive:
                    return done
            self._next()  # the sync
        finally:
            if self.alive:
                pg.exit_pipeline_mode()
        return done

    def _send_apart(self, sql: str) -> None:
        for text in (_HERE, self._bytes(sql), _HERE):
            self._pg.send_query_params(text, None)
        self._pg.pipeline_sync()
        for text in (_BACK, _LEAVE):
            self._pg.send_query_params(text, None)

    def _read_apart(self, sql: str) -> Ran:
        self._pass_over(1)
        result = self._next()
        ran = self._lost(sql, _GONE) if result is None else self._ran(sql, result)
        self._next()  # the end of this statement's results
        self._pass_over(1)
        self._next()  # the sync
        self._pass_over(2)
        return ran

    def _pass_over(self, count: int) -> None:
        """Results of statements of ours."""
        for _ in range(2 * count):
            self._next()

    def _bytes(self, sql: str) -> bytes:
        return self._stand_ins.text(sql).encode()

    def _next(self) -> Any:
        """The next result. Waits outside libpq, whose own wait would hold up every other thread of this process."""
        while self._pg.is_busy():
            select.select([self._pg.socket], [], [])
            self._pg.consume_input()
        return self._pg.get_result()

    def _note(self, result: Any) -> None:
        code = (result.error_field(pq.DiagnosticField.SQLSTATE) or b"").decode()
        message = (result.error_field(pq.DiagnosticField.MESSAGE_PRIMARY) or b"").decode(errors="replace")
        self._notices.append((code, message))

    def _lost(self, sql: str, error: Exception) -> Ran:
        """The connection ended: by our watch, or by what the statement did."""
        self._was_ended = self._was_ended or bool(self._ended)
        if self._was_ended:
            inputs.spoil("a statement ran out of time")
            words = f"stopped after {self.seconds * 3:g} s; it had lifted its own time limit"
            return Ran(sql=sql, error=ServerError(sqlstate="57014", message=words))
        return Ran(sql=sql, error=ServerError(sqlstate="08006", message=str(error).strip().splitlines()[0]))

    def _end_copy(self, result: Any) -> Any:
        if result.status == pq.ExecStatus.COPY_IN:
            self._pg.put_copy_end(_COPY_END)
        else:
            while self._pg.get_copy_data(0)[0] > 0:
                pass
        last = result
        while (following := self._pg.get_result()) is not None:
            last = following
        return last

    def _ran(self, sql: str, result: Any) -> Ran:
        notices, effects = read_notices(self._notices)
        self._notices.clear()
        if result.status == pq.ExecStatus.FATAL_ERROR:
            if not self.alive:
                return self._lost(sql, psycopg.OperationalError("the server ended the connection"))
            error = _error(result)
            if error.position and self._stand_ins.text(sql) != sql:
                error = replace(error, position=0)  # a place in what was sent instead
            return Ran(sql=sql, error=error, notices=notices, effects=effects)
        tag = (result.command_status or b"").decode().rstrip(" 0123456789")
        if not effects and (ref := unseen(sql)) is not None:
            effects = (Effect(tag="DROP" if tag.startswith("DROP") else tag, ref=ref),)
        values: tuple[tuple[str | None, ...], ...] = ()
        if result.status == pq.ExecStatus.TUPLES_OK:
            values = tuple(
                tuple(_text(result.get_value(row, column)) for column in range(result.nfields))
                for row in range(min(result.ntuples, 2000))
            )
        return Ran(
            sql=sql,
            tag=tag,
            rows=result.command_tuples or 0,
            notices=notices,
            effects=effects,
            values=values,
        )

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """End the backend from outside when the text has lifted its own time limit."""
        with WATCH.over(self.database, self._pg.backend_pid, self.seconds * 3) as ended:
            self._ended = ended
            yield


def _quiets(sql: str) -> bool:
    """Whether it would hide the server's notices from us: what a client is told is no part of the schema."""
    head = sql.lstrip()[:60].lower().split()
    return len(head) > 1 and head[0] == "set" and head[1].startswith("client_min_messages")


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode(errors="replace")


def _error(result: Any) -> ServerError:
    if result.error_field(pq.DiagnosticField.SQLSTATE) == b"57014":
        inputs.spoil("a statement ran out of time")

    def field(code: pq.DiagnosticField) -> str:
        return (result.error_field(code) or b"").decode(errors="replace")

    return ServerError(
        sqlstate=field(pq.DiagnosticField.SQLSTATE) or "08006",
        message=field(pq.DiagnosticField.MESSAGE_PRIMARY) or result.error_message.decode(errors="replace").strip(),
        detail=field(pq.DiagnosticField.MESSAGE_DETAIL),
        hint=field(pq.DiagnosticField.MESSAGE_HINT),
        position=int(field(pq.DiagnosticField.STATEMENT_POSITION) or 0),
        context=field(pq.DiagnosticField.CONTEXT),
    )
