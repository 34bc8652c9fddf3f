"""Options, patches, readings and what there is to decide."""

from __future__ import annotations

from dataclasses import dataclass, field

from trueup.report.model.pending import MigrationsEntry
from trueup.report.model.side import Obj


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
