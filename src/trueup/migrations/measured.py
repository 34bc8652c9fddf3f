"""Runs all pending migrations on copies of production, in order, and collects what is measured on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from trueup.catalog.model import Catalog
from trueup.diff.compare import compare
from trueup.diff.model import ChangeKind, Drift
from trueup.migrations import rerun
from trueup.migrations.attempt import Attempt
from trueup.migrations.attribution import attribute
from trueup.migrations.edges import Edge, circles, edges, waiting
from trueup.migrations.model import LockUse, Reversal, RunnerResult, SaferForm, Verification
from trueup.migrations.online import online
from trueup.migrations.presence import Presence, met_existing, presence
from trueup.migrations.repeatable import ALREADY_GONE, ALREADY_THERE
from trueup.migrations.rerun import Rerun
from trueup.migrations.reversal import reversals
from trueup.migrations.runs import runs
from trueup.migrations.target import Target
from trueup.migrations.verification import verifications
from trueup.migrations.walk import Walk, walk
from trueup.ref import ObjectRef
from trueup.replay.model import Migration, ServerError

# Alone, each is tried on production as it is, to see what it needs; above this many, what the server's own dependencies
# tell is taken, and the order as a whole is what confirms it.
ALONE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How much is measured.

    Args:
        locks: read which locks each statement takes.
        reversal: run the down parts, and write one where there is none.
        data: seed rows and see which statements they stop.
        rerun: write and execute the repeatable forms.
    """

    locks: bool = True
    reversal: bool = True
    data: bool = True
    rerun: bool = True


@dataclass(slots=True, kw_only=True)
class Measured:
    """What was measured, before anything is judged.

    Args:
        walk: the runs, in an order that was found.
        accepted: the last runs of those that went through, in that order.
        final: the catalog after them.
        effects: what each changed, by name, as everything below.
        alone: the runs on production as it is.
        held: the locks that were read.
        rerun: what came of the repeatable forms.
        presence: what is there already, where something is in the way.
        safer: forms that block less.
        back: the ways back.
        checked: the queries that the files offer.
        circles: refused migrations that wait for each other.
        runs: what each runner does with the files that not all treat alike.
        edges: which must come after which.
    """

    walk: Walk
    accepted: list[Attempt]
    final: Catalog
    effects: dict[str, Drift]
    alone: dict[str, Attempt]
    held: dict[str, tuple[LockUse, ...]]
    back: dict[str, Reversal]
    checked: dict[str, tuple[Verification, ...]]
    rerun: Rerun = field(default_factory=Rerun)
    presence: dict[str, Presence] = field(default_factory=dict)
    safer: dict[str, tuple[SaferForm, ...]] = field(default_factory=dict)
    circles: tuple[tuple[str, ...], ...] = ()
    runs: dict[str, tuple[RunnerResult, ...]] = field(default_factory=dict)
    edges: tuple[Edge, ...] = ()


def measure(target: Target, pending: Sequence[Migration], options: Options) -> Measured:
    """Run them all: alone, in order, and where something is in the way, against what is there."""
    measured = _in_order(target, pending, options)
    walked = measured.walk
    if any(_in_the_way(a) for a in walked.attempts.values()):
        ending = [m for m in pending if not walked.attempts[m.name].endless]  # the others are not run once more
        measured.presence = presence(target, ending)
    if options.rerun:
        measured.rerun = rerun.rerun(target, walked, measured.final, measured.presence)
    if options.locks:
        measured.safer = online(target, walked, measured.final, measured.held)
        measured.runs = runs(target, walked)
    measured.edges = _edges(measured)
    refused = [walked.attempts[m.name] for m in pending if not walked.attempts[m.name].ok]
    measured.circles = circles(waiting(refused[:ALONE]))
    return measured


def _in_order(target: Target, pending: Sequence[Migration], options: Options) -> Measured:
    """Alone and in order, on one copy; then the queries that they offer, and the ways back."""
    with target.course(sized=True) as course:
        alone = {m.name: course.trial(m) for m in pending} if len(pending) <= ALONE else {}
        walked = walk(course, pending, locks=options.locks, endless={n: a for n, a in alone.items() if a.endless})
        final = course.catalog(target.read)
        held = dict(course.held)
        accepted = [walked.attempts[name] for name in walked.order]
        effects = attribute(compare(target.catalog, final), accepted)
        checked = verifications(course, target, walked)
        back = reversals(course, target, final, walked, effects) if options.reversal else {}
    return Measured(
        walk=walked,
        accepted=accepted,
        final=final,
        effects=effects,
        alone=alone,
        held=held,
        back=back,
        checked=checked,
    )


def _edges(measured: Measured) -> tuple[Edge, ...]:
    """Edges between all that run: as they stand, or in their repeatable form."""
    made = {name: _makes(effect) for name, effect in measured.effects.items()}
    mended = list(measured.rerun.attempts.values())
    errors: dict[str, Sequence[ServerError]] = dict(measured.rerun.errors)
    for name, alone in measured.alone.items():
        if alone.failure is not None:
            errors.setdefault(name, (alone.failure[1],))
    last = measured.rerun.after if mended and measured.rerun.after is not None else measured.final
    if mended:
        parts = attribute(compare(measured.final, last), mended)
        made |= {name: _makes(effect) for name, effect in parts.items()}
    return edges([*measured.accepted, *mended], made, last, errors)


# What others can depend on in another form: their values, types and results.
_USED = frozenset({"enum", "domain", "composite type", "function", "procedure", "view", "materialized view"})


def _makes(effect: Drift) -> frozenset[ObjectRef]:
    """What others can need of a migration's effect: what it adds or renames, and what it gives another form."""
    return frozenset(
        c.ref
        for c in effect.changes
        if c.kind is not ChangeKind.CHANGED
        or c.ref.kind in _USED
        or (c.ref.kind == "column" and any(f.field == "type" for f in c.fields))
    )


def _in_the_way(attempt: Attempt) -> bool:
    failure = attempt.failure
    if failure is not None:
        rows = failure[0].kind == "InsertStmt" and failure[1].sqlstate == "23505"
        return rows or failure[1].sqlstate in ALREADY_THERE | ALREADY_GONE
    return any(met_existing(ran) for _, ran in attempt.ran)
