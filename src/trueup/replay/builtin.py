"""What is made of PostgreSQL's own functions alone, said by functions of `builtin.sql`.

Text-search parsers and templates, access methods, a second name for PL/pgSQL, casts that call nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trueup.replay.classes import place_of, type_of
from trueup.sqltext.quote import literal, qualified
from trueup.sqltext.trees import enum_word, kind_of, strings

KINDS = frozenset({"CreateAmStmt", "CreateCastStmt", "CreatePLangStmt", "DefineStmt", "DropStmt"})
WORDS = ("text search parser", "text search template", "access method", "cast", "language")
_NONE = "0::pg_catalog.oid"
_CATALOGS = {
    "OBJECT_TSPARSER": ("pg_ts_parser", "prs"),
    "OBJECT_TSTEMPLATE": ("pg_ts_template", "tmpl"),
    "OBJECT_ACCESS_METHOD": ("pg_am", "am"),
}
_PARSER = ("start", "gettoken", "end", "headline", "lextypes")


def call(tree: Any) -> str | None:
    """The call that does what a statement says, or None where it speaks of something else."""
    match kind_of(tree):
        case "DefineStmt":
            return _defined(tree)
        case "CreateAmStmt":
            handler = _function(strings(tree.handler_name))
            return _say("make_access_method", literal(tree.amname), literal(tree.amtype), handler)
        case "CreatePLangStmt" if tree.plhandler and not tree.replace:
            named = (_function(strings(given)) for given in (tree.plhandler, tree.plinline, tree.plvalidator))
            owner = "CURRENT_USER::pg_catalog.text"
            return _say("make_language", literal(tree.plname), str(tree.pltrusted).lower(), *named, owner)
        case "CreateCastStmt" if not tree.HasField("func"):
            how = literal("INOUT" if tree.inout else "BINARY")
            context = literal(enum_word(tree, "context").removeprefix("COERCION_").lower())
            return _say("make_cast", type_of(tree.sourcetype), type_of(tree.targettype), how, context)
        case "CommentStmt":
            remark = literal(tree.comment) if tree.comment else "NULL"
            return _changed(enum_word(tree, "objtype"), [tree.object], "COMMENT", remark)
        case "RenameStmt":
            return _changed(enum_word(tree, "rename_type"), [tree.object], "RENAME", literal(tree.newname))
        case "AlterObjectSchemaStmt":
            return _changed(enum_word(tree, "object_type"), [tree.object], "MOVE", literal(tree.newschema))
        case "DropStmt":
            cascade = enum_word(tree, "behavior") == "DROP_CASCADE"
            how = "IF EXISTS" if tree.missing_ok else "DROP"
            return _changed(enum_word(tree, "remove_type"), list(tree.objects), how, "NULL", cascade=cascade)
        case _:
            return None


def _defined(tree: Any) -> str | None:
    *place, name = strings(tree.defnames) or ("",)
    given = {node.def_elem.defname: _function(strings(node.def_elem.arg.type_name.names)) for node in tree.definition}
    if enum_word(tree, "kind") == "OBJECT_TSPARSER":
        functions = [given.get(part, _NONE) for part in _PARSER]
        return _say("make_parser", place_of(place), literal(name), *functions)
    if enum_word(tree, "kind") == "OBJECT_TSTEMPLATE":
        functions = [given.get(part, _NONE) for part in ("init", "lexize")]
        return _say("make_template", place_of(place), literal(name), *functions)
    return None


def _changed(kind: str, objects: Sequence[Any], how: str, value: str, *, cascade: bool = False) -> str | None:
    calls = []
    for node in objects:
        if kind == "OBJECT_CAST":
            types = [type_of(item.type_name) for item in node.list.items]
            calls.append(f"trueup_internal.change_cast({', '.join(types)}, '{how}', {value}, {str(cascade).lower()})")
        elif kind in _CATALOGS:
            catalog, short = _CATALOGS[kind]
            named = strings(node.list.items) or (node.string.sval,)
            found = _looked_up(catalog, short, named)
            made = f"trueup_internal.change_ownerless('pg_catalog.{catalog}', {found}, '{_word(how)}', {value},"
            made += f" {str(cascade).lower()})"
            absent = how == "IF EXISTS"
            calls.append(f"CASE WHEN {found} IS NOT NULL THEN ({made})::pg_catalog.text END" if absent else made)
    return f"SELECT {', '.join(calls)}" if calls else None


def _word(how: str) -> str:
    return "DROP" if how == "IF EXISTS" else how


def _looked_up(catalog: str, short: str, named: Sequence[str]) -> str:
    """The oid of an object by its name, as the server would find it; NULL where there is none."""
    *place, name = named
    where = f"x.{short}name = {literal(name)}"
    if place:
        where += f" AND x.{short}namespace = pg_catalog.to_regnamespace({literal(qualified(place[-1]))})"
    elif catalog != "pg_am":
        where += f" AND pg_catalog.{catalog}_is_visible(x.oid)"
    return f"(SELECT x.oid FROM pg_catalog.{catalog} AS x WHERE {where})"


def _function(names: Sequence[str]) -> str:
    return f"{literal(qualified(*names))}::pg_catalog.regproc" if names else _NONE


def _say(function: str, *arguments: str) -> str:
    return f"SELECT trueup_internal.{function}({', '.join(arguments)})"
