"""Run rules over a context. A rule that can't run, or that fails, is listed: never a silent zero."""

from __future__ import annotations

from dataclasses import replace

from trueup.diagnostic import NotEvaluated
from trueup.errors import UsageError
from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.discover import discover
from trueup.rules.model import LoadedRule, Need, Rule, RuleReport, RuleSet, Selection


def check(context: RuleContext, selection: Selection | None = None, rules: RuleSet | None = None) -> RuleReport:
    """Run the selected rules.

    Args:
        context: what they look at.
        selection: which, and how severe; all by default, without style.
        rules: further ones than those that come with trueup.

    Returns:
        Findings, sorted; and what was not evaluated.

    Raises:
        UsageError: the selection names a rule that there is not.
    """
    selection = selection or Selection()
    chosen = select(rules or discover(), selection)
    findings: list[Finding] = []
    missing: list[NotEvaluated] = []
    ran = []
    for loaded in chosen:
        reason = _unmet(loaded.rule, context)
        if reason:
            missing.append(NotEvaluated(what=f"rule {loaded.rule.id}", reason=reason))
            continue
        try:
            found = list(loaded.check(context))
        except Exception as error:
            reason = f"it failed: {type(error).__name__}: {error}".strip()
            missing.append(NotEvaluated(what=f"rule {loaded.rule.id}", reason=reason))
            continue
        ran.append(loaded.rule.id)
        findings += found
    missing += context.facts.not_evaluated
    severities = dict(selection.severities)
    findings = [replace(f, severity=severities[f.rule]) if f.rule in severities else f for f in findings]
    kept = {f.fingerprint: f for f in findings if f.severity.rank <= selection.minimum.rank}
    return RuleReport(
        findings=tuple(sorted(kept.values(), key=_order)),
        not_evaluated=tuple(dict.fromkeys(missing)),
        ran=tuple(ran),
    )


def select(rules: RuleSet, selection: Selection) -> tuple[LoadedRule, ...]:
    """The rules that a selection names; raises `UsageError` for a name that is none."""

    def named(names: tuple[str, ...]) -> set[str]:
        ids = set()
        for name in names:
            loaded = rules.find(name)
            if loaded is None:
                raise UsageError(f'there is no rule "{name}"', help="`trueup rules` lists them all.")
            ids.add(loaded.rule.id)
        return ids

    only, exclude = named(selection.only), named(selection.exclude)
    severities = dict(selection.severities)
    chosen = []
    for loaded in rules:
        severity = severities.get(loaded.rule.id, loaded.rule.severity)
        shown = loaded.rule.id in only or (not only and severity.rank <= selection.minimum.rank)
        if shown and loaded.rule.id not in exclude:
            chosen.append(loaded)
    return tuple(chosen)


def _unmet(rule: Rule, context: RuleContext) -> str:
    """Why a rule can't run here, or "". A rule of another platform runs and finds nothing: it has no object there."""
    if Need.SCRATCH in rule.needs and context.database is None:
        return "it needs a scratch database that holds this catalog"
    if Need.PRODUCTION in rule.needs and context.statistics is None:
        return "it needs the statistics of a live server"
    if Need.TEXT in rule.needs and not context.outcomes:
        return "it needs the statements, and this source has none"
    return ""


def _order(finding: Finding) -> tuple[object, ...]:
    origin = finding.origin
    place = (origin.file, origin.line, origin.column) if origin else ("\uffff", 0, 0)
    return (Severity(finding.severity).rank, *place, finding.rule, str(finding.ref or ""), finding.subject)
