"""What each unit of a replay made, changed, lost or failed to."""

from __future__ import annotations

from collections.abc import Iterable

from trueup.ref import ObjectRef
from trueup.replay.model import Outcome, Replay, Status, Unit
from trueup.report.build.objects import entries
from trueup.report.model import RefusedEntry, UnitEntry

# What belongs to a table or goes without saying is counted with its table, not listed.
_FIRST = (
    "schema",
    "extension",
    "enum",
    "domain",
    "table",
    "view",
    "materialized view",
    "function",
    "trigger",
    "policy",
)
_MINOR = frozenset({"column", "constraint", "grant", "attribute", "default privileges"})


def unit_entries(replay: Replay, side: str) -> tuple[UnitEntry, ...]:
    """One entry per unit, in the order in which they ran."""
    by_unit: dict[str, list[Outcome]] = {}
    for outcome in replay.outcomes:
        by_unit.setdefault(outcome.unit, []).append(outcome)
    return tuple(_unit(unit, by_unit.get(unit.name, []), side) for unit in replay.units)


def _unit(unit: Unit, outcomes: list[Outcome], side: str) -> UnitEntry:
    ran = [o for o in outcomes if o.ok]
    refused = [o for o in outcomes if o.error is not None]
    undone = [o for o in outcomes if o.status in {Status.ROLLED_BACK, Status.NOT_RUN} and o.error is None]
    created = _major(ref for o in ran for ref in o.created)
    return UnitEntry(
        side=side,
        name=unit.name,
        title=unit.title,
        origin=unit.origin,
        status=_status(outcomes, refused, undone),
        statements=len(unit.statements),
        created=entries(created),
        altered=entries(ref for ref in _major(r for o in ran for r in o.altered) if ref not in set(created)),
        dropped=entries(_major(ref for o in ran for ref in o.dropped)),
        lost=entries(_major(ref for o in undone for ref in (*o.created, *_target(o)))),
        refused=tuple(
            RefusedEntry(origin=o.statement.origin, sqlstate=o.error.sqlstate, message=o.error.message)
            for o in refused
            if o.error
        ),
    )


def _target(outcome: Outcome) -> tuple[ObjectRef, ...]:
    """What a rolled-back statement would have made, where the event trigger's record went with it."""
    creates = outcome.statement.kind.startswith(("Create", "IndexStmt", "ViewStmt", "Define"))
    return (outcome.statement.target,) if creates and outcome.statement.target and not outcome.created else ()


def _major(refs: Iterable[ObjectRef]) -> list[ObjectRef]:
    major = [ref for ref in dict.fromkeys(refs) if ref.kind not in _MINOR]
    return sorted(major, key=lambda ref: _FIRST.index(ref.kind) if ref.kind in _FIRST else len(_FIRST))


def _status(outcomes: list[Outcome], refused: list[Outcome], undone: list[Outcome]) -> str:
    if not outcomes:
        return "empty"
    if not refused:
        return "ran"
    return "rolled back" if undone and not any(o.ok for o in outcomes) else "partly ran"
