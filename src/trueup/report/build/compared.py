"""The report of `trueup diff`."""

from __future__ import annotations

from trueup.diagnostic import Diagnostic, NotEvaluated
from trueup.diff.model import Drift, Meaning
from trueup.report.build.comparison import DIFF_WORDS, group_entries
from trueup.report.build.findings import diagnostic_entries, not_evaluated_entries
from trueup.report.build.head import Head
from trueup.report.build.places import places_of
from trueup.report.build.sources import percent, source_entry
from trueup.report.model import FileEntry, OptionEntry, Report, Summary
from trueup.stages.pair import Pair
from trueup.stages.script import Script
from trueup.version import VERSION

_ORDER = (Meaning.SECURITY, Meaning.DATA, Meaning.BEHAVIOUR, Meaning.HARMLESS)


def diff_report(head: Head, pair: Pair, drift: Drift, script: Script, told: tuple[Diagnostic, ...] = ()) -> Report:
    """What differs, grouped by table; with the plan, if one was asked for."""
    sides = (pair.before, pair.after)
    refused = [NotEvaluated(what=d.code, reason=d.message, origin=d.origin) for d in pair.refused()]
    gaps = not_evaluated_entries([*refused, *pair.unread(), *(n for side in sides for n in side.not_evaluated)])
    groups = group_entries(
        pair.before.catalog,
        pair.after.catalog,
        drift,
        words=DIFF_WORDS,
        before_places=places_of(pair.before, drift, old=True),
        after_places=places_of(pair.after, drift, old=False),
    )
    differing = [g for g in groups if g.changes]
    return Report(
        command="diff",
        project=head.project,
        tool_version=VERSION,
        platform=head.platform,
        platform_reasons=head.reasons,
        server=head.server,
        sources=tuple(map(source_entry, sides)),
        summary=Summary(
            compared=f"{pair.before.source.label} was compared with {pair.after.source.label}",
            equal=drift.equal,
            total=drift.total,
            percent=percent(drift.equal, drift.total),
            counts="objects of every kind",
            differences={m: n for m in _ORDER if (n := sum(1 for c in drift.heads if c.meaning == m))},
            uncounted=sum(1 for c in drift.changes if c.noise and c.part_of is None),
            not_evaluated=len(gaps),
        ),
        tables=tuple(g for g in differing if g.object.kind == "table" and not g.platform),
        others=tuple(g for g in differing if g.object.kind != "table" or g.platform),
        options=_plan(script),
        not_evaluated=gaps,
        not_captured=not_evaluated_entries(n for side in sides for n in side.catalog.not_captured),
        diagnostics=diagnostic_entries(
            [*(d for s in sides for d in s.diagnostics), *pair.refused(), *pair.seeds(), *pair.roles(), *told]
        ),
        fail_on=head.fail_on,
    )


def _plan(script: Script) -> tuple[OptionEntry, ...]:
    if not script.text and not script.refused:
        return ()
    return (
        OptionEntry(
            id="plan",
            title="make FROM equal to TO",
            files=(FileEntry(name="plan.sql", text=script.text),) if script.text else (),
            verdict="; ".join(script.notes) or "executed on a scratch copy of FROM: it then equals TO",
            proven=not script.refused,
        ),
    )
