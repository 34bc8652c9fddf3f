"""What a migration's comments promise, held against what the run showed; and the queries that they offer. Pure.

A promise is a sentence in a comment; libpg_query's scanner finds the comments. Only plain words are looked for, and a
sentence that denies ("not reversible") is no promise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from trueup.migrations.tokens import Comment, comments
from trueup.origin import Origin
from trueup.replay.model import Migration
from trueup.sqltext.model import Statement
from trueup.sqltext.trees import ParseFailure, kind_of, parse_one


class Promise(StrEnum):
    """What a comment can promise that a run can refute."""

    REPEATABLE = "can be run again"
    REVERSIBLE = "can be taken back"
    NO_DOWNTIME = "blocks nobody"
    KEEPS_DATA = "loses no rows"


_WORDS: dict[Promise, tuple[str, ...]] = {
    Promise.REPEATABLE: (
        "idempotent",
        "safe to run multiple times",
        "safe to run more than once",
        "safe to re-run",
        "safe to rerun",
        "safe to run again",
        "can be run multiple times",
        "can be run again",
        "can be re-run",
        "can be rerun",
        "re-runnable",
        "rerunnable",
        "no errors on re-run",
        "run multiple times without",
        "safe to execute multiple times",
        "safe to apply multiple times",
        "safely re-run",
        "safely rerun",
        "safely be re-run",
        "safely be rerun",
        "safely be run again",
        "safely be run multiple times",
        "can be applied multiple times",
        "no error on re-run",
        "no errors on rerun",
        "no errors if run again",
        "no errors when run again",
    ),
    Promise.REVERSIBLE: (
        "reversible",
        "can be rolled back",
        "can be reverted",
        "safe to roll back",
        "safe to rollback",
        "can be undone",
        "can be safely reverted",
        "can be safely rolled back",
    ),
    Promise.NO_DOWNTIME: (
        "no downtime",
        "zero downtime",
        "zero-downtime",
        "without downtime",
        "non-blocking",
        "nonblocking",
        "does not lock",
        "doesn't lock",
        "no locks",
        "no table lock",
        "without locking",
        "no down time",
        "without blocking",
        "no blocking",
        "lock-free",
    ),
    Promise.KEEPS_DATA: (
        "no data loss",
        "no data is lost",
        "no data will be lost",
        "without data loss",
        "without losing data",
        "non-destructive",
        "nondestructive",
        "preserves all data",
        "preserves existing data",
        "preserves all existing data",
    ),
}
_DENIALS = (
    "not ", "n't ", "non-idempotent", "irreversible", "never ", "cannot ", "unless ", "make ", "todo", "non-reversible",
    "to be ", "should be ", "must be ", "needs to ", "once ",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A promise: which, in whose words, where."""

    promise: Promise
    words: str
    origin: Origin


def claims(text: str, file: str) -> tuple[Claim, ...]:
    """The promises in a migration's comments, the first of each kind."""
    found: dict[Promise, Claim] = {}
    for comment in comments(text):
        for offset, line in _lines(comment):
            promise = _promise(line)
            if promise is not None and promise not in found:
                found[promise] = Claim(promise=promise, words=line.strip(), origin=_origin(text, file, offset))
    return tuple(found.values())


def _promise(line: str) -> Promise | None:
    lower = " ".join(line.lower().split())
    for promise, phrases in _WORDS.items():
        for phrase in phrases:
            at = lower.find(phrase)
            if at >= 0 and not any(d in lower[:at] + phrase for d in _DENIALS if d not in phrase):
                return promise
    return None


def _lines(comment: Comment) -> Iterator[tuple[int, str]]:
    at = comment.start
    for line in comment.text.split("\n"):
        yield at, line
        at += len(line) + 1


