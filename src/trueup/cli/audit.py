"""`trueup audit`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from trueup.cli import options
from trueup.cli.progress import progress, unchanged


@click.command("audit")
@click.argument("path", default=".")
@click.option("--declared", metavar="SOURCE", help="The declared schema: a file, a folder, git:REV:path.")
@click.option("--production", metavar="SOURCE", help="Production: postgresql://..., a snapshot, saved queries, a dump.")
@click.option("--migrations", metavar="PATH", help="The folder of pending migrations.")
@options.reading
@options.scratch
@options.fail_on
@click.option(
    "--proofs", type=click.Path(path_type=Path, file_okay=False), help="Write each proof script to this folder."
)
@click.option(
    "--write-plan", type=click.Path(path_type=Path, file_okay=False), help="Write the options' SQL files here."
)
@click.option(
    "--baseline", type=click.Path(path_type=Path, dir_okay=False), help="Show only findings not in this file."
)
@click.option("--write-baseline", type=click.Path(path_type=Path, dir_okay=False), help="Accept today's findings.")
@options.output
@options.cache
def command(path: str, format_: str, output: Path | None, verbose: bool, fail_on: str | None, **chosen: Any) -> int:
    """Audit the project in PATH (a folder, or one source): what differs between declared and production, what is
    broken and why, what each pending migration would do, and the SQL that mends it, executed before it is shown.

    What is taken for what is said in the report; the flags and trueup.toml override it.
    """
    from trueup.remember import remembered

    proofs, plans = chosen.pop("proofs"), chosen.pop("write_plan")
    with progress() as tell:
        report = remembered("audit", path, {**chosen, "progress": tell}, on_recall=unchanged)
    from trueup.cli import output as out

    out.write_proofs(report, proofs)
    out.write_options(report, plans)
    out.emit(report, format_=format_, output=output, verbose=verbose)
    return out.exit_code(report, fail_on or report.fail_on)
