"""What a statement makes, alters or drops, as far as its text alone tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from postgast import PgQueryError, scan
from postgast import pg_query_pb2 as pb
from postgast.walk import unwrap_node

from trueup.ref import ObjectRef
from trueup.sqltext.trees import Node, kind_of, strings

_OBJECT_KINDS = {
    pb.OBJECT_TABLE: "table",
    pb.OBJECT_VIEW: "view",
    pb.OBJECT_MATVIEW: "materialized view",
    pb.OBJECT_SEQUENCE: "sequence",
    pb.OBJECT_INDEX: "index",
    pb.OBJECT_FOREIGN_TABLE: "foreign table",
    pb.OBJECT_TYPE: "type",
    pb.OBJECT_DOMAIN: "domain",
    pb.OBJECT_FUNCTION: "function",
    pb.OBJECT_PROCEDURE: "procedure",
    pb.OBJECT_ROUTINE: "function",
    pb.OBJECT_AGGREGATE: "aggregate",
    pb.OBJECT_SCHEMA: "schema",
    pb.OBJECT_EXTENSION: "extension",
    pb.OBJECT_ROLE: "role",
    pb.OBJECT_COLUMN: "column",
    pb.OBJECT_TABCONSTRAINT: "constraint",
    pb.OBJECT_POLICY: "policy",
    pb.OBJECT_TRIGGER: "trigger",
    pb.OBJECT_RULE: "rule",
    pb.OBJECT_PUBLICATION: "publication",
    pb.OBJECT_COLLATION: "collation",
    pb.OBJECT_EVENT_TRIGGER: "event trigger",
    pb.OBJECT_FDW: "foreign data wrapper",
    pb.OBJECT_FOREIGN_SERVER: "server",
    pb.OBJECT_STATISTIC_EXT: "statistics",
    pb.OBJECT_ATTRIBUTE: "attribute",
    pb.OBJECT_DATABASE: "database",
}
_COMMENTS = (pb.SQL_COMMENT, pb.C_COMMENT)
_ON_RELATION = {"policy", "trigger", "rule", "constraint"}


def target_of(node: Node) -> ObjectRef | None:
    """The object that a statement is about; the schema is ``""`` where the text leaves it to the search path."""
    handler = _HANDLERS.get(kind_of(node))
    return handler(node) if handler else None


_HEAD_KINDS = {"table", "view", "function", "procedure", "type", "domain", "index", "sequence", "policy", "trigger"}
_HEAD_FILLERS = frozenset(
    """or replace temp temporary unlogged unique materialized recursive if not exists concurrently global local
    constraint foreign""".split()  # noqa: SIM905
)


def guess(sql: str) -> ObjectRef | None:
    """What a CREATE that the grammar refuses would have made, from its first words."""
    try:
        tokens = scan(sql[:2000]).tokens
    except (PgQueryError, UnicodeEncodeError):
        return None
    raw = sql[:2000].encode()
    tokens = [t for t in tokens if raw[t.start : t.end] != b"`"]  # MySQL's quotes
    words = [raw[t.start : t.end].decode(errors="replace") for t in tokens[:24] if t.token not in _COMMENTS]
    if not words or words[0].lower() != "create":
        return None
    rest = [w for w in words[1:] if w.lower() not in _HEAD_FILLERS]
    if len(rest) < 2 or rest[0].lower() not in _HEAD_KINDS:
        return None
    kind = "materialized view" if "materialized" in (w.lower() for w in words[1:4]) else rest[0].lower()
    name = _dotted_words(rest[1:])
    if kind in _ON_RELATION:
        after = [w.lower() for w in rest]
        table = _dotted_words(rest[after.index("on") + 1 :]) if "on" in after else ()
        return ObjectRef(kind, table[-2] if len(table) > 1 else "", (table[-1], name[-1])) if table and name else None
    return ObjectRef(kind, name[-2] if len(name) > 1 else "", name[-1:]) if name else None


def _dotted_words(words: list[str]) -> tuple[str, ...]:
    parts: list[str] = []
    for i, word in enumerate(words):
        if i % 2 and word != ".":
            break
        if not i % 2:
            parts.append(word[1:-1].replace('""', '"') if word.startswith('"') else word.lower())
    return tuple(parts)


def relation_ref(kind: str, relation: Any) -> ObjectRef:
    """The ref of a RangeVar."""
    return ObjectRef(kind, relation.schemaname, (relation.relname,))


def _on(kind: str, relation: Any, child: str) -> ObjectRef:
    return ObjectRef(kind, relation.schemaname, (relation.relname, child))


def _dotted(kind: str, parts: tuple[str, ...]) -> ObjectRef | None:
    if not parts:
        return None
    return ObjectRef(kind, parts[-2] if len(parts) > 1 else "", (parts[-1],))


def _relation(kind: str, field: str = "relation") -> Callable[[Any], ObjectRef]:
    return lambda node: relation_ref(kind, getattr(node, field))


def _named(kind: str, field: str) -> Callable[[Any], ObjectRef | None]:
    return lambda node: _dotted(kind, strings(getattr(node, field)))


def _plain(kind: str, field: str) -> Callable[[Any], ObjectRef]:
    return lambda node: ObjectRef(kind, "", (getattr(node, field),))


def _type_text(type_name: Any) -> str:
    """A type as the text has it, good enough to tell two overloads apart; the server's spelling may differ."""
    text = ".".join(strings(type_name.names)[-1:])
    return text + "[]" * len(type_name.array_bounds)


