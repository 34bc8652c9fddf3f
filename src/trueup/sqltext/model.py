"""What the reader of SQL text gives: statements and the sections that hold them."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.diagnostic import Diagnostic
from trueup.origin import Origin
from trueup.ref import ObjectRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement as it stands in a file.

    Args:
        sql: its text, without the closing semicolon, comments inside kept.
        origin: where its first token stands.
        kind: libpg_query's node name (``CreatePolicyStmt``), ``CopyData`` for COPY ... FROM stdin with its rows,
            ``Meta`` for a psql command, ``Unparsed`` where the grammar refuses it (the server has the last word),
            ``NotSql`` for text that is no SQL (never run; `note` says what it is).
        target: the object that it creates, alters or drops, as far as the text alone tells.
        offset: of its first character in the decoded text, in characters.
        note: for ``NotSql``: ``prose``, ``fence``, ``conflict``, ``leftover``; for ``Unparsed``: the grammar's message,
            or ``mangled-quotes``, ``unfinished``;
            for a statement that psql ends with a command: that command (``gexec``).
        rows: for ``CopyData``: the lines between the statement and its ``\\.``.
        edits: placeholders that were filled in: (position in `sql`, length there, length in the file).
    """

    sql: str
    origin: Origin
    kind: str
    target: ObjectRef | None = None
    offset: int = 0
    note: str = ""
    rows: str = ""
    edits: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a text that was run on its own, e.g. one query of a web SQL editor's saved file.

    Args:
        name: ``Query 8`` (the number of its heading, or its place, from 1).
        title: the heading that the text gives it, or ``""``.
        origin: where it begins.
        statements: in the order of the text.
    """

    name: str
    title: str
    origin: Origin
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlText:
    """A text that was read: its sections, and what in it was no SQL."""

    file: str
    sections: tuple[Section, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All statements of all sections."""
        return tuple(s for section in self.sections for s in section.statements)
