"""Statements over one connection: pipelined, with the notices and the time that belong to each.

psycopg's own pipeline does not say which notice came with which statement, and waits for ever.
"""

from __future__ import annotations

import contextlib
import select
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import psycopg
from psycopg import pq

from trueup.replay.model import ServerError

_GRACE = 5.0  # seconds that a cancelled statement has to stop
_LOST = frozenset({"57P01", "57P02", "57P03", "08006", "08003"})
_MAX_NOTICES = 20
STOPPED = "57014"  # query_canceled
GONE = "57P01"  # what we call a connection that was lost


class ConnectionLost(Exception):
    """The server closed the connection: it was killed, or it crashed. `at` is the index of the statement."""

    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at = at
        self.message = message


@dataclass(slots=True)
class Answer:
    """What the server answered to one statement.

    Args:
        error: why it was refused, or None.
        aborted: it was not run because an earlier one of the same pipeline failed.
        records: what our event triggers said, in order.
        notices: the server's notices and warnings, shortened.
        tag: the command tag: ``CREATE TABLE``.
        rows: of a statement whose rows were asked for, as text.
    """

    error: ServerError | None = None
    aborted: bool = False
    records: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    tag: str = ""
    rows: list[tuple[str | None, ...]] = field(default_factory=list)


class Wire:
    """One connection of the replay role.

    Args:
        connect: opens the connection.
        limit: seconds that one statement may take.
        prefix: what the messages of our own event triggers begin with.
        terminate: ends the backend with this process id, where cancelling did not help.
        why_stopped: why the server's own bounds stopped that backend's statement; None if they did not.
    """

    def __init__(
        self,
        connect: Callable[[], psycopg.Connection],
        *,
        limit: float,
        prefix: str,
        terminate: Callable[[int], None],
        why_stopped: Callable[[int], str | None] = lambda pid: None,
    ) -> None:
        self._why_stopped = why_stopped
        self._connect, self._limit, self._prefix, self._terminate = connect, limit, prefix, terminate
        self._answer = Answer()
        self._closed = False
        self.open()

    def open(self) -> None:
        """Open (again)."""
        self._closed = False
        self.conn = self._connect()
        self.conn.add_notice_handler(self._on_notice)

    def close(self) -> None:
        """Close."""
        self.conn.close()

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction block is open, failed or not."""
        return self.conn.pgconn.transaction_status != pq.TransactionStatus.IDLE

    def pipeline(self, statements: Sequence[str]) -> list[Answer]:
        """Run statements one after the other in one go; after a refused one the rest is answered `aborted`.

        Raises:
            ConnectionLost: the server went away.
        """
        pgconn = self.conn.pgconn
        answers: list[Answer] = []
        try:
            pgconn.enter_pipeline_mode()
            for sql in statements:
                pgconn.send_query_params(_encode(sql), None)
            pgconn.pipeline_sync()
            for _ in statements:
                answers.append(self._one())
            self._sync()
            pgconn.exit_pipeline_mode()
        except psycopg.Error as error:
            raise self._lost(len(answers), error) from None
        return answers

    def simple(self, sql: str, *, rows: bool = False) -> Answer:
        """Run one text by the simple protocol, as psql does."""
        return self._alone(lambda: self.conn.pgconn.send_query(_encode(sql)), rows=rows)

    def copy_in(self, sql: str, data: str) -> Answer:
        """COPY ... FROM stdin with its rows."""
        return self._alone(lambda: self.conn.pgconn.send_query(_encode(sql)), data=data)

    def _alone(self, send: Callable[[], None], *, rows: bool = False, data: str = "") -> Answer:
        self._answer = answer = Answer()
        try:
            send()
            if not rows:
                self._few_rows_at_once()
            while (result := self._result()) is not None:
                if result.status == pq.ExecStatus.COPY_IN:
                    self._put(data)
                elif result.status == pq.ExecStatus.COPY_OUT:
                    self._discard()
                else:
                    self._take(answer, result, rows=rows)
        except psycopg.Error as error:
            raise self._lost(0, error) from None
        return answer

    def _few_rows_at_once(self) -> None:
        """A query's rows are not wanted: they must not fill the memory. (Refused for a statement that was aborted.)"""
        with contextlib.suppress(psycopg.Error):
            self.conn.pgconn.set_chunked_rows_mode(5000)

    def _put(self, data: str) -> None:
        """Send rows in pieces; the server says what is wrong with them in the result that follows."""
        pgconn = self.conn.pgconn
        raw = _encode(data)
        for start in range(0, len(raw), 65536):
            while pgconn.put_copy_data(raw[start : start + 65536]) == 0:
                self._wait(time.monotonic() + self._limit)
        while pgconn.put_copy_end() == 0:
            self._wait(time.monotonic() + self._limit)

    def _discard(self) -> None:
        pgconn = self.conn.pgconn
        while True:
            size, _ = pgconn.get_copy_data(1)
            if size < 0:
                return
            if size == 0:
                self._wait(time.monotonic() + self._limit)

    def _one(self) -> Answer:
        """The answer to the next statement of a pipeline."""
        self._answer = answer = Answer()
        self._few_rows_at_once()
        while (result := self._result()) is not None:
            self._take(answer, result)
        return answer

    def _sync(self) -> None:
        while True:
            result = self._result()
            if result is not None and result.status == pq.ExecStatus.PIPELINE_SYNC:
                return

    def _result(self) -> pq.abc.PGresult | None:
        """The next result, waited for with the time limit of one statement."""
        pgconn = self.conn.pgconn
        deadline = time.monotonic() + self._limit
        cancelled = False
        while not self._closed and (self._unsent() or pgconn.is_busy()):
            if not self._wait(deadline):
                if cancelled:
                    self._terminate(pgconn.backend_pid)
                else:
                    pgconn.get_cancel().cancel()
                    cancelled = True
                deadline = time.monotonic() + _GRACE
        return pgconn.get_result()

    def _unsent(self) -> bool:
        """Whether something is still to be sent; nothing is once the server has closed the connection."""
        try:
            return bool(self.conn.pgconn.flush())
        except psycopg.OperationalError:
            self._closed = True
            return False

    def _consume(self) -> None:
        """Take in what has come. Answers that came before the server closed the connection are still read."""
        try:
            self.conn.pgconn.consume_input()
        except psycopg.OperationalError:
            self._closed = True

    def _wait(self, deadline: float) -> bool:
        """Wait until the socket can be read (or written, if something is to be sent); False at the deadline."""
        pgconn = self.conn.pgconn
        writing = [pgconn.socket] if self._unsent() else []
        timeout = max(0.0, deadline - time.monotonic())
        readable, writable, _ = select.select([pgconn.socket], writing, [], timeout)
        if readable:
            self._consume()
        return bool(readable or writable)

    def _take(self, answer: Answer, result: pq.abc.PGresult, *, rows: bool = False) -> None:
        match result.status:
            case pq.ExecStatus.FATAL_ERROR:
                error = server_error(result)
                if error.sqlstate in _LOST or self.conn.pgconn.status == pq.ConnStatus.BAD:
                    raise psycopg.OperationalError(error.message)
                answer.error = answer.error or self._named(error)
            case pq.ExecStatus.PIPELINE_ABORTED:
                answer.aborted = True
            case pq.ExecStatus.TUPLES_OK | pq.ExecStatus.COMMAND_OK:
                answer.tag = (result.command_status or b"").decode(errors="replace")
                if rows:
                    answer.rows += _rows(result)
            case pq.ExecStatus.COPY_IN | pq.ExecStatus.COPY_OUT | pq.ExecStatus.COPY_BOTH:
                raise psycopg.OperationalError("COPY can't be pipelined")  # the runner sends it alone
            case _:
                pass

    def _named(self, error: ServerError) -> ServerError:
        """Say so where it was our own time limit that stopped a statement."""
        if error.sqlstate != STOPPED:
            return error
        why = self._why_stopped(self.conn.pgconn.backend_pid) or f"it took longer than {self._limit:g} s"
        return replace(error, message=f"stopped: {why}")

    def _on_notice(self, diagnostic: psycopg.errors.Diagnostic) -> None:
        message = diagnostic.message_primary or ""
        if message.startswith(self._prefix):
            self._answer.records.append(message[len(self._prefix) :])
        elif message.endswith("has version mismatch"):
            pass  # of a collation that stands in for one of ICU (`rewrite.icu_stand_in`)
        elif len(self._answer.notices) < _MAX_NOTICES:
            self._answer.notices.append(f"{diagnostic.severity}: {message[:500]}")

    def _lost(self, at: int, error: psycopg.Error) -> ConnectionLost:
        message = str(error).strip() or "the server closed the connection"
        self.conn.close()
        return ConnectionLost(at, message)


def _rows(result: pq.abc.PGresult) -> list[tuple[str | None, ...]]:
    def value(row: int, column: int) -> str | None:
        raw = result.get_value(row, column)
        return None if raw is None else raw.decode(errors="replace")

    return [tuple(value(i, j) for j in range(result.nfields)) for i in range(result.ntuples)]


def server_error(result: pq.abc.PGresult) -> ServerError:
    """The fields of an error result."""

    def read(name: pq.DiagnosticField) -> str:
        return (result.error_field(name) or b"").decode(errors="replace")

    fields = pq.DiagnosticField
    position = read(fields.STATEMENT_POSITION)
    return ServerError(
        sqlstate=read(fields.SQLSTATE) or "XX000",
        message=read(fields.MESSAGE_PRIMARY) or (result.error_message or b"").decode(errors="replace").strip(),
        detail=read(fields.MESSAGE_DETAIL),
        hint=read(fields.MESSAGE_HINT),
        position=int(position) if position.isdigit() else 0,
        context=read(fields.CONTEXT),
    )


def _encode(text: str) -> bytes:
    """UTF-8; what can't be (a lone surrogate, NUL) becomes another character."""
    return text.replace("\0", "\ufffd").encode("utf-8", errors="replace")
