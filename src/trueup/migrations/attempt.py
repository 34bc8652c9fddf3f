"""One migration, run once: what each of its statements came to, as one transaction or statement by statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from trueup.migrations.execute import Ran, Session
from trueup.migrations.recorder import Effect
from trueup.ref import ObjectRef
from trueup.replay.model import Atomicity, Migration, Outcome, ServerError, Status
from trueup.sqltext.model import Statement

NO_TRANSACTION = "25001"  # active_sql_transaction: "cannot run inside a transaction block"
NOT_IN_A_BLOCK = frozenset({NO_TRANSACTION, "2D000"})  # invalid_transaction_termination: COMMIT in a DO block
NEW_ENUM_VALUE = "55P04"  # unsafe_new_enum_value_usage
OUT_OF_TIME = "57014"  # query_canceled
ROWS = frozenset({"INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "TRUNCATE TABLE"})  # tags of what writes rows
_BEGIN = "BEGIN"
_EACH = "SAVEPOINT trueup_each"
_BACK = "ROLLBACK TO SAVEPOINT trueup_each"
_NOT_PIPELINED = frozenset({"TransactionStmt", "CopyStmt"})
_NOT_SQL = frozenset({"Meta", "CopyData"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What a run of one migration came to.

    Args:
        migration: what was run.
        ran: each statement that was sent, with what came of it; a strict run ends with the one that was refused.
        autocommit: whether it ran statement by statement, because one of them can't run in a transaction block.
        sent: the statements that a trial leaves out: BEGIN and COMMIT around a whole file, psql commands, COPY's rows.
        written: rows that it wrote by what it calls (a function, a block), where nothing else shows what it did.
    """

    migration: Migration
    ran: tuple[tuple[Statement, Ran], ...]
    autocommit: bool = False
    left_out: tuple[Statement, ...] = ()
    written: int = 0

    @property
    def ok(self) -> bool:
        """Whether no statement was refused."""
        return all(ran.ok for _, ran in self.ran)

    @property
    def failure(self) -> tuple[Statement, ServerError] | None:
        """The first statement that was refused."""
        return next(((s, ran.error) for s, ran in self.ran if ran.error is not None), None)

    @property
    def endless(self) -> bool:
        """Whether a statement ran out of time: it is not tried again, each try takes as long."""
        return self.failure is not None and self.failure[1].sqlstate == OUT_OF_TIME

    @property
    def refused(self) -> tuple[tuple[Statement, ServerError], ...]:
        """All statements that were refused."""
        return tuple((s, ran.error) for s, ran in self.ran if ran.error is not None)

    @property
    def effects(self) -> Iterator[Effect]:
        """What its statements did, in order."""
        return (effect for _, ran in self.ran if ran.ok for effect in ran.effects)

    @property
    def created(self) -> frozenset[ObjectRef]:
        """Objects that it made (or replaced), as the event trigger told."""
        return frozenset(e.ref for e in self.effects if e.ref is not None and e.tag.startswith("CREATE"))

    @property
    def touched(self) -> frozenset[ObjectRef]:
        """Objects that it made, altered or dropped."""
        return frozenset(e.ref for e in self.effects if e.ref is not None)

    @property
    def dropped(self) -> frozenset[ObjectRef]:
        """Objects that it dropped, by name or along with another."""
        return frozenset(e.ref for e in self.effects if e.ref is not None and e.tag == "DROP")

    @property
    def rows(self) -> int:
        """Rows that its statements wrote."""
        return sum(ran.rows for _, ran in self.ran if ran.tag in ROWS)

    def outcomes(self) -> tuple[Outcome, ...]:
        """One outcome per statement, those that were not reached included."""
        reached = tuple(outcome(self.migration.name, statement, ran) for statement, ran in self.ran)
        seen = {statement.offset for statement, _ in self.ran} | {s.offset for s in self.left_out}
        rest = tuple(
            Outcome(statement=s, unit=self.migration.name, status=Status.NOT_RUN)
            for s in self.migration.up.statements
            if s.offset not in seen
        )
        if self.ok or self.autocommit:
            return reached + rest
        undone = tuple(replace(o, status=Status.ROLLED_BACK) if o.status is Status.OK else o for o in reached)
        return undone + rest


def outcome(unit: str, statement: Statement, ran: Ran) -> Outcome:
    """A `Ran` as the replay's `Outcome`."""
    refs = [(e.tag, e.ref) for e in ran.effects if e.ref is not None]
    return Outcome(
        statement=statement,
        unit=unit,
        status=Status.OK if ran.ok else Status.REFUSED,
        error=ran.error,
        created=tuple(ref for tag, ref in refs if tag.startswith("CREATE")),
        altered=tuple(ref for tag, ref in refs if tag != "DROP" and not tag.startswith("CREATE")),
        dropped=tuple(ref for tag, ref in refs if tag == "DROP"),
        notices=tuple(message for _, message in ran.notices),
    )


