"""Migrations that stop at one and the same missing thing are one finding: the first, with the others behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from trueup.finding import Consequence, Finding

_RULE = "broken-migration"
# undefined table, column, function, object, schema (manual, appendix A)
_MISSING = frozenset({"42P01", "42703", "42883", "42704", "3F000"})


def folded(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with those of one root behind the first of them, in their order.

    Args:
        findings: about pending migrations; a broken one begins with the server's refusal as its evidence.
    """
    kept: list[Finding] = []
    first: dict[tuple[str, str], int] = {}
    behind: dict[int, list[Finding]] = {}
    for finding in findings:
        root = _root(finding)
        if root is not None and root in first:
            behind.setdefault(first[root], []).append(finding)
            continue
        if root is not None:
            first[root] = len(kept)
        kept.append(finding)
    return tuple(_with(finding, behind.get(index, [])) for index, finding in enumerate(kept))


def _root(finding: Finding) -> tuple[str, str] | None:
    refusal = finding.evidence[0] if finding.rule == _RULE and finding.evidence else None
    if refusal is None or refusal.sqlstate not in _MISSING:
        return None
    return refusal.sqlstate, refusal.text


def _with(finding: Finding, behind: list[Finding]) -> Finding:
    if not behind:
        return finding
    others = "1 other migration stops" if len(behind) == 1 else f"{len(behind)} other migrations stop"
    further = tuple(Consequence(origin=f.origin, message=f.message, ref=f.ref) for f in behind)
    return replace(
        finding, message=f"{finding.message} {others} at the same.", consequences=(*finding.consequences, *further)
    )
