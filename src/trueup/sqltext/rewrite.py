"""Renames inside a statement, found in its parse tree and made in its text, so that the rest stays as written."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import postgast

from trueup.sqltext.quote import identifier, literal, qualified
from trueup.sqltext.trees import Node, ParseFailure, kind_of, parse_one, strings, walk


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A statement with names put in.

    Args:
        sql: the new text.
        edits: (position in `sql`, length there, length before), in order, in characters from 0.
    """

    sql: str
    edits: tuple[tuple[int, int, int], ...]

    def original(self, position: int) -> int:
        """The 1-based position in the old text for one in the new text."""
        shift = 0
        for at, length, before in self.edits:
            if at + length < position:
                shift += before - length
            elif at < position:
                return at + shift + 1
        return position + shift


def rename(sql: str, kind: str, old: tuple[str, ...], new: tuple[str, ...]) -> Rewritten | None:
    """Put a name in the place of another one.

    Args:
        sql: one statement.
        kind: ``relation``, ``column``, ``function`` or ``type``.
        old: the name as it is used; a schema or table before it must agree if both sides have one.
        new: the name to write; a schema is written only where the old one has one, or `new` alone has one.

    Returns:
        The rewritten statement, or None where the tree does not say where the name stands.
    """
    tree = parse_one(sql)
    if isinstance(tree, ParseFailure):
        return None
    tokens = _Tokens(sql)
    found = sorted(set(_uses(tree, kind, old, new, tokens)))
    if not found:
        return None
    made = _apply(sql, found)
    return made if not isinstance(parse_one(made.sql), ParseFailure) else None


class _Tokens:
    """The names in a text by the byte at which they begin."""

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self._raw = sql.encode()
        self._tokens = [t for t in postgast.scan(sql).tokens if not self._is_comment(t)]
        self._at = {t.start: i for i, t in enumerate(self._tokens)}

    def _is_comment(self, token: Node) -> bool:
        kinds = postgast.pg_query_pb2
        return token.token in (kinds.SQL_COMMENT, kinds.C_COMMENT)

    def span(self, start: int, parts: int, first: int = 0) -> tuple[int, int] | None:
        """Characters of part `first` to the last of a dotted name of so many parts that begins at byte `start`."""
        index = self._at.get(start)
        last = -1 if index is None else index + 2 * (parts - 1)
        if index is None or last >= len(self._tokens):
            return None
        begin, end = self._tokens[index + 2 * first].start, self._tokens[last].end
        return len(self._raw[:begin].decode()), len(self._raw[:end].decode())


_Edit = tuple[int, int, str]


def _uses(tree: Node, kind: str, old: tuple[str, ...], new: tuple[str, ...], tokens: _Tokens) -> Iterator[_Edit]:
    aliased = _is_aliased(tree, old[-1])
    for node in walk(tree):
        name = kind_of(node)
        if kind == "relation" and name == "RangeVar" and node.relname == old[-1]:
            written = tuple(p for p in (node.catalogname, node.schemaname, node.relname) if p)
            yield from _edit(node, written, old, new, tokens)
        elif kind == "relation" and name == "ColumnRef" and not aliased:
            yield from _qualifier(node, old, new, tokens)
        elif kind == "column" and name == "ColumnRef":
            yield from _column(node, old, new, tokens)
        elif kind == "function" and name == "FuncCall":
            yield from _edit(node, strings(node.funcname), old, new, tokens)
        elif kind == "type" and name == "TypeName":
            yield from _edit(node, strings(node.names), old, new, tokens)


def _is_aliased(tree: Node, relation: str) -> bool:
    return any(kind_of(n) == "Alias" and n.aliasname == relation for n in walk(tree))


def _agrees(written: tuple[str, ...], old: tuple[str, ...]) -> bool:
    shared = min(len(written), len(old))
    return bool(shared) and written[-shared:] == old[-shared:]


def _edit(
    node: Node, written: tuple[str, ...], old: tuple[str, ...], new: tuple[str, ...], tokens: _Tokens
) -> Iterator[_Edit]:
    """Replace a whole dotted name."""
    if node.location < 0 or not _agrees(written, old):
        return
    span = tokens.span(node.location, len(written))
    if span is not None:
        yield (*span, qualified(*new[-max(len(written), len(new) if len(old) < len(new) else 1) :]))


def _qualifier(node: Node, old: tuple[str, ...], new: tuple[str, ...], tokens: _Tokens) -> Iterator[_Edit]:
    """``profiles.role``: the table in front of a column."""
    parts = strings(node.fields)
    tables = parts if len(parts) < len(node.fields) else parts[:-1]  # t.* has no name for its star
    if not tables or node.location < 0 or not _agrees(tables, old):
        return
    span = tokens.span(node.location, len(tables))
    if span is not None:
        yield (*span, qualified(*new[-len(tables) :]))


def _column(node: Node, old: tuple[str, ...], new: tuple[str, ...], tokens: _Tokens) -> Iterator[_Edit]:
    parts = strings(node.fields)
    if len(parts) != len(node.fields) or node.location < 0 or parts[-1] != old[-1]:
        return
    if len(old) > 1 and len(parts) > 1 and parts[-2] != old[-2]:
        return
    span = tokens.span(node.location, len(parts), len(parts) - 1)
    if span is not None:
        yield (*span, identifier(new[-1]))


