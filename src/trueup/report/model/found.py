"""Findings with their evidence and fixes; what could not be evaluated; what a run has to tell."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.origin import Origin
from trueup.report.model.side import Obj


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
class RelatedEntry:
    """A further object that takes part, and where it was written, where a source says that."""

    kind: str
    name: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingEntry:
    """Something wrong with the schema: see `trueup.finding.Finding`.

    Args:
        kind: which of `trueup.access.flaws.KINDS` the rule stands for, or "".
        principal: who acts in the executed evidence, one of the principals of the examination, or "".
        readings: only under these, or () for all.
    """

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
    related: tuple[RelatedEntry, ...] = ()
    kind: str = ""
    principal: str = ""
    readings: tuple[str, ...] = ()
    fingerprint: str = ""


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
