"""When a refused name in a body is no fault: made at run time, guarded by a test, another tool's, or handled."""

from __future__ import annotations

import postgast

from trueup.ref import ObjectRef
from trueup.replay.model import Status
from trueup.rules.bodies.instrument import Instrumented
from trueup.rules.bodies.message import Missing
from trueup.rules.bodies.run import BodyProblem
from trueup.rules.bodies.texts import schema_of_made, tokens_of, words_in
from trueup.rules.bodies.tokens import tokenize
from trueup.rules.context import RuleContext
from trueup.rules.trees import Shape, shape_of, shape_of_query

# Schemas that other tools bring; where one is missing, its tool isn't loaded here, which says nothing of the function.
TOOL_SCHEMAS = frozenset(
    """
    auth cron dbdev drizzle extensions graphile_worker graphql graphql_public hdb_catalog net partman pgboss
    pgmq pgmq_public pgsodium pgsodium_masks pgtap realtime repack storage supabase_functions
    supabase_migrations tap tests tiger timescaledb_information topology vault _realtime _analytics pgbouncer
    pgroll pglogical spock
    """.split()  # noqa: SIM905
)
_EXISTENCE = frozenset(
    """
    pg_class pg_tables pg_views pg_matviews pg_proc pg_namespace pg_extension pg_type pg_attribute
    pg_publication pg_trigger pg_policies pg_roles pg_available_extensions tables columns routines schemata
    views
    """.split()  # noqa: SIM905
)
_VERSIONS = ("server_version", "version_num", "pg_version", "extversion", "version()")
_OLDEST = 80_000  # server_version_num of the oldest server that anybody asks for
_PREFIXES = {"postgis": "st_", "pgrouting": "pgr_"}  # what an extension's functions begin with, if not with its name
_RUNNING = frozenset({"DoStmt", "SelectStmt", "CallStmt"})
_COLUMNS = frozenset({"columns", "pg_attribute"})
_EXISTENCE_CALLS = ("to_regclass", "to_regproc", "to_regprocedure", "to_regtype", "to_regnamespace", "to_regrole")
_TRIGGER_WORDS = frozenset({"tg_table_name", "tg_relname", "tg_table_schema", "tg_relid", "tg_argv", "tg_name"})
_BY_PATH = frozenset({"42P01", "42883", "42704"})  # what is looked for along the search path
_WHICH_TRIGGER = _TRIGGER_WORDS | {"tg_op", "tg_when", "tg_level"}
_HANDLED = {
    "42P01": {"undefined_table", "42p01", "syntax_error_or_access_rule_violation"},
    "42703": {"undefined_column", "42703", "syntax_error_or_access_rule_violation"},
    "42883": {"undefined_function", "42883", "syntax_error_or_access_rule_violation"},
    "42704": {"undefined_object", "42704", "syntax_error_or_access_rule_violation"},
    "3F000": {"invalid_schema_name", "3f000"},
}


