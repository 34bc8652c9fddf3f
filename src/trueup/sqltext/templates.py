"""Conditions of Go's templates in SQL text: the branch that a PostgreSQL server would get is kept, the others blanked.

Blanked, not cut: all places stay as they are in the file. Only actions outside quotes count; ``{{if x}}`` in a string
is data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trueup.sqltext.scanner import _TOKEN

_ACTION = re.compile(r"\{\{-?\s*(?P<what>/\*.*?\*/|[^{}]*?)\s*-?\}\}", re.DOTALL)
_OTHERS = frozenset(
    {"mysql", "mariadb", "sqlite", "sqlite3", "mssql", "sqlserver", "oracle", "cockroach", "cockroachdb"}
)
_OURS = frozenset({"postgres", "postgresql", "pg"})
_BLOCKS = frozenset({"if", "range", "with", "define", "block"})
_FALSE = frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """A text without its templates' conditions.

    Args:
        text: as long as it was.
        guessed: (offset, condition) of those whose value is not known; they were taken as true.
    """

    text: str
    guessed: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class _Block:
    """An open block: whether it is kept now, and whether one of its branches was."""

    now: bool
    taken: bool


def choose(text: str, values: Mapping[str, str]) -> Chosen:
    """Blank the branches that a PostgreSQL server does not get, and the actions that divide them.

    Args:
        text: any.
        values: of placeholders; they decide conditions too (``plugin = "false"``).
    """
    actions = list(_actions(text)) if "{{" in text else []
    if not any(_word(match) in _BLOCKS for match in actions):
        return Chosen(text)
    parts, at = [], 0
    blocks: list[_Block] = []
    guessed: list[tuple[int, str]] = []
    for match in actions:
        word = _word(match)
        if word not in _BLOCKS | {"else", "end"} and not match["what"].startswith("/*"):
            continue
        kept = all(block.now for block in blocks)
        parts.append(text[at : match.start()] if kept else _blank(text[at : match.start()]))
        parts.append(_blank(match.group()))
        at = match.end()
        _step(blocks, word, match, values, guessed)
    parts.append(text[at:])
    return Chosen("".join(parts), tuple(guessed))


def _actions(text: str) -> Iterator[re.Match[str]]:
    """The actions outside quotes and comments."""
    at = 0
    while (token := _TOKEN.search(text, at)) is not None:
        at = token.end()
        if token.group() == "{" and (match := _ACTION.match(text, token.start())):
            at = match.end()  # an apostrophe in a remark opens no string
            yield match


def _word(match: re.Match[str]) -> str:
    return str(match["what"].split(None, 1)[0]) if match["what"].strip() else ""


def _step(
    blocks: list[_Block],
    word: str,
    match: re.Match[str],
    values: Mapping[str, str],
    guessed: list[tuple[int, str]],
) -> None:
    condition = match["what"].removeprefix(word).strip()
    if word == "end":
        if blocks:
            blocks.pop()
    elif word == "else" and blocks:
        block = blocks[-1]
        block.now = not block.taken and (not condition or _holds(condition.removeprefix("if"), values) is not False)
        block.taken = block.taken or block.now
    elif word in _BLOCKS:
        holds = _holds(condition, values) if word == "if" else None
        if holds is None and all(block.now for block in blocks):
            guessed.append((match.start(), f"{word} {condition}"))
        blocks.append(_Block(holds is not False, holds is not False))


def _holds(condition: str, values: Mapping[str, str]) -> bool | None:
    """Whether a condition is true; None where it can't be known."""
    words = condition.replace("(", " ( ").replace(")", " ) ").split()
    value, rest = _read(words, values)
    return value if not rest else None


def _read(words: list[str], values: Mapping[str, str]) -> tuple[bool | None, list[str]]:
    """One operand of a condition, and the words behind it."""
    if not words:
        return None, []
    word, *rest = words
    if word == "(":
        value, rest = _read(rest, values)
        return value, rest[1:] if rest[:1] == [")"] else rest
    if word == "not":
        value, rest = _read(rest, values)
        return None if value is None else not value, rest
    if word in {"and", "or"}:
        found = []
        while rest and rest[0] != ")":
            value, rest = _read(rest, values)
            found.append(value)
        decisive = word == "or"
        return (decisive if decisive in found else None if None in found else not decisive), rest
    if word == "eq" and len(rest) == 2:
        names = {part.strip('"`').lower() for part in rest if part[0] in '"`'}
        return (True if names & _OURS else False if names & _OTHERS else None), []
    name = word.lstrip(".")
    if name in values:
        return values[name].lower() not in _FALSE, rest
    if word.startswith("."):
        plain = name.lower().removeprefix("is")
        return (True if plain in _OURS else False if plain in _OTHERS else None), rest
    return None, []


def _blank(text: str) -> str:
    return re.sub(r"[^\n\r]", " ", text)
