"""What to do with a piece that the grammar refuses: prose, leftovers, mangled quotes, statements that never end.

Nothing is dropped: the parts that come out cover the piece. A budget bounds the trying on hostile text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trueup.sqltext.junk import has_conflict, junk_line
from trueup.sqltext.scanner import _TOKEN, Piece, Scanner
from trueup.sqltext.trees import ParseFailure, parse_one
from trueup.sqltext.words import ALMOST, OBJECTS, STARTS, UNENDED

_BUDGET = 5_000_000  # characters that may be scanned again, per text
_WORD = re.compile(r"[ \t]*([A-Za-z_]+)\b(?:\s+([A-Za-z_]+))?")
_LONE_DOLLAR_END = re.compile(r"(?<![\w$])\$(?![\w$])\s*(?=;|\Z|language\b|immutable\b|stable\b|volatile\b)", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a piece: `kind` is ``Statement`` (to be parsed), ``Unparsed`` or ``NotSql``."""

    start: int
    stop: int
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Recovery:
    """The parts that were made out of a piece, and where to read on."""

    parts: tuple[Part, ...]
    resume: int


class Recoverer:
    """Holds the text and what is left of the budget."""

    def __init__(self, scanner: Scanner) -> None:
        self.scanner = scanner
        self.text = scanner.text
        self.left = _BUDGET

    def recover(self, piece: Piece, failure: ParseFailure) -> Recovery:
        """Divide a piece that does not parse."""
        self.left -= piece.end - piece.start
        whole = Recovery((Part(piece.start, piece.body_end, "Unparsed", failure.message),), piece.end)
        if self.left < 0 or piece.start >= piece.body_end:
            return whole
        line_end = self._line_end(piece.start)
        if note := junk_line(self.text[piece.start : line_end]):
            return Recovery((Part(piece.start, line_end, "NotSql", note),), line_end)
        if (mangled := self._mangled(piece)) is not None:
            return mangled
        if not piece.words or not self._starts_sql(piece):
            return self._prose(piece, whole)
        return self._keyword_prose(piece, failure) or self._broken(piece, failure) or whole

    # Prose

    def _starts_sql(self, piece: Piece) -> bool:
        first = self.text[piece.start]
        return first == "(" or (piece.words[0] in STARTS and (first.isalpha() or first == "_"))

    def _prose(self, piece: Piece, whole: Recovery) -> Recovery:
        """Text whose first word begins no statement: prose up to the SQL, a blank line or a comment."""
        found = self._first_sql_line(piece)
        if found is None and piece.terminator == ";" and self._reads_as_sql(piece):
            return whole
        stop = self._paragraph_end(piece, found)
        return Recovery((Part(piece.start, stop, "NotSql", "prose"),), stop)

    def _reads_as_sql(self, piece: Piece) -> bool:
        """A misspelled statement rather than a sentence: ``CRAETE TABLE t (...);``."""
        text = self.text[piece.start : piece.body_end]
        return (
            "(" in text
            or any(word in ALMOST for word in piece.words[:1])
            or any(word in OBJECTS for word in piece.words[1:3])
        )

    def _keyword_prose(self, piece: Piece, failure: ParseFailure) -> Recovery | None:
        """Prose that begins with a keyword: ``Create the users table:``, ``Update 3``."""
        if piece.open_at >= 0 and not self.text[piece.open_at - 1 : piece.open_at].isalpha():
            return None  # a quote that was never closed, not an apostrophe
        found = self._first_sql_line(piece)
        stop = self._paragraph_end(piece, found)
        paragraph = self.text[piece.start : stop].rstrip()
        if not paragraph or ";" in paragraph or (stop >= piece.body_end and found is None):
            return None
        second_word = failure.position and len(self.text[piece.start : piece.start + failure.position - 1].split()) <= 1
        last = re.findall(r"\w+|\S", paragraph)[-1].lower()
        if last in UNENDED or last in "(,=+|":
            return None
        one_line = "\n" not in paragraph
        if (second_word and one_line) or (one_line and last == ":"):
            return Recovery((Part(piece.start, stop, "NotSql", "prose"),), stop)
        return None

    def _paragraph_end(self, piece: Piece, sql_at: int | None) -> int:
        """Where a paragraph that begins with the piece ends: before SQL, a blank line, a comment or a junk line."""
        at = piece.start
        limit = piece.body_end if sql_at is None else sql_at
        while at < limit:
            end = min(self._line_end(at), limit)
            after = self.text[end : self._line_end(min(end + 1, len(self.text)))].strip()
            if not after or after.startswith(("--", "/*")) or junk_line(after):
                return end
            at = end + 1
        return limit

    def _line_end(self, at: int) -> int:
        newline = self.text.find("\n", at, self.scanner.end)
        return self.scanner.end if newline < 0 else newline

    def _first_sql_line(self, piece: Piece) -> int | None:
        """The first later line at which a statement begins: one that parses, or that reads CREATE TABLE or so."""
        at = self._line_end(piece.start)
        tries = 0
        while at < piece.body_end and self.left > 0 and tries < 40:
            at += 1
            word = _WORD.match(self.text, at, self.scanner.end)
            if word and word.group(1).lower() in STARTS:
                tries += 1
                if self._is_hard(word) or self._parses(word.start(1)):
                    return word.start(1)
            at = self._line_end(at)
        return None

    def _is_hard(self, word: re.Match[str]) -> bool:
        second = (word.group(2) or "").lower()
        return word.group(1).lower() in {"create", "alter", "drop"} and second in OBJECTS

    def _parses(self, at: int) -> bool:
        piece = self.scanner.piece(at)
        self.left -= piece.end - at
        if piece.end - at > 2_000_000:
            return False
        return not isinstance(parse_one(self.text[piece.start : piece.body_end]), ParseFailure)

    # SQL that is broken

    def _broken(self, piece: Piece, failure: ParseFailure) -> Recovery | None:
        """A statement that never ended: cut it where the next one begins."""
        if has_conflict(self.text[piece.start : piece.body_end]):
            return Recovery((Part(piece.start, piece.body_end, "Unparsed", "conflict"),), piece.end)
        for at in self._next_statements(piece):
            if self._parses(at):
                stop = len(self.text[:at].rstrip()) if at - piece.start > 100_000 else self._strip(piece.start, at)
                return Recovery((Part(piece.start, stop, "Statement", "unfinished"),), at)
        if piece.inner_semicolon >= 0:
            short = self.scanner.piece(piece.start, parentheses=False)
            if short.end < piece.end:
                return Recovery((Part(piece.start, short.body_end, "Unparsed", failure.message),), short.end)
        return None

    def _strip(self, start: int, stop: int) -> int:
        return start + len(self.text[start:stop].rstrip())

    def _next_statements(self, piece: Piece) -> Iterator[int]:
        """Lines inside the piece that begin with CREATE TABLE or so, outside quotes (or at the margin inside)."""
        if piece.words[:2] in {("alter", "default"), ("create", "schema")}:
            return
        tries = 0
        for start, inside in self._line_words(piece):
            word = _WORD.match(self.text, start, self.scanner.end)
            if word is None or not self._begins_hard(word, inside):
                continue
            tries += 1
            if tries > 40 or self.left < 0:
                return
            yield start

    def _begins_hard(self, word: re.Match[str], inside: bool) -> bool:
        first, second = word.group(1).lower(), (word.group(2) or "").lower()
        if self._is_hard(word):
            return True
        return not inside and (first, second) in {("comment", "on"), ("grant", "all"), ("grant", "select")}

    def _line_words(self, piece: Piece) -> Iterator[tuple[int, bool]]:
        """(start, inside a quote) of words that are first on their line."""
        text, line_of = self.text, self._line_end(piece.start)
        if line_of >= piece.body_end:
            return
        for token in _TOKEN.finditer(text, piece.start, piece.body_end):
            kind = token.lastgroup
            if (
                kind == "word"
                and token.start() > line_of
                and not text[_line_start(text, token.start()) : token.start()].strip()
            ):
                yield token.start(), False
            elif (kind == "string" and "\n" in token.group()) or token.start() == piece.open_at:
                stop = piece.body_end if token.start() == piece.open_at else token.end()
                for margin in re.finditer(r"\n(?=[A-Za-z])", text[token.start() : stop]):
                    yield token.start() + margin.end(), True
                if token.start() == piece.open_at:
                    return

    def _mangled(self, piece: Piece) -> Recovery | None:
        """``DO $ ... $``: dollar quotes that lost a dollar on their way."""
        previous = ""
        for token in _TOKEN.finditer(self.text, piece.start, piece.body_end):
            if token.group() == "$" and previous in {"do", "as", "plpgsql", "sql"}:
                return self._mangled_from(piece, token.end())
            if token.lastgroup == "word":
                previous = token.group().lower()
            elif token.lastgroup not in {"line", "block"}:
                previous = ""
        return None

    def _mangled_from(self, piece: Piece, after: int) -> Recovery | None:
        close = _LONE_DOLLAR_END.search(self.text, after, self.scanner.end)
        if close is None:
            return None
        rest = self.scanner.piece(close.start() + 1)
        stop = max(rest.body_end, close.start() + 1)
        return Recovery((Part(piece.start, stop, "Unparsed", "mangled-quotes"),), rest.end)


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1
