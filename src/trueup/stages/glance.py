"""A side as its source describes it, where nothing is to be tried on it."""

from __future__ import annotations

from trueup.catalog.baseline import without_platform
from trueup.postgres.server import Database, Server
from trueup.sources.model import Source
from trueup.stages.model import Side


def read_side(server: Server, source: Source, name: str, *, as_printed: bool = False) -> Side:
    """A side for a comparison alone: a live server or a snapshot of the scratch server's version is not rebuilt.

    Its `database` is then none: nothing is to be tried on it.

    Args:
        as_printed: nor is one of another version, because the other side is of that version, too.
    """
    baseline = server.baseline_catalog()
    theirs = source.catalog
    same = theirs is not None and theirs.server_version // 10000 == baseline.server_version // 10000
    if theirs is None or not (same or as_printed):
        from trueup.stages.sides import load_side  # replay and plan: two servers are compared without them

        return load_side(server, source, name)
    return Side(
        name=name,
        source=source,
        database=Database(server=server, name=""),
        catalog=without_platform(theirs, baseline, server.baseline_roles - {server.replay_role}),
        diagnostics=source.diagnostics,
        not_evaluated=tuple(n for n in source.not_evaluated if n not in theirs.not_captured),
    )
