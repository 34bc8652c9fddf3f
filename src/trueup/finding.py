"""A `Finding`: something wrong with a schema, with its evidence and the fixes that were executed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from trueup.origin import Origin
from trueup.ref import ObjectRef
from trueup.step import Step


class Severity(StrEnum):
    """ERROR: broken or exploitable as executed. WARNING: will hurt. REVIEW: needs intent. STYLE: off by default."""

    ERROR = "error"
    WARNING = "warning"
    REVIEW = "review"
    STYLE = "style"

    @property
    def rank(self) -> int:
        """0 is the most severe."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why a finding is true.

    Args:
        kind: ``server`` (an error the server gave), ``transcript`` (an executed proof), ``catalog``, ``text``.
        text: the server's message, the proof script with its results, or the value read.
        sqlstate: five characters, for ``server``.
        origin: where the evidence lies, if elsewhere than the finding.
    """

    kind: str
    text: str
    sqlstate: str | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """A later failure that would not be there without the finding's cause."""

    origin: Origin | None
    message: str
    sqlstate: str | None = None
    ref: ObjectRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A way to mend it, executed before it is offered.

    Args:
        title: what it does, in a few words.
        steps: the SQL, in order.
        executed: True only after it was run on a scratch copy, removed the finding and brought none in.
        note: what the run showed, or what to weigh.
        patch: a unified diff of a project file, where the mend is in text.
    """

    title: str
    steps: tuple[Step, ...] = ()
    executed: bool = False
    note: str = ""
    patch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong with a schema.

    Args:
        rule: kebab-case id that names the flaw.
        severity: `Severity`.
        message: names the thing and says what happens, in one or two sentences.
        help: one sentence: what to do.
        ref: the object at fault.
        origin: file, line and column of the statement at fault.
        side: which side it was found on: ``declared``, ``production``, ``pending``.
        evidence, consequences, fixes: as named.
        related: further objects that take part (a policy, a grant, a view).
        places: where each of `related` was written, in their order; () where no source says it.
        principal: who acts in the executed evidence (``anon``, ``A``, a role's name ...), or "".
        fingerprint: stable under reformatting, moved lines and renamed files; made from rule, ref and `subject`.
        subject: what tells two findings of one rule on one object apart.
    """

    rule: str
    severity: Severity
    message: str
    help: str = ""
    ref: ObjectRef | None = None
    origin: Origin | None = None
    side: str = ""
    evidence: tuple[Evidence, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    fixes: tuple[Fix, ...] = ()
    related: tuple[ObjectRef, ...] = ()
    places: tuple[Origin | None, ...] = ()
    principal: str = ""
    subject: str = ""
    fingerprint: str = field(default="")

    def __post_init__(self) -> None:
        if not self.fingerprint:
            parts = (self.rule, str(self.ref or ""), self.subject)
            digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
            object.__setattr__(self, "fingerprint", digest)
