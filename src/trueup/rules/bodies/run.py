"""Have the scratch server resolve every name in every body. Nothing is left behind: one transaction, rolled back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg

from trueup.catalog.model import Catalog, Function, Trigger
from trueup.diagnostic import NotEvaluated
from trueup.ref import ObjectRef
from trueup.replay.model import Outcome
from trueup.rules.bodies.definition import call, compares_result, definition, quote, signature, transition_tables
from trueup.rules.bodies.drive import Job, drive
from trueup.rules.bodies.instrument import Check, Instrumented, instrument
from trueup.rules.bodies.parse import BodyUnreadable, parse_body
from trueup.rules.bodies.programs import COMMAND, DO_BLOCK, Program, do_blocks, scheduled_commands
from trueup.rules.bodies.tree import Slice
from trueup.sqltext.quote import literal

_PROGRAMS = frozenset({DO_BLOCK, COMMAND})  # what no validator knows
# What stands for each polymorphic type while a body is checked (manual, 36.2.5).
_CONCRETE = {
    "anyelement": "integer",
    "anynonarray": "integer",
    "anycompatible": "integer",
    "anycompatiblenonarray": "integer",
    "anyarray": "integer[]",
    "anycompatiblearray": "integer[]",
    "anyrange": "int4range",
    "anycompatiblerange": "int4range",
    "anymultirange": "int4multirange",
    "anycompatiblemultirange": "int4multirange",
    "anyenum": "text",
    '"any"': "integer",
}
_OF_ANY_TYPE = frozenset({"42P01", "3F000", "42704"})  # relations, schemas and types are looked up by name alone


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
    programs: Mapping[ObjectRef, Program] = field(default_factory=dict)
    asked: int = 0


def check_bodies(
    connection: psycopg.Connection[Any], catalog: Catalog, outcomes: Sequence[Outcome] = ()
) -> CheckedBodies:
    """Ask about every PL/pgSQL and SQL function of `catalog` on a connection to a database that holds it.

    Args:
        connection: the replay role's, in autocommit mode; one transaction is opened and rolled back.
        catalog: says which functions are the user's own.
        outcomes: of the statements, whose DO blocks are asked about too.
    """
    runner = _Runner(connection, catalog)
    with connection.transaction(force_rollback=True):
        runner.prepare()
        for function in catalog.of_kind("function", "procedure"):
            if isinstance(function, Function) and function.body is not None:
                if function.language == "plpgsql":
                    runner.plan(function)
                elif function.language == "sql":
                    runner.plan_validation(function)
        programs = (*do_blocks(outcomes), *scheduled_commands(connection, outcomes))
        for program in programs:
            runner.plan(program.function)
        runner.run()
    return CheckedBodies(
        programs={program.function.ref: program for program in programs},
        problems=tuple(runner.problems),
        not_evaluated=tuple(runner.not_evaluated),
        instrumented=runner.instrumented,
        asked=runner.asked,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planned:
    """A job and what its answer is about; `checks` is None where the whole body is validated.

    `polymorphic`: integers stand for its types, so only what no type could mend is told.
    """

    job: Job
    function: Function
    checks: Instrumented | None = None
    trigger: Trigger | None = None
    attached: tuple[ObjectRef, ...] = ()
    polymorphic: bool = False


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
        self._planned: list[_Planned] = []
        self.problems: list[BodyProblem] = []
        self.not_evaluated: list[NotEvaluated] = []
        self.instrumented: dict[ObjectRef, Instrumented] = {}
        self.asked = 0

    def prepare(self) -> None:
        row = self._connection.execute("SELECT current_setting('search_path')").fetchone()
        self._path = row[0] if row else ""
        self._connection.execute("SET LOCAL statement_timeout = '20s'")
        for setting in ("jit = off", "join_collapse_limit = 1", "from_collapse_limit = 1"):  # no plan is ever run
            self._connection.execute(f"SET LOCAL {setting}")
        self._connection.execute("SET LOCAL check_function_bodies = on")
        self._connection.execute("SET LOCAL client_min_messages = error")

    def _wide_path(self, function: Function) -> str:
        """The session's own path; then, since a caller may set another one, every schema that holds something."""
        further = [function.ref.schema, *self._schemas]
        parts = [self._path] if self._path and self._path != '""' else []
        return ", ".join(parts + [quote(name) for name in dict.fromkeys(further)])

    def _path_of(self, function: Function) -> str:
        own = [setting.partition("=")[2] for setting in function.settings if setting.startswith("search_path=")]
        return own[0] if own else self._wide_path(function)

    def plan_validation(self, function: Function) -> None:
        """Ask the language's own validator, as CREATE FUNCTION does."""
        self.asked += 1
        text = f"SELECT {_VALIDATORS[function.language]}({literal(signature(function.ref))}::regprocedure)"
        self._planned.append(_Planned(job=Job(self._path_of(function), (text,)), function=function))

    def validate(self, function: Function) -> bool:
        """The same at once, with the error's place; True if it has no objection."""
        try:
            with self._connection.transaction():
                self._connection.execute("SELECT set_config('search_path', %s, true)", (self._path_of(function),))
                self._connection.execute(
                    f"SELECT {_VALIDATORS[function.language]}(%s::regprocedure)", (signature(function.ref),)
                )
        except psycopg.Error as error:
            self._refused(function, error)
            return False
        return True

    def run(self) -> None:
        """Ask all that was planned, and sort the answers."""
        merged: dict[tuple[ObjectRef, int, str], BodyProblem] = {}
        answers = drive(self._connection, [planned.job for planned in self._planned])
        for planned, answer in zip(self._planned, answers, strict=True):
            function = planned.function
            if answer.error is not None:
                if function.ref.kind in _PROGRAMS or self.validate(function):
                    reason = f"its check could not be run: {answer.error}"
                    self.not_evaluated.append(NotEvaluated(what=str(function.ref), reason=reason))
                continue
            if planned.checks is None:
                continue
            for number, problem in _problems(function, planned.checks, answer.rows):
                if planned.polymorphic and problem.sqlstate not in _OF_ANY_TYPE:
                    continue
                key = (function.ref, number, problem.message)
                known = merged.setdefault(key, replace(problem, attached=planned.attached))
                if planned.trigger:
                    merged[key] = replace(known, tables=(*known.tables, planned.trigger.table))
        self.problems += merged.values()

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

    def plan(self, function: Function) -> None:
        """Instrument a PL/pgSQL function: once, or for each table that it is attached to."""
        function, polymorphic = _concrete(function)
        try:
            tree = parse_body(function.body or "")
            kind = function.ref.kind
            checks = instrument(
                tree, result_set=compares_result(function), top_level=kind == COMMAND, makes=kind != DO_BLOCK
            )
        except BodyUnreadable as error:
            if function.ref.kind in _PROGRAMS or self.validate(function):
                self.not_evaluated.append(NotEvaluated(what=str(function.ref), reason=f"body not understood: {error}"))
            return
        self.instrumented[function.ref] = checks
        triggers = self._attached(function)
        attached = tuple(t.table for t in triggers if t)
        for trigger in triggers:
            self.asked += len(checks.checks)
            statements = (*transition_tables(trigger), definition(function, tree, checks, trigger), call(function))
            job = Job(self._path_of(function), statements)
            planned = _Planned(
                job=job,
                function=function,
                checks=checks,
                trigger=trigger,
                attached=attached,
                polymorphic=polymorphic,
            )
            self._planned.append(planned)

    def _attached(self, function: Function) -> Sequence[Trigger | None]:
        """One trigger per table that the function is attached to (and per set of transition tables), or [None]."""
        found: dict[tuple[object, ...], Trigger | None] = {}
        for trigger in self._triggers.get(function.ref, ()):
            if not trigger.inherited:
                found.setdefault((trigger.table, trigger.level, trigger.old_table, trigger.new_table), trigger)
        return list(found.values()) or [None]


