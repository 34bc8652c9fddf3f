"""What a plan is made of before it is ordered: nodes (steps that stay together) and what the user may choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from trueup.ref import ObjectRef
from trueup.step import Step


class Op(IntEnum):
    """What a node does to its object; the number breaks ties, so that drops come as early as they can."""

    DROP = 0
    ALTER = 1
    CREATE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOptions:
    """What the user may choose.

    Args:
        online: forms that don't block writers, where they end in the same state (CONCURRENTLY, NOT VALID).
        transaction: one atomic script; wins over `online`.
        allow_destructive: steps that lose data are in the plan, not withheld.
        renames: take a likely rename for one; otherwise it is a question.
        hints: objects of FROM and what they are called in TO, told by the user.
        using: the USING expression for a column whose type changes, told by the user.
        role: who runs the plan (and so owns what it creates, and has default privileges), or "" if not known.
        extensions: version and comment that CREATE EXTENSION gives where the plan runs; they need not be said.
        rebuild: objects to drop and make again though they could be altered (a proof found that they can't).
    """

    online: bool = True
    transaction: bool = False
    allow_destructive: bool = False
    renames: bool = False
    hints: Mapping[ObjectRef, ObjectRef] = field(default_factory=dict)
    using: Mapping[ObjectRef, str] = field(default_factory=dict)
    role: str = ""
    extensions: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    rebuild: frozenset[ObjectRef] = frozenset()


@dataclass(slots=True, kw_only=True, eq=False)
class Node:
    """Steps about one object that stay together.

    Args:
        op: `Op`.
        ref: the object.
        steps: in order; a node without steps only holds a place in the order.
        rank: which of two that could both run next goes first.
        makes: objects that are in their final state only after it (the object and what comes with it).
        takes: objects of FROM that are gone after it.
        needs: objects of TO that must be in their final state before it, besides what `makes` depends on.
        frees: objects of FROM that it no longer depends on after it, besides what `takes` depended on.
        ignores: what `makes` depends on by the catalog, but not yet at this node.
        held: it can't be run as it is (a secret is missing, or a scratch copy can't have such an object).
    """

    op: Op
    ref: ObjectRef
    steps: list[Step] = field(default_factory=list)
    rank: int = 0
    makes: frozenset[ObjectRef] = frozenset()
    takes: frozenset[ObjectRef] = frozenset()
    needs: frozenset[ObjectRef] = frozenset()
    frees: frozenset[ObjectRef] = frozenset()
    ignores: frozenset[ObjectRef] = frozenset()
    held: bool = False

    @property
    def key(self) -> tuple[int, int, str, str, tuple[str, ...]]:
        """A stable order among nodes that could run in any order."""
        return (self.rank, int(self.op), self.ref.kind, self.ref.schema, self.ref.name)
