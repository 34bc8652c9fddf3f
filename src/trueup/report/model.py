"""The report as data: what every command gives, what JSON writes, what the formats render.

Every part is optional but the head: a command fills what it looked at. Objects are named by kind and qualified name, so
that a reader of the JSON needs no other file. `SCHEMA_VERSION` changes when a field changes its meaning or goes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from trueup.origin import Origin

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Obj:
    """An object of a catalog: its kind, and its name as PostgreSQL would take it."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """What was taken for what, and why.

    Args:
        side: ``declared``, ``production`` or ``pending``.
        label: path, ``live server`` or snapshot, as given.
        kind: ``sql file``, ``saved queries``, ``migrations (supabase)``, ``live server``, ``snapshot`` ...
        why: the reason of the choice.
        files, statements, loaded, refused: how many; 0 where it does not apply.
        semantics: how it was run, e.g. ``one transaction per query``.
    """

    side: str
    label: str
    kind: str
    why: str = ""
    files: int = 0
    statements: int = 0
    loaded: int = 0
    refused: int = 0
    semantics: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The first thing to read.

    Args:
        compared: what was held against what, in one sentence.
        equal, total: objects that are equal on both sides, of the objects on either.
        percent: of `equal` in `total`, one decimal, rounded down; None where there is one side only.
        counts: what the percentage counts.
        findings: how many by severity.
        suppressed: how many findings were left out by directives, configuration or baseline.
        not_evaluated: how many checks could not be made.
        first: what to do first, most urgent first.
    """

    compared: str = ""
    equal: int = 0
    total: int = 0
    percent: float | None = None
    counts: str = ""
    findings: dict[str, int] = field(default_factory=dict)
    suppressed: int = 0
    not_evaluated: int = 0
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldEntry:
    """One field that differs, with both values as text."""

    field: str
    before: str
    after: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEntry:
    """One object that differs: `change` is ``only declared``, ``only production``, ``differs`` or ``renamed``.

    For ``trueup diff`` the words are ``added``, ``removed``, ``changed`` and ``renamed``, as seen from FROM.
    """

    change: str
    object: Obj
    fields: tuple[FieldEntry, ...] = ()
    meaning: str = ""
    noise: str = ""
    old_name: str = ""
    reason: str = ""
    declared_at: Origin | None = None
    production_at: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEntry:
    """A table (or another top-level object) with all that lives on it: equal, or which parts differ.

    Args:
        object: the table, view, function ...
        declared, production: whether it is there.
        equal: how many of its parts (itself, columns, keys, indexes, policies, triggers, grants) are equal.
        total: how many parts there are on either side.
        changes: what differs.
        platform: whether the platform provides it; its parts are then what users changed or added there.
        readings: the readings of the saved queries under which production has it; empty where all agree.
    """

    object: Obj
    declared: bool
    production: bool
    equal: int
    total: int
    platform: bool = False
    changes: tuple[ChangeEntry, ...] = ()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedEntry:
    """A statement that the server refused."""

    origin: Origin
    sqlstate: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitEntry:
    """One query or migration of the history: what it made, and what it failed to.

    Args:
        status: ``ran``, ``rolled back`` (a refused statement took it along), ``partly ran``, ``empty``.
        created, altered, dropped: what is left of it in the catalog.
        lost: what it would have made, had it not been rolled back.
    """

    side: str
    name: str
    title: str
    origin: Origin
    status: str
    statements: int
    created: tuple[Obj, ...] = ()
    altered: tuple[Obj, ...] = ()
    dropped: tuple[Obj, ...] = ()
    lost: tuple[Obj, ...] = ()
    refused: tuple[RefusedEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceEntry:
    """Why a finding is true: see `trueup.finding.Evidence`."""

    kind: str
    text: str
    sqlstate: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsequenceEntry:
    """A later failure that would not be there without the finding's cause."""

    message: str
    sqlstate: str = ""
    origin: Origin | None = None
    object: Obj | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FixEntry:
    """A mend; `executed` says that it was run on a scratch copy and that the finding was gone afterwards."""

    title: str
    sql: str = ""
    executed: bool = False
    note: str = ""
    patch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingEntry:
    """Something wrong with the schema: see `trueup.finding.Finding`. `readings`: only under these, or () for all."""

    rule: str
    severity: str
    message: str
    help: str = ""
    object: Obj | None = None
    origin: Origin | None = None
    side: str = ""
    evidence: tuple[EvidenceEntry, ...] = ()
    consequences: tuple[ConsequenceEntry, ...] = ()
    fixes: tuple[FixEntry, ...] = ()
    related: tuple[Obj, ...] = ()
    readings: tuple[str, ...] = ()
    fingerprint: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """A file of a plan: its name in the project's own style, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionEntry:
    """One way to make both sides agree, executed on a scratch copy before it is shown.

    Args:
        id: ``A`` mends production, ``B`` makes the declared schema true to production.
        verdict: one sentence: what the execution showed.
        proven: it applied, the findings that it is for are gone, no new one came.
        removes: fingerprints of the findings that are gone afterwards.
        remaining: what still differs between both sides afterwards, named.
        opens: findings that a plain form of this option would bring, and which this form closes.
    """

    id: str
    title: str
    files: tuple[FileEntry, ...] = ()
    verdict: str = ""
    proven: bool = False
    removes: tuple[str, ...] = ()
    remaining: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    coverage: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchEntry:
    """A project file that needs an update, as a unified diff. `executed`: the patched file was replayed."""

    path: str
    reason: str
    diff: str
    executed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingEntry:
    """One reading of the saved queries, and what hangs on it.

    Args:
        name: ``query`` (one transaction per query) or ``statement`` (each statement on its own).
        chosen: whether the rest of the report follows it.
        only_here: objects that production has under this reading only.
        migrations, options: as they come out under it.
    """

    name: str
    chosen: bool
    description: str
    only_here: tuple[Obj, ...] = ()
    migrations: MigrationsEntry | None = None
    options: tuple[OptionEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingsEntry:
    """Where the two readings differ, and the one read-only query that settles which is true."""

    readings: tuple[ReadingEntry, ...]
    settle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEntry:
    """One line of the status table: how many of a kind on each side, and what that comes to."""

    kind: str
    declared: int | None
    production: int | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionEntry:
    """A question that only a human can decide, with what follows from each answer."""

    question: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEvaluatedEntry:
    """A check that could not be made, and why."""

    what: str
    reason: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosticEntry:
    """Something to know about this run."""

    code: str
    level: str
    message: str
    help: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellEntry:
    """One cell of the access matrix: see `trueup.access.model.Cell`."""

    principal: str
    object: Obj
    command: str
    rows: str
    columns: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEntry:
    """Who can do what to which row, as tried."""

    principals: tuple[str, ...] = ()
    matrix: tuple[CellEntry, ...] = ()
    coverage: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a command found out.

    Args:
        command: ``audit``, ``diff``, ``check``, ``migrations``, ``access``.
        project: what was audited, as the user named it.
        platform: ``supabase``, ``postgres`` ..., with the reasons of the choice.
        not_evaluated: checks that could not be made in this run; never an all-clear.
        not_captured: what a comparison of catalogs can't speak of at all, whatever the run.
    """

    command: str
    project: str
    schema_version: int = SCHEMA_VERSION
    tool_version: str = ""
    platform: str = ""
    platform_reasons: tuple[str, ...] = ()
    server: str = ""
    sources: tuple[SourceEntry, ...] = ()
    summary: Summary = field(default_factory=Summary)
    readings: ReadingsEntry | None = None
    tables: tuple[GroupEntry, ...] = ()
    others: tuple[GroupEntry, ...] = ()
    history: tuple[UnitEntry, ...] = ()
    findings: tuple[FindingEntry, ...] = ()
    migrations: MigrationsEntry | None = None
    options: tuple[OptionEntry, ...] = ()
    patches: tuple[PatchEntry, ...] = ()
    status: tuple[StatusEntry, ...] = ()
    questions: tuple[QuestionEntry, ...] = ()
    next_steps: tuple[str, ...] = ()
    access: AccessEntry | None = None
    not_evaluated: tuple[NotEvaluatedEntry, ...] = ()
    not_captured: tuple[NotEvaluatedEntry, ...] = ()
    diagnostics: tuple[DiagnosticEntry, ...] = ()
    fail_on: str = "error"