class Excuses:
    """What the project's own text says about names that are made, or may be missing, at run time."""

    def __init__(self, context: RuleContext) -> None:
        bodies = context.facts.bodies.instrumented or {}
        self._instrumented = bodies
        self._transitions: dict[ObjectRef, set[str]] = {}
        for trigger in context.triggers:
            if trigger.function:
                names = {name for name in (trigger.old_table, trigger.new_table) if name}
                self._transitions.setdefault(trigger.function, set()).update(names)
        self._extension_functions = context.facts.extension_functions
        names = context.facts.extensions.keys() - {"plpgsql"}
        self._extension_prefixes = tuple(sorted({*names, *(_PREFIXES[name] for name in names & _PREFIXES.keys())}))
        self._variables: dict[tuple[ObjectRef, str], set[str]] = {}
        self._schemas = {ref.schema for ref in context.catalog.objects} | {
            ref.schema for ref in context.catalog.platform_objects
        }
        self._made = {name for body in bodies.values() for text in body.created for name in _relations_of(text)}
        self._dynamic_words = {word for body in bodies.values() for word in body.strings}
        self._filled_schemas = {schema_of_made(text) for body in bodies.values() for text in body.defining} - {None}
        self._refused = {
            (o.statement.target.schema, o.statement.target.name[0])
            for o in context.outcomes
            if o.status in {Status.REFUSED, Status.ROLLED_BACK, Status.NOT_RUN} and o.statement.target
        }
        self._refused_words = {
            word
            for o in context.outcomes
            if o.statement.kind in _RUNNING and not o.ok
            for word in words_in((o.statement.sql,))
        }
        self._extension_refused = any(
            o.statement.kind == "CreateExtensionStmt" and o.status is Status.REFUSED for o in context.outcomes
        )

    def holds(self, problem: BodyProblem, missing: Missing | None) -> bool:
        """Whether there is an excuse."""
        handled = {guard.removeprefix("exception: ") for guard in problem.guards if guard.startswith("exception: ")}
        if handled & _HANDLED.get(problem.sqlstate, set()):
            return True
        body = self._instrumented.get(problem.function)
        asking = self._asking(problem, body) if problem.guards else set()
        for guard in problem.guards:
            if guard.startswith("exception: "):
                continue
            if _asks(guard, problem.sqlstate) or asking & _names_in(guard):
                return True
        if missing is None:
            return problem.sqlstate in {"42P01", "3F000"} and not problem.message.startswith("missing FROM")
        if body and body.moves_path and missing.schema is None and problem.sqlstate in _BY_PATH:
            return True
        return (
            self._other_tools(problem, missing)
            or self._made_at_run_time(problem, missing)
            or self._of_one_table_only(problem)
            or self._of_another_trigger(problem, missing)
            or self._many_shapes(problem, missing)
        )

    def _asking(self, problem: BodyProblem, body: Instrumented | None) -> set[str]:
        """The variables that hold whether something is there, or which version this is."""
        key = (problem.function, problem.sqlstate)
        if key not in self._variables:
            pairs = body.assigned if body else ()
            self._variables[key] = {name for name, text in pairs if _asks(text, problem.sqlstate)}
        return self._variables[key]

    def _other_tools(self, problem: BodyProblem, missing: Missing) -> bool:
        schema = missing.name if problem.sqlstate == "3F000" else missing.schema
        if schema in TOOL_SCHEMAS and (schema not in self._schemas or problem.sqlstate == "3F000"):
            return True
        if problem.sqlstate == "42P01" and missing.name in self._refused_words:
            return True  # a refused DO block or call may be what makes it
        if (schema or "public", missing.name) in self._refused or ("", missing.name) in self._refused:
            return True
        if problem.sqlstate == "42883" and (
            missing.name in self._extension_functions or missing.name.startswith(self._extension_prefixes)
        ):
            return True  # what stands in for the extension here may lack it, or one of its forms
        return self._extension_refused and problem.sqlstate in {"42883", "42704"}

    def _made_at_run_time(self, problem: BodyProblem, missing: Missing) -> bool:
        if problem.sqlstate == "42P01":
            made = missing.name in self._made or missing.name in self._dynamic_words
            return (made and missing.schema in {None, "pg_temp"}) or missing.schema in self._filled_schemas
        if problem.sqlstate == "42703" and missing.parent:
            return missing.parent in self._dynamic_words and missing.name in self._dynamic_words
        return False

    def _of_one_table_only(self, problem: BodyProblem) -> bool:
        """A shared trigger function that asks which table it works for may name what only that table has."""
        if not problem.tables or len(problem.tables) == len(set(problem.attached)):
            return False
        return any(_TRIGGER_WORDS & _names_in(guard) for guard in problem.guards)

    def _of_another_trigger(self, problem: BodyProblem, missing: Missing) -> bool:
        """A transition table that another trigger of the function has, where the body asks which trigger it is."""
        if problem.sqlstate != "42P01" or missing.name not in self._transitions.get(problem.function, ()):
            return False
        return any(_WHICH_TRIGGER & _names_in(guard) for guard in problem.guards)

    def _many_shapes(self, problem: BodyProblem, missing: Missing) -> bool:
        """A record variable that is filled in several places has the last one's columns in the check only."""
        if not problem.message.startswith('record "'):
            return False
        body = self._instrumented.get(problem.function)
        return bool(body and body.records.get(missing.parent or "", 0) > 1)


def _asks(condition: str, sqlstate: str) -> bool:
    """Whether a condition asks whether what is missing is there, or which version of a server or extension this is."""
    return _asks_for_version(condition) or _asks_for_existence(condition, columns=sqlstate == "42703")


def _asks_for_version(condition: str) -> bool:
    """``server_version_num``, ``pg_version()`` and the like; a column of that name is compared with smaller numbers."""
    words = condition.lower()
    if "version" not in words:
        return False
    if any(word in words for word in _VERSIONS):
        return True
    return any(token.text.isdigit() and int(token.text) >= _OLDEST for token in tokens_of(condition))


def _asking_shape(text: str) -> Shape:
    """The shape of an expression, or of a query."""
    shape = shape_of(text)
    return shape if shape.tree is not None else shape_of_query(text)


def _asks_for_existence(condition: str, *, columns: bool) -> bool:
    """Whether it looks something up in the catalog; for a missing column, among columns."""
    shape = _asking_shape(condition)
    if not columns and any(call.name in _EXISTENCE_CALLS for call in shape.calls):
        return True
    places = _COLUMNS if columns else _EXISTENCE
    return any(
        table[-1] in places and (len(table) == 1 or table[0] in {"pg_catalog", "information_schema"})
        for table in shape.tables
    )


def _relations_of(statement: str) -> set[str]:
    return {table[-1] for table in shape_of_query(statement).tables}


def _names_in(text: str) -> set[str]:
    try:
        return {token.name for token in tokenize(text)}
    except postgast.PgQueryError:
        return set()
