"""Statements about subscriptions, said by functions of `subscriptions.sql`: none of them ever reaches a publisher."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from trueup.sqltext.quote import literal
from trueup.sqltext.trees import enum_word, kind_of, strings

KINDS = frozenset({"CreateSubscriptionStmt", "AlterSubscriptionStmt", "DropSubscriptionStmt"})
_MASK = "(masked)"
_SECRETS = frozenset({"password", "sslpassword", "scram_client_key", "scram_server_key", "oauth_client_secret"})
_LISTS = {
    "ALTER_SUBSCRIPTION_SET_PUBLICATION": "SET",
    "ALTER_SUBSCRIPTION_ADD_PUBLICATION": "ADD",
    "ALTER_SUBSCRIPTION_DROP_PUBLICATION": "DROP",
}


def call(tree: Any) -> str | None:
    """The call that does what a statement says of a subscription, or None where it speaks of something else.

    Args:
        tree: a CREATE, ALTER, DROP, RENAME, OWNER or COMMENT statement.
    """
    match kind_of(tree):
        case "CreateSubscriptionStmt":
            return _say(
                "make_subscription",
                literal(tree.subname),
                literal(masked(tree.conninfo)),
                _array(strings(tree.publication)),
                _options(tree.options),
                "CURRENT_USER::pg_catalog.text",
            )
        case "AlterSubscriptionStmt":
            return _altered(tree)
        case "DropSubscriptionStmt":
            return _say("drop_subscription", literal(tree.subname), str(tree.missing_ok).lower())
        case "AlterOwnerStmt" if _is_one(tree, "object_type"):
            owner = literal(tree.newowner.rolename) if tree.newowner.rolename else "CURRENT_USER::pg_catalog.text"
            return _say("give_subscription", literal(tree.object.string.sval), owner)
        case "RenameStmt" if _is_one(tree, "rename_type"):
            return _say("rename_subscription", literal(tree.object.string.sval), literal(tree.newname))
        case "CommentStmt" if _is_one(tree, "objtype"):
            remark = literal(tree.comment) if tree.comment else "NULL"
            return _say("comment_subscription", literal(tree.object.string.sval), remark)
        case _:
            return None


def masked(connection: str) -> str:
    """A connection string without its secrets; of one that can't be read, the server says what is wrong with it."""
    try:
        parts = conninfo_to_dict(connection)
    except psycopg.Error:
        # Its password can't be told apart; that it is wrong is what is said of it.
        return connection if "=" not in connection and "@" not in connection else _MASK
    if not _SECRETS & parts.keys():
        return connection
    shown = {name: _MASK if name in _SECRETS else str(value) for name, value in parts.items()}
    return make_conninfo("", **shown)


def _altered(tree: Any) -> str:
    kind, name = enum_word(tree, "kind"), literal(tree.subname)
    if kind == "ALTER_SUBSCRIPTION_CONNECTION":
        return _say("connect_subscription", name, literal(masked(tree.conninfo)))
    how = _LISTS.get(kind) or kind.removeprefix("ALTER_SUBSCRIPTION_").removesuffix("_PUBLICATION")
    options = _options(tree.options)
    if kind == "ALTER_SUBSCRIPTION_ENABLED":
        how = "ENABLE" if tree.options[0].def_elem.arg.boolean.boolval else "DISABLE"
        options = literal("[]")
    if kind == "ALTER_SUBSCRIPTION_OPTIONS":
        how = "SET"
    return _say("alter_subscription", name, literal(how), _array(strings(tree.publication)), options)


def _is_one(tree: Any, field: str) -> bool:
    return enum_word(tree, field) == "OBJECT_SUBSCRIPTION"


def _options(nodes: Any) -> str:
    return literal(json.dumps([[node.def_elem.defname, _value(node.def_elem)] for node in nodes]))


def _value(element: Any) -> str | None:
    """An option's value as its text; None where only its name is given, which means true."""
    argument = element.arg
    match argument.WhichOneof("node"):
        case None:
            return None
        case "boolean":
            return str(argument.boolean.boolval).lower()
        case "integer":
            return str(argument.integer.ival)
        case "float":
            return str(argument.float.fval)
        case "type_name":
            return strings(argument.type_name.names)[-1]
        case _:
            return str(argument.string.sval)


def _array(values: Iterable[str]) -> str:
    return f"ARRAY[{', '.join(map(literal, values))}]::pg_catalog.text[]"


def _say(function: str, *arguments: str) -> str:
    return f"SELECT trueup_internal.{function}({', '.join(arguments)})"
