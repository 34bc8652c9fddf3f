"""`trueup snapshot`: a source's catalog as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from trueup.cli import options
from trueup.cli.progress import progress
from trueup.errors import UsageError


@click.command("snapshot")
@click.argument("source", required=False)
@click.option("--print-query", is_flag=True, help="Print the read-only query to paste into a web SQL editor.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@options.reading
@options.scratch
def command(source: str | None, print_query: bool, output: Path | None, **chosen: Any) -> int:
    """Write the catalog of SOURCE as JSON. Save what a web SQL editor gives for --print-query (JSON or
    CSV), and it is a source too: nobody has to share credentials.
    """
    from trueup import pipeline
    from trueup.cli import output as out

    if print_query:
        out.write(pipeline.snapshot_query(), output)
        return 0
    if source is None:
        raise UsageError("snapshot needs a SOURCE", help="Or use --print-query and save what the editor gives.")
    with progress() as tell:
        script = pipeline.snapshot(source, **chosen, progress=tell)
    out.write(script.text, output)
    for note in script.notes:
        click.echo(note, err=True)
    return 2 if script.refused else 0
