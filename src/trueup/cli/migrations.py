"""`trueup migrations`: pending migrations, judged by running them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from trueup.cli import options
from trueup.cli.progress import progress, unchanged


@click.command("migrations")
@click.argument("path", default=".")
@click.option("--production", metavar="SOURCE", help="What they will be run on; empty where it is not given or found.")
@click.option("--declared", metavar="SOURCE", help="What they should lead to.")
@click.option("--squash", is_flag=True, help="Write one baseline file from the folder, proven equal, instead.")
@click.option("--new", "new_name", metavar="NAME", help="Write the migration from production to declared, instead.")
@options.reading
@options.scratch
@options.fail_on
@options.output
@options.cache
def command(
    path: str,
    squash: bool,
    new_name: str | None,
    format_: str,
    output: Path | None,
    verbose: bool,
    fail_on: str | None,
    **chosen: Any,
) -> int:
    """Judge the migrations in PATH on a scratch copy of production: verdict, order, second run, locks, reversal."""
    from trueup.cli import output as out
    from trueup.remember import remembered

    with progress() as tell:
        if squash or new_name:
            from trueup import pipeline
        if squash:
            out.write(pipeline.squash(path, **chosen, progress=tell), output)
            return 0
        if new_name:
            out.write(pipeline.new_migration(path, new_name, **chosen, progress=tell), output)
            return 0
        report = remembered("migrations", path, {**chosen, "progress": tell}, on_recall=unchanged)
    out.emit(report, format_=format_, output=output, verbose=verbose)
    return out.exit_code(report, fail_on or report.fail_on)
