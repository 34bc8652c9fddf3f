"""The list of what was taken for what, and how much of two sides is equal."""

from __future__ import annotations

import math

from trueup.report.model import SourceEntry
from trueup.stages.model import Side


def source_entry(side: Side) -> SourceEntry:
    """A side in the list of what was taken for what."""
    outcomes = side.replay.outcomes if side.replay else ()
    return SourceEntry(
        side=side.name,
        label=side.source.label,
        kind=side.source.kind,
        why=side.source.why,
        files=len(side.source.files),
        statements=len(outcomes),
        loaded=sum(o.ok for o in outcomes),
        refused=sum(o.error is not None for o in outcomes),
        semantics=side.source.semantics,
    )


def percent(equal: int, total: int) -> float:
    """Rounded down to one decimal, so that 100.0 means all."""
    return math.floor(1000 * equal / total) / 10 if total else 100.0
