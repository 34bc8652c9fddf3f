"""The SQL text of an instrumented function, and of a call of it."""

from __future__ import annotations

from collections.abc import Iterable

from psycopg import sql

from trueup.catalog.model import Function, Trigger
from trueup.ref import ObjectRef
from trueup.rules.bodies.instrument import Instrumented
from trueup.rules.bodies.tree import Body

_STATE = "trueup_state text; trueup_message text; trueup_detail text; trueup_hint text; trueup_row record;"
_HANDLER = "sqlstate text; sqlerrm text;"
_TRIGGER = (
    "tg_name name; tg_when text; tg_level text; tg_op text; tg_relid oid; tg_relname name;"
    " tg_table_name name; tg_table_schema name; tg_nargs integer; tg_argv text[];"
)


def quote(name: str) -> str:
    """A name, quoted."""
    return sql.Identifier(name).as_string(None)


def signature(ref: ObjectRef) -> str:
    """As regprocedure takes it."""
    return f"{quote(ref.schema)}.{quote(ref.name[0])}({ref.name[1]})"


def is_set(function: Function) -> bool:
    """Whether it returns rows."""
    return (function.returns or "").upper().startswith(("SETOF ", "TABLE("))


def compares_result(function: Function) -> bool:
    """Whether RETURN QUERY can be compared with what it declares."""
    return is_set(function) and (function.returns or "").lower() not in {"setof record", "setof anyelement"}


def needs_return(function: Function) -> bool:
    """Whether coming to the end of its body without RETURN is an error (pl_exec.c, plpgsql_exec_function)."""
    returns = (function.returns or "").lower()
    outputs = any(argument.mode in {"out", "inout"} for argument in function.arguments)
    return bool(returns) and not outputs and not is_set(function) and returns not in {"void", "event_trigger"}


def transition_tables(trigger: Trigger | None) -> Iterable[str]:
    """Empty temporary tables that stand for a trigger's OLD TABLE and NEW TABLE."""
    if trigger is None:
        return
    relation = f"{quote(trigger.table.schema)}.{quote(trigger.table.name[0])}"
    for name in (trigger.old_table, trigger.new_table):
        if name:
            yield f"CREATE TEMP TABLE {quote(name)} (LIKE {relation})"


def definition(function: Function, tree: Body, checks: Instrumented, trigger: Trigger | None) -> str:
    """CREATE FUNCTION of the instrumented function; for a trigger function NEW and OLD are rows of its table."""
    returns, arguments, extra, end = function.returns or "", function.argument_text, "", "RETURN;"
    outputs = any(argument.mode in {"out", "inout"} for argument in function.arguments)
    if returns in {"trigger", "event_trigger"}:
        row = "record"
        if trigger is not None and trigger.level == "row":
            row = f"{quote(trigger.table.schema)}.{quote(trigger.table.name[0])}"
        extra = f"new {row}; old {row}; {_TRIGGER}" if returns == "trigger" else "tg_event text; tg_tag text;"
        returns = "void"
    elif (returns.lower() in {"record", "setof record"} and not outputs) or (not returns and not outputs):
        returns = "void"
    elif not is_set(function) and returns != "void" and not outputs:
        end = "RETURN NULL;"
    clause = f"RETURNS {returns}" if returns else ""
    settings = " ".join(_setting(s) for s in function.settings if s.startswith(("plpgsql.",)))
    source = f"{tree.options}\nDECLARE {_STATE} {_HANDLER} {extra}\nBEGIN\n{checks.text}\n{end}\nEND"
    tag = "$trueup$"
    while tag in source:
        tag = tag[:-1] + "x$"
    head = f"CREATE FUNCTION pg_temp.{_name(function)}({arguments}) {clause} LANGUAGE plpgsql {settings}"
    return f"{head} AS {tag}\n{source}{tag}"


def _setting(text: str) -> str:
    name, _, value = text.partition("=")
    return f"SET {name} = {value}"


def _name(function: Function) -> str:
    """Its own name, which its body may use; a DO block has none."""
    return quote(function.ref.name[0]) if function.ref.kind in {"function", "procedure"} else "trueup_program"


def call(function: Function) -> str:
    """A call of the instrumented function, with NULL for each argument."""
    values = []
    for argument in function.arguments:
        if argument.mode in {"in", "inout"}:
            values.append(f"NULL::{argument.type}")
        elif argument.mode == "variadic":
            values.append(f"VARIADIC NULL::{argument.type}")
    return f"SELECT count(*) FROM pg_temp.{_name(function)}({', '.join(values)}) AS trueup_result"
