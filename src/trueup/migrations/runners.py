"""What each runner does with a migration's file: facts about the tools, and the run that shows what comes of them.

Supabase CLI: all statements in one pipeline, which is one implicit transaction (supabase/cli, pkg/migration/file.go,
``ExecBatch``). Flyway: one transaction, unless a statement can't run in one, then none; both kinds in one file are
refused ("mixed"). dbmate: one transaction, unless ``transaction:false``; goose too, unless ``NO TRANSACTION``.
psql -f: statement by statement, and it goes on after an error. A web SQL editor: the whole text as one simple query.
"""

from __future__ import annotations

from dataclasses import dataclass

from trueup.migrations.attempt import Attempt, runnable
from trueup.migrations.execute import Ran, Session
from trueup.migrations.model import RunnerResult
from trueup.replay.model import Atomicity, Migration, ServerError

RUNNERS = ("supabase", "flyway", "dbmate", "goose", "psql", "web editor")
# Tools that send a file as one simple query, in which several statements are one implicit transaction.
_SIMPLE = frozenset({"web editor", "prisma", "up and down files", "diesel", "hasura", "drizzle"})


# Layouts whose tool records what it ran, so that it runs nothing twice; the others are run by hand.
_BY_HAND = frozenset({"numbered", "named", "psql", "web editor"})


def keeps_history(tool: str) -> bool:
    """Whether the folder's tool records what it ran."""
    return tool not in _BY_HAND


def runner_of(tool: str) -> str:
    """The runner of a folder's layout: its tool, or psql where it has none."""
    return tool if tool in RUNNERS or tool in _SIMPLE else "psql"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a runner's run of one file came to.

    Args:
        ran: what came of what was sent.
        left_open: whether a transaction was left open: it is rolled back when the session ends.
    """

    ran: tuple[Ran, ...]
    left_open: bool

    @property
    def error(self) -> ServerError | None:
        """The first refusal."""
        return next((r.error for r in self.ran if r.error is not None), None)


def run_as(session: Session, runner: str, migration: Migration) -> Run:
    """Run a file the way that a runner does.

    Args:
        session: on a copy that may be spoilt; no transaction is open.
        runner: one of `RUNNERS`.
        migration: the file.
    """
    texts = [s.sql for s in migration.up.statements if s.kind not in {"Meta", "CopyData"}]
    apart = migration.tool == runner and migration.up.atomicity is Atomicity.STATEMENT
    if runner == "supabase":
        ran = session.pipeline(texts)
    elif runner in _SIMPLE:
        ran = [session.script(texts)]
    elif runner == "psql":
        ran = [session.run(text) for text in texts if session.alive]
    elif apart:  # marked as one without a transaction
        ran = _to_the_first_refusal(session, texts)
    else:
        ran = _in_transaction(session, runner, texts)
    left_open = session.alive and session.in_transaction
    if left_open:
        session.command("ROLLBACK")
    return Run(ran=tuple(ran), left_open=left_open)


def _to_the_first_refusal(session: Session, texts: list[str]) -> list[Ran]:
    ran: list[Ran] = []
    for text in texts:
        ran.append(session.run(text))
        if not ran[-1].ok:
            break
    return ran


def _in_transaction(session: Session, runner: str, texts: list[str]) -> list[Ran]:
    """BEGIN, the statements up to the first refusal, COMMIT or ROLLBACK."""
    session.command("BEGIN")
    ran = _to_the_first_refusal(session, texts)
    error = ran[-1].error if ran else None
    if error is not None:
        session.command("ROLLBACK")
        if runner == "flyway" and error.sqlstate == "25001":
            return _flyway_without(session, texts)
        return ran
    ran.append(session.command("COMMIT"))
    return ran


def _flyway_without(session: Session, texts: list[str]) -> list[Ran]:
    """Flyway sees such a statement before it begins: alone it runs without a transaction, mixed it is refused."""
    if len(texts) > 1:
        words = "Flyway refuses a file that mixes statements that can and can't run in a transaction (mixed=false)"
        return [Ran(sql="", error=ServerError(sqlstate="25001", message=words))]
    return [session.run(text) for text in texts]


def control(migration: Migration) -> tuple[str, ...]:
    """The file's own transaction commands, in order: ``begin``, ``commit``, ``rollback``, ``savepoint`` ..."""
    _, left = runnable(migration.up.statements)
    own = {s.offset for s in left if s.kind == "TransactionStmt"}
    words = []
    for statement in migration.up.statements:
        if statement.kind == "TransactionStmt" or statement.offset in own:
            word = statement.sql.split(None, 1)[0].lower().rstrip(";")
            words.append({"start": "begin", "end": "commit", "abort": "rollback"}.get(word, word))
    return tuple(words)


def unbalanced(words: tuple[str, ...]) -> str:
    """What is wrong with a file's own transaction commands, or ""."""
    open_ = False
    for word in words:
        if word == "begin":
            if open_:
                return "nested BEGIN"
            open_ = True
        elif word in {"commit", "rollback"}:
            if not open_:
                return f"{word.upper()} without BEGIN"
            open_ = False
    return "BEGIN without COMMIT" if open_ else ""


def notes(migration: Migration, attempt: Attempt) -> tuple[RunnerResult, ...]:
    """What the runners do differently with this file, as far as its one run tells; nothing where they all agree."""
    own = control(migration)
    wrong = unbalanced(own)
    found: list[RunnerResult] = []
    if wrong:
        found.extend(RunnerResult(runner=r, ok=False, error=wrong, left=_LEFT_BY.get(wrong, "")) for r in RUNNERS)
    elif attempt.autocommit and migration.up.atomicity is Atomicity.UNIT:
        opening = ("supabase", "dbmate", "goose", "web editor")
        for runner in [runner_of(migration.tool)] if keeps_history(migration.tool) else opening:
            words = "a statement can't run inside a transaction block, and this runner opens one"
            alone = runner in _SIMPLE and len(attempt.ran) == 1
            if runner != "psql" and not alone:
                found.append(RunnerResult(runner=runner, ok=False, error=words, left="nothing"))
        found.append(RunnerResult(runner="psql", ok=True))
    elif attempt.failure is not None and not attempt.endless and len(attempt.ran) > 1:
        half = len(attempt.ran) - 1
        kept = f"{half} statement{'s' if half > 1 else ''} before the refused one, and those after it that work"
        found.append(RunnerResult(runner="psql", ok=False, left=kept if "begin" not in own else "nothing"))
        found.extend(RunnerResult(runner=r, ok=False, left="nothing") for r in RUNNERS if r != "psql")
    return tuple(found)


_LEFT_BY = {
    "BEGIN without COMMIT": "nothing: the session ends with the transaction open, and all of it is rolled back",
    "nested BEGIN": "the inner COMMIT ends the outer transaction; what follows it runs outside of any",
}
