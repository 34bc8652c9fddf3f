"""A file in the making, and how it is run on a scratch copy: as one transaction, by the replay role."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import psycopg

from trueup.catalog.model import Catalog
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
        files: the same as a folder, where it was made as one too: name to text.
    """

    text: str
    notes: tuple[str, ...] = ()
    drift: bool = False
    refused: bool = False
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Draft:
    """A file in the making.

    Args:
        name: of the file; for one that is new, a title until `named` gives it its name.
        statements: in order; `run_draft` takes out what is there already, where that is asked for.
        migration: the migration that it runs, or "".
        changed: whether its text is another than the migration's file.
        reason: why it is there, or why it is changed.
        skip_existing: leave out what the server says is there already.
        original: the migration's own text, kept as it is where statements are only added to it.
        added: the statements that are added to it.
    """

    name: str
    statements: list[str]
    migration: str = ""
    changed: bool = False
    reason: str = ""
    skip_existing: bool = False
    original: str = ""
    added: list[str] = field(default_factory=list)

    def add(self, statements: Sequence[str], reason: str) -> None:
        """Put statements at its end."""
        self.statements.extend(statements)
        self.added.extend(statements)
        self.changed = True
        self.reason = self.reason or reason

    def file(self) -> SqlFile:
        """As a file."""
        return SqlFile(
            name=self.name,
            text=self._text(),
            replaces=self.migration if self.changed else "",
            reason=self.reason,
        )

    def _text(self) -> str:
        if not self.original:
            return script(self.reason or self.name, self.statements)
        if not self.added:
            return self.original
        return f"{self.original.rstrip()}\n\n{script(self.reason, self.added)}"


def named(drafts: Sequence[Draft], name: Callable[[str], str]) -> None:
    """Give the new ones their names, counted on without a gap."""
    for draft in drafts:
        if not draft.migration:
            draft.name = name(draft.name)


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


class State:
    """A scratch database on which drafts run one after another; its catalog is read again only after one ran."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._catalog: Catalog | None = None

    def run(self, draft: Draft) -> str:
        """See `run_draft`."""
        error = run_draft(self.database, draft)
        if not error and draft.statements:
            self._catalog = None
        return error

    def catalog(self) -> Catalog:
        """What the database holds now."""
        if self._catalog is None:
            self._catalog = self.database.read_catalog()
        return self._catalog


def script(heading: str, statements: Iterable[str]) -> str:
    """Statements as a text: a comment, then each with its semicolon."""
    comment = "\n".join(f"-- {line}" for line in heading.splitlines())
    body = "\n\n".join(sql.strip().rstrip(";").rstrip() + ";" for sql in statements)
    return f"{comment}\n\n{body}\n"
