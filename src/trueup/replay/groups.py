"""Which statements of a unit stand and fall together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trueup.replay.model import Atomicity, Unit
from trueup.sqltext.model import Statement

_OPENERS = frozenset({"begin", "start"})
_CLOSERS = frozenset({"commit", "end", "rollback", "abort"})


@dataclass(frozen=True, slots=True)
class Group:
    """A run of statements.

    Args:
        statements: in order.
        atomic: one transaction; a refused statement takes the others with it.
        ends: ``commit``, ``rollback`` (the text itself takes everything back), ``open`` (the text never commits).
    """

    statements: tuple[Statement, ...]
    atomic: bool
    ends: str = "commit"


def word_of(statement: Statement) -> str:
    """``begin``, ``commit`` ... for a statement that controls the transaction, else ``""``."""
    if statement.kind != "TransactionStmt":
        return ""
    words = statement.sql.lower().replace(";", " ").split()
    if words[0] in {"rollback", "abort"} and "to" in words:
        return ""
    if words[0] in {"commit", "rollback"} and "prepared" in words:
        return ""
    return words[0] if words[0] in _OPENERS | _CLOSERS else ""


def groups_of(unit: Unit) -> Iterator[Group]:
    """Divide a unit: an atomic one at its own COMMITs, another one into its BEGIN ... COMMIT blocks."""
    if unit.atomicity is Atomicity.UNIT:
        yield from _divide_atomic(unit.statements)
    else:
        yield from _divide_stream(unit.statements)


def _divide_atomic(statements: Sequence[Statement]) -> Iterator[Group]:
    """A runner sends the text in one transaction; a COMMIT in it ends that one early."""
    begun: list[Statement] = []
    for statement in statements:
        begun.append(statement)
        word = word_of(statement)
        if word in _CLOSERS:
            yield Group(tuple(begun), True, "rollback" if word in {"rollback", "abort"} else "commit")
            begun = []
    if begun:
        yield Group(tuple(begun), True)


def _divide_stream(statements: Sequence[Statement]) -> Iterator[Group]:
    loose: list[Statement] = []
    block: list[Statement] | None = None
    for statement in statements:
        word = word_of(statement)
        if block is None and word in _OPENERS:
            if loose:
                yield Group(tuple(loose), False)
            loose, block = [], [statement]
        elif block is not None:
            block.append(statement)
            if word in _CLOSERS:
                yield Group(tuple(block), True, "rollback" if word in {"rollback", "abort"} else "commit")
                block = None
        else:
            loose.append(statement)
    if block is not None:
        yield Group(tuple(block), True, "open")
    elif loose:
        yield Group(tuple(loose), False)
