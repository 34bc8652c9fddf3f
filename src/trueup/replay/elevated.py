"""What platforms let a role that is no superuser do all the same: the call to put in the place of such a statement.

The functions that are called are made by `elevated.sql`; they take names, never SQL.
"""

from __future__ import annotations

from collections.abc import Sequence

import postgast

from trueup.sqltext.model import Statement
from trueup.sqltext.quote import literal, qualified
from trueup.sqltext.trees import Node, ParseFailure, parse_one, strings

EVENT_TRIGGERS, PUBLICATIONS = "event triggers", "publications"
_KINDS = {"CreateEventTrigStmt": EVENT_TRIGGERS, "CreatePublicationStmt": PUBLICATIONS}


def elevated(statement: Statement, allowed: frozenset[str]) -> str | None:
    """The call that does what a statement says with the platform's rights; None to send the statement itself.

    Args:
        statement: any.
        allowed: what the platform lets its users do (`Platform.elevated`).
    """
    if _KINDS.get(statement.kind) not in allowed:
        return None
    tree = parse_one(statement.sql)
    if isinstance(tree, ParseFailure):
        return None
    return _event_trigger(tree) if statement.kind == "CreateEventTrigStmt" else _publication(tree)


def _event_trigger(tree: Node) -> str:
    tags = [value for item in tree.whenclause for value in strings(item.def_elem.arg.list.items)]
    called = qualified(*strings(tree.funcname)) + "()"
    arguments = (literal(tree.trigname), literal(tree.eventname), _array(tags), literal(called))
    return f"SELECT trueup_internal.event_trigger({', '.join(arguments)})"


def _publication(tree: Node) -> str | None:
    """FOR ALL TABLES and TABLES IN SCHEMA are said apart; what is left is the caller's own to make."""
    kinds = postgast.pg_query_pb2
    schemas = [
        "" if spec.pubobjtype == kinds.PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA else spec.name
        for spec in (item.publication_obj_spec for item in tree.pubobjects)
        if not spec.HasField("pubtable")
    ]
    if not tree.for_all_tables and not schemas:
        return None
    of_all, plain = tree.for_all_tables, type(tree)()
    plain.CopyFrom(tree)
    plain.for_all_tables = False
    tables = [item for item in tree.pubobjects if item.publication_obj_spec.HasField("pubtable")]
    del plain.pubobjects[:]
    plain.pubobjects.extend(tables)
    arguments = (literal(tree.pubname), literal(_deparsed(plain)), str(of_all).lower(), _array(schemas))
    return f"SELECT trueup_internal.publication({', '.join(arguments)})"


def _deparsed(node: Node) -> str:
    result = postgast.pg_query_pb2.ParseResult()
    result.stmts.add().stmt.create_publication_stmt.CopyFrom(node)
    return str(postgast.deparse(result))


def _array(values: Sequence[str]) -> str:
    return f"ARRAY[{', '.join(map(literal, values))}]::pg_catalog.text[]"
