r"""psql's backslash commands, as far as reading a file needs them: ``\set``, ``\if``, ``\i``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ARGUMENT = re.compile(r"""'((?:[^'\\]|\\.|'')*)'|"((?:[^"]|"")*)"|(\S+)""")
_TRUE = frozenset({"true", "on", "yes", "1", "t", "y"})
_FALSE = frozenset({"false", "off", "no", "0", "f", "n"})
_CONDITIONS = frozenset({"if", "elif", "else", "endif"})


@dataclass(frozen=True, slots=True)
class Command:
    """A backslash command: its name without the backslash, and its arguments unquoted."""

    name: str
    arguments: tuple[str, ...]


def parse_command(text: str) -> Command:
    r"""Read ``\name argument 'argument'``."""
    match = re.match(r"\\(!|\?|[A-Za-z_]+\+?|\.)?", text)
    name = (match.group(1) if match else "") or ""
    rest = text[match.end() :] if match else ""
    arguments = []
    for found in _ARGUMENT.finditer(rest):
        single, double, plain = found.groups()
        arguments.append(plain if plain is not None else (single or double or "").replace("''", "'"))
    return Command(name, tuple(arguments))


@dataclass(slots=True)
class Variables:
    r"""psql's variables and the ``\if`` branches that are open.

    Args:
        values: by name.
    """

    values: dict[str, str] = field(default_factory=dict)
    _branches: list[tuple[bool, bool]] = field(default_factory=list)  # (active now, one was taken)

    @property
    def active(self) -> bool:
        """Whether what comes next is run."""
        return all(now for now, _ in self._branches)

    def take(self, command: Command) -> bool:
        r"""Obey ``\set``, ``\unset`` and the conditions; True if it was one of them."""
        if command.name in _CONDITIONS:
            self._condition(command)
            return True
        if command.name in {"set", "unset"} and self.active and command.arguments:
            name, *values = command.arguments
            if command.name == "set":
                self.values[name] = "".join(self._expand(value) for value in values)
            else:
                self.values.pop(name, None)
            return True
        return command.name in {"set", "unset"}

    def _expand(self, value: str) -> str:
        return self.values.get(value[1:], value) if value.startswith(":") else value

    def _condition(self, command: Command) -> None:
        match command.name:
            case "if":
                now = self._holds(command.arguments)
                self._branches.append((now, now))
            case "elif" if self._branches:
                taken = self._branches[-1][1]
                now = not taken and self._holds(command.arguments)
                self._branches[-1] = (now, taken or now)
            case "else" if self._branches:
                taken = self._branches[-1][1]
                self._branches[-1] = (not taken, True)
            case "endif" if self._branches:
                self._branches.pop()

    def _holds(self, arguments: tuple[str, ...]) -> bool:
        word = " ".join(arguments).strip()
        if word.startswith(":{?") and word.endswith("}"):
            return word[3:-1] in self.values
        word = self._expand(word).lower()
        return word not in _FALSE and word in _TRUE
