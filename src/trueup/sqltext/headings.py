"""Headings of saved queries: which lines between the statements are one, and the number that they give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

_WORD = re.compile(r"\d+(?:st|nd|rd|th)\b|\d+|[A-Za-z]+|[()]", re.IGNORECASE)
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()  # noqa: SIM905
_CARDINALS = "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
_NUMBERS = {word: n for words in (_ORDINALS, _CARDINALS) for n, word in enumerate(words)}
_FILLERS = frozenset({"sql", "no", "number", "nr", "editor", "supabase", "saved"})
# Nouns that number the parts of a script where nothing is called a query.
_OTHER_NOUNS = frozenset({"step", "part", "script", "snippet", "migration", "batch", "block", "run", "tab", "chunk"})
# Titles that order the inside of one script; they separate no queries.
_DECORATIVE = frozenset(
    """table tables index indexes indices policy policies rls row level security function functions trigger triggers
    view views type types enum enums extension extensions grant grants permissions seed data constraint constraints
    schema schemas drop create enable setup helper helpers storage buckets realtime comments and the for of core
    sequences foreign keys main section""".split()  # noqa: SIM905
)
_MAX_TITLE = 90


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that may head a saved query.

    Args:
        offset: where its line's text begins.
        title: its text without comment marks, rules and closing colon.
        number: the number that it gives its query, or None.
        style: ``query`` (it says query and a number), ``part`` (step 2, part 3), ``prose``, ``markdown``, ``rule``.
    """

    offset: int
    title: str
    number: int | None
    style: str


def prose_headings(offset: int, text: str) -> Iterator[Heading]:
    """Headings in a paragraph that is no SQL: at most one, its first line or the line that numbers a query."""
    lines = list(_lines(offset, text))
    for at, line in lines:
        title = _clean(line)
        if (number := query_number(title)) is not None:
            yield Heading(at, title, number, "query")
            return
    if not lines:
        return
    at, line = lines[0]
    title = _clean(line)
    if title and len(title) <= _MAX_TITLE:
        number = _part_number(title)
        style = "markdown" if line.lstrip().startswith("#") else "prose"
        yield Heading(at, title, number, "part" if number is not None else style)


def comment_headings(offset: int, text: str) -> Iterator[Heading]:
    """Headings in a run of comment lines without a blank line: at most one."""
    lines = list(_lines(offset, text))
    titles = [(at, _clean(line), i) for i, (at, line) in enumerate(lines)]
    for at, title, _ in titles:
        if (number := query_number(title)) is not None:
            yield Heading(at, title, number, "query")
            return
    for at, title, i in titles:
        if title and len(title) <= _MAX_TITLE and _framed(lines, i):
            number = _part_number(title)
            yield Heading(at, title, number, "part" if number is not None else "rule")
            return
    if len(lines) == 1 and titles[0][1] and (number := _part_number(titles[0][1])) is not None:
        yield Heading(titles[0][0], titles[0][1], number, "part")


def is_decorative(title: str) -> bool:
    """Whether a title only names kinds of objects, as the inner order of one script does."""
    words = [w.lower() for w in re.findall(r"[A-Za-z]+", title)]
    return all(word in _DECORATIVE for word in words)


def query_number(title: str) -> int | None:
    """The number of ``Query 3``, ``2nd Quiry``, ``Reports (3rd query)``; None where the words only mention a query.

    >>> query_number("2nd Quiry:"), query_number("Query #8 - usage"), query_number("see query 3")
    (2, 8, None)
    """
    if len(title) > _MAX_TITLE:
        return None
    words = [w.lower() for w in _WORD.findall(title)]
    starts = [0] + [i + 1 for i, word in enumerate(words) if word == "("]
    return next((n for start in starts if (n := _phrase(words[start:], _is_query)) is not None), None)


def _part_number(title: str) -> int | None:
    words = [w.lower() for w in _WORD.findall(title)]
    return _phrase(words, _OTHER_NOUNS.__contains__)


def _phrase(words: list[str], is_noun: object) -> int | None:
    """The number in a phrase of a noun and a number at the beginning of `words`, in either order."""
    assert callable(is_noun)
    rest = [word for word in words if word not in _FILLERS][:2]
    if len(rest) == 2:
        first, second = rest
        if is_noun(first) and not re.match(r"\d+(?:st|nd|rd|th)", second):
            return _number(second) if second.isdigit() or second in _CARDINALS else None
        if is_noun(second):
            return _number(first)
    if rest and (joined := re.fullmatch(r"q(\d+)", rest[0])):
        return int(joined.group(1))
    return None


def _number(word: str) -> int | None:
    if digits := re.match(r"\d{1,4}(?=st|nd|rd|th|$)", word):
        return int(digits.group())
    return _NUMBERS.get(word)


def _is_query(word: str) -> bool:
    """``query`` and the ways to misspell it; not its plural, which heads a file."""
    return word[:1] == "q" and len(word) <= 7 and word != "queries" and Levenshtein.distance(word, "query") <= 2


def _lines(offset: int, text: str) -> Iterator[tuple[int, str]]:
    for line in text.splitlines(keepends=True):
        yield offset, line
        offset += len(line)


def _clean(line: str) -> str:
    text = line.strip().strip("/*").strip()
    text = text.lstrip("-#=*~+_•> ").rstrip("-#=*~+_: ")
    return text.strip("*").strip()


def _is_rule(line: str) -> bool:
    text = line.strip().strip("/")
    return len(text) >= 5 and not text.strip("-=*#~_+ ")


def _framed(lines: list[tuple[int, str]], i: int) -> bool:
    """Whether a title stands between, over or under rules, or in one: ``-- ==== title ====``."""
    if re.match(r"\s*(?:--|/\*+|#)?\s*[-=*#~]{3,}\s*[\w(]", lines[i][1].replace("--", "", 1)):
        return True
    return (i > 0 and _is_rule(lines[i - 1][1])) or (i + 1 < len(lines) and _is_rule(lines[i + 1][1]))
