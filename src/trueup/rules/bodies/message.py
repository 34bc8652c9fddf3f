"""The name in a message of the server. They are in English: the scratch server's locale is C."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.rules.bodies.run import BodyProblem
from trueup.rules.bodies.tokens import tokenize


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What the server did not find: its last name, its schema or the relation before it, if the message has them."""

    name: str
    schema: str | None = None
    parent: str | None = None


def missing_from(problem: BodyProblem) -> Missing | None:
    """The missing name of a message such as ``relation "a.b" does not exist``; None for any other message."""
    message = problem.message
    match problem.sqlstate:
        case "42P01" | "3F000" | "42704":
            parts = _between_quotes(message)
            if problem.sqlstate == "42P01" and message.startswith("missing FROM-clause entry"):
                return None
            if not parts:
                return None
            schema, _, name = parts[0].rpartition(".")
            return Missing(name=name, schema=schema or None)
        case "42703":
            return _column(message)
        case "42883" if message.startswith(("function ", "procedure ")):
            head = message.split(" ", 1)[1].split("(", 1)[0]
            schema, _, name = head.rpartition(".")
            return Missing(name=name.strip('"'), schema=schema.strip('"') or None)
    return None


def _column(message: str) -> Missing | None:
    quoted = _between_quotes(message)
    if message.startswith('record "') and len(quoted) == 2:
        return Missing(name=quoted[1], parent=quoted[0])
    if " of relation " in message and len(quoted) == 2:
        return Missing(name=quoted[0], parent=quoted[1])
    if message.startswith("column ") and message.endswith("does not exist"):
        names = [t.name for t in tokenize(message.removeprefix("column ").removesuffix(" does not exist")) if t.name]
        if len(names) == 1 and quoted:
            return Missing(name=quoted[0])
        return Missing(name=names[-1], parent=names[-2] if len(names) > 1 else None) if names else None
    return None


def _between_quotes(message: str) -> list[str]:
    return message.split('"')[1::2]
