"""`trueup dump`: a source's catalog as SQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from trueup.cli import options
from trueup.cli.progress import progress


@click.command("dump")
@click.argument("source")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@options.reading
@options.scratch
def command(source: str, output: Path | None, **chosen: Any) -> int:
    """Write the catalog of SOURCE as SQL in dependency order. Replaying it gives the same catalog; that is checked."""
    from trueup import pipeline
    from trueup.cli import output as out

    with progress() as tell:
        script = pipeline.dump(source, **chosen, progress=tell)
    out.write(script.text, output)
    for note in script.notes:
        click.echo(note, err=True)
    return 2 if script.refused else 0
