r"""Cuts a text into pieces as psql does (psqlscan.l): statements, backslash commands, rows of COPY.

The pieces and the gaps between them add up to the text. No grammar here: only quotes, comments, parentheses,
``BEGIN ATOMIC`` bodies and semicolons, which is what psql itself looks at.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<line>--[^\n\r]*)
  | (?P<block>/\*)
  | (?P<word>[A-Za-z_\x80-\U0010ffff][\w$\x80-\U0010ffff]*)
  | (?P<number>\d[\w.]*)
  | (?P<string>'[^']*(?:''[^']*)*')
  | (?P<quoted>"[^"]*(?:""[^"]*)*")
  | (?P<parameter>\$\d+)
  | (?P<dollar>\$(?:[A-Za-z_\x80-\U0010ffff][\w\x80-\U0010ffff]*)?\$)
  | (?P<open>['"])
  | (?P<mark>[();\\])
  | (?P<other>[^\s])
    """,
    re.VERBOSE,
)
_ESCAPED = re.compile(r"'[^'\\]*(?:(?:\\.|'')[^'\\]*)*'", re.DOTALL)
# Where only the end of the statement matters: all that is none of these is passed over at once.
_JUMP = re.compile(r"""(?P<line>--)|(?P<block>/\*)|(?P<string>['"])|(?P<dollar>\$)|(?P<mark>[();\\])""")
# What can neither end a statement nor hide its end, in one go: rows of an INSERT, lists of columns.
_FLAT = r"""[^;'"()$\\/\-eE]++|[eE](?!')|'[^']*+(?:''[^']*+)*+'|-(?!-)|/(?!\*)"""
_BULK = re.compile(rf"(?:{_FLAT}|\((?:{_FLAT})*+\))++")
_BLOCK_MARK = re.compile(r"/\*|\*/")
# Backslash commands that end a statement (psql's manual page); any other mid-statement is left to the server.
_SEND = re.compile(r"\\(gexec|gset|gdesc|gx|g|crosstabview|bind|watch)\b[^\n\r]*")
SPACE = " \t\n\r\f\v"  # what PostgreSQL takes for white space; Python's idea of it is wider
_HEAD = 6  # words that tell what a statement is
_HEAD_TOKENS = 64  # they stand among its first tokens: a list of a million numbers is not read token by token
_WORDS_OF_ROUTINES = {"create": "c", "function": "f", "procedure": "p", "or": "o", "replace": "r"}


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment's place: `start` to `end`, its marks included."""

    start: int
    end: int


@dataclass(slots=True)
class Piece:
    """A stretch of the text up to and with its terminator.

    Args:
        lead: where it begins, with the white space and comments before its first token.
        start: its first token, or `end` where it has none.
        body_end: the end of its text without the terminator.
        end: where the next piece begins.
        terminator: ``;``, ``meta`` (a backslash command on its own), a backslash command's name, or ``""`` (end).
        open_at: where a quote begins that is never closed, or -1.
        comments: all comments, those before the first token included.
        words: its first four words in lower case.
        inner_semicolon: the first semicolon inside parentheses, or -1.
        copies_in: whether it reads as COPY ... FROM stdin.
    """

    lead: int
    start: int
    body_end: int = 0
    end: int = 0
    terminator: str = ""
    open_at: int = -1
    comments: list[Comment] | None = None
    words: tuple[str, ...] = ()
    inner_semicolon: int = -1
    copies_in: bool = False


def _inside_word(text: str, at: int, start: int) -> bool:
    """Whether the character belongs to an identifier that began before it."""
    return at > start and (text[at - 1].isalnum() or text[at - 1] in "_$" or text[at - 1] >= "\x80")


class Scanner:
    """Reads one piece after the other; any position may be asked for again."""

    def __init__(self, text: str, end: int | None = None) -> None:
        self.text = text
        self.end = len(text) if end is None else end

    def piece(self, pos: int, *, parentheses: bool = True) -> Piece:
        """The piece that begins at `pos`; without `parentheses`, every semicolon outside quotes ends it."""
        return _Run(self, pos, parentheses).piece()


