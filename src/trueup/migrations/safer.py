"""Forms of a statement that block less, written by parse tree; who runs them to the same end is `online`. Pure.

CREATE INDEX without CONCURRENTLY, a constraint that is checked as it is added, NOT NULL on a column that is there, a
default that each row must work out: each reads or writes the whole table under a lock that others wait for. The forms
are those of the manual (CREATE INDEX, "Building Indexes Concurrently"; ALTER TABLE, "Notes").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import postgast

from trueup.catalog.model import Catalog, Constraint
from trueup.migrations.presence import resolve
from trueup.migrations.repeatable import set_flag
from trueup.ref import ObjectRef
from trueup.sqltext.quote import dollar, identifier, qualified
from trueup.sqltext.trees import ParseFailure, kind_of, parse_one, strings

pb: Any = postgast.pg_query_pb2  # its stubs are of no use to mypy
BATCH = 10_000
_NAME_BYTES = 63  # NAMEDATALEN - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Safer:
    """A form that blocks less.

    Args:
        statements: what takes the statement's place, each in a transaction of its own; () where it is only told.
        how: in a few words.
        by_hand: what only the user can write in between, such as a value for the rows that are there.
    """

    statements: tuple[str, ...]
    how: str
    by_hand: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a form needs to know: production, and the catalog after the migrations."""

    before: Catalog
    after: Catalog


def safer(sql: str, scene: Scene) -> Safer | None:
    """The form of a statement that blocks less; None where this one is fine, or nothing better is known."""
    if isinstance(parse_one(sql), ParseFailure):
        return None
    tree: Any = postgast.parse(sql)
    field = tree.stmts[0].stmt.WhichOneof("node")
    node = getattr(tree.stmts[0].stmt, field)
    if field == "index_stmt":
        return _index(sql, tree, node, scene)
    if field == "alter_table_stmt":
        return _alter_table(sql, tree, node, scene)
    if field == "refresh_mat_view_stmt" and not node.concurrent and not node.skip_data:
        text = set_flag(sql, tree, node, "concurrent", "CONCURRENTLY")
        return Safer(statements=(text,), how="CONCURRENTLY, which needs a unique index on it") if text else None
    if field == "cluster_stmt" or (field == "vacuum_stmt" and "full" in sql.lower()):
        return Safer(statements=(), how="pg_repack writes a table anew without blocking those who use it")
    return None


def _table(relation: Any, scene: Scene) -> ObjectRef | None:
    """The table of production that a name means; one that the migration makes itself, nobody uses yet."""
    name = ObjectRef("table", relation.schemaname, (relation.relname,))
    return next((r for r in resolve(name, scene.before) if r.kind == "table"), None)


def _index(sql: str, tree: Any, node: Any, scene: Scene) -> Safer | None:
    table = _table(node.relation, scene)
    if table is None or node.concurrent:
        return None
    if getattr(scene.before.objects[table], "partition_key", None):
        return Safer(
            statements=(),
            how="CREATE INDEX ON ONLY the parent, CONCURRENTLY on each partition, then ATTACH PARTITION for each",
        )
    text = set_flag(sql, tree, node, "concurrent", "CONCURRENTLY")
    return (
        Safer(statements=(text,), how="CONCURRENTLY, in a migration of its own without a transaction") if text else None
    )


def _alter_table(sql: str, tree: Any, node: Any, scene: Scene) -> Safer | None:
    table = _table(node.relation, scene)
    if table is None or pb.ObjectType.Name(node.objtype) != "OBJECT_TABLE":
        return None
    parts = [_command(tree, holder.alter_table_cmd, table, scene) for holder in node.cmds]
    if not any(parts):
        return None
    statements: list[str] = []
    for holder, part in zip(node.cmds, parts, strict=True):
        if part is None:
            statements.append(_single(tree, holder.alter_table_cmd))
        elif not part.statements:
            return part  # one that can't be written leaves the whole statement as it is
        else:
            statements.extend(part.statements)
    written = [part for part in parts if part is not None]
    return Safer(
        statements=tuple(statements),
        how="; ".join(dict.fromkeys(part.how for part in written)),
        by_hand="; ".join(dict.fromkeys(part.by_hand for part in written if part.by_hand)),
    )


def _single(tree: Any, command: Any) -> str:
    """ALTER TABLE with this one command."""
    single = pb.ParseResult()
    single.CopyFrom(tree)
    commands = single.stmts[0].stmt.alter_table_stmt.cmds
    del commands[:]
    commands.add().alter_table_cmd.CopyFrom(command)
    return str(postgast.deparse(single))


