"""What a server error is about: the missing, doubled or forbidden thing, from SQLSTATE and the server's own message.

The messages are those of PostgreSQL's source (English, as the scratch server speaks); SQLSTATEs: manual, appendix A.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from trueup.replay.model import ServerError
from trueup.sqltext.names import split_name


@dataclass(frozen=True, slots=True)
class Fault:
    """An error, read.

    Args:
        rule: the finding's rule.
        kind: what is missing: ``relation``, ``column``, ``function``, ``type``, ``schema``, ``role`` or another kind;
            ``""`` where nothing is.
        name: its parts as the message has them; for a column with its table, if the message has one.
        table: for what lives on a relation, that relation's parts.
    """

    rule: str
    kind: str = ""
    name: tuple[str, ...] = ()
    table: tuple[str, ...] = ()


_Q = r'"((?:[^"]|"")*)"'
_MISSING: tuple[tuple[str, str], ...] = (
    ("column", rf"column {_Q} of relation {_Q} does not exist"),
    ("column", rf"column {_Q} referenced in foreign key constraint does not exist"),
    ("column", rf"column {_Q} named in key does not exist"),
    ("column", rf"column {_Q} (?:specified in|in the middle|used in)"),
    ("column", rf"column {_Q} does not exist"),
    ("column", r"column (\S+) does not exist"),
    ("relation", rf"(?:relation|table|view|materialized view|sequence|foreign table) {_Q} does not exist"),
    ("schema", rf"schema {_Q} does not exist"),
    ("role", rf"(?:role|user) {_Q} does not exist"),
    ("policy", rf"policy {_Q} for (?:table|relation) {_Q} does not exist"),
    ("trigger", rf"trigger {_Q} for (?:table|relation) {_Q} does not exist"),
    ("rule", rf"rule {_Q} for relation {_Q} does not exist"),
    ("constraint", rf"constraint {_Q} (?:of relation|for table|for relation) {_Q} does not exist"),
    ("extension", rf"extension {_Q} (?:does not exist|is not available)"),
    ("index", rf"index {_Q} does not exist"),
    ("publication", rf"publication {_Q} does not exist"),
    ("operator class", rf"operator class {_Q} does not exist"),
    ("type", rf"type {_Q} does not exist"),
    ("type", r"type (\S+) does not exist"),
    ("language", rf"language {_Q} does not exist"),
    ("function", rf"could not find a (?:function|procedure|aggregate) named {_Q}"),
    ("function", rf"(?:function|procedure|aggregate|routine) {_Q} does not exist"),
    ("function", r"(?:function|procedure|aggregate|routine) ([^(]+)\(.*\) does not exist"),
    ("database", rf"database {_Q} does not exist"),
)
_COMPILED = tuple((kind, re.compile(pattern, re.DOTALL)) for kind, pattern in _MISSING)
_ON_TABLE = frozenset({"column", "policy", "trigger", "rule", "constraint"})
_MISSING_STATES = frozenset({"42P01", "42703", "42883", "42704", "3F000", "0A000", "3D000", "58P01", "22023"})
_EXISTS = re.compile(rf"(\w[\w ]*?) {_Q}(?: for (?:table|relation) {_Q}| of relation {_Q})? already exists")

_MEMBER = re.compile(rf"relation {_Q} is already member of publication {_Q}")
_SECOND_KEY = re.compile(rf"multiple primary keys for table {_Q} are not allowed")

_RULES = {
    "42P07": "already-exists",
    "42710": "already-exists",
    "42701": "already-exists",
    "42723": "already-exists",
    "42P06": "already-exists",
    "42P04": "already-exists",
    "42P13": "invalid-function",
    "42P16": "invalid-definition",
    "42P17": "invalid-definition",
    "42P10": "no-matching-unique-constraint",
    "42P20": "invalid-definition",
    "42611": "invalid-definition",
    "42601": "syntax-error",
    "42501": "insufficient-privilege",
    "42804": "type-mismatch",
    "42846": "type-mismatch",
    "42830": "no-matching-unique-constraint",
    "42809": "wrong-object-type",
    "42702": "ambiguous-name",
    "42725": "ambiguous-name",
    "42P02": "placeholder-left",
    "42P18": "type-mismatch",
    "42883": "missing-function",
    "2BP01": "others-depend-on-it",
    "55P04": "new-enum-value-in-same-transaction",
    "25001": "not-in-a-transaction",
    "57014": "statement-too-slow",
    "57P01": "server-lost",
    "P0001": "raised-exception",
    "0A000": "not-supported",
    "428C9": "generated-column-written",
}


def read(error: ServerError) -> Fault:
    """What an error is about; the rule is ``server-error`` where nothing more is known."""
    message = error.message
    if error.sqlstate in _MISSING_STATES:
        for kind, pattern in _COMPILED:
            if (match := pattern.search(message)) is not None:
                return _missing(kind, match)
    if error.sqlstate == "42883" and message.startswith("operator does not exist"):
        return Fault("type-mismatch")
    if error.sqlstate == "42P01":
        return Fault("invalid-reference")
    rule = _RULES.get(error.sqlstate)
    if rule == "already-exists" and (match := _EXISTS.search(message)) is not None:
        kind, name, *tables = match.groups()
        table = next((split_name(t) for t in tables if t), ())
        return Fault(rule, kind, split_name(name), table)
    if rule == "already-exists" and (match := _MEMBER.search(message)) is not None:
        return Fault(rule, "publication table", (match.group(1),), (match.group(2),))
    if rule == "invalid-definition" and (match := _SECOND_KEY.search(message)) is not None:
        table = split_name(match.group(1))
        return Fault("already-exists", "constraint", (f"{table[-1]}_pkey",), table)
    if rule is None and error.sqlstate.startswith(("22", "23")):
        rule = "rows-refused"
    return Fault(rule or "server-error")


def _missing(kind: str, match: re.Match[str]) -> Fault:
    parts = [g for g in match.groups() if g]
    name = split_name(parts[0].removesuffix("[]").removesuffix("()"))
    if kind == "column" and not match.group(0).startswith('column "') and len(name) > 1:
        return Fault("missing-column", kind, name[-1:], name[:-1])
    if kind == "column" or kind in _ON_TABLE or kind in {"role", "schema", "extension"}:
        name = (parts[0],)
    table = split_name(parts[1]) if kind in _ON_TABLE and len(parts) > 1 else ()
    rule = "missing-" + kind.replace(" ", "-")
    return Fault(rule, kind, name, table)
