"""The report as data: what every command gives, what JSON writes, what the formats render.

Every part is optional but the head: a command fills what it looked at. Objects are named by kind and qualified name, so
that a reader of the JSON needs no other file. `SCHEMA_VERSION` changes when a field changes its meaning or goes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from trueup.report.model.found import (
    ConsequenceEntry,
    DiagnosticEntry,
    EvidenceEntry,
    FindingEntry,
    FixEntry,
    NotEvaluatedEntry,
    RelatedEntry,
)
from trueup.report.model.history import RefusedEntry, UnitEntry
from trueup.report.model.matrix import AccessEntry, CellEntry
from trueup.report.model.mending import (
    FileEntry,
    OptionEntry,
    PatchEntry,
    QuestionEntry,
    ReadingEntry,
    ReadingsEntry,
    StatusEntry,
)
from trueup.report.model.pending import (
    DataEntry,
    FolderEntry,
    MigrationEntry,
    MigrationsEntry,
    SaferEntry,
    StatementEntry,
)
from trueup.report.model.side import ChangeEntry, FieldEntry, GroupEntry, Obj, SourceEntry, Summary

__all__ = [
    "SCHEMA_VERSION",
    "AccessEntry",
    "CellEntry",
    "ChangeEntry",
    "ConsequenceEntry",
    "DataEntry",
    "DiagnosticEntry",
    "EvidenceEntry",
    "FieldEntry",
    "FileEntry",
    "FindingEntry",
    "FixEntry",
    "FolderEntry",
    "GroupEntry",
    "MigrationEntry",
    "MigrationsEntry",
    "NotEvaluatedEntry",
    "Obj",
    "OptionEntry",
    "PatchEntry",
    "QuestionEntry",
    "ReadingEntry",
    "ReadingsEntry",
    "RefusedEntry",
    "RelatedEntry",
    "Report",
    "SaferEntry",
    "SourceEntry",
    "StatementEntry",
    "StatusEntry",
    "Summary",
    "UnitEntry",
]

SCHEMA_VERSION = 1


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
