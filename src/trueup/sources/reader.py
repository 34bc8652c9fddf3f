"""Reads SQL files of a tree: decoding, placeholders, and files that a file includes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from trueup.config import Config
from trueup.diagnostic import Diagnostic, Level
from trueup.errors import SourceError
from trueup.origin import Origin
from trueup.replay.model import Atomicity, Unit
from trueup.sources.parsed import parsed
from trueup.sources.tree import Tree, normal
from trueup.sqltext.decode import decode
from trueup.sqltext.model import SqlText


@dataclass(slots=True)
class Reader:
    """Gives the text and the statements of files, each file decoded once.

    Args:
        tree: where they are.
        config: for the placeholders' values.
        diagnostics: what was found out while reading; taken over by the `Source`.
        read_files: the files that were read, as shown, in order, each once.
    """

    tree: Tree
    config: Config
    diagnostics: list[Diagnostic] = field(default_factory=list)
    read_files: dict[str, str] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)

    def text(self, path: str) -> str:
        """A file's text.

        Raises:
            SourceError: it is missing, a folder, unreadable or binary.
        """
        if path not in self._texts:
            shown = self.tree.display(path)
            text, told = decode(self.tree.read(path), shown)
            self._texts[path] = text
            self.read_files[shown] = path
            self.diagnostics += told
        return self._texts[path]

    def sql(self, path: str, *, sections: bool = False, start: int = 0, end: int | None = None) -> SqlText:
        """The statements of a file, or of a stretch of it."""
        read = parsed(
            self.text(path),
            self.tree.display(path),
            sections=sections,
            values=self.config.placeholders,
            variables=self.config.placeholders,
            include=self._include,
            start=start,
            end=end,
        )
        self.diagnostics += read.diagnostics
        return read

    def unit(
        self,
        path: str,
        *,
        name: str | None = None,
        atomicity: Atomicity = Atomicity.STATEMENT,
        start: int = 0,
        end: int | None = None,
    ) -> Unit:
        """A file, or a stretch of it, as one unit; a file that can't be read is told and gives an empty unit."""
        shown = self.tree.display(path)
        origin = Origin(file=shown, line=1, column=1)
        try:
            read = self.sql(path, start=start, end=end)
        except SourceError as error:
            told = Diagnostic(
                code="unreadable-file",
                message=error.message,
                origin=error.origin or origin,
                help=error.help,
                level=Level.ERROR,
            )
            self.diagnostics.append(told)
            return Unit(name=name or shown, origin=origin, statements=(), atomicity=atomicity)
        statements = read.statements
        if not statements and not start and end is None:
            empty = "is empty" if not self.text(path).strip() else "holds no SQL"
            self.diagnostics.append(
                Diagnostic(
                    code="empty-file", message=f"{shown} {empty}", origin=Origin(file=shown), level=Level.WARNING
                )
            )
        first = statements[0].origin if statements else origin
        return Unit(name=name or shown, origin=first, statements=statements, atomicity=atomicity)

    def _include(self, path: str, including: str, relative: bool) -> tuple[str, str] | None:
        r"""The file that ``\i`` or ``\ir`` names; None, and told, if it lies outside the project or is not there.

        psql takes ``\i`` from its working folder, which nobody knows here: the project's root is tried, and then the
        folder of the including file.
        """
        folder = str(PurePosixPath(self.read_files.get(including, "")).parent)
        tried = [f"{folder}/{path}"] if relative else [path, f"{folder}/{path}"]
        for candidate in tried:
            inner = normal(candidate)
            if inner is None or not self.tree.is_file(inner):
                continue
            try:
                return self.text(inner), self.tree.display(inner)
            except SourceError:
                continue
        told = Diagnostic(
            code="include-not-followed",
            message=f"\\i {path} was not followed: there is no such file inside the project",
            origin=Origin(file=including),
            help="Run trueup on the folder that holds it.",
            level=Level.WARNING,
        )
        self.diagnostics.append(told)
        return None
