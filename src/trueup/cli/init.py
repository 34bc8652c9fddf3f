"""`trueup init`: a commented trueup.toml."""

from __future__ import annotations

from pathlib import Path

import click

from trueup.errors import UsageError


@click.command("init")
@click.argument("path", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--force", is_flag=True, help="Overwrite an existing trueup.toml.")
def command(path: Path, force: bool) -> int:
    """Write a commented trueup.toml into PATH, with what was found there."""
    from trueup import pipeline
    from trueup.cli import output as out

    target = path / "trueup.toml"
    if target.exists() and not force:
        raise UsageError(f"{target} is there already", help="Use --force to overwrite it.")
    out.write(pipeline.config_template(path), target)
    click.echo(f"wrote {target}", err=True)
    return 0
