"""How a statement is sent: not at all, by itself, or in a pipeline with others."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.replay.model import ServerError
from trueup.replay.wire import GONE, ConnectionLost
from trueup.sqltext.model import Statement
from trueup.sqltext.psql import parse_command

CHUNK = 100  # statements to a pipeline and to a transaction of ours
_NEVER_RUN = frozenset({"NotSql", "Meta"})
# What means something else (or is refused) in a transaction block that the text itself did not open.
_ALONE = frozenset(
    {"Unparsed", "CopyStmt", "LockStmt", "DeclareCursorStmt", "CallStmt", "VacuumStmt", "CheckPointStmt"}
)
_MAYBE_CONCURRENT = frozenset({"IndexStmt", "DropStmt", "ReindexStmt", "RefreshMatViewStmt"})


def runs(statement: Statement) -> bool:
    """Whether there is something to send to the server."""
    if statement.kind == "CopyData":
        return statement.note != "skipped"
    return statement.kind not in _NEVER_RUN


def alone(statement: Statement) -> bool:
    """Whether a statement goes by itself, by the simple protocol, outside a transaction block of ours."""
    if statement.kind == "CopyData" or statement.note == "gexec" or statement.kind in _ALONE:
        return True
    if statement.kind in _MAYBE_CONCURRENT:
        return "concurrently" in statement.sql.lower()
    if statement.kind == "VariableSetStmt":
        return "local" in statement.sql.lower().split()[1:2]
    if statement.kind in {"CreateStmt", "CreateTableAsStmt"}:
        return "on commit" in " ".join(statement.sql.lower().split())
    return False


def batches(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Runs of statements for one pipeline each; what goes alone is a batch of its own."""
    made: list[list[Statement]] = []
    for statement in statements:
        if made and not alone(statement) and not alone(made[-1][0]) and len(made[-1]) < CHUNK:
            made[-1].append(statement)
        else:
            made.append([statement])
    return made


def lost_error(lost: ConnectionLost) -> ServerError:
    """What is told of a statement at which the server went away."""
    return ServerError(sqlstate=GONE, message=f"the server closed the connection: {lost.message}")


def is_command(statement: Statement, *names: str) -> bool:
    """Whether a statement is one of these backslash commands of psql."""
    return statement.kind == "Meta" and parse_command(statement.sql).name in names
