"""The text that an EXECUTE runs, as far as it is constant; and the relations that a utility statement names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import postgast

from trueup.rules.bodies.stream import BodyUnreadable, Stream
from trueup.rules.bodies.tokens import Token
from trueup.rules.bodies.tree import Slice

_CONSTANT_CALLS = frozenset({"format", "concat", "quote_ident", "quote_literal"})
_SIGNS = frozenset({"||", "(", ")", ","})
# A format's placeholders: %% is none, %s and %I put in text that only the run knows, %L a literal (manual, 9.4.1).
_PLACEHOLDER = re.compile(r"%(?:%|(?:\d+\$)?-?\d*([sIL]))")
_TABLES = frozenset(
    {postgast.pg_query_pb2.OBJECT_TABLE, postgast.pg_query_pb2.OBJECT_VIEW, postgast.pg_query_pb2.OBJECT_MATVIEW}
)


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of an expression; none where the scanner refuses it."""
    try:
        return Stream(text).tokens_in(Slice(text, 0))
    except BodyUnreadable:
        return ()


def normal(text: str, limit: int = 200) -> str:
    """A text without comments, one blank between tokens, words in lower case: the same however it is laid out."""
    return " ".join(token.word or token.text for token in tokens_of(text))[:limit]


def string_value(text: str) -> str:
    """What a string constant stands for; escapes of ``E'...'`` stay as they are, save the quote."""
    if text.startswith("$"):
        tag = text[: text.index("$", 1) + 1]
        return text[len(tag) : -len(tag)]
    return text[text.index("'") + 1 : -1].replace("''", "'")


def constant_sql(tokens: Sequence[Token]) -> str | None:
    """The text of a constant, or of constants put together by ``||``; None for anything else."""
    strings = [string_value(token.text) for token in tokens if token.string]
    rest = {token.text for token in tokens if not token.string}
    return "".join(strings) if strings and rest <= {"||"} else None


def is_constant(tokens: Sequence[Token]) -> bool:
    """Whether the server can work the text out without a variable: constants, ``||``, format() and its kin of those."""
    return any(token.string for token in tokens) and all(
        token.string or token.text in _SIGNS or token.text.isdigit() or token.word in _CONSTANT_CALLS
        for token in tokens
    )


def with_null_literals(text: str, tokens: Sequence[Token]) -> str | None:
    """A ``format()`` whose placeholders are all ``%L``, with NULL for each; None for any other expression.

    Its names are then the real ones, so that it can be analysed although its values are not known.
    """
    if len(tokens) < 4 or tokens[0].word != "format" or tokens[1].text != "(" or not tokens[2].string:
        return None
    if tokens[3].text != "," or tokens[-1].text != ")" or _closes_before_end(tokens):
        return None
    value = string_value(tokens[2].text)
    kinds = [match[1] for match in _PLACEHOLDER.finditer(value) if match[1]]
    if not kinds or set(kinds) != {"L"}:
        return None
    return f"format({tokens[2].text}{', NULL' * (len(kinds) + value.count('$'))})"


def _closes_before_end(tokens: Sequence[Token]) -> bool:
    depth = 0
    for token in tokens[1:-1]:
        depth += (token.text == "(") - (token.text == ")")
        if not depth:
            return True
    return False


def first_words(sql: str) -> list[str]:
    """The first words of a statement, lower case."""
    return [word.strip("(").lower() or "(" for word in sql.split(None, 4)[:4]]


def relations_needed(sql: str) -> tuple[str, ...]:
    """The relations that a utility statement needs to be there, quoted as regclass takes them.

    TRUNCATE, LOCK, REFRESH, DROP without IF EXISTS, CREATE INDEX, CREATE TRIGGER, CREATE POLICY, COPY, CLUSTER.
    """
    try:
        trees = postgast.parse(sql).stmts
    except postgast.PgQueryError:
        return ()
    return tuple(name for tree in trees for name in _needed(tree.stmt))


def _needed(statement: Any) -> Iterator[str]:
    kind = statement.WhichOneof("node")
    node: Any = getattr(statement, kind) if kind else None
    match kind:
        case "truncate_stmt" | "lock_stmt":
            yield from (_name(item.range_var) for item in node.relations)
        case "refresh_mat_view_stmt" | "index_stmt" | "create_trig_stmt" | "cluster_stmt":
            yield _name(node.relation)
        case "create_policy_stmt":
            yield _name(node.table)
        case "copy_stmt" if node.relation.relname:
            yield _name(node.relation)
        case "drop_stmt" if not node.missing_ok and node.remove_type in _TABLES:
            for item in node.objects:
                yield ".".join(_quoted(part.string.sval) for part in item.list.items)


def _name(relation: Any) -> str:
    return ".".join(_quoted(part) for part in (relation.schemaname, relation.relname) if part)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def strings_that_make(tokens: Sequence[Token]) -> list[str]:
    """The string constants that begin with CREATE or ALTER: statements that are run later."""
    values = [string_value(token.text) for token in tokens if token.string and len(token.text) > 8]
    return [value for value in values if value.split(None, 1)[:1] and value.split(None, 1)[0].lower() in _DEFINING]


def words_in(strings: Iterable[str]) -> set[str]:
    """The words of texts, without a format's placeholders."""
    found: set[str] = set()
    for text in strings:
        plain = _PLACEHOLDER.sub(" ", text)
        found |= set("".join(c if c.isalnum() or c == "_" else " " for c in plain).split())
    return found


def schema_of_made(sql: str) -> str | None:
    """The schema in which ``CREATE TABLE schema.%I`` makes tables whose names only the run knows; else None."""
    words = sql.replace("(", " ").split()[:10]
    lower = [word.lower() for word in words]
    if lower[:1] != ["create"] or "table" not in lower[:4] or "of" in lower[:10]:
        return None
    name = next((w for w in words[lower.index("table") + 1 :] if w.lower() not in {"if", "not", "exists"}), "")
    schema, dot, rest = name.partition(".")
    return schema.strip('"') if dot and rest.strip('"')[:1] in {"", "%"} and schema[:1] != "%" else None


_DEFINING = frozenset({"create", "alter"})
