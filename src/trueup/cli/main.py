"""The `trueup` command: finds the sub-command, prints what went wrong, exits."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from typing import NoReturn

import click

from trueup import __version__, bytecode
from trueup.errors import TrueupError

# Name and module of each command; modules are imported when used, so that --help stays quick.
COMMANDS = ("audit", "diff", "check", "access", "migrations", "snapshot", "dump", "rules", "init")

_HELP = {
    "audit": "Audit a project folder: declared schema, production and pending migrations.",
    "diff": "Show what differs from one source to another, and the SQL that makes them equal.",
    "check": "Check one source: broken references and every rule.",
    "access": "Try who can do what to which row, and prove what is wrong.",
    "migrations": "Judge pending migrations by running them on a scratch copy of production.",
    "snapshot": "Write a source's catalog as JSON, or print the query that reads it.",
    "dump": "Write a source's catalog as SQL.",
    "rules": "List the rules, or explain one.",
    "init": "Write a commented trueup.toml.",
}


class LazyGroup(click.Group):
    """Imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"trueup.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in --help, without importing any command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _HELP[name]) for name in COMMANDS])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="trueup")
def group() -> None:
    """Know, and prove, whether a PostgreSQL database, its schema files and its pending migrations agree.

    A SOURCE is a SQL file, a folder of them, a migrations folder, saved queries, a snapshot (JSON or CSV),
    postgresql://..., or git:REV:path. Nothing is ever written to a live server.

    Exit code 0: nothing at or above --fail-on; 1: findings or drift; 2: could not run.
    """


def main(arguments: list[str] | None = None) -> NoReturn:
    """Entry point: 0, 1 or 2, and never a traceback for bad input."""
    bytecode.keep()
    # A run makes millions of small objects that live to its end: looking for garbage among them took a fifth of it.
    gc.set_threshold(50_000, 20, 50)
    try:
        code = group.main(args=arguments, standalone_mode=False)
    except click.exceptions.Abort:
        _fail("stopped", "")
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except TrueupError as error:
        named = error.origin is None or (not error.origin.line and error.origin.file in error.message)
        _fail(error.message if named else f"{error.origin}: {error.message}", error.help)
    except BrokenPipeError:
        # The reader went away (`| head`): say nothing, and keep Python from flushing into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        _fail("stopped", "")
    except Exception as error:  # a mistake of ours: said as one, without burying the reader in a traceback
        if os.environ.get("TRUEUP_DEBUG"):
            raise
        said = str(error).strip().splitlines()
        _fail(
            f"trueup itself failed: {type(error).__name__}" + (f": {said[0]}" if said else ""),
            "This is a mistake in trueup. TRUEUP_DEBUG=1 shows where.",
        )
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str, help: str) -> NoReturn:
    click.secho("error: ", fg="red", bold=True, nl=False, err=True, color=_colour())
    click.echo(message, err=True)
    if help:
        click.echo(f"  {help}", err=True)
    sys.exit(2)


def _colour() -> bool | None:
    return False if os.environ.get("NO_COLOR") else None
