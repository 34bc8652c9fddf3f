"""One source by its name: a file, a folder, a server, a snapshot, `git:REV:path`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from trueup.config import Config
from trueup.errors import UsageError
from trueup.sources.live import is_connection, read_live
from trueup.sources.model import Source


def load(
    spec: str,
    *,
    root: Path | None = None,
    side: str = "",
    config: Config | None = None,
    may_be_empty: bool = False,
    use: bool = True,
    plain: bool = False,
) -> Source:
    """The source that `spec` names.

    Args:
        spec: a path, ``postgresql://...``, ``$NAME`` (an environment variable that holds one of these),
            ``git:REV:path``.
        root: the folder that a relative path is relative to; by default the current one.
        side: ``declared``, ``production``, ``pending`` or ``""``.
        config: placeholders and time limits.
        may_be_empty: a file with nothing in it (``/dev/null`` too) describes an empty database, and that is told.
        use: ask a live server what it counts about its own use as well.
        plain: of a live server, only what a comparison takes (see `read_live`).

    Raises:
        SourceError: it is missing, empty, binary, unreadable, no snapshot, or the server can't be read.
        UsageError: the name makes no sense.
    """
    root, config = root or Path(), config or Config()
    spec = expand(spec)
    if is_connection(spec):
        return read_live(spec, side, config.timeouts, use=use, plain=plain)
    if may_be_empty and spec == os.devnull:
        return Source(label=spec, kind="empty", side=side)
    from trueup.sources.paths import load_path, locate  # late: two servers are read without all that reads text

    tree, path = locate(spec, root)
    return load_path(tree, path, side=side, config=config, may_be_empty=may_be_empty)


@contextmanager
def both(
    before: str, after: str, config: Config, *, plain: bool = False
) -> Iterator[Callable[[], tuple[Source, Source]]]:
    """Two sources for a comparison; two servers are asked at once, and answer while the caller does something else.

    Args:
        before, after: as `load` takes them.
        plain: nothing but a comparison follows: two servers of one release are read without what only a plan needs.

    Yields:
        What gives the sources, once they are there. It raises as `load`; where both can't be read, the first one's
        reason.
    """
    if not (is_connection(expand(before)) and is_connection(expand(after))):

        def one_by_one() -> tuple[Source, Source]:
            one, two = (load(spec, config=config, may_be_empty=True, use=False) for spec in (before, after))
            return one, two

        yield one_by_one
        return
    with ThreadPoolExecutor(max_workers=2) as pool:

        def begun(plain: bool) -> list[Future[Source]]:
            return [pool.submit(load, spec, config=config, use=False, plain=plain) for spec in (before, after)]

        futures = begun(plain)

        def read() -> tuple[Source, Source]:
            one, two = (future.result() for future in futures)
            if plain and _release(one) != _release(two):  # both are made again on one server then
                one, two = (future.result() for future in begun(False))
            return one, two

        yield read


def _release(source: Source) -> int:
    return source.catalog.server_version // 10000 if source.catalog is not None else 0


def expand(spec: str) -> str:
    """`spec`, or what the environment variable that it names holds.

    Raises:
        UsageError: the variable is not set. Its value is never shown.
    """
    name = (
        spec[1:].strip("{}") if spec.startswith("$") else spec.removeprefix("env:") if spec.startswith("env:") else ""
    )
    if not name:
        return spec
    value = os.environ.get(name, "")
    if not value:
        raise UsageError(f"The environment variable {name} is not set", help=f"Set {name}, or name a source.")
    return value
