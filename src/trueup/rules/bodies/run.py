"""Have the scratch server resolve every name in every body. Nothing is left behind: one transaction, rolled back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import psycopg
from psycopg import sql

from trueup.catalog.model import Catalog, Function, Trigger
from trueup.diagnostic import NotEvaluated
from trueup.ref import ObjectRef
from trueup.rules.bodies.instrument import Check, Instrumented, instrument
from trueup.rules.bodies.parse import BodyUnreadable, parse_body
from trueup.rules.bodies.tree import Body, Slice

_STATE = "trueup_state text; trueup_message text; trueup_detail text; trueup_hint text; trueup_row record;"
_HANDLER = "sqlstate text; sqlerrm text;"
_TRIGGER = (
    "tg_name name; tg_when text; tg_level text; tg_op text; tg_relid oid; tg_relname name;"
    " tg_table_name name; tg_table_schema name; tg_nargs integer; tg_argv text[];"
)
_POLYMORPHIC = ("any", "anycompatible")


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyProblem:
    """What the server refuses in one body.

    Args:
        function: whose body it is.
        part: the query or expression, and where it begins in the body.
        kind: `Check.kind`, or ``body`` where the whole body is refused.
        sqlstate, message, detail, hint: the server's words.
        position: 0-based character offset in `part`, or -1 where the server gave none.
        guards: `Check.guards`.
        tables: for a trigger function, the tables with which it fails; of `attached`, all that it is attached to.
    """

    function: ObjectRef
    part: Slice
    kind: str
    sqlstate: str
    message: str
    detail: str = ""
    hint: str = ""
    position: int = -1
    guards: tuple[str, ...] = ()
    tables: tuple[ObjectRef, ...] = ()
    attached: tuple[ObjectRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBodies:
    """All problems, what could not be asked, and what the bodies make while they run."""

    problems: tuple[BodyProblem, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()
    instrumented: dict[ObjectRef, Instrumented] | None = None
    asked: int = 0


def check_bodies(connection: psycopg.Connection[Any], catalog: Catalog) -> CheckedBodies:
    """Ask about every PL/pgSQL and SQL function of `catalog` on a connection to a database that holds it.

    Args:
        connection: the replay role's, in autocommit mode; one transaction is opened and rolled back.
        catalog: says which functions are the user's own.
    """
    runner = _Runner(connection, catalog)
    with connection.transaction(force_rollback=True):
        runner.prepare()
        for function in catalog.of_kind("function", "procedure"):
            if isinstance(function, Function) and function.body is not None:
                if function.language == "plpgsql":
                    runner.plpgsql(function)
                elif function.language == "sql":
                    runner.validate(function)
    return CheckedBodies(
        problems=tuple(runner.problems),
        not_evaluated=tuple(runner.not_evaluated),
        instrumented=runner.instrumented,
        asked=runner.asked,
    )


class _Runner:
    def __init__(self, connection: psycopg.Connection[Any], catalog: Catalog) -> None:
        self._connection = connection
        self._triggers: dict[ObjectRef, list[Trigger]] = {}
        for trigger in catalog.of_kind("trigger"):
            if isinstance(trigger, Trigger) and trigger.function and trigger.enabled != "disabled":
                self._triggers.setdefault(trigger.function, []).append(trigger)
        schemas = {ref.schema for ref in catalog.objects if ref.kind in {"table", "function", "view", "enum"}}
        self._schemas = sorted(schema for schema in schemas if schema)
        self._path = ""
        self.problems: list[BodyProblem] = []
        self.not_evaluated: list[NotEvaluated] = []
        self.instrumented: dict[ObjectRef, Instrumented] = {}
        self.asked = 0

    def prepare(self) -> None:
        row = self._connection.execute("SELECT current_setting('search_path')").fetchone()
        self._path = row[0] if row else ""
        self._connection.execute("SET LOCAL statement_timeout = '20s'")
        self._connection.execute("SET LOCAL jit = off")
        self._connection.execute("SET LOCAL check_function_bodies = on")
        self._connection.execute("SET LOCAL client_min_messages = error")
        self._connection.execute(
            "CREATE TEMP TABLE trueup_report (number integer, state text, message text, detail text, hint text)"
        )

    def _wide_path(self, function: Function) -> str:
        """The session's own path; then, since a caller may set another one, every schema that holds something."""
        further = [function.ref.schema, *self._schemas]
        parts = [self._path] if self._path and self._path != '""' else []
        return ", ".join(parts + [sql.Identifier(name).as_string(None) for name in dict.fromkeys(further)])

    def _set_path(self, function: Function) -> None:
        own = [setting.partition("=")[2] for setting in function.settings if setting.startswith("search_path=")]
        path = own[0] if own else self._wide_path(function)
        self._connection.execute("SELECT set_config('search_path', %s, true)", (path,))

    def validate(self, function: Function) -> bool:
        """The language's own validator, as CREATE FUNCTION calls it; True if it has no objection."""
        self.asked += 1
        try:
            with self._connection.transaction():
                self._set_path(function)
                self._connection.execute(
                    f"SELECT {_VALIDATORS[function.language]}(%s::regprocedure)", (_signature(function.ref),)
                )
        except psycopg.Error as error:
            self._refused(function, error)
            return False
        return True

    def _refused(self, function: Function, error: psycopg.Error) -> None:
        diag = error.diag
        if not diag.sqlstate or diag.sqlstate in {"42501", "57014"} or diag.sqlstate[:2] in {"08", "53", "XX"}:
            self.not_evaluated.append(NotEvaluated(what=str(function.ref), reason=str(error).strip()))
            return
        body = function.body or ""
        place = diag.internal_position if diag.internal_query == body else None
        self.problems.append(
            BodyProblem(
                function=function.ref,
                part=Slice(body, 0),
                kind="body",
                sqlstate=diag.sqlstate,
                message=diag.message_primary or "",
                detail=diag.message_detail or "",
                hint=diag.message_hint or "",
                position=int(place) - 1 if place else -1,
            )
        )

    def plpgsql(self, function: Function) -> None:
        types = [argument.type for argument in function.arguments]
        if any(name.removeprefix("pg_catalog.").startswith(_POLYMORPHIC) for name in types):
            self.not_evaluated.append(NotEvaluated(what=str(function.ref), reason="its arguments are polymorphic"))
            return
        try:
            tree = parse_body(function.body or "")
        except BodyUnreadable as error:
            if self.validate(function):
                self.not_evaluated.append(NotEvaluated(what=str(function.ref), reason=f"body not understood: {error}"))
            return
        triggers = self._attached(function)
        merged: dict[tuple[int, str], BodyProblem] = {}
        attached = tuple(t.table for t in triggers if t)
        for trigger in triggers:
            for number, problem in self._run(function, tree, trigger):
                key = (number, problem.message)
                known = merged.setdefault(key, replace(problem, attached=attached))
                if trigger:
                    merged[key] = replace(known, tables=(*known.tables, trigger.table))
        self.problems += merged.values()

    def _attached(self, function: Function) -> Sequence[Trigger | None]:
        """One trigger per table that the function is attached to (and per set of transition tables), or [None]."""
        found: dict[tuple[object, ...], Trigger | None] = {}
        for trigger in self._triggers.get(function.ref, ()):
            if not trigger.inherited:
                found.setdefault((trigger.table, trigger.level, trigger.old_table, trigger.new_table), trigger)
        return list(found.values()) or [None]

    def _run(self, function: Function, tree: Body, trigger: Trigger | None) -> Iterable[tuple[int, BodyProblem]]:
        checks = instrument(tree, result_set=_compares_result(function))
        self.instrumented[function.ref] = checks
        self.asked += len(checks.checks)
        rows: list[tuple[Any, ...]] = []
        try:
            with self._connection.transaction(force_rollback=True):
                self._set_path(function)
                for statement in _transition_tables(trigger):
                    self._connection.execute(statement)
                self._connection.execute(_definition(function, tree, checks, trigger))
                self._connection.execute(_call(function))
                rows = self._connection.execute("SELECT * FROM pg_temp.trueup_report ORDER BY number").fetchall()
        except psycopg.Error as error:
            if self.validate(function):
                reason = f"its check could not be run: {str(error).strip()}"
                self.not_evaluated.append(NotEvaluated(what=str(function.ref), reason=reason))
            return ()
        known: dict[int, BodyProblem] = {}
        for number, check in enumerate(checks.checks):
            if check.kind == "no destination":
                message = "query has no destination for result data"
                known[number] = _problem(function, check, ("42601", message, "", ""))
        for number, *rest in rows:
            known.setdefault(number, _problem(function, checks.checks[number], rest))
        return tuple(known.items())


