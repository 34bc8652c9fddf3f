"""Placeholders of templates in SQL text: ``{{x}}``, ``${x}``, ``$(x)``, ``@x@``, ``:x``, Go templates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_TEMPLATE = re.compile(
    r"\{\{-?\s*(?P<curly>[^{}\n]{1,80}?)\s*-?\}\}|\$\{(?P<brace>[^{}\s]{1,80})\}|\$\((?P<paren>\w{1,80})\)"
    r"|@(?P<at>[A-Za-z_]\w{0,80})@|<%=?\s*(?P<erb>[^%\n]{1,80}?)\s*%>"
)
_QUOTED = re.compile(
    r"""'[^']*(?:''[^']*)*'|"[^"]*(?:""[^"]*)*"|\$(?P<tag>[A-Za-z_]\w*)?\$.*?\$(?(tag)(?P=tag))\$|--[^\n]*|/\*.*?\*/""",
    re.DOTALL,
)
_VARIABLE = re.compile(r"(?<![:\w])(?::'(?P<text>\w+)'|:\"(?P<name>\w+)\"|:(?P<plain>[A-Za-z_]\w*))")


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its placeholders filled in.

    Args:
        sql: the text.
        edits: (position in `sql`, length there, length before), in order.
        unknown: names without a value that stand outside quotes, in order, each once.
    """

    sql: str
    edits: tuple[tuple[int, int, int], ...]
    unknown: tuple[str, ...]


def fill(sql: str, values: Mapping[str, str], variables: Mapping[str, str]) -> Filled:
    r"""Fill in templates' placeholders everywhere, and psql's variables outside quotes.

    Args:
        sql: one statement.
        values: for ``{{x}}`` and its kin, by name.
        variables: psql's, as ``\set`` and ``-v`` make them.
    """
    quoted = [m.span() for m in _QUOTED.finditer(sql)]
    found = [(m, _template_value(m, values)) for m in _TEMPLATE.finditer(sql)]
    taken = [m.span() for m, _ in found]
    for match in _VARIABLE.finditer(sql):
        if not _inside(match.start(), quoted) and not _inside(match.start(), taken):
            found.append((match, _variable_value(match, variables)))
    found.sort(key=lambda pair: pair[0].start())
    unknown = [_name(m) for m, value in found if value is None and not _inside(m.start(), quoted)]
    return _replace(sql, [(m, v) for m, v in found if v is not None], tuple(dict.fromkeys(unknown)))


def placeholders_in_body(sql: str) -> tuple[str, ...]:
    """Templates' placeholders in the body of a DO, outside the strings in it."""
    body = next((m for m in _QUOTED.finditer(sql) if m.group().startswith("$")), None)
    if body is None:
        return ()
    inner = body.group().strip("$")
    quoted = [m.span() for m in _QUOTED.finditer(inner) if not m.group().startswith('"')]
    found = [_name(m) for m in _TEMPLATE.finditer(inner) if not _inside(m.start(), quoted)]
    return tuple(dict.fromkeys(name for name in found if re.search("[A-Za-z]", name)))


def placeholders_anywhere(sql: str) -> tuple[str, ...]:
    """Templates' placeholders, those in strings included."""
    return tuple(dict.fromkeys(_name(m) for m in _TEMPLATE.finditer(sql)))


def _replace(sql: str, found: list[tuple[re.Match[str], str]], unknown: tuple[str, ...]) -> Filled:
    parts, edits, at, size = [], [], 0, 0
    for match, value in found:
        parts += [sql[at : match.start()], value]
        size += match.start() - at
        edits.append((size, len(value), match.end() - match.start()))
        size += len(value)
        at = match.end()
    return Filled("".join([*parts, sql[at:]]), tuple(edits), unknown)


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < stop for start, stop in spans)


def _name(match: re.Match[str]) -> str:
    return next(g for g in match.groups() if g is not None).strip()


def _template_value(match: re.Match[str], values: Mapping[str, str]) -> str | None:
    name = _name(match)
    return values.get(name, values.get(name.lstrip(".")))


def _variable_value(match: re.Match[str], variables: Mapping[str, str]) -> str | None:
    value = variables.get(_name(match))
    if value is None:
        return None
    if match.group("text"):
        return "'" + value.replace("'", "''") + "'"
    if match.group("name"):
        return '"' + value.replace('"', '""') + '"'
    return value
