"""How one kind of object is printed: what `Kind` holds, and the small helpers that its functions share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from trueup.catalog.model import CatalogObject
from trueup.plan import sql
from trueup.plan.exact import exact
from trueup.plan.node import Node, Op
from trueup.plan.scope import Delta, Scope
from trueup.ref import ObjectRef
from trueup.step import Hazard, Step

EXCLUSIVE = "AccessExclusiveLock"
SHARE_ROW = "ShareRowExclusiveLock"
SHARE_UPDATE = "ShareUpdateExclusiveLock"
SHARE = "ShareLock"


def never(delta: Delta, scope: Scope) -> None:
    """The `alter` of a kind that can't be altered: it is dropped and made again."""


def drop_plainly(obj: Any, scope: Scope) -> list[Step]:
    """``DROP <kind> <name>;``."""
    return [step(f"DROP {sql.called(obj.ref)};", obj.ref, "it is not wanted any more")]


def owner_plainly(obj: CatalogObject, scope: Scope) -> list[Step]:
    """``ALTER <kind> <name> OWNER TO <role>;``."""
    return [step(f"ALTER {sql.called(obj.ref)} OWNER TO {sql.quote(obj.owner)};", obj.ref, f"owned by {obj.owner}")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How objects of one kind are made, altered and dropped.

    Args:
        rank: among what could come next, lower is created first.
        create: the nodes that make an object that isn't there; the first one is the object itself.
        alter: the nodes that take it from one state to another in place, or None where PostgreSQL can't.
        drop: the steps that drop it.
        owner: the steps that set its owner.
        data: whether dropping it loses rows.
        made_with_parent: its parent's CREATE makes it (columns, attributes).
        gone_with_parent: its parent's DROP drops it without CASCADE.
        domain_child: see `sql.called`.
    """

    rank: int
    create: Callable[[Any, Scope], Sequence[Node]]
    alter: Callable[[Delta, Scope], Sequence[Node] | None] = never
    drop: Callable[[Any, Scope], list[Step]] = drop_plainly
    owner: Callable[[Any, Scope], list[Step]] = owner_plainly
    data: bool = False
    made_with_parent: bool = False
    gone_with_parent: bool = True


def step(
    text: str,
    ref: ObjectRef,
    reason: str = "",
    *,
    lock: str | None = None,
    rewrites: bool = False,
    scans: bool = False,
    hazards: Iterable[Hazard] = (),
    transactional: bool = True,
) -> Step:
    """A step with its positional arguments in the order in which one thinks of them."""
    return Step(
        sql=exact(text),
        reason=reason,
        ref=ref,
        lock=lock,
        rewrites=rewrites,
        scans=scans,
        hazards=tuple(hazards),
        transactional=transactional,
    )


def made(
    obj: CatalogObject, statements: Iterable[str], *, ignores: Iterable[ObjectRef] = (), also: Iterable[ObjectRef] = ()
) -> Node:
    """The node that creates an object (and `also` what comes with it)."""
    steps = [
        step(text, obj.ref, f"create {obj.ref}" if not i else f"part of {obj.ref}") for i, text in enumerate(statements)
    ]
    return Node(op=Op.CREATE, ref=obj.ref, steps=steps, makes=frozenset((obj.ref, *also)), ignores=frozenset(ignores))


def altered(ref: ObjectRef, steps: Iterable[Step], *, rank: int = 0, needs: Iterable[ObjectRef] = ()) -> Node:
    """A node that alters an object in place."""
    return Node(op=Op.ALTER, ref=ref, steps=list(steps), rank=rank, makes=frozenset({ref}), needs=frozenset(needs))


def follow_up(ref: ObjectRef, steps: Iterable[Step], *, needs: Iterable[ObjectRef] = (), rank: int = 0) -> Node:
    """A node that comes once the object and all of `needs` are there, on which nothing else waits."""
    return Node(op=Op.ALTER, ref=ref, steps=list(steps), rank=rank, needs=frozenset((ref, *needs)))
