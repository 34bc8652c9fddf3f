"""Statements that only a superuser may run here, and that run nobody's code: said for the text by functions of ours.

The functions (`superuser.sql`) are there as long as a text or a plan runs. They take names and literals, never SQL, so
that a text that calls them itself gains nothing that its own statement would not have given it.
"""

from __future__ import annotations

import json
from typing import Any

from postgast import deparse, parse, unwrap_node

from trueup.ref import ObjectRef
from trueup.replay import builtin, classes, subscriptions
from trueup.sqltext.quote import dollar, literal, qualified
from trueup.sqltext.quote import ref as named
from trueup.sqltext.rewrite import without_word
from trueup.sqltext.trees import ParseFailure, enum_word, kind_of, parse_one, strings

KINDS = frozenset(
    {"CreateFdwStmt", "AlterFdwStmt", "AlterOwnerStmt", "AlterPublicationStmt"}
    | {"AlterObjectSchemaStmt", "CreateExtensionStmt", "AlterExtensionStmt", "CommentStmt", "RenameStmt"}
    | subscriptions.KINDS
    | classes.KINDS
    | builtin.KINDS
)
_WORDS = (
    "event trigger",
    "foreign data wrapper",
    "alter server",
    "extension",
    "publication",
    "subscription",
    "operator",
    *builtin.WORDS,
)
_OWNED = {
    "OBJECT_EVENT_TRIGGER": "event trigger",
    "OBJECT_FDW": "foreign data wrapper",
    "OBJECT_FOREIGN_SERVER": "server",
    "OBJECT_PUBLICATION": "publication",
}
_OWN_VALIDATOR = "postgresql_fdw_validator"
_ACTIONS = {"DEFELEM_SET": "set", "DEFELEM_ADD": "add", "DEFELEM_DROP": "drop"}


def concerns(sql: str) -> bool:
    """Whether a statement is one of those that `call` takes."""
    return call(sql) is not None


def call(sql: str) -> str | None:
    """The call that does what a statement says, or None where it is not one of those, or does more than they do.

    >>> call("ALTER EVENT TRIGGER e OWNER TO r")
    "SELECT trueup_internal.give('event trigger', 'e', 'r'::pg_catalog.regrole)"
    """
    plain = " ".join(sql.lower().split())
    if not any(word in plain for word in _WORDS):
        return None
    tree = parse_one(sql)
    if isinstance(tree, ParseFailure):
        return None
    if "subscription" in plain and (said := subscriptions.call(tree)) is not None:
        return said
    if "operator" in plain and kind_of(tree) in classes.KINDS:
        return classes.call(tree)
    if (said := builtin.call(tree)) is not None:
        return said
    match kind_of(tree):
        case "CreateFdwStmt" | "AlterFdwStmt" if (validator := _validator(tree)) is not None:
            return _wrapper(tree, "add_wrapper" if kind_of(tree) == "CreateFdwStmt" else "alter_wrapper", validator)
        case "AlterOwnerStmt":
            return _owner(tree)
        case "AlterPublicationStmt" if enum_word(tree, "action") == "AP_AddObjects":
            return _schemas(tree)
        case "AlterObjectSchemaStmt" if enum_word(tree, "object_type") == "OBJECT_EXTENSION":
            place, extension = literal(tree.newschema), literal(tree.object.string.sval)
            return f"SELECT trueup_internal.move_extension({extension}, {place})"
        case "CreateExtensionStmt" | "AlterExtensionStmt":
            return _extension(tree, sql)
        case _:
            return None


def leakproof(sql: str, function: ObjectRef) -> list[str]:
    """CREATE FUNCTION ... LEAKPROOF as two: without the word, and the call that says it; else the statement alone."""
    plain = without_word(sql, "leakproof") if "leakproof" in sql.lower() else None
    if plain is None:
        return [sql]
    return [plain, f"SELECT trueup_internal.leakproof({literal(named(function))}::pg_catalog.regprocedure)"]


def _elements(nodes: Any) -> list[Any]:
    return [node.def_elem for node in nodes]


def _validator(tree: Any) -> str | None:
    """What is said of a validator: nothing, ``none``, PostgreSQL's ``own``; None where any function is to be called."""
    said = ""
    for element in _elements(tree.func_options):
        names = strings(element.arg.list.items)
        if not names:
            said = "none" if element.defname == "validator" and kind_of(tree) == "AlterFdwStmt" else said
        elif element.defname != "validator" or names[-1] != _OWN_VALIDATOR or names[:-1] not in {(), ("pg_catalog",)}:
            return None
        else:
            said = "own"
    return said


def _wrapper(tree: Any, function: str, validator: str) -> str:
    options = []
    for element in _elements(tree.options):
        action = _ACTIONS.get(
            element.DESCRIPTOR.fields_by_name["defaction"].enum_type.values[element.defaction].name, ""
        )
        options.append([action, element.defname, element.arg.string.sval])
    given = (literal(value) for value in (tree.fdwname, json.dumps(options), validator))
    return f"SELECT trueup_internal.{function}({', '.join(given)})"


def _owner(tree: Any) -> str | None:
    kind = _OWNED.get(enum_word(tree, "object_type"))
    if kind is None or not tree.newowner.rolename:
        return None
    role = literal(qualified(tree.newowner.rolename))
    return (
        f"SELECT trueup_internal.give({literal(kind)}, {literal(tree.object.string.sval)}, {role}::pg_catalog.regrole)"
    )


def _schemas(tree: Any) -> str | None:
    """ADD TABLES IN SCHEMA, by the function of `elevated.sql`."""
    specs = [node.publication_obj_spec for node in tree.pubobjects]
    if not specs or any(enum_word(spec, "pubobjtype") != "PUBLICATIONOBJ_TABLES_IN_SCHEMA" for spec in specs):
        return None
    calls = (f"trueup_internal.make_publication_of_schema({literal(tree.pubname)}, {literal(s.name)})" for s in specs)
    return f"SELECT {', '.join(calls)}"


def _extension(tree: Any, sql: str) -> str | None:
    """The version is written down; the statement itself runs without it."""
    wanted = next((d.arg.string.sval for d in _elements(tree.options) if d.defname == "new_version"), None)
    if wanted is None:
        return None
    version = f"trueup_internal.extension_version({literal(tree.extname)}, {literal(wanted)})"
    if kind_of(tree) == "AlterExtensionStmt":
        return f"SELECT {version}"
    whole = parse(sql)
    rest = unwrap_node(whole.stmts[0].stmt)
    del rest.options[:]
    rest.options.extend(node for node in tree.options if node.def_elem.defname != "new_version")
    there = f"EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = {literal(tree.extname)})"
    return _both(deparse(whole), version, unless=there if tree.if_not_exists else "")


def _both(statement: str, function: str, *, unless: str = "") -> str:
    """A statement and then a call, as one statement."""
    body = f"{statement}; PERFORM {function};"
    return f"DO {dollar(f'BEGIN IF NOT {unless} THEN {body} END IF; END' if unless else f'BEGIN {body} END')}"
