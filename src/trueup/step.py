"""One executable step of a plan or of a fix. Pure data: who makes it is `plan/`, who runs it is `proof/`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trueup.ref import ObjectRef


class Hazard(StrEnum):
    """What a step may do to those who use the database."""

    DATA_LOST = "data lost"
    WRITES_BLOCKED = "writes blocked"
    READS_BLOCKED = "reads blocked"
    MAY_FAIL_ON_ROWS = "may fail on existing rows"
    NOT_REVERSIBLE = "not reversible"
    OPENS_ACCESS = "opens access"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One SQL statement, why it is there, and what it costs.

    Args:
        sql: one statement, ending in a semicolon.
        reason: one line, for the reader.
        ref: the object that it is about.
        lock: strongest lock on an existing relation, PostgreSQL's name (``AccessExclusiveLock``), or None.
        rewrites: whether the table's data is written anew.
        scans: whether all of the table's rows are read while the lock is held.
        hazards: what to know before it is run.
        transactional: False for what can't run in a transaction block (``CREATE INDEX CONCURRENTLY``).
    """

    sql: str
    reason: str = ""
    ref: ObjectRef | None = None
    lock: str | None = None
    rewrites: bool = False
    scans: bool = False
    hazards: tuple[Hazard, ...] = ()
    transactional: bool = True

    @property
    def told(self) -> str:
        """In a line: why it is there, and what it costs those who use the database."""
        costs = [f"takes {self.lock}"] if self.lock else []
        costs += ["rewrites the table"] if self.rewrites else ["reads all rows"] if self.scans else []
        costs += [hazard.value for hazard in self.hazards]
        costs += [] if self.transactional else ["not in a transaction"]
        return "; ".join([self.reason or "what has to come first", *costs])


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Ordered steps that take one catalog to another.

    Args:
        steps: in the order in which they run.
        withheld: destructive steps that were held back, with their reasons.
        questions: what the user has to decide first (a rename or a drop, a USING expression).
    """

    steps: tuple[Step, ...] = ()
    withheld: tuple[Step, ...] = ()
    questions: tuple[str, ...] = ()

    @property
    def sql(self) -> str:
        """All steps as one script."""
        return "\n".join(step.sql for step in self.steps)