def _command(tree: Any, command: Any, table: ObjectRef, scene: Scene) -> Safer | None:
    name = pb.AlterTableType.Name(command.subtype)
    definition = getattr(command, "def")
    if name == "AT_SetNotNull":
        return _set_not_null(table, command.name, scene)
    if name == "AT_AddConstraint":
        return _constraint(tree, command, definition.constraint, table, scene)
    if name == "AT_AddColumn":
        return _column(tree, command, definition.column_def, table, scene)
    if name == "AT_AlterColumnType":
        return Safer(
            statements=(),
            how="add a column of the new type, keep it in step by a trigger, fill it in batches, and switch names",
        )
    return None


def _on(table: ObjectRef) -> str:
    return f"ALTER TABLE {qualified(table.schema, *table.name)}"


def _set_not_null(table: ObjectRef, column: str, scene: Scene) -> Safer | None:
    known = scene.before.objects.get(ObjectRef("column", table.schema, (table.name[0], column)))
    if known is not None and getattr(known, "not_null", False):
        return None
    return Safer(
        statements=tuple(_not_null(table, column)),
        how="a check that is NOT VALID, validated without blocking writes, lets SET NOT NULL pass without a scan",
    )


def _not_null(table: ObjectRef, column: str) -> Iterator[str]:
    name = identifier(_fit(f"{table.name[0]}_{column}_is_set"))
    yield f"{_on(table)} ADD CONSTRAINT {name} CHECK ({identifier(column)} IS NOT NULL) NOT VALID"
    yield f"{_on(table)} VALIDATE CONSTRAINT {name}"
    yield f"{_on(table)} ALTER COLUMN {identifier(column)} SET NOT NULL"
    yield f"{_on(table)} DROP CONSTRAINT {name}"


def _fit(name: str) -> str:
    return name.encode()[:_NAME_BYTES].decode(errors="ignore")


def _constraint(tree: Any, command: Any, constraint: Any, table: ObjectRef, scene: Scene) -> Safer | None:
    kind = pb.ConstrType.Name(constraint.contype)
    if kind in {"CONSTR_CHECK", "CONSTR_FOREIGN"}:
        if constraint.skip_validation:
            return None
        name = constraint.conname or _name_given(kind, constraint, table, scene)
        return _not_valid(tree, command, table, name)
    if kind in {"CONSTR_UNIQUE", "CONSTR_PRIMARY"} and not constraint.indexname:
        name = constraint.conname or _name_given(kind, constraint, table, scene)
        return _key(kind, constraint, table, name, scene)
    return None


_TYPES = {
    "CONSTR_CHECK": "check",
    "CONSTR_FOREIGN": "foreign key",
    "CONSTR_UNIQUE": "unique",
    "CONSTR_PRIMARY": "primary key",
}


def _name_given(kind: str, constraint: Any, table: ObjectRef, scene: Scene) -> str:
    """The name that the server chose for a constraint without one, where only one can be meant."""
    columns = strings(constraint.fk_attrs) or strings(constraint.keys)
    found = [
        obj.ref.name[-1]
        for obj in scene.after.of_kind("constraint")
        if isinstance(obj, Constraint)
        and obj.table == table
        and obj.type == _TYPES[kind]
        and obj.ref not in scene.before.objects
        and (kind == "CONSTR_CHECK" or obj.columns == tuple(columns))
    ]
    return found[0] if len(found) == 1 else ""


def _not_valid(tree: Any, command: Any, table: ObjectRef, name: str) -> Safer | None:
    if not name:
        return None
    changed = pb.AlterTableCmd()
    changed.CopyFrom(command)
    constraint = getattr(changed, "def").constraint
    constraint.conname = name
    constraint.skip_validation, constraint.initially_valid = True, False
    return Safer(
        statements=(_single(tree, changed), f"{_on(table)} VALIDATE CONSTRAINT {identifier(name)}"),
        how="NOT VALID first, then VALIDATE, which blocks no writes",
    )


def _key(kind: str, constraint: Any, table: ObjectRef, name: str, scene: Scene) -> Safer | None:
    columns = strings(constraint.keys)
    if not name or not columns or constraint.without_overlaps or constraint.indexspace:
        return None
    word = "UNIQUE" if kind == "CONSTR_UNIQUE" else "PRIMARY KEY"
    including = strings(constraint.including)
    index = f"CREATE UNIQUE INDEX CONCURRENTLY {identifier(name)} ON {qualified(table.schema, *table.name)}"
    index += f" ({', '.join(map(identifier, columns))})"
    index += f" INCLUDE ({', '.join(map(identifier, including))})" if including else ""
    index += " NULLS NOT DISTINCT" if constraint.nulls_not_distinct else ""
    takes = f"{_on(table)} ADD CONSTRAINT {identifier(name)} {word} USING INDEX {identifier(name)}"
    takes += " DEFERRABLE" if constraint.deferrable else ""
    takes += " INITIALLY DEFERRED" if constraint.initdeferred else ""
    set_first: list[str] = []
    if word == "PRIMARY KEY":
        for column in columns:
            part = _set_not_null(table, column, scene)
            set_first.extend(part.statements if part else ())
    return Safer(
        statements=(*set_first, index, takes),
        how="a unique index built CONCURRENTLY, which the constraint then takes over",
    )


