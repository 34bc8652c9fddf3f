"""From what was measured of all pending migrations to the verdict on each. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from trueup.migrations.attribution import sharing, undone
from trueup.migrations.measured import Measured
from trueup.migrations.model import VerdictKind
from trueup.migrations.presence import Presence
from trueup.migrations.verdict import Facts, Judged, judge
from trueup.migrations.wants import Wants
from trueup.ref import ObjectRef
from trueup.replay.model import Migration


def judge_all(measured: Measured, pending: Sequence[Migration], wants: Wants) -> dict[str, Judged]:
    """The verdict on each, by name; those that have no change of their own after those that share theirs."""
    among = _Among.of(measured, pending, wants)
    judged: dict[str, Judged] = {}
    for name in sorted(measured.walk.attempts, key=lambda n: (n in among.shared, among.place[n])):
        judged[name] = judge(_facts(name, measured, among, judged), wants)
    return judged


@dataclass(frozen=True, slots=True, kw_only=True)
class _Among:
    """What a migration is to the others.

    Args:
        place: in the tool's order.
        needed_by, waits: the edges, from either end; `waits` only those against the tool's order.
        changed: what any of them that runs changes: no earlier one is to blame for it.
        taken_back: which later one takes all of its effect back.
        shared: who changes the same objects.
    """

    place: Mapping[str, int]
    needed_by: Mapping[str, Sequence[str]]
    waits: Mapping[str, Sequence[str]]
    changed: frozenset[ObjectRef]
    taken_back: Mapping[str, str]
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, measured: Measured, pending: Sequence[Migration], wants: Wants) -> _Among:
        place = {m.name: number for number, m in enumerate(pending)}
        needed_by: dict[str, list[str]] = {}
        waits: dict[str, list[str]] = {}
        for edge in measured.edges:
            needed_by.setdefault(edge.before, []).append(edge.after)
            if place[edge.before] > place[edge.after]:
                waits.setdefault(edge.after, []).append(edge.before)
        return cls(
            place=place,
            needed_by=needed_by,
            waits=waits,
            changed=frozenset(c.ref for effect in measured.effects.values() for c in effect.changes),
            taken_back=undone(measured.accepted, wants.production, measured.final),
            shared=sharing(measured.accepted, measured.effects),
        )


def _facts(name: str, measured: Measured, among: _Among, judged: Mapping[str, Judged]) -> Facts:
    """Everything that the verdict on one hangs on."""
    seen, back = measured.presence.get(name), measured.back.get(name)
    others = among.shared.get(name, ())
    woken_by = measured.walk.woken_by.get(name)
    return Facts(
        attempt=measured.walk.attempts[name],
        alone=measured.alone.get(name),
        effect=measured.effects.get(name),
        presence=seen,
        explained=_explained(name, seen, measured, among) if seen is not None else frozenset(),
        needed_by=tuple(n for n in among.needed_by.get(name, ()) if n not in among.taken_back),
        circle=next((tuple(o for o in c if o != name) for c in measured.circles if name in c), ()),
        lost=back.data_lost if back is not None else (),
        waits_for=tuple(among.waits.get(name, ())) or ((woken_by,) if woken_by else ()),
        undone_by=among.taken_back.get(name, ""),
        overlaid=_overlaid(name, measured, among),
        shared=others,
        shared_needed=any(VerdictKind.NEEDED in judged[o].verdicts for o in others if o in judged),
    )


def _overlaid(name: str, measured: Measured, among: _Among) -> bool:
    """Whether what it touched is changed in the end, and by another."""
    effect = measured.effects.get(name)
    own = {c.ref for c in effect.changes} if effect is not None else set()
    return any(ref in among.changed and ref not in own for ref in measured.walk.attempts[name].touched)


def _explained(name: str, seen: Presence, measured: Measured, among: _Among) -> frozenset[ObjectRef]:
    """Of what is not there as the migration makes it, that which others of the folder change or took away."""
    effect = measured.effects.get(name)
    own = {c.ref for c in effect.changes} if effect is not None else set()
    unlike = {*seen.missing, *(c.ref for c in seen.differing)}
    return frozenset(ref for ref in unlike if (ref in among.changed and ref not in own) or ref in seen.superseded)
