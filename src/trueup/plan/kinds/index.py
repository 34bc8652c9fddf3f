"""Indexes (manual, CREATE INDEX): those of keys are made by their constraint."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.catalog.model import CatalogObject, Index, Table
from trueup.plan import sql
from trueup.plan.kinds.base import EXCLUSIVE, SHARE, SHARE_UPDATE, Kind, altered, follow_up, made, step
from trueup.plan.kinds.names import attachment, pieces
from trueup.plan.node import Node
from trueup.plan.scope import Delta, Scope
from trueup.step import Hazard, Step

_STATED = ("options", "statistics", "tablespace", "clustered", "replica_identity", "attached_to", "valid", "constraint")


def create(index: Index, scope: Scope) -> Sequence[Node]:
    """CREATE INDEX, CONCURRENTLY where the table is in use; a partition's piece is then attached."""
    if index.constraint is not None:
        node = made(index, [])
        node.needs = frozenset({index.constraint})
        return [node]
    node = made(index, [], ignores=[index.attached_to] if index.attached_to else [])
    if comes_after_attaching(index, scope):
        node.needs = frozenset({attachment(index.table)})
    node.steps = [_create(index, scope), *(step(t, index.ref, "part of the index") for t in _details(index, scope))]
    return [node, attach_node(index, scope)] if attach_needed(index, scope) else [node]


def comes_after_attaching(obj: CatalogObject, scope: Scope) -> bool:
    """Whether ATTACH PARTITION would take an index that is to stay on its own for its piece: the proof ran into it."""
    if not isinstance(obj, Index) or obj.attached_to is not None or obj.constraint is not None:
        return False
    table = scope.get(obj.table)
    return obj.ref in scope.options.rebuild and isinstance(table, Table) and table.partition_of is not None


def _create(index: Index, scope: Scope) -> Step:
    text = index.definition.rstrip(";")
    if _concurrently(index, scope):
        for head in ("CREATE UNIQUE INDEX ", "CREATE INDEX "):
            if text.startswith(head):
                text = f"{head}CONCURRENTLY {text.removeprefix(head)}"
        return step(f"{text};", index.ref, "new index", lock=SHARE_UPDATE, scans=True, transactional=False)
    if scope.is_new(index.table):
        return step(f"{text};", index.ref, "new index")
    return step(f"{text};", index.ref, "new index", lock=SHARE, scans=True, hazards=[Hazard.WRITES_BLOCKED])


def _concurrently(index: Index, scope: Scope) -> bool:
    table = scope.get(index.table)
    partitioned = isinstance(table, Table) and table.partition_key is not None
    options = scope.options
    return options.online and not options.transaction and not partitioned and not scope.is_new(index.table)


def _details(index: Index, scope: Scope) -> list[str]:
    found = []
    for entry in index.statistics:
        column, _, value = entry.partition("=")
        found.append(f"ALTER INDEX {sql.name(index.ref)} ALTER COLUMN {column} SET STATISTICS {value};")
    if index.clustered:
        found.append(f"{_relation(index)} CLUSTER ON {sql.quote(index.ref.name[0])};")
    return found


def _relation(index: Index) -> str:
    return f"ALTER {index.table.kind.upper()} {sql.name(index.table)}"


def attach_needed(index: Index, scope: Scope) -> bool:
    """Whether a partition's index has to be attached to the partitioned table's one."""
    if index.attached_to is None:
        return False
    old = scope.old(index.ref)
    same = old is not None and old.attached_to == index.attached_to
    return not same or scope.is_new(index.ref) or scope.is_new(index.attached_to)


