"""A function that may not write does."""

from __future__ import annotations

from collections.abc import Iterator

import postgast

from trueup.catalog.model import Function
from trueup.finding import Finding, Severity
from trueup.rules.bodies.place import body_origin
from trueup.rules.bodies.texts import normal
from trueup.rules.bodies.tree import Slice
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.sqltext import quote
from trueup.step import Step

RULE = Rule(
    id="write-in-non-volatile-function",
    title="A function that may not write does",
    severity=Severity.ERROR,
    area="references",
    needs=(Need.SCRATCH,),
    what="""
        Finds INSERT, UPDATE, DELETE, MERGE and row locks in the bodies of functions that are declared STABLE or
        IMMUTABLE.
    """,
    why="""
        PostgreSQL refuses them there ("INSERT is not allowed in a non-volatile function"), when the statement is
        reached.
    """,
    fix="""
        Declare the function VOLATILE.
    """,
    fix_safety="""
        The function failed before. What relied on the mark, an index on it for instance, has to be made anew.
    """,
    bad="""
        CREATE TABLE visits (page text PRIMARY KEY, n integer);
        CREATE FUNCTION visit(which text) RETURNS integer LANGUAGE plpgsql STABLE AS $$
        BEGIN
          UPDATE visits SET n = n + 1 WHERE page = which; -- here
          RETURN (SELECT n FROM visits WHERE page = which);
        END $$;
    """,
    good="""
        CREATE TABLE visits (page text PRIMARY KEY, n integer);
        CREATE FUNCTION visit(which text) RETURNS integer LANGUAGE plpgsql AS $$
        BEGIN
          UPDATE visits SET n = n + 1 WHERE page = which;
          RETURN (SELECT n FROM visits WHERE page = which);
        END $$;
        CREATE FUNCTION look(which text) RETURNS integer LANGUAGE sql STABLE AS $$
          SELECT n FROM visits WHERE page = which $$;
    """,
)


_WRITES = {"insert_stmt": "INSERT", "update_stmt": "UPDATE", "delete_stmt": "DELETE", "merge_stmt": "MERGE"}


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per statement."""
    bodies = context.facts.bodies.instrumented or {}
    for function in context.functions:
        if function.volatility == "volatile" or function.returns in {"trigger", "event_trigger"}:
            continue
        body = bodies.get(function.ref)
        queries = _sql(function) if function.language == "sql" else [c.part for c in body.checks] if body else []
        for part in queries:
            write = _write(part.text)
            if write:
                line = (function.body or "")[: part.start].count("\n") + 1
                yield context.finding(
                    RULE,
                    function.ref,
                    f"{function.ref.qualified} is {function.volatility.upper()}, so its {write} (line {line} of its"
                    " body) is refused when it comes to it.",
                    "Declare it VOLATILE.",
                    origin=body_origin(context, function, part.start),
                    subject=f"{write} {normal(part.text)}",
                )


def _sql(function: Function) -> list[Slice]:
    """The statements of an SQL function, each with its place."""
    body = function.body or ""
    try:
        trees = postgast.parse(body).stmts
    except postgast.PgQueryError:
        return []
    raw = body.encode()
    found = []
    for tree in trees:
        end = tree.stmt_location + tree.stmt_len if tree.stmt_len else len(raw)
        text = raw[tree.stmt_location : end].decode()
        begin = len(raw[: tree.stmt_location].decode()) + len(text) - len(text.lstrip())
        found.append(Slice(text.strip(), begin))
    return found


def _write(sql: str) -> str:
    """What it writes with: INSERT ..., or the row lock of a SELECT; "" for what only reads."""
    words = sql.split(None, 1)[:1]
    if not words or words[0].lower() not in {"insert", "update", "delete", "merge", "with", "select"}:
        return ""
    try:
        statements = postgast.parse(sql).stmts
    except postgast.PgQueryError:
        return ""
    kind = statements[0].stmt.WhichOneof("node") if statements else ""
    if kind != "select_stmt":
        return _WRITES.get(kind, "")
    select = statements[0].stmt.select_stmt
    if select.locking_clause:
        return "row lock"
    inner = (c.common_table_expr.ctequery.WhichOneof("node") for c in select.with_clause.ctes)
    return next((_WRITES[kind] for kind in inner if kind in _WRITES), "")


def fix(finding: Finding, context: RuleContext) -> tuple[Step, ...]:
    """Declare it VOLATILE."""
    ref = finding.ref
    assert ref is not None
    return (Step(sql=f"ALTER FUNCTION {quote.ref(ref)} VOLATILE;", reason="it writes", ref=ref),)