def _origin(text: str, file: str, offset: int) -> Origin:
    before = text[:offset]
    return Origin(file=file, line=before.count("\n") + 1, column=offset - (before.rfind("\n") + 1) + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentedSql:
    """SQL that stands in comments: the statements of one block, in order.

    Args:
        heading: the line of words before them, in lower case.
        statements: their text.
        origin: where the block begins.
    """

    heading: str
    statements: tuple[str, ...]
    origin: Origin


_WAY_BACK = ("rollback", "roll back", "down", "revert", "undo", "to reverse")


def commented_sql(text: str, file: str) -> tuple[CommentedSql, ...]:
    """Blocks of comments that hold SQL which the grammar takes, each under its heading."""
    found: list[CommentedSql] = []
    heading = ""
    for block in _blocks(text):
        lines = [line for comment in block for line in comment.text.split("\n")]
        words: list[str] = []
        sql: list[str] = []
        statements: list[str] = []
        for line in lines:
            if not sql and not _starts_sql(line):
                words.append(line.strip(" =-*#:").lower())
                continue
            sql.append(line)
            if line.rstrip().endswith(";"):
                taken = _statements("\n".join(sql))
                statements.extend(taken)
                sql = []
        heading = next((w for w in reversed(words) if w), heading)
        if statements:
            origin = _origin(text, file, block[0].start)
            found.append(CommentedSql(heading=" ".join(words) or heading, statements=tuple(statements), origin=origin))
    return tuple(found)


def way_back(text: str, file: str) -> CommentedSql | None:
    """The commented section that takes the migration back, if its heading says so."""
    blocks = [b for b in commented_sql(text, file) if any(word in b.heading for word in _WAY_BACK)]
    statements = tuple(s for b in blocks for s in b.statements if not _is_query(s))
    if not statements:
        return None
    return CommentedSql(heading=blocks[0].heading, statements=statements, origin=blocks[0].origin)


def verification_queries(migration: Migration, text: str, file: str) -> tuple[tuple[str, Origin], ...]:
    """Queries that only read: those in comments, and those that the file itself ends with."""
    found = [
        (sql, _place_of(sql, text, block.origin))
        for block in commented_sql(text, file)
        for sql in block.statements
        if _is_query(sql)
    ]
    found.extend((s.sql, s.origin) for s in _last_queries(migration.up.statements))
    return tuple(found)


def _place_of(sql: str, text: str, block: Origin) -> Origin:
    """The line of a comment that a query begins on."""
    first = sql.split("\n", 1)[0].strip()
    lines = text.split("\n")
    found = (n for n in range(block.line, len(lines) + 1) if first in lines[n - 1])
    return replace(block, line=next(found, block.line), column=1)


def _last_queries(statements: Sequence[Statement]) -> Iterable[Statement]:
    tail: list[Statement] = []
    for statement in reversed(statements):
        if statement.kind == "SelectStmt" and _is_query(statement.sql):
            tail.append(statement)
        elif statement.kind != "TransactionStmt":
            break
    return reversed(tail)


def _blocks(text: str) -> Iterator[list[Comment]]:
    """Comments on lines that follow each other, with nothing but space between them."""
    block: list[Comment] = []
    for comment in comments(text):
        if block and text[block[-1].end : comment.start].strip(" \t\r\n"):
            yield block
            block = []
        block.append(comment)
    if block:
        yield block


_STARTS = frozenset(
    [
        "select",
        "alter",
        "drop",
        "create",
        "delete",
        "update",
        "insert",
        "revoke",
        "grant",
        "truncate",
        "comment",
        "with",
        "begin",
        "commit",
        "do",
        "set",
    ]
)


def _starts_sql(line: str) -> bool:
    """Whether a line may begin a statement: an upper-case or lower-case command word and more after it."""
    words = line.split()
    if len(words) < 2 or words[0].lower() not in _STARTS:
        return bool(words) and words[0].lower().rstrip(";") in {"begin", "commit"} and words[0].endswith(";")
    return words[0].isupper() or words[0].islower()


def _statements(sql: str) -> list[str]:
    """The text as one statement, if the grammar takes it."""
    one = sql.strip().rstrip(";").strip()
    tree = parse_one(one)
    if isinstance(tree, ParseFailure) or kind_of(tree) == "TransactionStmt":
        return []
    return [one]


def _is_query(sql: str) -> bool:
    """Whether it reads only, as far as the tree tells: a SELECT that is no SELECT INTO and locks nothing."""
    tree = parse_one(sql)
    if isinstance(tree, ParseFailure) or kind_of(tree) != "SelectStmt":
        return False
    return not tree.HasField("into_clause") and not tree.locking_clause
