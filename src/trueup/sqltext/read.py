"""SQL text to statements with places: `read_sql`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from trueup.diagnostic import Diagnostic, Level
from trueup.origin import Origin
from trueup.sqltext.model import Section, SqlText, Statement
from trueup.sqltext.placeholders import Filled, fill, placeholders_anywhere, placeholders_in_body
from trueup.sqltext.psql import Variables, parse_command
from trueup.sqltext.recover import Part, Recoverer
from trueup.sqltext.scanner import SPACE, Lines, Piece, Scanner, copy_rows
from trueup.sqltext.sections import divide
from trueup.sqltext.target import guess, target_of
from trueup.sqltext.templates import Chosen, choose
from trueup.sqltext.trees import TOO_LONG, ParseFailure, kind_of, parse_one

Include = Callable[[str, str, bool], "tuple[str, str] | None"]
_MAX_ROWS = 8_000_000  # characters of COPY rows that are kept, per text
_MAX_INCLUDES = 50
_TOLD = {
    "prose": ("prose-in-sql", "is no SQL and was taken for a heading or a remark", Level.INFO),
    "fence": ("markdown-fence", "is a Markdown fence and was passed over", Level.INFO),
    "conflict": ("merge-conflict", "is a merge-conflict marker", Level.ERROR),
    "leftover": ("text-left-out", "stands for text that was left out", Level.ERROR),
}


def read_sql(
    text: str,
    file: str,
    *,
    sections: bool = False,
    values: Mapping[str, str] | None = None,
    variables: Mapping[str, str] | None = None,
    include: Include | None = None,
    start: int = 0,
    end: int | None = None,
) -> SqlText:
    r"""Split a text as psql does, and divide it into the queries it was run as.

    Args:
        text: decoded text.
        file: its name, for the places.
        sections: divide it at headings (saved SQL-editor queries); otherwise there is one section.
        values: for ``{{x}}`` and its kin.
        variables: psql's variables.
        include: gives (text, file) for ``\i`` (path, including file, relative to that file), or None to refuse it.
        start, end: read only this stretch; places still count from the beginning of the text.

    Returns:
        All statements in order; what is no SQL is a statement of kind ``NotSql`` and has a diagnostic.
    """
    chosen = choose(text, values or {})
    text = chosen.text
    reader = _Reader(text, file, values or {}, Variables(dict(variables or {})), include, start, end)
    reader.tell_guesses(chosen)
    statements = tuple(reader.statements())
    if sections:
        parts = divide(text, file, statements, reader.comments)
    else:
        parts = (Section(name=file, title="", origin=Origin(file=file, line=1, column=1), statements=statements),)
    return SqlText(file=file, sections=parts, diagnostics=tuple(reader.diagnostics))


class _Reader:
    """Reads one text; an included text has a reader of its own that shares the variables."""

    def __init__(
        self,
        text: str,
        file: str,
        values: Mapping[str, str],
        variables: Variables,
        include: Include | None,
        start: int,
        end: int | None,
        depth: int = 0,
    ) -> None:
        self.text, self.file, self.values, self.variables = text, file, values, variables
        self.include, self.depth = include, depth
        self.scanner = Scanner(text, end)
        self.start = start
        self.lines = Lines(text)
        self.recoverer = Recoverer(self.scanner)
        self.diagnostics: list[Diagnostic] = []
        self.comments: list[tuple[int, int]] = []
        self.rows_left = _MAX_ROWS
        self.told_placeholders: set[str] = set()

    def statements(self) -> Iterator[Statement]:
        at = self.start
        while at < self.scanner.end:
            piece = self.scanner.piece(at)
            recovered_at = len(self.comments)
            self.comments += [(c.start, c.end) for c in piece.comments or ()]
            at = piece.end
            if piece.start >= piece.body_end:
                continue
            if piece.terminator == "meta":
                yield from self._meta(piece)
                continue
            made, at = self._piece(piece)
            if at < piece.end:
                self.comments[recovered_at:] = [c for c in self.comments[recovered_at:] if c[1] <= at]
            yield from made

    def _piece(self, piece: Piece) -> tuple[list[Statement], int]:
        sql = self.text[piece.start : piece.body_end].rstrip(SPACE)
        filled = self._fill(sql)
        tree = parse_one(filled.sql)
        if not isinstance(tree, ParseFailure):
            if "{{" in filled.sql and (unknown := self._unknown_inside(filled, kind_of(tree))):
                return [self._without_values(piece.start, sql, Filled(filled.sql, filled.edits, unknown))], piece.end
            note = piece.terminator if piece.terminator not in {";", "meta"} else ""
            if note == "gset" and self.variables.active:
                self._tell_gset(piece.start)
            made = self._statement(piece.start, filled, kind_of(tree), tree=tree, note=note)
            return self._with_rows(made, piece)
        if self._lacks_only_values(sql, filled):
            return [self._without_values(piece.start, sql, filled)], piece.end
        if len(sql) > TOO_LONG:
            return [self._statement(piece.start, filled, "Unparsed", note=tree.message)], piece.end
        recovery = self.recoverer.recover(piece, tree)
        return [s for part in recovery.parts for s in self._part(part)], recovery.resume

    def _unknown_inside(self, filled: Filled, kind: str) -> tuple[str, ...]:
        """Placeholders without a value that the grammar does not see: in a DO block, in SET search_path = '{{x}}'."""
        if kind == "DoStmt":
            return placeholders_in_body(filled.sql)
        return placeholders_anywhere(filled.sql) if kind == "VariableSetStmt" else ()

    def tell_guesses(self, chosen: Chosen) -> None:
        """Tell the conditions of templates that were taken as true."""
        for at, condition in chosen.guessed[:1]:
            more = f" (and {len(chosen.guessed) - 1} more)" if len(chosen.guessed) > 1 else ""
            self._tell("template-condition", f"{{{{{condition}}}}} was taken as true{more}", at)

    def _fill(self, sql: str) -> Filled:
        """Fill in what has a value; psql variables and templates are looked for only where they can matter."""
        if not any(mark in sql for mark in ("{{", "${", "$(", "@", ":", "<%")):
            return Filled(sql, (), ())
        if not self.values and not self.variables.values and not isinstance(parse_one(sql), ParseFailure):
            return Filled(sql, (), ())
        return fill(sql, self.values, self.variables.values)

    def _lacks_only_values(self, sql: str, filled: Filled) -> bool:
        """Whether the text would parse if its placeholders had values."""
        if not filled.unknown:
            return False
        dummies = dict.fromkeys(filled.unknown, "x")
        return any(
            not isinstance(
                parse_one(fill(sql, {**made, **self.values}, {**made, **self.variables.values}).sql), ParseFailure
            )
            for made in (dummies, dict.fromkeys(dummies, ""))
        )

    def _without_values(self, at: int, sql: str, filled: Filled) -> Statement:
        """The statement with each placeholder's own name in its place, if that parses; it is told."""
        self._tell_placeholders(at, filled.unknown)
        note = "placeholder: " + ", ".join(filled.unknown)
        names = {name: _stand_in(name) for name in filled.unknown}
        made = fill(sql, {**names, **self.values}, {**names, **self.variables.values})
        tree = parse_one(made.sql)
        if isinstance(tree, ParseFailure):
            return self._statement(at, filled, "Unparsed", note=note)
        return self._statement(at, made, kind_of(tree), tree=tree, note=note)

    def _with_rows(self, statement: Statement, piece: Piece) -> tuple[list[Statement], int]:
        if not piece.copies_in:
            return ([statement] if self.variables.active else []), piece.end
        start, stop, past = copy_rows(self.text, piece.end, self.scanner.end)
        rows = ""
        if stop - start <= self.rows_left:
            self.rows_left -= stop - start
            rows = self.text[start:stop]
        else:
            self._tell(
                "copy-rows-skipped", "the rows of this COPY are too many to be loaded; they were left out", piece.start
            )
        made = Statement(
            sql=statement.sql,
            origin=statement.origin,
            kind="CopyData",
            target=statement.target,
            offset=statement.offset,
            note="" if rows or start == stop else "skipped",
            rows=rows,
            edits=statement.edits,
        )
        return [made], past

    def _part(self, part: Part) -> list[Statement]:
        sql = self.text[part.start : part.stop].rstrip(SPACE)
        if part.kind == "NotSql":
            code, what, level = _TOLD[part.note]
            shown = " ".join(sql.split())
            shown = shown if len(shown) <= 60 else shown[:57] + "..."
            self._tell(code, f'"{shown}" {what}', part.start, level)
            return [self._statement(part.start, Filled(sql, (), ()), "NotSql", note=part.note)]
        filled = self._fill(sql)
        tree = parse_one(filled.sql)
        if self._lacks_only_values(sql, filled):
            return [self._without_values(part.start, sql, filled)]
        if part.kind == "Unparsed" or isinstance(tree, ParseFailure):
            return [self._statement(part.start, filled, "Unparsed", note=part.note)]
        self._tell(
            "missing-semicolon", "no semicolon ends this statement; the next one was read all the same", part.start
        )
        return [self._statement(part.start, filled, kind_of(tree), tree=tree, note="missing-semicolon")]

    def _statement(self, at: int, filled: Filled, kind: str, *, tree: object = None, note: str = "") -> Statement:
        return Statement(
            sql=filled.sql,
            origin=self._origin(at),
            kind=kind,
            target=target_of(tree) if tree is not None else guess(filled.sql) if kind == "Unparsed" else None,
            offset=at,
            note=note,
            edits=filled.edits,
        )

    def _meta(self, piece: Piece) -> Iterator[Statement]:
        sql = self.text[piece.start : piece.body_end].rstrip(SPACE)
        command = parse_command(sql)
        if self.variables.take(command) or not self.variables.active:
            return
        if command.name in {"i", "ir", "include", "include_relative"} and self.include and command.arguments:
            included = self.include(command.arguments[0], self.file, command.name in {"ir", "include_relative"})
            if included is not None and self.depth < _MAX_INCLUDES:
                yield from self._included(*included)
                return
        yield self._statement(piece.start, Filled(sql, (), ()), "Meta")

    def _included(self, text: str, file: str) -> Iterator[Statement]:
        inner = _Reader(text, file, self.values, self.variables, self.include, 0, None, self.depth + 1)
        yield from inner.statements()
        self.diagnostics += inner.diagnostics

    def _tell_placeholders(self, at: int, names: tuple[str, ...]) -> None:
        names = tuple(name for name in names if name not in self.told_placeholders)
        if not names:
            return
        self.told_placeholders.update(names)
        listed = ", ".join(names)
        told = Diagnostic(
            code="placeholder-without-value",
            message=f"no value is known for {listed}: a placeholder's own name stands in for it",
            origin=self._origin(at),
            help="Give it a value under [placeholders] in trueup.toml.",
            level=Level.WARNING,
        )
        self.diagnostics.append(told)

    def _tell_gset(self, at: int) -> None:
        """psql's variables are filled in while a text is read, before anything of it runs."""
        told = Diagnostic(
            code="gset-not-followed",
            message=r"the query is run, but the psql variables that \gset sets from its row are not",
            origin=self._origin(at),
            help="Give the variables that the text uses later a value under [placeholders] in trueup.toml.",
            level=Level.WARNING,
        )
        self.diagnostics.append(told)

    def _tell(self, code: str, message: str, at: int, level: Level = Level.WARNING) -> None:
        self.diagnostics.append(Diagnostic(code=code, message=message, origin=self._origin(at), level=level))

    def _origin(self, at: int) -> Origin:
        line, column = self.lines.at(at)
        return Origin(file=self.file, line=line, column=column)


def _stand_in(placeholder: str) -> str:
    """An identifier made of a placeholder's name: ``index .Options "Namespace"`` gives ``namespace``."""
    words = re.findall(r"[A-Za-z_]\w*", placeholder)
    return words[-1].lower() if words else "x"
