"""Sequences (manual, CREATE SEQUENCE)."""

from __future__ import annotations

from collections.abc import Sequence as Seq

from trueup.catalog.model import Sequence, Table
from trueup.plan import sql
from trueup.plan.kinds.base import SHARE_ROW, Kind, altered, follow_up, made, step
from trueup.plan.node import Node
from trueup.plan.scope import Delta, Scope
from trueup.ref import ObjectRef
from trueup.step import Hazard, Step


def options_text(sequence: Sequence) -> str:
    """All parameters, spelled out: none is left to a default that depends on the type or the sign."""
    cycle = "CYCLE" if sequence.cycle else "NO CYCLE"
    return (
        f"START WITH {sequence.start} INCREMENT BY {sequence.increment} MINVALUE {sequence.minimum} "
        f"MAXVALUE {sequence.maximum} CACHE {sequence.cache} {cycle}"
    )


def create(sequence: Sequence, scope: Scope) -> Seq[Node]:
    """CREATE SEQUENCE, and OWNED BY once the column is there; an identity's sequence comes with its column."""
    if sequence.identity:
        table = scope.get(_relation(sequence))
        own = isinstance(table, Table) and table.persistence != sequence.persistence
        node = made(sequence, [_persistence(sequence)] if own else [])
        node.needs = frozenset({sequence.owned_by} if sequence.owned_by else ())
        return [node]
    unlogged = "UNLOGGED " if sequence.persistence == "unlogged" else ""
    text = f"CREATE {unlogged}SEQUENCE {sql.name(sequence.ref)} AS {sequence.type} {options_text(sequence)};"
    if sequence.owned_by is None:
        return [made(sequence, [text])]
    first = made(sequence, [text], ignores=[sequence.owned_by, _relation(sequence)])
    return [first, _owned_by(sequence)]


def _persistence(sequence: Sequence) -> str:
    return (
        f"ALTER SEQUENCE {sql.name(sequence.ref)} SET {'UNLOGGED' if sequence.persistence == 'unlogged' else 'LOGGED'};"
    )


def _relation(sequence: Sequence) -> ObjectRef:
    assert sequence.owned_by is not None
    return ObjectRef("table", sequence.owned_by.schema, sequence.owned_by.name[:1])


def _owned_by(sequence: Sequence) -> Node:
    if sequence.owned_by is None:
        owner, needs = "NONE", []
    else:
        owner = f"{sql.table_of(sequence.owned_by)}.{sql.quote(sequence.owned_by.name[1])}"
        needs = [sequence.owned_by]
    text = f"ALTER SEQUENCE {sql.name(sequence.ref)} OWNED BY {owner};"
    return follow_up(sequence.ref, [step(text, sequence.ref, "it goes away with its column")], needs=needs, rank=33)


def alter(delta: Delta, scope: Scope) -> Seq[Node] | None:
    """ALTER SEQUENCE; one that becomes an identity's (or is one no more) is made by its column."""
    old, new = delta.old, delta.new
    if "identity" in delta or ("owned_by" in delta and new.identity):
        return None
    nodes = []
    if delta.any("type", "start", "increment", "minimum", "maximum", "cache", "cycle"):
        of_type = "" if new.identity or "type" not in delta else f" AS {new.type}"
        text = f"ALTER SEQUENCE {sql.name(new.ref)}{of_type} {options_text(new)}{_restart(old, new)};"
        nodes.append(altered(new.ref, [step(text, new.ref, "its parameters", lock=SHARE_ROW)]))
    if "persistence" in delta:
        needs = [_relation(new)] if new.identity else []  # which takes its sequence along
        nodes.append(altered(new.ref, [step(_persistence(new), new.ref, "its persistence")], needs=needs))
    if "owned_by" in delta:
        if old.owned_by in scope.dropped:
            text = f"ALTER SEQUENCE {sql.name(new.ref)} OWNED BY NONE;"
            let_go = altered(new.ref, [step(text, new.ref, "it stays when its column goes")])
            let_go.frees = frozenset({old.owned_by})
            let_go.makes = frozenset()
            nodes.append(let_go)
        if new.owned_by is not None or old.owned_by not in scope.dropped:
            nodes.append(_owned_by(new))
    return nodes


def _restart(old: Sequence, new: Sequence) -> str:
    """A position that is outside the new bounds is refused: then it starts again."""
    position = old.start if old.last_value is None else old.last_value
    return "" if new.minimum <= position <= new.maximum else f" RESTART WITH {new.start}"


def drop(sequence: Sequence, scope: Scope) -> list[Step]:
    """DROP SEQUENCE: its position is lost."""
    if sequence.identity:
        return []
    return [
        step(
            f"DROP SEQUENCE {sql.name(sequence.ref)};",
            sequence.ref,
            "it is not wanted any more",
            hazards=[Hazard.NOT_REVERSIBLE],
        )
    ]


KIND = Kind(rank=15, create=create, alter=alter, drop=drop)
