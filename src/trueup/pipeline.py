"""The stages of each command, in order: sources, sides, findings, migrations, options, report.

Every function takes what its command takes and gives a typed report (or text); none prints, none exits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from trueup.report.model import Report

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """SQL that a command prints.

    Args:
        text: the script.
        notes: what to know about it, for standard error.
        drift: whether there was any difference.
        refused: whether nothing could be offered.
    """

    text: str
    notes: tuple[str, ...] = ()
    drift: bool = False
    refused: bool = False


def audit(
    path: str = ".",
    *,
    declared: str | None = None,
    production: str | None = None,
    migrations: str | None = None,
    platform: str | None = None,
    reading: str | None = None,
    scratch_url: str | None = None,
    config_path: Path | None = None,
    baseline: Path | None = None,
    write_baseline: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Audit a project: every side, what differs, what is wrong, what each migration would do, and executed options."""
    tell = progress or (lambda stage: None)
    config = settings(path, config_path, declared=declared, production=production, migrations=migrations)
    project = discover(path, config)
    with scratch(project.sources, platform or config.platform, scratch_url) as context:
        tell("replaying the sources")
        sides = load_sides(context, project, reading or config.reading)
        tell("judging what is there")
        readings = work_out(context, sides)
        tell("writing the report")
        return audit_report(context, project, sides, readings, baseline, write_baseline)
