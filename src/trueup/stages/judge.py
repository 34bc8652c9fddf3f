"""What is wrong with one state of a database: root causes, rules and access brought together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from trueup import inputs
from trueup.diagnostic import Diagnostic, NotEvaluated
from trueup.finding import Consequence, Finding, Severity
from trueup.ref import ObjectRef
from trueup.stages.model import Judgement

_OPEN = frozenset({"rls-disabled", "policies-without-rls"})
# Rules that say what a refused statement means: broken references come first in every report.
_BROKEN_FIRST = ("missing-", "wrong-order", "base-schema-missing", "syntax-error", "already-exists")


def merge(*judgements: Judgement) -> Judgement:
    """Several judgements as one: equal findings once, with all their sides; sorted for the reader."""
    found: dict[str, Finding] = {}
    for judgement in judgements:
        for finding in judgement.findings:
            earlier = found.get(finding.fingerprint)
            found[finding.fingerprint] = _both(earlier, finding) if earlier else finding
    return Judgement(
        findings=ranked(found.values()),
        not_evaluated=tuple(dict.fromkeys(n for j in judgements for n in j.not_evaluated)),
        diagnostics=tuple(dict.fromkeys(d for j in judgements for d in j.diagnostics)),
        access=next((j.access for j in judgements if j.access), None),
    )


def ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Most severe first; within a severity broken references first; then by place and name."""
    return tuple(sorted(findings, key=_rank))


def _rank(finding: Finding) -> tuple[object, ...]:
    origin = finding.origin
    place = (origin.file, origin.line, origin.column) if origin else ("\uffff", 0, 0)
    broken = 0 if finding.rule.startswith(_BROKEN_FIRST) else 1
    return finding.severity.rank, broken, place, finding.rule, str(finding.ref or ""), finding.subject


def _both(first: Finding, second: Finding) -> Finding:
    sides = dict.fromkeys(s for f in (first, second) for s in f.side.split(" and ") if s)
    best, other = (first, second) if _weight(first) >= _weight(second) else (second, first)
    # One proof is enough: the same fault was tried on two states.
    more = (e for e in other.evidence if e.kind != "transcript")
    evidence = dict.fromkeys((*best.evidence, *more))
    return replace(
        best,
        side=" and ".join(sides),
        origin=best.origin or other.origin,
        severity=min(best.severity, other.severity, key=lambda severity: severity.rank),
        fixes=best.fixes or other.fixes,
        evidence=tuple(evidence),
    )


def _weight(finding: Finding) -> tuple[bool, bool, bool]:
    """Of two equal findings the one that was executed tells more."""
    return _is_executed(finding), bool(finding.fixes), finding.origin is not None


def together(checked: Judgement, tried: Judgement) -> Judgement:
    """What rules say and what trying showed, brought together: what it refutes is left out, what follows is folded."""
    checked, tried = _under_its_root(without_refuted(checked, tried), tried)
    return merge(tried, checked)


def without_refuted(checked: Judgement, tried: Judgement) -> Judgement:
    """What rules say without what trying refutes; that is told as harmless, to whoever asks for everything."""
    known = {(r.rule, r.ref): r.reason for r in (tried.access.refuted if tried.access else ())}
    harmless = [f for f in checked.findings if (f.rule, f.ref) in known and not _is_executed(f)]
    notes = tuple(
        Diagnostic(
            code="harmless",
            message=f"{f.rule} on {f.ref} was tried and is harmless: {known[f.rule, f.ref]}.",
            origin=f.origin,
        )
        for f in harmless
        if f.ref is not None
    )
    kept = tuple(f for f in checked.findings if f not in harmless)
    return replace(checked, findings=kept, diagnostics=(*checked.diagnostics, *notes))


def of_the_host(causes: tuple[Finding, ...], kind: str) -> tuple[Finding, ...]:
    """Root causes of a source, where what a dump says of the host's own roles is nothing to mend.

    pg_dump writes down the default privileges of every role, the host's superuser's too, which only that one may set.
    """
    said = "ALTER DEFAULT PRIVILEGES is refused"
    return tuple(
        replace(f, severity=Severity.REVIEW, help="A dump holds the host's own too; they are there on every project.")
        if kind == "dump" and f.rule == "insufficient-privilege" and said in f.message
        else f
        for f in causes
    )


def told_once(causes: tuple[Finding, ...], checked: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What rules say of bodies without those that were found broken when they were made: the same fault, once."""
    broken = {f.ref for f in causes if f.rule == "broken-function-body"}
    return tuple(f for f in checked if f.rule != "statement-fails-in-body" or f.ref not in broken)


def _under_its_root(checked: Judgement, tried: Judgement) -> tuple[Judgement, Judgement]:
    """Columns that are open because their table's row-level security is off: told with that, where it was tried."""
    open_: dict[ObjectRef | None, Finding] = {f.ref: f for f in tried.findings if f.rule in _OPEN and f.ref is not None}
    follows = [f for f in checked.findings if f.rule == "sensitive-column-exposed" and f.ref in open_]
    roots: dict[ObjectRef | None, Finding] = {}
    for finding in follows:
        root = roots.get(finding.ref) or open_[finding.ref]
        more = Consequence(origin=finding.origin, message=finding.message)
        roots[finding.ref] = replace(root, consequences=(*root.consequences, more))
    kept = tuple(f for f in checked.findings if f not in follows)
    widened = tuple(roots[f.ref] if f.rule in _OPEN and f.ref in roots else f for f in tried.findings)
    return replace(checked, findings=kept), replace(tried, findings=widened)


def _is_executed(finding: Finding) -> bool:
    return any(e.kind == "transcript" for e in finding.evidence)


def on_side(findings: Iterable[Finding], side: str) -> tuple[Finding, ...]:
    """The findings with their side filled in."""
    return tuple(replace(f, side=f.side or side) for f in findings)


def new_in(after: Judgement, before: Judgement) -> tuple[Finding, ...]:
    """The findings that were not there before."""
    known = {f.fingerprint for f in before.findings}
    return tuple(f for f in after.findings if f.fingerprint not in known)


def unseen(what: str, error: Exception) -> NotEvaluated:
    """A stage that broke: told with its error, never passed over."""
    inputs.spoil(what)
    return NotEvaluated(what=what, reason=f"{type(error).__name__}: {error}".strip().split("\n")[0])
