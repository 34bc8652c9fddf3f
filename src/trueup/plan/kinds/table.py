"""Tables, partitioned tables and foreign tables (manual, CREATE TABLE, ALTER TABLE, CREATE FOREIGN TABLE)."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.catalog.model import Column, Constraint, Index, Table
from trueup.plan import sql
from trueup.plan.kinds import column as columns
from trueup.plan.kinds import inheritance, not_null
from trueup.plan.kinds.base import EXCLUSIVE, SHARE_UPDATE, Kind, altered, follow_up, made, step
from trueup.plan.kinds.index import comes_after_attaching
from trueup.plan.kinds.names import attachment
from trueup.plan.node import Node, Op
from trueup.plan.scope import Delta, Scope
from trueup.step import Hazard, Step


def word(table: Table) -> str:
    """``TABLE`` or ``FOREIGN TABLE``."""
    return table.ref.kind.upper()


def create(table: Table, scope: Scope) -> Sequence[Node]:
    """CREATE TABLE with all columns, its storage, and row-level security switched on before anyone has a grant."""
    own = scope.columns(table.ref)
    listed = [c for c in own if _is_listed(table, c)]
    deferred = [c for c in listed if c.ref in scope.deferred]
    clauses = [columns.clause(c, scope, of_type=table.of_type is not None) for c in listed]
    clauses += [named for c in own if c not in listed and (named := not_null.own_clause(c, scope))]
    statements = [_create_text(table, clauses), *_row_security(table)]
    for column in own:
        statements += columns.details(column, scope, table=table, listed=column in listed)
    also = [c.ref for c in own] + [c_seq.ref for c in own for c_seq in columns.identity_sequences(c, scope)]
    ignores = [ref for c in deferred for ref in columns.default_needs(c, scope)]
    first = made(table, statements, also=[ref for ref in also if ref not in scope.deferred], ignores=ignores)
    if table.partition_of is not None:
        first.ignores |= {table.partition_of}
    return [first, *_later(table, scope), *(columns.set_default_later(c, scope) for c in deferred)]


def _is_listed(table: Table, column: Column) -> bool:
    """A partition is made on its own and attached, so it lists all; an INHERITS child only what is its own."""
    return table.partition_of is not None or not table.inherits or column.local or not column.inherited


def _create_text(table: Table, clauses: list[str]) -> str:
    persistence = "UNLOGGED " if table.persistence == "unlogged" and table.ref.kind == "table" else ""
    body = "(\n    " + ",\n    ".join(clauses) + "\n)" if clauses else "()"
    if table.of_type is not None:
        body = f"OF {sql.name(table.of_type)}" + (f" {body}" if clauses else "")
    text = f"CREATE {persistence}{word(table)} {sql.name(table.ref)} {body}"
    if table.inherits:
        text += f" INHERITS ({', '.join(sql.name(parent) for parent in table.inherits)})"
    if table.partition_key:
        text += f" PARTITION BY {table.partition_key}"
    if table.ref.kind == "foreign table":
        text += f" SERVER {sql.quote(table.server)}"
        if table.foreign_options:
            text += f" {sql.foreign_options(table.foreign_options)}"
        return text + ";"
    if table.access_method not in {"", "heap"}:
        text += f" USING {sql.quote(table.access_method)}"
    if table.options:
        text += f" WITH ({sql.options_list(table.options)})"
    if table.tablespace:
        text += f" TABLESPACE {sql.quote(table.tablespace)}"
    return text + ";"


def _row_security(table: Table) -> list[str]:
    target = f"ALTER {word(table)} {sql.name(table.ref)}"
    found = []
    if table.row_security:
        found.append(f"{target} ENABLE ROW LEVEL SECURITY;")
    if table.force_row_security:
        found.append(f"{target} FORCE ROW LEVEL SECURITY;")
    return found


def _later(table: Table, scope: Scope) -> list[Node]:
    """What must wait: attaching it once its own keys and indexes are there; its replica identity."""
    later = []
    if table.partition_of is not None:
        later.append(_attach(table, scope))
    if table.replica_identity != "default" and table.ref.kind == "table":
        later.append(_replica_identity(table, scope))
    return later


def _attach(table: Table, scope: Scope) -> Node:
    parent = table.partition_of
    assert parent is not None
    text = f"ALTER TABLE ONLY {sql.name(parent)} ATTACH PARTITION {sql.name(table.ref)} {table.partition_bound};"
    own = [
        o.ref
        for o in scope.after.children(table.ref, "constraint", "index")
        if not (isinstance(o, Constraint) and o.type == "foreign key") and not comes_after_attaching(o, scope)
    ]
    above = [o.ref for o in scope.after.children(parent, "column")]
    node = follow_up(
        table.ref,
        [_attaching(table, text, scope)],
        needs=[parent, *own, *above, *(c.ref for c in scope.columns(table.ref))],
        rank=35,
    )
    node.makes = frozenset({attachment(table.ref)})
    return node


def _attaching(table: Table, text: str, scope: Scope) -> Step:
    """The parent can be read and written meanwhile; a table that was there before is locked and read through."""
    assert table.partition_of is not None
    reason = f"partition of {table.partition_of.qualified}"
    if scope.is_new(table.ref):
        return step(text, table.ref, reason, lock=SHARE_UPDATE)
    hazards = [Hazard.WRITES_BLOCKED, Hazard.MAY_FAIL_ON_ROWS]
    return step(text, table.ref, reason, lock=EXCLUSIVE, scans=True, hazards=hazards)


def _replica_identity(table: Table, scope: Scope) -> Node:
    target = f"ALTER TABLE ONLY {sql.name(table.ref)} REPLICA IDENTITY"
    if table.replica_identity != "index":
        text = f"{target} {table.replica_identity.upper()};"
        return follow_up(
            table.ref, [step(text, table.ref, "what replication sends of old rows", lock=EXCLUSIVE)], rank=36
        )
    index = next(
        (o for o in scope.after.children(table.ref, "index") if isinstance(o, Index) and o.replica_identity), None
    )
    if index is None:  # the index that it names is gone: then only FULL, NOTHING or DEFAULT can be set
        return follow_up(table.ref, [])
    text = f"{target} USING INDEX {sql.quote(index.ref.name[0])};"
    needs = [index.ref] if index.constraint is None else [index.constraint]
    return follow_up(
        table.ref, [step(text, table.ref, "what replication sends of old rows", lock=EXCLUSIVE)], needs=needs, rank=36
    )


def alter(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """Field by field in place; only a change between plain and partitioned makes the table anew."""
    new: Table = delta.new
    if "partition_key" in delta or (new.ref.kind == "foreign table" and "server" in delta):
        return None
    nodes: list[Node] = []
    steps = _storage(delta) + _security(delta)
    nodes.append(altered(new.ref, steps))
    if "of_type" in delta:
        nodes += inheritance.typing(delta, scope)
    if delta.any("partition_of", "partition_bound"):
        nodes += _partition_change(delta, scope)
    elif "inherits" in delta:
        nodes += inheritance.inheriting(delta, scope)
    if "replica_identity" in delta:
        nodes.append(_replica_identity(new, scope))
    return nodes


def _storage(delta: Delta) -> list[Step]:
    old, new = delta.old, delta.new
    target = f"ALTER {word(new)} {sql.name(new.ref)}"
    steps: list[Step] = []
    if "persistence" in delta:
        text = f"{target} SET {'UNLOGGED' if new.persistence == 'unlogged' else 'LOGGED'};"
        steps.append(step(text, new.ref, f"persistence: {new.persistence}", lock=EXCLUSIVE, rewrites=True))
    if "access_method" in delta:
        text = f"{target} SET ACCESS METHOD {sql.quote(new.access_method or 'heap')};"
        steps.append(step(text, new.ref, "access method", lock=EXCLUSIVE, rewrites=True))
    if "tablespace" in delta:
        text = f"{target} SET TABLESPACE {sql.quote(new.tablespace or 'pg_default')};"
        steps.append(step(text, new.ref, "tablespace", lock=EXCLUSIVE, rewrites=True))
    if "options" in delta:
        for text in sql.changed_options(target, old.options, new.options):
            steps.append(step(text, new.ref, "storage parameters", lock=SHARE_UPDATE))
    if "foreign_options" in delta:
        text = f"{target} {sql.changed_foreign_options(old.foreign_options, new.foreign_options)};"
        steps.append(step(text, new.ref, "options of the foreign table", lock=EXCLUSIVE))
    return steps


def _security(delta: Delta) -> list[Step]:
    new: Table = delta.new
    target = f"ALTER {word(new)} {sql.name(new.ref)}"
    steps = []
    if "row_security" in delta:
        text = f"{target} {'ENABLE' if new.row_security else 'DISABLE'} ROW LEVEL SECURITY;"
        hazards = [] if new.row_security else [Hazard.OPENS_ACCESS]
        steps.append(step(text, new.ref, "row-level security", lock=EXCLUSIVE, hazards=hazards))
    if "force_row_security" in delta:
        text = f"{target} {'FORCE' if new.force_row_security else 'NO FORCE'} ROW LEVEL SECURITY;"
        hazards = [] if new.force_row_security else [Hazard.OPENS_ACCESS]
        steps.append(step(text, new.ref, "row-level security for the owner", lock=EXCLUSIVE, hazards=hazards))
    return steps


def _partition_change(delta: Delta, scope: Scope) -> list[Node]:
    """Detach from the old parent (if it stays), attach to the new one."""
    old, new = delta.old, delta.new
    nodes = []
    if old.partition_of is not None:
        text = f"ALTER TABLE ONLY {sql.name(old.partition_of)} DETACH PARTITION {sql.name(new.ref)};"
        nodes.append(
            Node(
                op=Op.ALTER,
                ref=new.ref,
                rank=1,
                frees=frozenset({old.partition_of}),
                steps=[step(text, new.ref, f"no partition of {old.partition_of.qualified} any more", lock=EXCLUSIVE)],
                takes=frozenset({attachment(new.ref)}),
            )
        )
    if new.partition_of is not None:
        nodes.append(_attach(new, scope))
    return nodes


def drop(table: Table, scope: Scope) -> list[Step]:
    """DROP TABLE; its rows go with it (those of one that is made anew are in its partitions, which stay)."""
    rows = table.ref.kind == "table" and not (table.partition_key is not None and table.ref in scope.made)
    return [
        step(
            f"DROP {word(table)} {sql.name(table.ref)};",
            table.ref,
            "it is not wanted any more",
            lock=EXCLUSIVE,
            hazards=[Hazard.DATA_LOST, Hazard.NOT_REVERSIBLE] if rows else [],
        )
    ]


KIND = Kind(rank=20, create=create, alter=alter, drop=drop, data=True)