_KEPT = frozenset({"CONSTR_DEFAULT", "CONSTR_NULL", "CONSTR_ATTR_DEFERRABLE", "CONSTR_ATTR_NOT_DEFERRABLE"})


def _column(tree: Any, command: Any, column: Any, table: ObjectRef, scene: Scene) -> Safer | None:
    """ADD COLUMN step by step: bare, its default, the rows that are there in batches, then what it must hold to."""
    kinds = {pb.ConstrType.Name(c.constraint.contype) for c in column.constraints}
    serial = strings(column.type_name.names)[-1:] in {("serial",), ("bigserial",), ("smallserial",)}
    if serial or kinds & {"CONSTR_GENERATED", "CONSTR_IDENTITY"}:
        return Safer(
            statements=(),
            how="add a plain column, fill it in batches, and make it what it should be at the end",
        )
    default = next((c.constraint for c in column.constraints if c.constraint.contype == pb.CONSTR_DEFAULT), None)
    statements = [_bare(tree, command)]
    if default is not None:
        statements.append(
            f"{_on(table)} ALTER COLUMN {identifier(column.colname)} SET DEFAULT {_text(default.raw_expr)}"
        )
        statements.append(_batches(table, column.colname))
    for holder in column.constraints:
        part = _of_column(holder.constraint, tree, column.colname, table, scene)
        if part is None:
            return None
        statements.extend(part)
    needs_value = "CONSTR_NOTNULL" in kinds and default is None
    name = f"{qualified(table.schema, *table.name)}.{identifier(column.colname)}"
    return Safer(
        statements=tuple(statements),
        how="a nullable column first, filled in batches, then what it must hold to",
        by_hand=f"fill {name} in batches before the check is validated" if needs_value else "",
    )


def _bare(tree: Any, command: Any) -> str:
    changed = pb.AlterTableCmd()
    changed.CopyFrom(command)
    del getattr(changed, "def").column_def.constraints[:]
    return _single(tree, changed)


def _batches(table: ObjectRef, column: str) -> str:
    """The rows that were there before the default, some at a time, each batch in a transaction of its own."""
    name, target = qualified(table.schema, *table.name), identifier(column)
    rows = f"SELECT ctid FROM {name} WHERE {target} IS NULL LIMIT {BATCH}"
    loop = (
        f"\nBEGIN\n  LOOP\n    UPDATE {name} SET {target} = DEFAULT WHERE ctid = ANY (ARRAY({rows}));\n"
        "    EXIT WHEN NOT FOUND;\n    COMMIT;\n  END LOOP;\nEND\n"
    )
    return f"DO {dollar(loop)}"


def _of_column(constraint: Any, tree: Any, column: str, table: ObjectRef, scene: Scene) -> Sequence[str] | None:
    """What a constraint that stands with the column comes to when it is added by itself; None where that is unknown."""
    kind = pb.ConstrType.Name(constraint.contype)
    if kind in _KEPT:
        return ()
    if kind == "CONSTR_NOTNULL":
        return tuple(_not_null(table, column))
    if kind not in _TYPES:
        return None
    command = pb.AlterTableCmd()
    command.subtype, command.behavior = pb.AT_AddConstraint, pb.DROP_RESTRICT
    own = getattr(command, "def").constraint
    own.CopyFrom(constraint)
    key = pb.Node()
    key.string.sval = column
    (own.fk_attrs if kind == "CONSTR_FOREIGN" else own.keys).append(key)
    if kind == "CONSTR_CHECK":
        del own.keys[:]
    part = _constraint(tree, command, own, table, scene)
    return part.statements if part is not None else None


def _text(node: Any) -> str:
    """An expression's text, by putting it into a SELECT and taking the SELECT off again."""
    tree: Any = postgast.parse("SELECT 1")
    tree.stmts[0].stmt.select_stmt.target_list[0].res_target.val.CopyFrom(node)
    return str(postgast.deparse(tree)).removeprefix("SELECT ")


def is_risky(sql: str) -> bool:
    """Whether a statement takes a lock that blocks others although no scan or rewrite shows on an empty table."""
    tree = parse_one(sql)
    if isinstance(tree, ParseFailure) or kind_of(tree) != "AlterTableStmt":
        return False
    constraints = [getattr(c.alter_table_cmd, "def").constraint for c in tree.cmds]
    return any(c.contype == pb.CONSTR_FOREIGN and not c.skip_validation for c in constraints)
