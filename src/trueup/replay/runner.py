"""Runs the statements of units over one wire, as their runner would, and notes what became of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from trueup.replay.groups import Group, groups_of, word_of
from trueup.replay.ledger import Effects, Ledger
from trueup.replay.model import Atomicity, Outcome, ServerError, Status, Unit
from trueup.replay.sending import CHUNK, alone, batches, lost_error, runs
from trueup.replay.wire import GONE, STOPPED, Answer, ConnectionLost, Wire
from trueup.sqltext.model import Statement

_MAX_GENERATED = 10_000

Hook = Callable[[Statement, Unit, ServerError], None]


@dataclass(slots=True)
class Run:
    """What a run has come to so far.

    Args:
        outcomes: one per statement, in order.
        lost: statements at which the server went away.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    lost: list[tuple[Statement, str]] = field(default_factory=list)


class Runner:
    """Runs units.

    Args:
        wire: the connection.
        ledger: turns the event triggers' messages into refs.
        sql_for: the text that is sent for a statement, or None to take it as done (a role that is there already).
        on_refused: called for a refused statement, in a transaction in which all that it could see is there;
            what it does is rolled back.
    """

    def __init__(
        self, wire: Wire, ledger: Ledger, sql_for: Callable[[Statement], str | None], on_refused: Hook | None = None
    ) -> None:
        self.wire, self.ledger, self.sql_for, self.on_refused = wire, ledger, sql_for, on_refused
        self.result = Run()
        self._unit: Unit | None = None
        self._settings: list[str] = []

    def run(self, unit: Unit) -> None:
        """Run one unit, in a session of its own; its outcomes are added to `result`."""
        if self._unit is not None:
            self._fresh_session()
        self._unit = unit
        failed = False
        for group in groups_of(unit):
            if failed:
                self._not_run(group.statements)
            elif group.atomic:
                failed = not self._atomic(group) and unit.atomicity is Atomicity.UNIT
            else:
                self._stream(list(group.statements))

    def _fresh_session(self) -> None:
        """A file, a query, a migration starts without the settings and temporary tables of the one before."""
        self._roll_back()
        self._settings.clear()
        if self.wire.simple("DISCARD ALL").error is not None:
            self.wire.close()
            self.wire.open()

    # One transaction

    def _atomic(self, group: Group) -> bool:
        """Run a group as one transaction; whether it is in the database afterwards."""
        runnable = [s for s in group.statements if runs(s) and not word_of(s)]
        if len(runnable) == 1 and len([s for s in group.statements if runs(s)]) == 1:
            return self._only(group.statements, runnable[0])
        mark = self.ledger.mark()
        done, failure = self._try(runnable)
        if failure is None and group.ends == "commit":
            commit = self._send(["COMMIT"])[0]
            failure = commit.error
        else:
            self._roll_back()
        if failure is None and group.ends == "commit":
            self._note_all(group.statements, done, Status.OK)
            return True
        self.ledger.undo(mark)
        if failure is None:
            self._note_all(group.statements, done, Status.ROLLED_BACK)
            return False
        self._failed(group.statements, runnable, done, failure)
        return False

    def _only(self, statements: Sequence[Statement], only: Statement) -> bool:
        """A unit of one statement needs no transaction block, so CREATE INDEX CONCURRENTLY works in it."""
        answer = self._single(only)
        effects = self.ledger.read(answer.records)
        for statement in statements:
            if statement is only:
                self._note(statement, Status.REFUSED if answer.error else Status.OK, answer, effects)
            else:
                self._note(statement, Status.SKIPPED)
        if answer.error:
            self._explain(only, answer.error)
        return answer.error is None

    def _try(self, statements: Sequence[Statement]) -> tuple[list[tuple[Answer, Effects]], ServerError | None]:
        """BEGIN and all statements: the answers up to the first refused one, and its error."""
        done: list[tuple[Answer, Effects]] = []
        self._send(["BEGIN"])
        for batch in batches(statements):
            try:
                answers = self._batch(batch)
            except ConnectionLost as lost:
                self._reopen(batch[lost.at] if lost.at < len(batch) else batch[-1], lost)
                done += [(Answer(), Effects())] * lost.at
                return done, lost_error(lost)
            for answer in answers:
                if answer.error is not None:
                    return done, answer.error
                if not answer.aborted:
                    done.append((answer, self.ledger.read(answer.records)))
        return done, None

    def _batch(self, batch: Sequence[Statement]) -> list[Answer]:
        if len(batch) == 1 and alone(batch[0]):
            return [self._single(batch[0], lost_raises=True)]
        texts = [self.sql_for(statement) for statement in batch]
        answers = iter(self.wire.pipeline([text for text in texts if text is not None]))
        return [next(answers) if text is not None else Answer() for text in texts]

    def _failed(
        self,
        statements: Sequence[Statement],
        runnable: list[Statement],
        done: list[tuple[Answer, Effects]],
        error: ServerError,
    ) -> None:
        """Note what was rolled back, and try the statements after the refused one to see which of them fail too."""
        at = len(done)
        refused = runnable[at] if at < len(runnable) else None
        after = self._probe(runnable, at, error)
        ran = {id(s): pair for s, pair in zip(runnable, done, strict=False)}
        for statement in statements:
            if statement is refused:
                self._note(statement, Status.REFUSED, Answer(error=error))
            elif id(statement) in ran:
                self._note(statement, Status.ROLLED_BACK, *ran[id(statement)])
            elif id(statement) in after:
                self._note(statement, Status.NOT_RUN, *after[id(statement)])
            elif refused is None and statement is statements[-1]:
                self._note(statement, Status.REFUSED, Answer(error=error))  # a deferred constraint, at COMMIT
            elif word_of(statement):
                self._note(statement, Status.ROLLED_BACK)
            else:
                self._note(statement, Status.SKIPPED)

    def _probe(self, runnable: list[Statement], at: int, failure: ServerError) -> dict[int, tuple[Answer, Effects]]:
        """Behind the refused statement `at`: each one behind a savepoint, all rolled back in the end."""
        found: dict[int, tuple[Answer, Effects]] = {}
        if at >= len(runnable):
            return found
        mark = self.ledger.mark()
        before, error = self._try(runnable[:at])
        if error is None and len(before) == at:
            self._explain(runnable[at], failure)
            for statement in runnable[at + 1 :]:
                answer = self._behind_savepoint(statement)
                found[id(statement)] = (answer, self.ledger.read(answer.records) if not answer.error else Effects())
        self._roll_back()
        self.ledger.undo(mark)
        return found

    def _behind_savepoint(self, statement: Statement) -> Answer:
        if alone(statement):
            self._send(["SAVEPOINT trueup_probe"])
            answer = self._single(statement)
        else:
            try:
                text = self.sql_for(statement)
                answer = self.wire.pipeline(["SAVEPOINT trueup_probe", text])[1] if text is not None else Answer()
            except ConnectionLost as lost:
                self._reopen(statement, lost)
                return Answer(error=lost_error(lost))
        if answer.error is not None and self.wire.in_transaction:
            self._send(["ROLLBACK TO SAVEPOINT trueup_probe"])
            self._explain(statement, answer.error)
        return answer

    def _not_run(self, statements: Sequence[Statement]) -> None:
        for statement in statements:
            self._note(statement, Status.NOT_RUN if runs(statement) else Status.SKIPPED)

    # Statement by statement

    def _stream(self, statements: list[Statement]) -> None:
        """Each statement on its own; a hundred at a time as long as nothing is refused."""
        size, at = CHUNK, 0
        while at < len(statements):
            if not runs(statements[at]) or alone(statements[at]) or word_of(statements[at]):
                self._lone(statements[at])
                at += 1
                continue
            chunk: list[Statement] = []
            while at + len(chunk) < len(statements) and len(chunk) < size:
                statement = statements[at + len(chunk)]
                if not runs(statement) or alone(statement) or word_of(statement):
                    break
                chunk.append(statement)
            taken = self._chunk(chunk)
            size = min(CHUNK, size * 2) if taken == len(chunk) else max(4, taken)
            at += taken
            if taken < len(chunk) and not self._last_is(chunk[taken - 1 : taken]):
                self._lone(statements[at])
                at += 1

    def _last_is(self, statements: list[Statement]) -> bool:
        """Whether the last outcome is the refusal of this statement, so that the next one is not at fault."""
        last = self.result.outcomes[-1] if self.result.outcomes else None
        return bool(statements and last and last.statement is statements[0] and last.error)

    def _chunk(self, chunk: list[Statement]) -> int:
        """Commit as many statements from the front as run in one transaction; how many that are."""
        count = len(chunk)
        fatal: ServerError | None = None
        while count:
            answers = self._chunk_answers(chunk[:count])
            good = next((i for i, a in enumerate(answers) if a.error or a.aborted), len(answers))
            if good == len(answers) == count + 1:
                for statement, answer in zip(chunk[:count], answers[:count], strict=True):
                    self._note(statement, Status.OK, answer, self.ledger.read(answer.records))
                return self._fatal(chunk, count, fatal)
            self._roll_back()
            if good < count and (error := answers[good].error) and error.sqlstate in {STOPPED, GONE}:
                fatal = error
            count = min(good, count - 1) if good < count else count // 2  # at COMMIT: halve, to find the one at fault
        return self._fatal(chunk, 0, fatal)

    def _fatal(self, chunk: list[Statement], count: int, error: ServerError | None) -> int:
        """Note a statement that ran into the time limit or took the server down: it is not tried a second time."""
        if error is None or count >= len(chunk):
            return count
        self._note(chunk[count], Status.REFUSED, Answer(error=error))
        self._explain(chunk[count], error)
        return count + 1

    def _chunk_answers(self, chunk: list[Statement]) -> list[Answer]:
        texts = [self.sql_for(statement) for statement in chunk]
        sent = [text for text in texts if text is not None]
        try:
            begin, *rest = self.wire.pipeline(["BEGIN", *sent, "COMMIT"])
        except ConnectionLost as lost:
            at = max(0, min(lost.at - 1, len(chunk) - 1))
            self._reopen(chunk[at], lost)
            return [Answer() for _ in range(at)] + [Answer(error=lost_error(lost))]
        answers = iter(rest)
        merged = [next(answers) if text is not None else Answer(aborted=bool(begin.error)) for text in texts]
        return [*merged, next(answers)]

    def _lone(self, statement: Statement) -> None:
        if not runs(statement):
            self._note(statement, Status.SKIPPED)
            return
        answer = self._single(statement)
        if answer.error is None:
            self._note(statement, Status.OK, answer, self.ledger.read(answer.records))
            return
        self._note(statement, Status.REFUSED, answer)
        self._explain(statement, answer.error)

    def _single(self, statement: Statement, *, lost_raises: bool = False) -> Answer:
        """One statement by the simple protocol, in whatever transaction there is."""
        text = self.sql_for(statement)
        if text is None:
            return Answer()
        try:
            if statement.kind == "CopyData":
                return self.wire.copy_in(text, statement.rows)
            if statement.note == "gexec":
                return self._generated(text)
            return self.wire.simple(text)
        except ConnectionLost as lost:
            if lost_raises:
                raise
            self._reopen(statement, lost)
            return Answer(error=lost_error(lost))

    def _generated(self, text: str) -> Answer:
        r"""``\gexec``: each value that the query gives is run as a statement."""
        answer = self.wire.simple(text, rows=True)
        for value in [v for row in answer.rows for v in row if v][:_MAX_GENERATED]:
            if answer.error is not None:
                break
            made = self.wire.simple(value)
            answer.error = made.error
            answer.records += made.records
        return answer

    # Shared

    def _send(self, texts: list[str]) -> list[Answer]:
        """Our own statements; a connection that is gone is opened again."""
        try:
            return self.wire.pipeline(texts)
        except ConnectionLost as lost:
            self._reopen(None, lost)
            return [Answer(error=lost_error(lost)) for _ in texts]

    def _roll_back(self) -> None:
        if self.wire.in_transaction:
            self._send(["ROLLBACK"])

    def _explain(self, statement: Statement, error: ServerError) -> None:
        """Let the hook look into a refusal, in a transaction that is taken back."""
        if self.on_refused is None or self._unit is None or error.sqlstate in {STOPPED, GONE}:
            return
        inside = self.wire.in_transaction
        self._send(["SAVEPOINT trueup_explain" if inside else "BEGIN"])
        self.on_refused(statement, self._unit, error)
        self._send(["ROLLBACK TO SAVEPOINT trueup_explain" if inside else "ROLLBACK"])

    def _reopen(self, statement: Statement | None, lost: ConnectionLost) -> None:
        if statement is not None:
            self.result.lost.append((statement, lost.message))
        self.wire.open()
        for setting in self._settings:
            self.wire.simple(setting)

    def _note_all(self, statements: Sequence[Statement], done: list[tuple[Answer, Effects]], status: Status) -> None:
        pairs = iter(done)
        for statement in statements:
            if runs(statement) and not word_of(statement):
                self._note(statement, status, *next(pairs))
            else:
                self._note(statement, Status.SKIPPED if not runs(statement) else status)

    def _note(
        self, statement: Statement, status: Status, answer: Answer | None = None, effects: Effects | None = None
    ) -> None:
        answer, effects = answer or Answer(), effects or Effects()
        if status is Status.OK and statement.kind == "VariableSetStmt":
            self._settings.append(statement.sql)
        outcome = Outcome(
            statement=statement,
            unit=self._unit.name if self._unit else "",
            status=status,
            error=answer.error,
            created=tuple(effects.created),
            altered=tuple(effects.altered),
            dropped=tuple(effects.dropped),
            renamed=tuple(effects.renamed),
            notices=tuple(answer.notices),
        )
        self.result.outcomes.append(outcome)