def _function(node: Any) -> ObjectRef | None:
    ref = _dotted("procedure" if node.is_procedure else "function", strings(node.funcname))
    if ref is None:
        return None
    inputs = (pb.FUNC_PARAM_IN, pb.FUNC_PARAM_INOUT, pb.FUNC_PARAM_VARIADIC, pb.FUNC_PARAM_DEFAULT)
    parameters = [unwrap_node(p) for p in node.parameters]
    arguments = [_type_text(p.arg_type) for p in parameters if p.mode in inputs]
    return ObjectRef(ref.kind, ref.schema, (*ref.name, ", ".join(arguments)))


def _with_arguments(kind: str, named: Any) -> ObjectRef | None:
    ref = _dotted(kind, strings(named.objname))
    if ref is None or named.args_unspecified:
        return ref
    return ObjectRef(kind, ref.schema, (*ref.name, ", ".join(_type_text(unwrap_node(a)) for a in named.objargs)))


def _object(kind_number: int, wrapped: Any) -> ObjectRef | None:
    """The ref of DROP's and COMMENT's generic object node."""
    kind = _OBJECT_KINDS.get(kind_number)
    which = wrapped.WhichOneof("node") if kind else None
    if kind is None or which is None:
        return None
    if which == "object_with_args":
        return _with_arguments(kind, wrapped.object_with_args)
    if which == "type_name":
        return _dotted(kind, strings(wrapped.type_name.names))
    parts: tuple[str, ...] = (wrapped.string.sval,) if which == "string" else ()
    if which == "list":
        parts = strings(wrapped.list.items)
    if (kind in _ON_RELATION or kind == "column") and len(parts) > 1:
        return ObjectRef(kind, parts[-3] if len(parts) > 2 else "", (parts[-2], parts[-1]))
    return _dotted(kind, parts)


def _drop(node: Any) -> ObjectRef | None:
    return _object(node.remove_type, node.objects[0]) if len(node.objects) == 1 else None


def _comment(node: Any) -> ObjectRef | None:
    return _object(node.objtype, node.object)


def _alter_table(node: Any) -> ObjectRef:
    return relation_ref(_OBJECT_KINDS.get(node.objtype, "table"), node.relation)


def _rename(node: Any) -> ObjectRef | None:
    kind = _OBJECT_KINDS.get(node.rename_type)
    if kind is None:
        return None
    if node.HasField("relation"):
        if kind in _ON_RELATION or kind == "column":
            return _on(kind, node.relation, node.subname)
        return relation_ref(kind, node.relation)
    return _object(node.rename_type, node.object)


