"""`trueup check`: one source against every rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from trueup.cli import options
from trueup.cli.progress import progress, unchanged


@click.command("check")
@click.argument("source", default=".")
@click.option("--rule", "rules", multiple=True, metavar="NAME", help="Only this rule (may be repeated).")
@click.option("--exclude-rule", "excluded", multiple=True, metavar="NAME", help="Not this rule (may be repeated).")
@click.option("--min-severity", type=click.Choice(["error", "warning", "review", "style"]), default=None)
@click.option(
    "--baseline", type=click.Path(path_type=Path, dir_okay=False), help="Show only findings not in this file."
)
@click.option("--write-baseline", type=click.Path(path_type=Path, dir_okay=False), help="Accept today's findings.")
@click.option("--fix", is_flag=True, help="Add the rules' fixes, executed, as one migration.")
@click.option("--write-plan", type=click.Path(path_type=Path, file_okay=False), help="Write that migration here.")
@options.reading
@options.scratch
@options.fail_on
@options.output
@options.cache
def command(source: str, format_: str, output: Path | None, verbose: bool, fail_on: str | None, **chosen: Any) -> int:
    """Check SOURCE: statements that the server refuses, names in bodies that are not there, and every rule."""
    from trueup.cli import output as out
    from trueup.remember import remembered

    plans = chosen.pop("write_plan")
    with progress() as tell:
        report = remembered("check", source, {**chosen, "progress": tell}, on_recall=unchanged)
    out.write_options(report, plans)
    out.emit(report, format_=format_, output=output, verbose=verbose)
    return out.exit_code(report, fail_on or report.fail_on)
