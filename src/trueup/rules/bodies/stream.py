"""Tokens of a body, one after the other, with the look-ahead that PL/pgSQL's own reader has."""

from __future__ import annotations

import postgast

from trueup.rules.bodies.tokens import Token, tokenize
from trueup.rules.bodies.tree import Slice

_OPEN = frozenset("([")
_CLOSE = frozenset(")]")


class BodyUnreadable(Exception):
    """The body could not be read; it is listed as not evaluated, never as clean."""


class Stream:
    """A cursor over the tokens of one body."""

    def __init__(self, text: str) -> None:
        self.text = text
        try:
            self._tokens = tokenize(text)
        except postgast.PgQueryError as error:
            raise BodyUnreadable(str(error)) from error
        self._next = 0
        self._last = Token("", "", len(text), len(text))

    def peek(self, ahead: int = 0) -> Token:
        """The token that comes next (or `ahead` later); an empty one at the end."""
        index = self._next + ahead
        return self._tokens[index] if index < len(self._tokens) else self._last

    def at(self, what: str) -> bool:
        """Whether the next token is this word or sign."""
        token = self.peek()
        return token.word == what or (not token.word and token.text == what)

    def take(self, count: int = 1) -> Token:
        """The next token, which is passed; raises `BodyUnreadable` at the end."""
        for _ in range(count):
            if self._next >= len(self._tokens):
                raise BodyUnreadable("the body ends too early")
            self._next += 1
        return self._tokens[self._next - 1]

    def expect(self, what: str) -> None:
        """Pass this word or sign; raises `BodyUnreadable` if something else is there."""
        if not self.at(what):
            raise BodyUnreadable(f'"{what}" expected at "{self.peek().text}"')
        self.take()

    def skip_semicolon(self) -> None:
        """Pass a `;` if there is one."""
        if self.at(";"):
            self.take()

    def until(self, ends: set[str]) -> Slice:
        """Everything up to the first of `ends` outside parentheses, which is not passed."""
        begin, depth = self.peek().start, 0
        stop = begin
        while depth or not any(self.at(end) for end in ends):
            token = self.take()
            depth += (token.text in _OPEN) - (token.text in _CLOSE)
            stop = token.end
        return Slice(self.text[begin:stop], begin)

    def list_until(self, ends: set[str]) -> tuple[Slice, ...]:
        """Expressions with commas between them, up to one of `ends`."""
        found = []
        while True:
            found.append(self.until(ends | {","}))
            if not self.at(","):
                return tuple(part for part in found if part.text)
            self.take()

    def tokens_in(self, part: Slice) -> tuple[Token, ...]:
        """The tokens of a part that was passed."""
        end = part.start + len(part.text)
        return tuple(t for t in self._tokens if part.start <= t.start and t.end <= end)

    def words_until(self, end: str) -> list[str]:
        """The words that come before `end`, without passing them."""
        words, ahead = [], 0
        while self.peek(ahead).text not in {end, ""}:
            words.append(self.peek(ahead).word)
            ahead += 1
        return words

    def split(self, part: Slice, separators: set[str]) -> tuple[Slice, ...]:
        """A part cut at separators outside parentheses."""
        pieces, begin, depth = [], part.start, 0
        for token in self.tokens_in(part):
            depth += (token.text in _OPEN) - (token.text in _CLOSE)
            if not depth and (token.word or token.text) in separators:
                pieces.append(Slice(self.text[begin : token.start], begin))
                begin = token.end
        pieces.append(Slice(self.text[begin : part.start + len(part.text)], begin))
        return tuple(pieces)