_VALIDATORS = {"sql": "fmgr_sql_validator", "plpgsql": "plpgsql_validator"}


def _problem(function: Function, check: Check, row: Sequence[str]) -> BodyProblem:
    state, message, detail, hint = row
    return BodyProblem(
        function=function.ref,
        part=check.part,
        kind=check.kind,
        sqlstate=state,
        message=message,
        detail=detail or "",
        hint=hint or "",
        guards=check.guards,
    )


def _quote(name: str) -> str:
    return sql.Identifier(name).as_string(None)


def _signature(ref: ObjectRef) -> str:
    return f"{_quote(ref.schema)}.{_quote(ref.name[0])}({ref.name[1]})"


def _is_set(function: Function) -> bool:
    return (function.returns or "").upper().startswith(("SETOF ", "TABLE("))


def _compares_result(function: Function) -> bool:
    return _is_set(function) and (function.returns or "").lower() not in {"setof record", "setof anyelement"}


def _transition_tables(trigger: Trigger | None) -> Iterable[str]:
    """Empty temporary tables that stand for a trigger's OLD TABLE and NEW TABLE."""
    if trigger is None:
        return
    relation = f"{_quote(trigger.table.schema)}.{_quote(trigger.table.name[0])}"
    for name in (trigger.old_table, trigger.new_table):
        if name:
            yield f"CREATE TEMP TABLE {_quote(name)} (LIKE {relation})"


