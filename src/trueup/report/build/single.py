"""Reports of the commands that look at one part: check, access, migrations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trueup.diagnostic import Diagnostic
from trueup.migrations.model import MigrationsReport
from trueup.report.build.audit import access_entry, option_entry, severity_counts
from trueup.report.build.findings import diagnostic_entries, finding_entries, not_evaluated_entries
from trueup.report.build.head import Head
from trueup.report.build.history import unit_entries
from trueup.report.build.migrations import migrations_entry
from trueup.report.build.sources import source_entry
from trueup.report.model import Report, SourceEntry, Summary, UnitEntry
from trueup.sources.model import Source
from trueup.stages.model import Judgement, Option, Side
from trueup.version import VERSION


def _history(sides: Sequence[Side]) -> tuple[UnitEntry, ...]:
    return tuple(unit for side in sides if side.replay for unit in unit_entries(side.replay, side.name))


def headed(command: str, head: Head) -> Report:
    """A report with nothing in it yet but its head."""
    return Report(
        command=command,
        project=head.project,
        tool_version=VERSION,
        platform=head.platform,
        platform_reasons=head.reasons,
        server=head.server,
        fail_on=head.fail_on,
    )


def single_report(
    command: str,
    head: Head,
    sides: Sequence[Side],
    judgement: Judgement,
    *,
    suppressed: int = 0,
    diagnostics: Sequence[Diagnostic] = (),
    migrations: MigrationsReport | None = None,
    pending: Source | None = None,
    options: Sequence[Option] = (),
) -> Report:
    """A report without a comparison: the sources, what was found, what could not be evaluated.

    Args:
        command: ``check``, ``access`` or ``migrations``.
        head: platform and server.
        sides: what was loaded.
        judgement: what was found, suppressions taken out.
        suppressed: how many were taken out.
        diagnostics: of the run as a whole.
        migrations, pending: for ``migrations``: the verdicts, and the source of the files.
        options: for ``check --fix``.
    """
    gaps = not_evaluated_entries([*judgement.not_evaluated, *(n for s in sides for n in s.not_evaluated)])
    told = [*diagnostics, *judgement.diagnostics, *(d for s in sides for d in s.diagnostics)]
    labels = ", ".join(s.source.label for s in sides)
    return replace(
        headed(command, head),
        sources=_sources(sides, pending),
        summary=Summary(
            compared=f"{labels} was looked at by itself",
            findings=severity_counts(judgement.findings),
            suppressed=suppressed,
            not_evaluated=len(gaps),
        ),
        history=_history(sides) if command == "check" else (),
        findings=finding_entries(judgement.findings),
        migrations=migrations_entry(migrations) if migrations else None,
        access=access_entry(judgement),
        options=tuple(map(option_entry, options)),
        not_evaluated=gaps,
        not_captured=not_evaluated_entries(n for side in sides for n in side.catalog.not_captured),
        diagnostics=diagnostic_entries(told),
    )


def _sources(sides: Sequence[Side], pending: Source | None) -> tuple[SourceEntry, ...]:
    sources = [source_entry(side) for side in sides if side.source.kind != "empty"]
    if pending is not None:
        sources.append(
            SourceEntry(
                side="pending", label=pending.label, kind=pending.kind, why=pending.why, files=len(pending.files)
            )
        )
    return tuple(sources)
