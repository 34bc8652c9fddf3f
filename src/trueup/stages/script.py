"""A file in the making, and how it is run on a scratch copy: as one transaction, by the replay role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import psycopg

from trueup.postgres.server import Database
from trueup.stages.model import SqlFile

# duplicate_table, duplicate_object, duplicate_column, duplicate_function, duplicate_schema: it is there already.
THERE = frozenset({"42P07", "42710", "42701", "42723", "42P06"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """SQL that a command prints.

    Args:
        text: the script.
        notes: what to know about it.
        drift: whether there was any difference.
        refused: whether it is not offered, or could not be proven.
    """

    text: str
    notes: tuple[str, ...] = ()
    drift: bool = False
    refused: bool = False


@dataclass(slots=True, kw_only=True)
class Draft:
    """A file in the making.

    Args:
        name: of the file.
        statements: in order; `run_draft` takes out what is there already, where that is asked for.
        migration: the migration that it runs, or "".
        changed: whether its text is another than the migration's file.
        reason: why it is there, or why it is changed.
        skip_existing: leave out what the server says is there already.
    """

    name: str
    statements: list[str]
    migration: str = ""
    changed: bool = False
    reason: str = ""
    skip_existing: bool = False

    def file(self) -> SqlFile:
        """As a file."""
        return SqlFile(
            name=self.name,
            text=script(self.reason or self.name, self.statements),
            replaces=self.migration if self.changed else "",
            reason=self.reason,
        )


def run_draft(database: Database, draft: Draft) -> str:
    """Run a draft as one transaction; "" or the server's message, and then nothing of it stays."""
    kept = []
    try:
        with database.connect(autocommit=False) as conn:
            for sql in draft.statements:
                try:
                    with conn.transaction():
                        conn.execute(sql.encode())
                    kept.append(sql)
                except psycopg.Error as error:
                    if not (draft.skip_existing and error.sqlstate in THERE):
                        raise
    except psycopg.Error as error:
        return str(error).splitlines()[0]
    draft.statements = kept
    return ""


def script(heading: str, statements: Iterable[str]) -> str:
    """Statements as a text: a comment, then each with its semicolon."""
    comment = "\n".join(f"-- {line}" for line in heading.splitlines())
    body = "\n\n".join(sql.strip().rstrip(";").rstrip() + ";" for sql in statements)
    return f"{comment}\n\n{body}\n"
