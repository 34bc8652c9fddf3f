"""What to know about a run (not about the schema): a `Diagnostic`, and what could not be evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trueup.origin import Origin


class Level(StrEnum):
    """How much a diagnostic matters to the run."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """Something to know about this run.

    Args:
        code: kebab-case, stable: ``prose-in-sql``, ``undecodable-file``, ``role-created`` ...
        message: what happened, in one sentence.
        origin: where.
        help: what to do about it, in one sentence.
        level: `Level`.
    """

    code: str
    message: str
    origin: Origin | None = None
    help: str = ""
    level: Level = Level.INFO


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEvaluated:
    """A check that could not be made: never an all-clear.

    Args:
        what: the rule, table, command or kind of object.
        reason: why not; the server's own message where there is one.
        origin: where, if it has a place.
    """

    what: str
    reason: str
    origin: Origin | None = None
