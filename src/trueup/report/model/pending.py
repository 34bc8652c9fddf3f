"""Pending migrations and the folder that they lie in."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.origin import Origin
from trueup.report.model.found import EvidenceEntry
from trueup.report.model.side import Obj


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEntry:
    """A statement of a migration, with what the run showed of it."""

    origin: Origin
    sql: str
    message: str = ""
    sqlstate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataEntry:
    """A statement that rows can stop: what seeded rows showed, the query that asks production, and its answer."""

    origin: Origin
    table: str
    query: str = ""
    failed: str = ""
    rows: int | None = None
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaferEntry:
    """A form of a statement that blocks less: executed to the same end state, or only told."""

    origin: Origin
    how: str
    sql: str = ""
    executed: bool = False
    by_hand: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationEntry:
    """One pending migration: its verdicts (the first leads), why, and what a second run does.

    Args:
        repeatable: True or False as executed; None where it never ran through.
        not_repeatable: the statements that a second run refuses.
        after: what it must come after, each with the reason.
        creates, alters, drops: its effect on production, where it ran.
        locks: what its statements lock that was there before, read from pg_locks.
        safer: forms of them that block less.
        reversal: what its down part came to, or the way back that was written and executed.
        reversal_sql: that one, where it was written.
        runners: what each runner does with it, where that differs from one transaction.
        data: its statements that rows can stop.
        verifications: the queries that the file offers for checking it, with what the server said.
    """

    name: str
    version: str
    tool: str
    verdict: str
    verdicts: tuple[str, ...]
    reason: str
    origin: Origin | None = None
    evidence: tuple[EvidenceEntry, ...] = ()
    repeatable: bool | None = None
    not_repeatable: tuple[StatementEntry, ...] = ()
    repeatable_sql: str = ""
    after: tuple[tuple[str, str], ...] = ()
    creates: tuple[Obj, ...] = ()
    alters: tuple[Obj, ...] = ()
    drops: tuple[Obj, ...] = ()
    locks: tuple[str, ...] = ()
    safer: tuple[SaferEntry, ...] = ()
    reversal: str = ""
    reversal_sql: str = ""
    runners: tuple[str, ...] = ()
    data: tuple[DataEntry, ...] = ()
    verifications: tuple[StatementEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderEntry:
    """All migrations of the folder, run from empty, held against production and declared.

    Args:
        equal: how many objects are the same on all sides.
        in_files_only: made by the folder, not in production.
        by_hand: in production, made by no migration.
        undeclared: made by the folder and in production, not declared.
        unmade: declared, made by no migration.
        unlike: on several sides and not the same: the object, and the sides that differ from the folder.
        refused: migrations that do not run from empty, with the server's words.
    """

    equal: int = 0
    in_files_only: tuple[Obj, ...] = ()
    by_hand: tuple[Obj, ...] = ()
    undeclared: tuple[Obj, ...] = ()
    unmade: tuple[Obj, ...] = ()
    unlike: tuple[tuple[Obj, tuple[str, ...]], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationsEntry:
    """All pending migrations under one reading, and an order that was executed as a whole.

    Args:
        order: names, in the order that was executed.
        edges: (migration, the one that it must come after, why).
        cycles: migrations that wait for each other.
        folder: the folder as a whole.
    """

    migrations: tuple[MigrationEntry, ...] = ()
    order: tuple[str, ...] = ()
    executed: bool = False
    note: str = ""
    edges: tuple[tuple[str, str, str], ...] = ()
    cycles: tuple[tuple[str, ...], ...] = ()
    folder: FolderEntry | None = None