def _definition(function: Function, tree: Body, checks: Instrumented, trigger: Trigger | None) -> str:
    returns, arguments, extra, end = function.returns or "", function.argument_text, "", "RETURN;"
    outputs = any(argument.mode in {"out", "inout"} for argument in function.arguments)
    if returns in {"trigger", "event_trigger"}:
        row = "record"
        if trigger is not None and trigger.level == "row":
            row = f"{_quote(trigger.table.schema)}.{_quote(trigger.table.name[0])}"
        extra = f"new {row}; old {row}; {_TRIGGER}" if returns == "trigger" else "tg_event text; tg_tag text;"
        returns = "void"
    elif (returns.lower() in {"record", "setof record"} and not outputs) or (not returns and not outputs):
        returns = "void"
    elif not _is_set(function) and returns != "void" and not outputs:
        end = "RETURN NULL;"
    clause = f"RETURNS {returns}" if returns else ""
    settings = " ".join(_setting(s) for s in function.settings if s.startswith(("plpgsql.",)))
    source = f"{tree.options}\nDECLARE {_STATE} {_HANDLER} {extra}\nBEGIN\n{checks.text}\n{end}\nEND"
    tag = "$trueup$"
    while tag in source:
        tag = tag[:-1] + "x$"
    head = f"CREATE FUNCTION pg_temp.{_quote(function.ref.name[0])}({arguments}) {clause} LANGUAGE plpgsql {settings}"
    return f"{head} AS {tag}\n{source}{tag}"


def _setting(text: str) -> str:
    name, _, value = text.partition("=")
    return f"SET {name} = {value}"


def _call(function: Function) -> str:
    values = []
    for argument in function.arguments:
        if argument.mode in {"in", "inout"}:
            values.append(f"NULL::{argument.type}")
        elif argument.mode == "variadic":
            values.append(f"VARIADIC NULL::{argument.type}")
    return f"SELECT count(*) FROM pg_temp.{_quote(function.ref.name[0])}({', '.join(values)}) AS trueup_result"
