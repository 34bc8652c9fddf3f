"""The form of a statement that can be run twice, written by parse tree; who runs it to see that it holds is `rerun`.

The grammar is the judge of every form: a phrase (``IF NOT EXISTS``, ``OR REPLACE``, ``IF EXISTS``) is put into the
user's own text at the place where the tree becomes the same tree with that one flag set: layout and comments stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import postgast

from trueup.sqltext.quote import dollar, identifier, literal, qualified
from trueup.sqltext.trees import ParseFailure, parse_one

pb: Any = postgast.pg_query_pb2  # its stubs are of no use to mypy

_PHRASES = {
    "if_not_exists": "IF NOT EXISTS",
    "replace": "OR REPLACE",
    "skip_if_new_val_exists": "IF NOT EXISTS",
    "missing_ok": "IF EXISTS",
}
# No conditional form of their own; dropping first loses nothing that the statement does not make anew.
_DROP_FIRST = {"create_policy_stmt", "create_trig_stmt", "create_event_trig_stmt"}
_LOCATIONS = frozenset({"location", "stmt_location", "stmt_len", "name_location", "list_start", "list_end"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeatable:
    """A statement's repeatable form.

    Args:
        statements: the SQL that takes the statement's place, one statement each, without closing semicolons.
        how: what was done, in a few words, for the reader.
    """

    statements: tuple[str, ...]
    how: str

    @property
    def sql(self) -> str:
        """The replacement as text, its last statement without a semicolon."""
        return ";\n".join(self.statements)


def repeatable(sql: str, *, sqlstate: str = "", name: str = "", defined: bool = False) -> Repeatable | None:
    """Write the form of `sql` that can be run again.

    Args:
        sql: one statement that a second run refused.
        sqlstate: the error of the second run; it names the condition that a guarded block lets pass.
        name: for an index without a name, the name that the server gave it in the first run.
        defined: whether the object's definition may differ from the statement's; then forms that would skip over it
            (``IF NOT EXISTS``) are still written, and it is for the caller to compare the catalogs.

    Returns:
        The form, or None where there is none (the statement moves data, or the grammar refuses it).
    """
    if isinstance(parse_one(sql), ParseFailure):
        return None
    tree: Any = postgast.parse(sql)
    field = tree.stmts[0].stmt.WhichOneof("node")
    node = getattr(tree.stmts[0].stmt, field)
    if field == "insert_stmt":
        return _insert(sql, tree, node)
    if field == "alter_table_stmt":
        return _alter_table(sql, tree, node, sqlstate)
    if field in _DROP_FIRST:
        return _drop_first(sql, field, node)
    if field == "index_stmt" and not node.idxname:
        return _named_index(sql, tree, node, name)
    if field == "rename_stmt" and node.subname:
        return _guarded(sql, sqlstate)  # its IF EXISTS asks for the table, not for the column
    for flag in _flags(node):
        if not getattr(node, flag):
            text = set_flag(sql, tree, node, flag)
            return Repeatable(statements=(text,), how=f"with {_PHRASES[flag]}") if text else _guarded(sql, sqlstate)
    return _guarded(sql, sqlstate)


def set_flag(sql: str, tree: Any, node: Any, flag: str, phrase: str = "") -> str | None:
    """Set one flag of `node` (a part of `tree`, which is changed) and put its words into the text.

    Returns:
        The text with the phrase in it; the tree's own text where no place was found; None where that has another tree.
    """
    setattr(node, flag, True)
    words = phrase or _PHRASES[flag]
    wanted = _shape(tree)
    encoded = sql.encode()
    for token in postgast.scan(sql).tokens:
        candidate = (encoded[: token.end] + b" " + words.encode() + encoded[token.end :]).decode(errors="replace")
        if _same(candidate, wanted):
            return candidate
    written = postgast.deparse(tree)
    return written if _same(written, wanted) else None


def _flags(node: Any) -> Iterator[str]:
    names = node.DESCRIPTOR.fields_by_name
    return (flag for flag in _PHRASES if flag in names)


def _same(sql: str, wanted: bytes) -> bool:
    try:
        return _shape(postgast.parse(sql)) == wanted
    except postgast.PgQueryError:
        return False


def _shape(tree: Any) -> bytes:
    """The tree without the places of its tokens, as bytes to compare."""
    copy = type(tree)()
    copy.CopyFrom(tree)
    _clear_locations(copy)
    return bytes(copy.SerializeToString(deterministic=True))


def _clear_locations(message: Any) -> None:
    for descriptor, value in message.ListFields():
        if descriptor.name in _LOCATIONS:
            message.ClearField(descriptor.name)
        elif descriptor.message_type is not None:
            for child in [value] if hasattr(value, "ListFields") else value:
                _clear_locations(child)


def _relation(node: Any) -> str:
    """A RangeVar as SQL."""
    return qualified(node.catalogname, node.schemaname, node.relname)


def _drop_first(sql: str, field: str, node: Any) -> Repeatable:
    if field == "create_policy_stmt":
        drop = f"DROP POLICY IF EXISTS {identifier(node.policy_name)} ON {_relation(node.table)}"
    elif field == "create_trig_stmt":
        drop = f"DROP TRIGGER IF EXISTS {identifier(node.trigname)} ON {_relation(node.relation)}"
    else:
        drop = f"DROP EVENT TRIGGER IF EXISTS {identifier(node.trigname)}"
    return Repeatable(statements=(drop, sql), how=drop.split(" IF ")[0] + " IF EXISTS first")


def _named_index(sql: str, tree: Any, node: Any, name: str) -> Repeatable | None:
    """IF NOT EXISTS needs a name; the one that the server chose keeps the catalog as it was."""
    if not name:
        return None
    node.idxname = name
    node.if_not_exists = True
    wanted = _shape(tree)
    encoded = sql.encode()
    words = f" IF NOT EXISTS {identifier(name)}".encode()
    for token in postgast.scan(sql).tokens:
        candidate = (encoded[: token.end] + words + encoded[token.end :]).decode(errors="replace")
        if _same(candidate, wanted):
            return Repeatable(statements=(candidate,), how="named, with IF NOT EXISTS")
    return Repeatable(statements=(postgast.deparse(tree),), how="named, with IF NOT EXISTS")


def _insert(sql: str, tree: Any, node: Any) -> Repeatable | None:
    if node.HasField("on_conflict_clause"):
        return None
    node.on_conflict_clause.action = pb.ONCONFLICT_NOTHING
    wanted = _shape(tree)
    tail = f"{sql.rstrip()} ON CONFLICT DO NOTHING"
    text = tail if _same(tail, wanted) else postgast.deparse(tree)
    return Repeatable(statements=(text,), how="with ON CONFLICT DO NOTHING")


_COLUMN_FLAGS = {"AT_AddColumn": "IF NOT EXISTS", "AT_DropColumn": "IF EXISTS", "AT_DropConstraint": "IF EXISTS"}


def _alter_table(sql: str, tree: Any, node: Any, sqlstate: str) -> Repeatable | None:
    """Flags where ALTER TABLE has them; each constraint that it adds goes into a guarded statement of its own."""
    adds = [c.alter_table_cmd for c in node.cmds if _command(c) == "AT_AddConstraint"]
    flagged = [
        c.alter_table_cmd for c in node.cmds if _command(c) in _COLUMN_FLAGS and not c.alter_table_cmd.missing_ok
    ]
    if len(node.cmds) == 1 or not adds:
        text: str | None = sql
        for command in flagged:
            phrase = _COLUMN_FLAGS[pb.AlterTableType.Name(command.subtype)]
            text = set_flag(text, tree, command, "missing_ok", phrase) if text else None
        if flagged and text:
            return Repeatable(
                statements=(text,), how="with " + _COLUMN_FLAGS[pb.AlterTableType.Name(flagged[0].subtype)]
            )
        return _constraint(sql, node, adds[0], sqlstate) if adds else _guarded(sql, sqlstate)
    statements: list[str] = []
    for part in _one_command_each(tree, node):
        form = repeatable(part, sqlstate=sqlstate)
        statements.extend(form.statements if form else (part,))
    return Repeatable(statements=tuple(statements), how="one statement for each command, each repeatable")


def _command(holder: Any) -> str:
    return str(pb.AlterTableType.Name(holder.alter_table_cmd.subtype))


def _one_command_each(tree: Any, node: Any) -> Iterator[str]:
    for command in list(node.cmds):
        single = pb.ParseResult()
        single.CopyFrom(tree)
        commands = single.stmts[0].stmt.alter_table_stmt.cmds
        del commands[:]
        commands.add().CopyFrom(command)
        yield postgast.deparse(single)


def _constraint(sql: str, node: Any, command: Any, sqlstate: str) -> Repeatable | None:
    """A named constraint is guarded by asking the catalog; one without a name would be added a second time."""
    name = getattr(command, "def").constraint.conname
    if not name:
        return _guarded(sql, sqlstate)
    asks = (
        "SELECT 1 FROM pg_catalog.pg_constraint "
        f"WHERE conrelid = {literal(_relation(node.relation))}::regclass AND conname = {literal(name)}"
    )
    body = f"BEGIN\n  IF NOT EXISTS ({asks}) THEN\n    {sql};\n  END IF;\nEND"
    return Repeatable(statements=(_do(body),), how="only where the constraint is not there")


def _do(body: str) -> str:
    return f"DO {dollar(chr(10) + body + chr(10))}"


# What a second run meets: the thing is there already, or is gone already (manual, appendix A).
ALREADY_THERE = frozenset({"42P07", "42710", "42701", "42723", "42P06", "42P04", "42712", "42P16", "42P03", "42P05"})
ALREADY_GONE = frozenset({"42P01", "42703", "42704", "42883", "3F000", "42P02", "2BP01"})


def _guarded(sql: str, sqlstate: str) -> Repeatable | None:
    """A block that lets pass the one error that a second run gives."""
    if sqlstate not in ALREADY_THERE | ALREADY_GONE | {"42611", "55000", "42809", "42P17"}:
        return None
    body = f"BEGIN\n  {sql};\nEXCEPTION WHEN SQLSTATE '{sqlstate}' THEN NULL;\nEND"
    return Repeatable(statements=(_do(body),), how="in a block that lets the second run pass")
