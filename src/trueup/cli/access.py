"""`trueup access`: who can do what to which row, by trying it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from trueup.cli import options
from trueup.cli.progress import progress, unchanged


@click.command("access")
@click.argument("source", default=".")
@click.option(
    "--proofs", type=click.Path(path_type=Path, file_okay=False), help="Write each proof script to this folder."
)
@click.option(
    "--expect", type=click.Path(path_type=Path, dir_okay=False), help="Fail on any widening against this file."
)
@click.option(
    "--write-expect", type=click.Path(path_type=Path, dir_okay=False), help="Write the matrix as expectation."
)
@options.reading
@options.scratch
@options.fail_on
@options.output
@options.cache
def command(source: str, format_: str, output: Path | None, verbose: bool, fail_on: str | None, **chosen: Any) -> int:
    """Act on a seeded scratch copy of SOURCE as anon, as signed-in users and as the service, and judge what happened:
    errors, bypasses, escalations, forgery, tampering, exposure and dead access, each with a proof that runs again.
    """
    from trueup.cli import output as out
    from trueup.remember import remembered

    proofs = chosen.pop("proofs")
    with progress() as tell:
        report = remembered("access", source, {**chosen, "progress": tell}, on_recall=unchanged)
    out.write_proofs(report, proofs)
    out.emit(report, format_=format_, output=output, verbose=verbose)
    return out.exit_code(report, fail_on or report.fail_on)
