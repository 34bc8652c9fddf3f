"""What an access that raises hides: once it is mended, holes that nobody could get to are open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import psycopg

from trueup.diagnostic import NotEvaluated
from trueup.finding import Finding, Severity
from trueup.postgres.server import Database

MASKING = frozenset({"policy-recursion", "policy-needs-privilege", "trigger-denied"})
_LOUD = (Severity.ERROR, Severity.WARNING)
_BEGIN = "BEGIN;\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmasked:
    """Findings that come to light behind errors, and what could not be looked at."""

    findings: tuple[Finding, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()


def unmask(copy: Database, findings: Sequence[Finding], examine: Callable[[Database], Sequence[Finding]]) -> Unmasked:
    """Mend what raises, all of it together, and examine again.

    Args:
        copy: a copy of what was examined; it is changed.
        findings: what was found, with the fixes that were executed.
        examine: the examination of a copy, without this.
    """
    masking = [f for f in findings if f.rule in MASKING and f.fixes]
    if not masking:
        return Unmasked()
    # Two that raise by one policy are mended by the same statements.
    statements = list(dict.fromkeys(step.sql.rstrip().rstrip(";") for f in masking for step in f.fixes[0].steps))
    try:
        with copy.connect() as conn:
            for sql in statements:
                conn.execute(sql.encode())
    except psycopg.Error as error:
        reason = f"its fixes can't be applied together: {error.diag.message_primary or error}".strip()
        what = f"what {masking[0].rule} on {masking[0].ref} hides"
        return Unmasked(not_evaluated=(NotEvaluated(what=what, reason=reason),))
    known = {(f.rule, f.ref) for f in findings}  # what is told of an object today covers what is told of it then
    mended = "".join(f"{sql};\n" for sql in statements)
    return Unmasked(
        findings=tuple(
            _hidden(f, masking, mended)
            for f in examine(copy)
            if (f.rule, f.ref) not in known and f.severity in _LOUD and f.rule not in MASKING
        )
    )


def _hidden(finding: Finding, masking: Sequence[Finding], mended: str) -> Finding:
    """A finding of the mended copy, told as what it is today: hidden."""
    first = masking[0]
    names = " and ".join(dict.fromkeys(f.ref.qualified for f in masking if f.ref is not None))
    message = f"Hidden today by an error ({first.rule} on {names}); once that is mended: {finding.message}"
    start = f"{_BEGIN}\n-- What raises today is mended first.\n{mended}"
    evidence = (replace(e, text=e.text.replace(_BEGIN, start, 1)) for e in finding.evidence)
    steps = {step.sql: step for f in masking for step in f.fixes[0].steps}.values()
    return replace(
        finding,
        message=message,
        evidence=tuple(evidence),
        related=tuple(dict.fromkeys((*finding.related, *(r for f in masking for r in f.related)))),
        fixes=tuple(replace(fix, steps=(*steps, *fix.steps)) for fix in finding.fixes),
    )
