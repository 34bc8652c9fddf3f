"""Parse trees: one door to libpg_query, with its positions in characters and its dangers bounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import postgast
from google.protobuf.message import DecodeError
from postgast.walk import unwrap_node

Node: TypeAlias = Any  # a protobuf message of a parse tree; its stubs are of no use to mypy

# protobuf refuses messages nested deeper than 100, which fifty `||` in a row already are (found by trying);
# the switch that lifts it is not in protobuf's public door.
try:  # pragma: no cover - depends on protobuf's build
    from google._upb import _message

    _message.SetAllowOversizeProtos(True)
except (ImportError, AttributeError):  # pragma: no cover
    pass

# libpg_query and protobuf recurse in C: 30,000 chained operators overflow an 8 MB stack (found by trying).
_UNSUSPICIOUS_LENGTH = 20_000
_MAX_CHAIN = 8_000
_CHAINING = ("(", "||", "+", "-", "*", "/", "=", "::", " or ", " and ", "union", "except", "intersect", "join", "not")
TOO_LONG = 1_000_000  # a text of this length is data; its tree would fill the memory for nothing
_FLAT_TOKENS = frozenset({"ASCII_44", "ICONST", "FCONST", "SCONST", "IDENT", "ASCII_40", "ASCII_41", "NULL_P"})


@dataclass(frozen=True, slots=True)
class ParseFailure:
    """Why the grammar refuses a text, and where.

    Args:
        message: libpg_query's own words, which are the server's.
        position: 1-based, in characters; 0 where unknown.
    """

    message: str
    position: int = 0


def parse_one(sql: str) -> Node | ParseFailure:
    """The tree of a text that holds exactly one statement, else why not.

    An empty text, or one with several statements, is a `ParseFailure` too.
    """
    if "\0" in sql:
        return ParseFailure("a NUL character can't stand in SQL", sql.index("\0") + 1)
    if len(sql) > _UNSUSPICIOUS_LENGTH and (len(sql) > TOO_LONG or (_may_be_deep(sql) and _too_deep(sql))):
        return ParseFailure("nested too deeply to be parsed here")
    try:
        result = postgast.parse(sql)
    except postgast.PgQueryError as error:
        return ParseFailure(error.message, characters(sql, error.cursorpos))
    except (DecodeError, UnicodeEncodeError) as error:
        return ParseFailure(str(error))
    if len(result.stmts) != 1:
        return ParseFailure(f"{len(result.stmts)} statements")
    return unwrap_node(result.stmts[0].stmt)


def _may_be_deep(sql: str) -> bool:
    """A cheap look: whether there are as many operators and words that chain as it takes, in quotes or not."""
    lower = sql.lower()
    chained = (
        "||",
        "+",
        "-",
        "*",
        "/",
        "=",
        " or ",
        " and ",
        "union",
        "except",
        "intersect",
        "join",
        "select",
        "not",
        "::",
    )
    return sum(lower.count(word) for word in chained) + lower.count("(") > _MAX_CHAIN


def _too_deep(sql: str) -> bool:
    try:
        tokens = postgast.scan(sql).tokens
    except (postgast.PgQueryError, DecodeError, UnicodeEncodeError):
        return False
    name = postgast.pg_query_pb2.Token.Name
    return sum(1 for token in tokens if name(token.token) not in _FLAT_TOKENS) > _MAX_CHAIN


def characters(sql: str, byte_position: int) -> int:
    """A 1-based position in characters for libpg_query's 1-based position in UTF-8 bytes; 0 stays 0."""
    if byte_position <= 0 or sql.isascii():
        return max(byte_position, 0)
    return len(sql.encode()[: byte_position - 1].decode(errors="ignore")) + 1


def kind_of(node: Node) -> str:
    """libpg_query's name of a node: ``CreatePolicyStmt``."""
    return str(type(node).DESCRIPTOR.name)


def walk(node: Node) -> Iterator[Any]:
    """Every node of a tree, depth first, without recursion."""
    return (child for _, child in postgast.walk(node))


def enum_word(node: Any, field: str) -> str:
    """The name of a field's value that is one of an enum: ``OBJECT_TABLE``."""
    return str(node.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number[getattr(node, field)].name)


def strings(nodes: Any) -> tuple[str, ...]:
    """The parts of a dotted name, from a list of String nodes; other nodes are left out."""
    return tuple(n.string.sval for n in nodes if n.WhichOneof("node") == "string")
