"""Progress on a terminal, for work that takes over a second; nothing in a pipe."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

_DELAY = 1.0


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Gives a function that takes the stage's name; the line appears on standard error after a second and is wiped."""
    if not sys.stderr.isatty():
        yield lambda stage: None
        return
    stages = [""]
    widths = [0]
    done = threading.Event()

    def show() -> None:
        if done.wait(_DELAY):
            return
        while not done.wait(0.1):
            text = f"{stages[-1]} ..."
            sys.stderr.write(f"\r{text:<{widths[-1]}}")
            sys.stderr.flush()
            widths.append(len(text))

    thread = threading.Thread(target=show, daemon=True)
    thread.start()
    try:
        yield stages.append
    finally:
        done.set()
        thread.join()
        if widths[-1]:
            sys.stderr.write("\r" + " " * max(widths) + "\r")
            sys.stderr.flush()


def unchanged() -> None:
    """Say that a report is an earlier run's, to whoever sits before the terminal."""
    if sys.stderr.isatty():
        text = "Nothing has changed since an earlier run; --no-cache works it all out anew."
        click.secho(text, err=True, dim=not os.environ.get("NO_COLOR"))
