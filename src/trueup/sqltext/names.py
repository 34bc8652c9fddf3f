"""Dotted names, as messages and users write them."""

from __future__ import annotations

import re

_PART = re.compile(r'"((?:[^"]|"")*)"|([^."]+)')


def split_name(text: str) -> tuple[str, ...]:
    """The parts of a dotted name, unquoted.

    >>> split_name('public."My table"')
    ('public', 'My table')
    """
    return tuple(
        (m.group(1).replace('""', '"') if m.group(1) is not None else m.group(2)) for m in _PART.finditer(text.strip())
    )


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower case and singular: ``userProfiles`` and ``user_profile`` have the same.

    >>> words_of("userProfiles"), words_of("categories")
    (('user', 'profile'), ('category',))
    """
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return tuple(_singular(word) for word in re.split(r"[^a-z0-9]+", spaced.lower()) if word)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
