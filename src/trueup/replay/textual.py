"""Findings about the text itself: merge conflicts, what an AI left out, placeholders, a BEGIN without COMMIT."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trueup.finding import Evidence, Finding, Severity
from trueup.replay.groups import groups_of
from trueup.replay.model import Unit
from trueup.sqltext.model import Statement

_NOT_SQL = {
    "conflict": (
        "merge-conflict",
        "A merge-conflict marker stands here: the text of both sides was read, and psql would refuse it.",
        "Resolve the conflict.",
    ),
    "leftover": (
        "text-left-out",
        "These words stand for text that is not there: what it should hold is unknown.",
        "Put the full text in its place.",
    ),
}


def findings(units: Sequence[Unit]) -> Iterator[Finding]:
    """Findings that need no server, in the order of the text."""
    for unit in units:
        for statement in unit.statements:
            if (found := _of_statement(statement)) is not None:
                yield found
        for group in groups_of(unit):
            if group.ends == "open":
                yield _never_committed(group.statements[0])


def _of_statement(statement: Statement) -> Finding | None:
    if statement.kind == "NotSql" and statement.note in _NOT_SQL:
        rule, message, help = _NOT_SQL[statement.note]
        if statement.note == "conflict" and not statement.sql.startswith("<"):
            return None  # told once, where it begins
        return _finding(rule, message, help, statement)
    if statement.note == "missing-semicolon":
        message = "No semicolon ends this statement: PostgreSQL reads on into the next one and refuses both."
        return _finding("missing-semicolon", message, "End it with a semicolon.", statement)
    return None


def _never_committed(statement: Statement) -> Finding:
    message = "This transaction is begun and never committed: psql rolls all of it back at the end of the file."
    return _finding("transaction-never-committed", message, "End it with COMMIT;", statement)


def _finding(rule: str, message: str, help: str, statement: Statement) -> Finding:
    shown = statement.sql.splitlines()[0][:120] if statement.sql else ""
    return Finding(
        rule=rule,
        severity=Severity.ERROR,
        message=message,
        help=help,
        origin=statement.origin,
        evidence=(Evidence(kind="text", text=shown, origin=statement.origin),),
        subject=" ".join(statement.sql.split())[:120],
    )