def attach_node(index: Index, scope: Scope) -> Node:
    """ALTER INDEX ... ATTACH PARTITION: does nothing where the server attached it by itself."""
    assert index.attached_to is not None
    text = f"ALTER INDEX {sql.name(index.attached_to)} ATTACH PARTITION {sql.name(index.ref)};"
    needs = [index.attached_to]
    table = scope.get(index.table)
    if isinstance(table, Table) and table.partition_of is not None:
        needs.append(attachment(index.table))
    above = scope.get(index.attached_to)
    if isinstance(above, Index) and above.constraint is not None:
        needs.append(above.constraint)
    needs.append(pieces(index.ref))
    lock = None if scope.is_new(index.attached_to) else SHARE_UPDATE
    lock = lock if scope.is_new(index.ref) else EXCLUSIVE
    steps = [step(text, index.ref, "part of the partitioned index", lock=lock)]
    node = follow_up(index.ref, steps, needs=needs, rank=46)
    node.makes = frozenset({pieces(index.attached_to)})
    return node


def alter(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """Options, statistics, CLUSTER ON, tablespace and attachment in place; anything else is another index."""
    old, new = delta.old, delta.new
    if not delta.fields <= {*_STATED, "definition"} or "constraint" in delta:
        return None
    if "attached_to" in delta and old.attached_to is not None and not scope.is_detached(new.table):
        return None
    if "valid" in delta and new.attached_to is None and not _partitioned(new, scope):
        return None
    named = f"ALTER INDEX {sql.name(new.ref)}"
    texts = sql.changed_options(named, old.options, new.options) if "options" in delta else []
    if "tablespace" in delta:
        texts.append(f"{named} SET TABLESPACE {sql.quote(new.tablespace or 'pg_default')};")
    texts += _statistics(delta, named)
    if "clustered" in delta:
        on = f"CLUSTER ON {sql.quote(new.ref.name[0])}" if new.clustered else "SET WITHOUT CLUSTER"
        if new.clustered or not _another_is_clustered(new, scope):
            texts.append(f"{_relation(new)} {on};")
    nodes = [altered(new.ref, [step(t, new.ref, "how the index is kept", lock=SHARE_UPDATE) for t in texts])]
    if attach_needed(new, scope):
        nodes.append(attach_node(new, scope))
    return nodes


def _partitioned(index: Index, scope: Scope) -> bool:
    table = scope.get(index.table)
    return isinstance(table, Table) and table.partition_key is not None


def _another_is_clustered(index: Index, scope: Scope) -> bool:
    others = (o for o in scope.after.children(index.table, "index") if isinstance(o, Index))
    return any(o.clustered for o in others)


def _statistics(delta: Delta, named: str) -> list[str]:
    old = dict(s.split("=") for s in delta.old.statistics)
    new = dict(s.split("=") for s in delta.new.statistics)
    changed = {c: new.get(c, "-1") for c in sorted(old.keys() | new.keys()) if old.get(c) != new.get(c)}
    return [f"{named} ALTER COLUMN {column} SET STATISTICS {value};" for column, value in changed.items()]


def drop(index: Index, scope: Scope) -> list[Step]:
    """DROP INDEX; a key's goes with the constraint, a partition's with the partitioned one."""
    goes_along = index.attached_to in scope.dropped and not scope.is_detached(index.table)
    if index.constraint is not None or goes_along:
        return []
    concurrently = _concurrently(index, scope) and index.attached_to is None and not _was_partitioned(index, scope)
    concurrently = concurrently and index.ref not in scope.made
    word = "CONCURRENTLY " if concurrently else ""
    cascade = " CASCADE" if any(_serves_a_key(o) for o in _pieces_before(index, scope)) else ""
    return [
        step(
            f"DROP INDEX {word}{sql.name(index.ref)}{cascade};",
            index.ref,
            "it is not wanted any more",
            lock=SHARE_UPDATE if concurrently else EXCLUSIVE,
            transactional=not concurrently,
        )
    ]


def _pieces_before(index: Index, scope: Scope) -> list[Index]:
    return [o for o in scope.before.of_kind("index") if isinstance(o, Index) and o.attached_to == index.ref]


def _serves_a_key(piece: Index) -> bool:
    """A partition's key whose index is a piece of one that serves none: the two need each other."""
    return piece.constraint is not None


def _was_partitioned(index: Index, scope: Scope) -> bool:
    table = scope.old(index.table)
    return isinstance(table, Table) and table.partition_key is not None


KIND = Kind(rank=45, create=create, alter=alter, drop=drop)
