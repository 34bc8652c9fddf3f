"""What is sent for a statement that a scratch server can't take as it stands; each change is told once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import postgast

from trueup.diagnostic import Diagnostic, Level
from trueup.origin import Origin
from trueup.replay import superuser
from trueup.replay.elevated import elevated
from trueup.sqltext.model import Statement
from trueup.sqltext.quote import identifier
from trueup.sqltext.rewrite import icu_stand_in, rename_database, without_options, without_word
from trueup.sqltext.target import target_of
from trueup.sqltext.trees import ParseFailure, kind_of, parse_one

if TYPE_CHECKING:
    from trueup.postgres.server import Server

_VERSION = re.compile(r"\bversion\s+(?:'[^']*'|\"[^\"]*\"|[\w.]+)", re.IGNORECASE)
_OPTIONS = frozenset({"timescaledb", "tsdb"})
_ALL_TRIGGERS = re.compile(r"\b(?P<keep>(?:disable|enable)\s+trigger\s+)all\b", re.IGNORECASE)


_MARKS = ("icu", " version", "timescaledb", "tsdb.", "pg_index", "alter extension")
_BY_TEXT = frozenset(
    """DefineStmt CreateStmt CreateTableAsStmt AlterTableStmt CreateExtensionStmt AlterExtensionStmt
    UpdateStmt""".split()  # noqa: SIM905
)


def adapted(sql: str, server: Server) -> str | None:
    """What to send for one statement outside a replay, where nothing is told; None to take it as done."""
    lower = sql.lower()
    if not any(mark in lower for mark in _MARKS) or isinstance(tree := parse_one(sql), ParseFailure):
        return sql
    if kind_of(tree) not in _BY_TEXT:
        return sql
    statement = Statement(sql=sql, origin=Origin(file=""), kind=kind_of(tree), target=target_of(tree))
    return Adapter(platform=server.platform, elevated=server.elevated, shims=server.shims)(statement)


def _is_plpgsql(statement: Statement) -> bool:
    """An old dump makes the language, gives it to its owner and comments on it: only who set the server up may."""
    if "plpgsql" not in statement.sql.lower() or isinstance(tree := parse_one(statement.sql), ParseFailure):
        return False
    if kind_of(tree) == "CreateExtensionStmt":  # as the parser reads CREATE LANGUAGE, too
        return bool(tree.extname == "plpgsql" and not tree.options)
    kind = tree.objtype if kind_of(tree) == "CommentStmt" else tree.object_type
    return bool(kind == postgast.pg_query_pb2.OBJECT_LANGUAGE and tree.object.string.sval == "plpgsql")


@dataclass(slots=True)
class Adapter:
    """The text to send for each statement.

    Args:
        platform: the server's platform.
        roles_of_others: roles that another replay made in the same server: they belong to all its databases.
        platform_roles: those that are there before any text runs.
        extensions: those that are there from the start.
        owners: roles that are to own objects; they need CREATE in the schemas, which `helper` has.
        helper: a role of ours, or ``""``.
        database: the name of the scratch database.
        elevated: what the platform lets its users do that is a superuser's.
        shims: extensions that are shims on this server.
        superuser: whether the functions are there that say what only a superuser may (see `superuser`).
        leakproof: filled with the identities of statements whose LEAKPROOF was left out.
    """

    platform: str
    roles_of_others: frozenset[str] = frozenset()
    platform_roles: frozenset[str] = frozenset()
    extensions: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    helper: str = ""
    database: str = ""
    elevated: frozenset[str] = frozenset()
    shims: frozenset[str] = frozenset()
    superuser: bool = False
    leakproof: set[int] = field(default_factory=set)
    _seen: dict[str, Statement] = field(default_factory=dict)
    _told: dict[str, Diagnostic] = field(default_factory=dict)

    @property
    def diagnostics(self) -> Iterable[Diagnostic]:
        """What was changed, each kind of change once."""
        return self._told.values()

    def __call__(self, statement: Statement) -> str | None:
        """The text for a statement; None to take it as done."""
        match statement.kind:
            case "VariableSetStmt" if statement.note.startswith("placeholder: "):
                return None  # told when it was read; a setting that nobody knows is none
            case "CreateRoleStmt":
                return self._role(statement)
            case "CreateSchemaStmt":
                return self._schema(statement)
            case "CreateExtensionStmt" | "CommentStmt" | "AlterOwnerStmt" if _is_plpgsql(statement):
                self._tell("plpgsql-is-there", "every database has the language plpgsql: it was passed over", statement)
                return None
            case kind if self.superuser and kind in superuser.KINDS and (made := superuser.call(statement.sql)):
                self._tell(
                    "as-superuser", "what only a superuser may, and runs nobody's code, was said as one", statement
                )
                return made
            case "CommentStmt":
                return self._comment(statement)
            case "CreateExtensionStmt":
                return self._extension(statement)
            case "AlterExtensionStmt":
                self._tell("extension-version", "versions of extensions are not followed here", statement)
                return None
            case "DefineStmt" if "icu" in statement.sql.lower():
                return self._collation(statement)
            case "CreateStmt" | "CreateTableAsStmt" | "AlterTableStmt" if _has_options(statement):
                return self._options(statement)
            case "UpdateStmt" if self.platform == "postgres" and "pg_index" in statement.sql.lower():
                return self._index_flags(statement)
            case "CreateEventTrigStmt" | "CreatePublicationStmt":
                return self._elevated(statement)
            case "AlterOwnerStmt" if statement.target and statement.target.kind == "event trigger":
                self._tell("event-trigger-owner", "the owner of an event trigger stays who made it", statement)
                return None
            case "AlterDatabaseSetStmt" | "AlterDatabaseStmt" | "AlterRoleSetStmt":
                return self._database(statement)
            case "GrantStmt" | "AlterOwnerStmt" if statement.target and statement.target.kind == "database":
                return self._database(statement)
            case "CreateFunctionStmt" | "AlterFunctionStmt" if self.platform == "postgres":
                return self._leakproof(statement)
            case "AlterTableStmt" if self.platform == "postgres":
                return self._triggers(statement)
            case _:
                return statement.sql

    def _role(self, statement: Statement) -> str | None:
        role = statement.target.name[0] if statement.target else ""
        again = self._seen.setdefault(role, statement) is not statement  # a second CREATE ROLE, not a second try
        if role in self.roles_of_others and not again:
            return None
        sql = without_word(statement.sql, "superuser") or statement.sql
        if sql != statement.sql:
            self._tell("superuser-role", "a role that is a superuser was made without that", statement)
        helper = self.helper if role in self.owners else ""
        if again or role in self.platform_roles:
            return sql
        return _unless_there(sql, f"GRANT {helper} TO {identifier(role)};" if helper else "")

    def _extension(self, statement: Statement) -> str:
        if " version" not in statement.sql.lower():
            return statement.sql
        self._tell("extension-version", "versions of extensions are not followed here", statement)
        return _VERSION.sub("", statement.sql)

    def _schema(self, statement: Statement) -> str | None:
        """A dump makes the schema public, which every database has."""
        plain = " ".join(statement.sql.lower().replace('"', "").split())
        return None if plain == "create schema public" else statement.sql

    def _comment(self, statement: Statement) -> str | None:
        """A dump comments on extensions that belong to the platform: only a superuser may."""
        target = statement.target
        if target is not None and target.kind == "database":
            return self._database(statement)
        if target is None or target.kind != "extension" or target.name[0] not in self.extensions:
            return statement.sql
        self._tell("extension-comment", "the comment on an extension of the platform was passed over", statement)
        return None

    def _database(self, statement: Statement) -> str:
        """The project's database has another name here."""
        made = rename_database(statement.sql, self.database)
        if made is None:
            return statement.sql
        self._tell("database-name", "what is said of the project's database was said of the scratch one", statement)
        return made

    def _leakproof(self, statement: Statement) -> str:
        """Only a superuser may say LEAKPROOF: it is left out here, and said for the text at the end of the run."""
        if "leakproof" not in statement.sql.lower() or (made := without_word(statement.sql, "leakproof")) is None:
            return statement.sql
        self.leakproof.add(id(statement))
        self._tell("leakproof", "LEAKPROOF needs a superuser; it was said as one", statement)
        return made

    def _elevated(self, statement: Statement) -> str:
        """What only a superuser may say, and the platform lets its users say."""
        made = elevated(statement, self.elevated)
        if made is None:
            return statement.sql
        what = "an event trigger" if statement.kind == "CreateEventTrigStmt" else "a publication of whole schemas"
        code = "event-trigger" if statement.kind == "CreateEventTrigStmt" else "publication"
        self._tell(f"superuser-{code}", f"{what} needs a superuser; it was made as the platform does", statement)
        return made

    def _index_flags(self, statement: Statement) -> str | None:
        """A superuser switches indexes off for the time of a large UPDATE; their definitions stay as they are."""
        tree = parse_one(statement.sql)
        if isinstance(tree, ParseFailure) or tree.relation.relname != "pg_index":
            return statement.sql
        if not {t.res_target.name for t in tree.target_list} <= {"indisready", "indisvalid", "indislive"}:
            return statement.sql
        told = (
            "switching indexes off and on in pg_index needs a superuser; it was passed over, for it changes no schema"
        )
        self._tell("index-flags", told, statement)
        return None

    def _collation(self, statement: Statement) -> str:
        """The embedded server is built without ICU."""
        made = icu_stand_in(statement.sql) if self.elevated else None
        if made is None:
            return statement.sql
        told = "the scratch server has no ICU: collations of ICU are there by name and sort by code point"
        self._tell("icu-collation", told, statement)
        return made

    def _options(self, statement: Statement) -> str | None:
        """TimescaleDB's options of tables and views: its shim has none."""
        made = without_options(statement.sql, _OPTIONS)
        if made is None or not self.shims & {"timescaledb"}:
            return statement.sql
        self._tell("timescaledb-options", "TimescaleDB's options in WITH and SET were left out", statement)
        return made or None

    def _triggers(self, statement: Statement) -> str:
        sql = _ALL_TRIGGERS.sub(r"\g<keep>USER", statement.sql) if "trigger" in statement.sql.lower() else statement.sql
        if sql != statement.sql:
            told = "DISABLE TRIGGER ALL needs a superuser; USER was put in its place, so foreign keys are still checked"
            self._tell("trigger-all", told, statement)
        return sql

    def _tell(self, code: str, message: str, statement: Statement) -> None:
        told = Diagnostic(code=code, message=message, origin=statement.origin, level=Level.INFO)
        self._told.setdefault(code, told)


def _unless_there(create_role: str, then: str) -> str:
    """A role that another replay, of the other side and at the same time, may be making: roles belong to the server.

    Only the first CREATE ROLE of a text is let off; a second one of the same name is refused as it would be anywhere.
    What is to be said of the role then (that it may own objects here) is said whoever made it.
    """
    tag = "$trueup$"
    while tag in create_role:
        tag = f"${tag[1:-1]}x$"
    handled = "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;"
    made = f"BEGIN {create_role.rstrip().rstrip(';')}\n; {handled} END;"
    return f"DO {tag} BEGIN {made} {then} END {tag}"


def _has_options(statement: Statement) -> bool:
    lower = statement.sql.lower()
    return "timescaledb." in lower or "tsdb." in lower
