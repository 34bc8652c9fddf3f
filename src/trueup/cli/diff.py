"""`trueup diff`: what differs, and the SQL that makes it equal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from trueup.cli import options
from trueup.cli.progress import progress


@click.command("diff")
@click.argument("from_", metavar="FROM")
@click.argument("to", metavar="TO")
@click.option("--sql", is_flag=True, help="Print the SQL that takes FROM to TO, proven on a scratch copy.")
@click.option("--reverse", is_flag=True, help="From TO to FROM.")
@click.option(
    "--only", multiple=True, metavar="PATTERN", help="Only these: a kind, a schema, or kind:schema.name (globs)."
)
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Not these: a kind, a schema, or kind:schema.name.")
@click.option("--strict", is_flag=True, help="Count column order, white space in bodies and other noise as well.")
@click.option("--renames", is_flag=True, help="Take likely renames for renames in the plan.")
@click.option("--allow-destructive", is_flag=True, help="Let the plan drop and rewrite what holds data.")
@click.option(
    "--online/--no-online",
    default=True,
    show_default=True,
    help="Use forms that block less: CONCURRENTLY, NOT VALID then VALIDATE.",
)
@click.option("--transaction", is_flag=True, help="One atomic script: BEGIN ... COMMIT.")
@click.option("--unproven", is_flag=True, help="Print the SQL even where the proof failed.")
@options.reading
@options.scratch
@options.output
def command(
    from_: str, to: str, sql: bool, reverse: bool, format_: str, output: Path | None, verbose: bool, **chosen: Any
) -> int:
    """Show what differs from the source FROM to the source TO. Exit code 1 where there is drift.

    With --sql: the statements that make FROM equal to TO, in an order that works. They are run on a scratch copy of
    FROM, which is read back and must equal TO; what can't be proven is not printed without --unproven.
    """
    from trueup import comparison
    from trueup.cli import output as out

    if reverse:
        from_, to = to, from_
    with progress() as tell:
        report, script = comparison.diff(from_, to, sql=sql, **chosen, progress=tell)
    if sql and format_ == "terminal":
        out.write(script.text, output)
        for note in script.notes:
            click.echo(note, err=True)
        return 2 if script.refused else 1 if script.drift else 0
    out.emit(report, format_=format_, output=output, verbose=verbose)
    return out.exit_code(report, "error")
