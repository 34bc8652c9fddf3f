"""What the migrations that run do to those who use the database: locks, rewrites, the way back, and rows in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trueup.catalog.model import Catalog
from trueup.migrations.asking import Ask
from trueup.migrations.model import DataRisk, LockUse, Reversal
from trueup.migrations.seeded import data_risks
from trueup.migrations.target import Target
from trueup.migrations.walk import Walk
from trueup.ref import ObjectRef
from trueup.replay.model import Migration


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """One migration's part."""

    locks: tuple[LockUse, ...] = ()
    reversal: Reversal | None = None
    data: tuple[DataRisk, ...] = ()


def impact(
    target: Target,
    final: Catalog,
    pending: Sequence[Migration],
    walked: Walk,
    back: Mapping[str, Reversal],
    *,
    held: Mapping[str, tuple[LockUse, ...]],
    ask: Ask | None = None,
    with_data: bool = True,
) -> dict[str, Impact]:
    """Measure each migration that runs.

    Args:
        target: production; copied and compared, never written to.
        final: what it holds after them.
        pending: all of them.
        walked: which of them run, and in which order.
        back: what the ways back came to.
        held: the locks that were read.
        ask: sends read-only queries to production, where it is a live server.
        with_data: whether to run them on rows.
    """
    rows = data_risks(target, final, pending, walked, ask, run=with_data)
    return {
        m.name: Impact(
            locks=tuple(use for use in held.get(m.name, ()) if _is_there(use.ref, target.catalog)),
            reversal=back.get(m.name),
            data=rows[m.name],
        )
        for m in pending
    }


def _is_there(ref: ObjectRef, catalog: Catalog) -> bool:
    """What a pending migration makes itself, nobody uses yet."""
    return ref in catalog.objects or ref in catalog.platform_objects
