"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from trueup.cachedir import VARIABLE

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = ("terminal", "markdown", "json", "html", "sarif")
FAIL_ON = ("error", "warning", "review", "never")


def output(function: F) -> F:
    """--format, -o, --verbose."""
    function = click.option("-v", "--verbose", is_flag=True, help="Show what is equal, harmless or long as well.")(
        function
    )
    function = click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write to a file instead of the terminal.",
    )(function)
    return click.option(
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        default="terminal",
        show_default=True,
        help="How to write it.",
    )(function)


def fail_on(function: F) -> F:
    """--fail-on."""
    return click.option(
        "--fail-on",
        type=click.Choice(FAIL_ON),
        default=None,
        help="Exit with 1 if there is a finding of this severity or above.  [default: error]",
    )(function)


def scratch(function: F) -> F:
    """--platform, --scratch, --config."""
    function = click.option(
        "--scratch", "scratch_url", metavar="URL", help="Use this server for scratch databases, not the embedded one."
    )(function)
    function = click.option(
        "--config",
        "config_path",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Configuration to use instead of trueup.toml or [tool.trueup].",
    )(function)
    return click.option(
        "--platform", metavar="NAME", help="supabase, postgres, neon ...; detected where it is not given."
    )(function)


def reading(function: F) -> F:
    """--reading."""
    return click.option(
        "--reading",
        type=click.Choice(["query", "statement"]),
        default=None,
        help="Saved queries: one transaction per query, or each statement on its own.  [default: both, led by query]",
    )(function)


def cache(function: F) -> F:
    """--no-cache: sets ``TRUEUP_NO_CACHE`` for this run."""
    return click.option(
        "--no-cache",
        is_flag=True,
        expose_value=False,
        callback=_no_cache,
        help="Work everything out anew; TRUEUP_NO_CACHE=1 does the same.",
    )(function)


def _no_cache(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = "1"

    def restore() -> None:
        os.environ.pop(VARIABLE) if before is None else os.environ.update({VARIABLE: before})

    context.call_on_close(restore)