def _concrete(function: Function) -> tuple[Function, bool]:
    """The function with a type in place of each polymorphic one, and whether there was one."""
    arguments = tuple(replace(a, type=_CONCRETE.get(_bare(a.type), a.type)) for a in function.arguments)
    if arguments == function.arguments:
        return function, False
    text, returns = function.argument_text, function.returns
    for name, type_ in _CONCRETE.items():
        text = " ".join(type_ if word.rstrip(",") == name else word for word in text.replace(",", " ,").split(" "))
        returns = " ".join(type_ if word == name else word for word in returns.split(" ")) if returns else returns
    return replace(function, arguments=arguments, argument_text=text, returns=returns), True


def _bare(name: str) -> str:
    return name.removeprefix("pg_catalog.")


def _problems(
    function: Function, checks: Instrumented, rows: Iterable[Sequence[Any]]
) -> Iterable[tuple[int, BodyProblem]]:
    """What the server reported, by number of the check; and SELECTs without INTO, which need no server."""
    known: dict[int, BodyProblem] = {}
    for number, check in enumerate(checks.checks):
        if check.kind == "no destination":
            known[number] = _problem(function, check, ("42601", "query has no destination for result data", "", ""))
    for number, *rest in rows:
        known.setdefault(number, _problem(function, checks.checks[number], rest))
    return known.items()


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
