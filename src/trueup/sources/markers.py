"""Migrations whose up and down parts stand in one file, divided by the annotations of their runner.

An annotation is a comment line of its own, so it is found in the text by line; the SQL between is read as ever.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# How a runner marks its parts, and what in a file says "not in one transaction". Sources: the runners' manuals.
_MARKERS: tuple[tuple[str, str, str, str], ...] = (
    ("dbmate", r"--\s*migrate:up\b", r"--\s*migrate:down\b", r"--\s*migrate:up\b.*\btransaction:\s*false"),
    ("goose", r"--\s*\+goose\s+up\b", r"--\s*\+goose\s+down\b", r"--\s*\+goose\s+no\s+transaction\b"),
    ("sql-migrate", r"--\s*\+migrate\s+up\b", r"--\s*\+migrate\s+down\b", r"--\s*\+migrate\s+up\b.*notransaction"),
    ("micrate", r"--\s*\+micrate\s+up\b", r"--\s*\+micrate\s+down\b", r"(?!)"),
    ("rambler", r"--\s*rambler\s+up\b", r"--\s*rambler\s+down\b", r"--\s*rambler\s+no-transaction\b"),
    ("tern", r"(?!)", r"-{4}\s*create above\s*/\s*drop below\s*-{4}", r"----\s*tern:\s*disable-tx\s*----"),
    ("node-pg-migrate", r"--\s*up migration\b", r"--\s*down migration\b", r"(?!)"),
    ("evolutions", r"(?:#|--)\s*(?:---)?\s*!ups\b", r"(?:#|--)\s*(?:---)?\s*!downs\b", r"(?!)"),
    ("mybatis", r"(?!)", r"--\s*//\s*@undo\b", r"(?!)"),
    ("yoyo", r"(?!)", r"--\s*rollback\s*$", r"--\s*transactional:\s*false\b"),
    ("up/down", r"--\s*=*\s*\+?up\b\s*=*\s*:?\s*$", r"--\s*=*\s*\+?down\b\s*=*\s*:?\s*$", r"(?!)"),
)
# Runners that put each file into a transaction unless the file says otherwise, in a comment of its own.
_NO_TRANSACTION = re.compile(
    r"^(?:--\s*no-transaction\b|--!\s*no-transaction\b|--\s*disable-ddl-transaction\b|--\s*atlas:txmode\s+none\b"
    r"|--\s*flyway:executeInTransaction=false\b|--\s*executeInTransaction\s*=\s*false\b)",
    re.IGNORECASE | re.MULTILINE,
)
_DUMP_HEADS = ("PostgreSQL database dump", "PostgreSQL database cluster dump")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Where the parts of a file lie, as (start, end) in characters.

    Args:
        tool: whose annotations they are.
        up: the stretches that go forward.
        down: the stretch that goes back, or None.
        transaction: whether the runner runs the up part in one transaction.
    """

    tool: str
    up: tuple[int, int]
    down: tuple[int, int] | None
    transaction: bool


def divide(text: str, *, plain_words: bool = True) -> Parts | None:
    """The parts of a text that carries a runner's annotations; None where it carries none.

    Args:
        text: the file's text.
        plain_words: take the annotations that are plain English as well (``-- up``, ``-- rollback``).
    """
    for tool, up, down, no_transaction in _MARKERS:
        if not plain_words and tool in {"up/down", "yoyo"}:
            continue
        ups = _line(up, text)
        downs = _line(down, text)
        if ups is None and (downs is None or up != "(?!)"):
            continue
        start = ups.end() if ups else 0
        after = downs is not None and downs.start() >= start
        end = downs.start() if downs is not None and after else len(text)
        back: tuple[int, int] | None = None
        if downs is not None:
            back = (downs.end(), len(text) if after or ups is None else ups.start())
        return Parts(
            tool=tool,
            up=(start, end),
            down=back,
            transaction=_line(no_transaction, text) is None and in_transaction(text),
        )
    return None


def in_transaction(text: str) -> bool:
    """Whether no comment of the file asks its runner for no transaction."""
    return _NO_TRANSACTION.search(text) is None


def upgrades(text: str) -> tuple[tuple[str, int, int], ...]:
    """What ``alembic upgrade --sql`` wrote: (revision, start, end) for each ``-- Running upgrade a -> b``."""
    found = list(re.finditer(r"^-- Running upgrade\s+(\S*)\s*->\s*(\S+)\s*$", text, re.MULTILINE))
    ends = [*(m.start() for m in found[1:]), len(text)] if found else []
    return tuple((m[2], m.end(), end) for m, end in zip(found, ends, strict=True))


def is_dump(text: str) -> bool:
    """Whether pg_dump wrote it: its first comments say so (pg_dump.c, "PostgreSQL database dump")."""
    head = text[:4000]
    return any(f"-- {words}" in head for words in _DUMP_HEADS)


def _line(pattern: str, text: str) -> re.Match[str] | None:
    if pattern == "(?!)":
        return None
    return re.search(rf"^[ \t]*{pattern}[^\n]*$", text, re.IGNORECASE | re.MULTILINE)
