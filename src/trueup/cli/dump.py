"""`trueup dump`: a source's catalog as SQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from trueup.cli import options
from trueup.cli.progress import progress


@click.command("dump")
@click.argument("source")
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    help="Write to a file; to a folder, by schema and kind, where it ends with / or is one.",
)
@options.reading
@options.scratch
def command(source: str, output: str | None, **chosen: Any) -> int:
    """Write the catalog of SOURCE as SQL in dependency order. Replaying it gives the same catalog; that is checked.

    The files of a folder are numbered in the order in which they run.
    """
    from trueup import pipeline
    from trueup.cli import output as out

    with progress() as tell:
        script = pipeline.dump(source, **chosen, progress=tell)
    if output is not None and (output.endswith("/") or Path(output).is_dir()):
        out.write_folder(script.files, Path(output))
    else:
        out.write(script.text, Path(output) if output is not None else None)
    for note in script.notes:
        click.echo(note, err=True)
    return 2 if script.refused else 0
