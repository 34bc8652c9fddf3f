"""Saved queries have two readings; each is worked out wherever they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trueup.diff.compare import compare
from trueup.postgres.server import Server
from trueup.ref import ObjectRef
from trueup.replay.model import Unit
from trueup.replay.reading import by_statement, by_unit
from trueup.sources.model import Source
from trueup.stages.model import Side
from trueup.stages.sides import load_side

_RUN = {"query": by_unit, "statement": by_statement}
SEMANTICS = {"query": "one transaction per query", "statement": "each statement on its own"}


def read_as(source: Source, reading: str) -> Source:
    """The same queries under a reading."""
    return replace(source, units=_RUN[reading](source.units), semantics=SEMANTICS[reading])


def production_sides(
    server: Server, source: Source, fixed: str | None, providers: Sequence[Unit] = ()
) -> dict[str, Side]:
    """Production under each reading that differs: one side, unless saved queries hold a refused statement.

    Args:
        server: the scratch server.
        source: production.
        providers: the pending migrations, which may make what is missing.
        fixed: the reading that the user fixed, or None for both, led by ``query``.
    Returns: reading to side; the first leads.
    """
    if source.kind != "saved queries":
        return {"": load_side(server, source, "production", providers=providers)}
    if fixed:
        return {fixed: load_side(server, read_as(source, fixed), "production", providers=providers)}
    leading = load_side(server, read_as(source, "query"), "production", providers=providers)
    if leading.replay is None or not any(o.error for o in leading.replay.outcomes):
        return {"query": leading}
    other = load_side(server, read_as(source, "statement"), "production", providers=providers)
    if not compare(leading.catalog, other.catalog).changes:
        other.database.drop()
        return {"query": leading}
    return {"query": leading, "statement": other}


def only_in(side: Side, other: Side) -> tuple[ObjectRef, ...]:
    """The objects that one reading has and the other lacks: top-level ones, and children of what both have."""
    missing = [ref for ref in side.catalog.objects if ref not in other.catalog.objects]
    gone = set(missing)
    return tuple(ref for ref in missing if side.catalog.objects[ref].parent not in gone and ref.kind != "grant")