def _apply(sql: str, found: list[_Edit]) -> Rewritten:
    parts, edits, at, size = [], [], 0, 0
    for start, stop, text in found:
        if start < at:
            continue
        parts += [sql[at:start], text]
        size += start - at
        edits.append((size, len(text), stop - start))
        size += len(text)
        at = stop
    return Rewritten("".join([*parts, sql[at:]]), tuple(edits))


def rename_database(sql: str, name: str) -> str | None:
    """The statement with another name behind its word DATABASE; None where there is none."""
    kinds = postgast.pg_query_pb2
    try:
        tokens = [t for t in postgast.scan(sql).tokens if t.token not in (kinds.SQL_COMMENT, kinds.C_COMMENT)]
    except (postgast.PgQueryError, UnicodeEncodeError):
        return None
    raw = sql.encode()
    for token, following in itertools.pairwise(tokens):
        if token.token == kinds.DATABASE:
            return (raw[: following.start] + identifier(name).encode() + raw[following.end :]).decode()
    return None


def without_word(sql: str, word: str) -> str | None:
    """The statement without a keyword that stands outside quotes; None where it does not, or NOT stands before it."""
    try:
        tokens = postgast.scan(sql).tokens
    except (postgast.PgQueryError, UnicodeEncodeError):
        return None
    raw = sql.encode()
    words = [raw[t.start : t.end].decode(errors="replace").lower() for t in tokens]
    for i, token in enumerate(tokens):
        if words[i] == word:
            return None if i and words[i - 1] == "not" else (raw[: token.start] + raw[token.end :]).decode()
    return None


def without_options(sql: str, namespaces: frozenset[str]) -> str | None:
    """The statement without storage options of these namespaces (``timescaledb.compress = true``).

    Returns:
        None where it has none; ``""`` where nothing is left of it (ALTER TABLE t SET ()).
    """
    kinds = postgast.pg_query_pb2
    try:
        tokens = [t for t in postgast.scan(sql).tokens if t.token not in (kinds.SQL_COMMENT, kinds.C_COMMENT)]
    except (postgast.PgQueryError, UnicodeEncodeError):
        return None
    raw = sql.encode()
    words = [raw[t.start : t.end].decode(errors="replace").lower() for t in tokens]
    gone: list[tuple[int, int]] = []
    for i, word in enumerate(words):
        if word == "(" and i and words[i - 1] in {"with", "set", "reset"}:
            gone += _options_gone(words, i, namespaces)
    if not gone:
        return None
    if any(words[first - 1] != "with" and words[first] == "(" for first, _ in gone):
        return ""
    text, at = b"", 0
    for first, last in gone:
        start = tokens[first - 1].start if words[first] == "(" else tokens[first].start  # with its WITH
        text += raw[at:start]
        at = tokens[last].end
    return (text + raw[at:]).decode()


def _options_gone(words: list[str], opened: int, namespaces: frozenset[str]) -> list[tuple[int, int]]:
    """Runs of tokens (first, last) to take out of a list of options that opens at a parenthesis."""
    starts, depth, at = [opened + 1], 1, opened
    while depth and at + 1 < len(words):
        at += 1
        depth += {"(": 1, ")": -1}.get(words[at], 0)
        if words[at] == "," and depth == 1:
            starts.append(at + 1)
    ends = [start - 2 for start in starts[1:]] + [at - 1]  # without the comma
    ours = [words[start].strip('"') in namespaces and words[start + 1 : start + 2] == ["."] for start in starts]
    if all(ours):
        return [(opened, at)]
    gone = []
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if ours[i]:
            last = i == len(starts) - 1 or all(ours[i:])
            gone.append((start - 1, end) if last else (start, end + 1))
    return gone


def icu_stand_in(sql: str) -> str | None:
    """CREATE COLLATION with ICU as one of the built-in provider that keeps in its version what it stands for."""
    tree = parse_one(sql)
    if isinstance(tree, ParseFailure) or kind_of(tree) != "DefineStmt":
        return None
    options = {item.def_elem.defname: _value(item.def_elem.arg) for item in tree.definition}
    if options.get("provider", "").lower() != "icu":
        return None
    deterministic = options.get("deterministic", "true").lower() not in {"false", "off", "0"}
    locale = options.get("locale") or options.get("lc_collate") or ""
    version = literal(f"icu:{'t' if deterministic else 'f'}:{locale}")
    guard = "IF NOT EXISTS " if tree.if_not_exists else ""
    name = qualified(*strings(tree.defnames))
    return f"CREATE COLLATION {guard}{name} (provider = builtin, locale = 'C.UTF-8', version = {version})"


def _value(node: Node) -> str:
    """The value of an option, as text."""
    match node.WhichOneof("node"):
        case "string":
            return str(node.string.sval)
        case "type_name":
            return strings(node.type_name.names)[-1]
        case "boolean":
            return str(node.boolean.boolval).lower()
        case "integer":
            return str(node.integer.ival)
        case _:
            return ""
