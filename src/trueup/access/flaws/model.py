"""What is told about a flaw that trying finds."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.finding import Severity

KINDS = ("error", "bypass", "escalation", "forgery", "tampering", "exposure", "dead access")
ERROR, WARNING, REVIEW = Severity.ERROR, Severity.WARNING, Severity.REVIEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """A flaw that trying finds.

    Args:
        id: the rule id, kebab-case; it names the flaw.
        kind: one of `KINDS`.
        severity: the severity that it has as a rule; a narrower reach lowers it.
        title: the flaw in a few words.
        what, why, fix: sections of its page.
        bad: a piece of a schema that has it, or "".
    """

    id: str
    kind: str
    severity: Severity
    title: str
    what: str
    why: str
    fix: str
    bad: str = ""


def flaw(id: str, kind: str, severity: Severity, title: str, what: str, why: str, fix: str, bad: str = "") -> Flaw:
    """A flaw, its parts in the order in which they are read."""
    return Flaw(id=id, kind=kind, severity=severity, title=title, what=what, why=why, fix=fix, bad=bad)