class _Run:
    """The state of one `Scanner.piece`."""

    def __init__(self, scanner: Scanner, pos: int, parentheses: bool) -> None:
        self.text, self.stop, self.pos = scanner.text, scanner.end, pos
        self.parentheses = parentheses
        self.depth = self.begins = 0
        self.initials: list[str] = []
        self.words: list[str] = []
        self.count = self.tokens = 0
        self.comments: list[Comment] = []
        self.result = Piece(lead=pos, start=-1)

    def piece(self) -> Piece:
        text = self.text
        while (token := self._next(text, self.pos, self.stop)) is not None:
            if self._take(token):
                break
        else:
            self._finish(self.stop, self.stop, "")
        result = self.result
        if result.start < 0:
            result.start = result.body_end = result.end
        result.comments = self.comments
        result.words = tuple(self.words[:6])
        result.copies_in = self._copies_in()
        return result

    def _next(self, text: str, pos: int, stop: int) -> re.Match[str] | None:
        """The next token; behind the first words of a statement, the next one that can end it or hide its end."""
        heading = self.count < _HEAD and self.tokens < _HEAD_TOKENS
        if heading or self._is_routine() or self.words[:1] == ["copy"]:
            return _TOKEN.search(text, pos, stop)
        bulk = _BULK.match(text, pos, stop)
        jump = _JUMP.search(text, bulk.end() if bulk else pos, stop)
        while jump is not None and jump.lastgroup == "dollar" and _inside_word(text, jump.start(), pos):
            jump = _JUMP.search(text, jump.end(), stop)
        if jump is None:
            return None
        before = jump.start() - 1
        if (
            jump.lastgroup == "string"
            and before >= pos
            and text[before] in "eE"
            and not _inside_word(text, before, pos)
        ):
            return _TOKEN.match(text, before, stop)
        return _TOKEN.match(text, jump.start(), stop)

    def _take(self, token: re.Match[str]) -> bool:
        """Take one token; True when the piece is complete."""
        kind, start = token.lastgroup, token.start()
        self.pos = token.end()
        if kind == "line":
            self.comments.append(Comment(start, self.pos))
            return False
        if kind == "block":
            return self._block(start)
        self.tokens += 1
        first = self.result.start < 0
        if first:
            self.result.start = start
        if kind == "word":
            self._word(token)
        elif kind == "dollar":
            return self._until(token.group(), start)
        elif kind == "open":
            self.result.open_at = start
            return self._finish(self.stop, self.stop, "")
        elif kind == "mark":
            return self._mark(token.group(), start, first)
        return False

    def _word(self, token: re.Match[str]) -> None:
        word, text = token.group().lower(), self.text
        if word == "e" and text[self.pos : self.pos + 1] == "'":
            escaped = _ESCAPED.match(text, self.pos, self.stop)
            if escaped:
                self.pos = escaped.end()
        if self.count < 4 and word in _WORDS_OF_ROUTINES:
            self.initials.append(_WORDS_OF_ROUTINES[word])
        elif self.count < 4:
            self.initials.append(" ")
        self.count += 1
        if self.count < 200:
            self.words.append(word)
        if not self.depth and word in {"begin", "case", "end"} and self._is_routine():
            self._nest(word)

    def _is_routine(self) -> bool:
        start = "".join(self.initials)
        return start.startswith(("cf", "cp", "corf", "corp"))

    def _nest(self, word: str) -> None:
        if word == "begin" or (word == "case" and self.begins):
            self.begins += 1
        elif word == "end" and self.begins:
            self.begins -= 1

    def _mark(self, mark: str, start: int, first: bool) -> bool:
        if mark == "(":
            self.depth += 1
        elif mark == ")":
            self.depth = max(0, self.depth - 1)
        elif mark == "\\":
            return self._backslash(start, first)
        elif (self.depth and self.parentheses) or self.begins:
            if self.result.inner_semicolon < 0:
                self.result.inner_semicolon = start
        else:
            return self._finish(start, self.pos, ";")
        return False

    def _backslash(self, start: int, first: bool) -> bool:
        text = self.text
        if first:
            newline = text.find("\n", start, self.stop)
            end = self.stop if newline < 0 else newline + 1
            return self._finish(start + len(text[start:end].rstrip()), end, "meta")
        if (send := _SEND.match(text, start, self.stop)) is not None:
            return self._finish(start, send.end(), send.group(1))
        if text.startswith("\\;", start):
            self.pos = start + 2
        return False

    def _block(self, start: int) -> bool:
        """A block comment, which nests; one that is never closed runs to the end of the text."""
        depth = 1
        while depth:
            mark = _BLOCK_MARK.search(self.text, self.pos, self.stop)
            if mark is None:
                self.result.open_at = start
                self.comments.append(Comment(start, self.stop))
                return self._finish(self.stop, self.stop, "")
            depth += 1 if mark.group() == "/*" else -1
            self.pos = mark.end()
        self.comments.append(Comment(start, self.pos))
        return False

    def _until(self, tag: str, start: int) -> bool:
        close = self.text.find(tag, self.pos, self.stop)
        if close < 0:
            self.result.open_at = start
            return self._finish(self.stop, self.stop, "")
        self.pos = close + len(tag)
        return False

    def _finish(self, body_end: int, end: int, terminator: str) -> bool:
        self.result.body_end, self.result.end, self.result.terminator = body_end, end, terminator
        return True

    def _copies_in(self) -> bool:
        words = self.words
        if not words or words[0] != "copy" or self.result.terminator != ";":
            return False
        return any(a == "from" and b == "stdin" for a, b in itertools.pairwise(words))


def copy_rows(text: str, pos: int, stop: int) -> tuple[int, int, int]:
    r"""The rows after ``COPY ... FROM stdin;`` that ends at `pos`: their start, their end, and where ``\.`` is past."""
    newline = text.find("\n", pos, stop)
    start = stop if newline < 0 else newline + 1
    at = start
    while at < stop:
        mark = at if text.startswith("\\.", at) else text.find("\n\\.", at, stop) + 1
        if not mark and not text.startswith("\\.", at):
            break
        newline = text.find("\n", mark, stop)
        line_end = stop if newline < 0 else newline
        if text[mark:line_end].rstrip("\r") == "\\.":
            return start, mark, min(line_end + 1, stop)
        at = line_end
    return start, stop, stop


class Lines:
    """Offsets to lines and columns, both from 1, in characters."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        find, at = text.find, text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = find("\n", at + 1)

    def at(self, offset: int) -> tuple[int, int]:
        """(line, column) of a character."""
        from bisect import bisect_right

        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