def runnable(statements: Iterable[Statement]) -> tuple[list[Statement], list[Statement]]:
    """Split into what a trial sends and what it leaves out.

    BEGIN and COMMIT are left out, because the trial itself is the transaction; a file that ends its transaction in
    ROLLBACK, or that sets savepoints, is sent as it stands.
    """
    kept: list[Statement] = []
    left: list[Statement] = []
    for statement in statements:
        word = statement.sql.split(None, 1)[0].upper().rstrip(";") if statement.sql.strip() else ""
        opens = statement.kind == "TransactionStmt" and word in {"BEGIN", "START", "COMMIT", "END"}
        (left if opens or statement.kind in _NOT_SQL or not word else kept).append(statement)
    return kept, left


def strict(session: Session, migration: Migration, *, down: bool = False, begin: bool = False) -> Attempt:
    """Run a migration inside the session's transaction, open or begun here; the run ends with the first refusal."""
    unit = migration.down if down and migration.down is not None else migration.up
    statements, left = runnable(unit.statements)
    ran = session.pipeline([*([_BEGIN] if begin else []), *(s.sql for s in statements)])
    if begin and ran and ran[0].sql == _BEGIN:
        ran = ran[1:]
    return Attempt(migration=migration, ran=_paired(statements, ran), left_out=tuple(left))


def loose(
    session: Session,
    migration: Migration,
    statements: Sequence[Statement] | None = None,
    *,
    first: Sequence[str] = (),
) -> Attempt:
    """Run every statement behind a savepoint of its own, so that all that are refused are found.

    The session must be in a transaction block; `first` goes out before them. All is one round trip; where a statement
    may end the block, a refusal costs one.
    """
    kept, left = runnable(migration.up.statements if statements is None else statements)
    if not any(s.kind in _NOT_PIPELINED for s in kept):
        sent = session.each([s.sql for s in kept], first=first)
        return Attempt(migration=migration, ran=tuple(zip(kept, sent, strict=False)), left_out=tuple(left))
    for text in first:
        session.command(text)
    done: list[tuple[Statement, Ran]] = []
    rest, failed = kept, False
    while rest and session.alive:
        batch = [_BACK] * failed + [text for s in rest for text in (_EACH, s.sql)]
        sent = session.pipeline(batch)
        paired = _paired(rest, [r for r in sent if r.sql not in (_EACH, _BACK)])
        if not paired:
            break
        done.extend(paired)
        failed = not paired[-1][1].ok
        rest = rest[len(paired) :]
    if failed and session.alive:
        session.command(_BACK)
    return Attempt(migration=migration, ran=tuple(done), left_out=tuple(left))


def each_by_itself(session: Session, migration: Migration, *, stop: bool = True) -> Attempt:
    """Run statement by statement, each its own transaction, as ``psql -f`` does."""
    kept, left = runnable(migration.up.statements)
    done: list[tuple[Statement, Ran]] = []
    for statement in kept:
        ran = session.run(statement.sql)
        done.append((statement, ran))
        if not ran.ok and (stop or not session.alive):
            break
    return Attempt(migration=migration, ran=tuple(done), autocommit=True, left_out=tuple(left))


def _paired(statements: Sequence[Statement], ran: Sequence[Ran]) -> tuple[tuple[Statement, Ran], ...]:
    """Put statements and results side by side; a statement that was kept from the server counts as run."""
    pairs: list[tuple[Statement, Ran]] = []
    results = list(ran)
    for statement in statements:
        if results and (results[0].sql == statement.sql or not results[0].sql):
            pairs.append((statement, results.pop(0)))
            if not pairs[-1][1].ok:
                break
        elif results:
            pairs.append((statement, Ran(sql=statement.sql, tag="SET")))
        else:
            break
    return tuple(pairs)


def needs_autocommit(attempt: Attempt, atomicity: Atomicity) -> bool:
    """Whether a statement was refused only because of the transaction around it.

    One that can't run in any transaction is told by its error; a new enum value that is used at once, only where the
    file says that it is to run statement by statement.
    """
    if attempt.failure is None:
        return False
    state = attempt.failure[1].sqlstate
    return state in NOT_IN_A_BLOCK or (state == NEW_ENUM_VALUE and atomicity is Atomicity.STATEMENT)