def _grant(node: Any) -> ObjectRef | None:
    if len(node.objects) != 1:
        return None
    wrapped = node.objects[0]
    if wrapped.WhichOneof("node") == "range_var":
        return relation_ref(_OBJECT_KINDS.get(node.objtype, "table"), wrapped.range_var)
    return _object(node.objtype, wrapped)


def _create_as(node: Any) -> ObjectRef:
    return relation_ref(_OBJECT_KINDS.get(node.objtype, "table"), node.into.rel)


def _index(node: Any) -> ObjectRef | None:
    return ObjectRef("index", node.relation.schemaname, (node.idxname,)) if node.idxname else None


def _select(node: Any) -> ObjectRef | None:
    return relation_ref("table", node.into_clause.rel) if node.HasField("into_clause") else None


_HANDLERS: dict[str, Callable[[Any], ObjectRef | None]] = {
    "CreateStmt": _relation("table"),
    "CreateForeignTableStmt": lambda n: relation_ref("foreign table", n.base_stmt.relation),
    "CreateTableAsStmt": _create_as,
    "ViewStmt": _relation("view", "view"),
    "SelectStmt": _select,
    "IndexStmt": _index,
    "CreateSeqStmt": _relation("sequence", "sequence"),
    "AlterSeqStmt": _relation("sequence", "sequence"),
    "CreateFunctionStmt": _function,
    "AlterFunctionStmt": lambda n: _with_arguments(_OBJECT_KINDS.get(n.objtype, "function"), n.func),
    "CreatePolicyStmt": lambda n: _on("policy", n.table, n.policy_name),
    "AlterPolicyStmt": lambda n: _on("policy", n.table, n.policy_name),
    "CreateTrigStmt": lambda n: _on("trigger", n.relation, n.trigname),
    "RuleStmt": lambda n: _on("rule", n.relation, n.rulename),
    "CreateEnumStmt": _named("type", "type_name"),
    "CreateRangeStmt": _named("type", "type_name"),
    "CompositeTypeStmt": _relation("type", "typevar"),
    "AlterEnumStmt": _named("type", "type_name"),
    "CreateDomainStmt": _named("domain", "domainname"),
    "AlterDomainStmt": _named("domain", "type_name"),
    "DefineStmt": lambda n: _dotted(_OBJECT_KINDS.get(n.kind, "type"), strings(n.defnames)),
    "CreateSchemaStmt": _plain("schema", "schemaname"),
    "CreateExtensionStmt": _plain("extension", "extname"),
    "AlterExtensionStmt": _plain("extension", "extname"),
    "CreateRoleStmt": _plain("role", "role"),
    "AlterRoleStmt": lambda n: ObjectRef("role", "", (n.role.rolename,)) if n.role.rolename else None,
    "CreatePublicationStmt": _plain("publication", "pubname"),
    "AlterPublicationStmt": _plain("publication", "pubname"),
    "CreateEventTrigStmt": _plain("event trigger", "trigname"),
    "AlterEventTrigStmt": _plain("event trigger", "trigname"),
    "CreateStatsStmt": _named("statistics", "defnames"),
    "AlterTableStmt": _alter_table,
    "AlterOwnerStmt": lambda n: (
        relation_ref(_OBJECT_KINDS.get(n.object_type, "table"), n.relation)
        if n.HasField("relation")
        else _object(n.object_type, n.object)
    ),
    "AlterObjectSchemaStmt": lambda n: (
        relation_ref(_OBJECT_KINDS.get(n.object_type, "table"), n.relation)
        if n.HasField("relation")
        else _object(n.object_type, n.object)
    ),
    "RenameStmt": _rename,
    "DropStmt": _drop,
    "CommentStmt": _comment,
    "GrantStmt": _grant,
    "InsertStmt": _relation("table"),
    "UpdateStmt": _relation("table"),
    "DeleteStmt": _relation("table"),
    "RefreshMatViewStmt": _relation("materialized view"),
    "CopyStmt": lambda n: relation_ref("table", n.relation) if n.HasField("relation") else None,
}
