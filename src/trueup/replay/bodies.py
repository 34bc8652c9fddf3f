"""Function bodies: loaded unchecked, validated once at the end, when everything that they name is there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg

from trueup.finding import Finding, Severity
from trueup.origin import Origin
from trueup.ref import ObjectRef
from trueup.replay.model import Outcome, ServerError
from trueup.replay.wording import evidence
from trueup.sqltext.locate import body_place, body_start, place
from trueup.sqltext.model import Statement

if TYPE_CHECKING:
    from trueup.postgres.server import Database

# Names in a body are looked up under the function's own settings.
_ROUTINES = """
SELECT p.oid, n.nspname::text, p.proname::text, l.lanname::text, p.prokind::text,
       pg_catalog.pg_get_function_identity_arguments(p.oid) AS named,
       ARRAY(SELECT pg_catalog.format_type(t.type, NULL)
               FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY AS t(type, n) ORDER BY t.n) AS types,
       p.proconfig
  FROM pg_catalog.pg_proc AS p
  JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
  JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
 WHERE p.oid >= 16384 AND l.lanname IN ('sql', 'plpgsql') AND p.prosqlbody IS NULL
   AND n.nspname = ANY (%s)
"""
# All in one round trip; the few that are refused are asked again one by one, for the server's words.
_SIEVE = """
DO $sieve$
DECLARE
    given pg_catalog.jsonb := pg_catalog.current_setting('trueup.bodies');
    item pg_catalog.jsonb;
    refused pg_catalog.text := '';
BEGIN
    FOR item IN SELECT pg_catalog.jsonb_array_elements(given) LOOP
        BEGIN
            PERFORM pg_catalog.set_config('search_path', item OPERATOR(pg_catalog.->>) 2, true);
            IF item OPERATOR(pg_catalog.->>) 1 OPERATOR(pg_catalog.=) 'sql' THEN
                PERFORM pg_catalog.fmgr_sql_validator((item OPERATOR(pg_catalog.->>) 0)::pg_catalog.oid);
            ELSE
                PERFORM pg_catalog.plpgsql_validator((item OPERATOR(pg_catalog.->>) 0)::pg_catalog.oid);
            END IF;
        EXCEPTION WHEN OTHERS THEN
            refused := pg_catalog.concat(refused, item OPERATOR(pg_catalog.->>) 0, ' ');
        END;
    END LOOP;
    PERFORM pg_catalog.set_config('trueup.refused', refused, false);
END
$sieve$
"""
_VALIDATORS = {"sql": "fmgr_sql_validator", "plpgsql": "plpgsql_validator"}


@dataclass(frozen=True, slots=True)
class Broken:
    """A routine whose body the server refuses: the error, the statement that gave it the body, and the place in it."""

    ref: ObjectRef
    statement: Statement
    error: ServerError
    origin: Origin


def broken(database: Database, outcomes: Sequence[Outcome]) -> tuple[Broken, ...]:
    """The routines that the units made and whose bodies the server's own validator refuses, in the order of the text.

    Bodies of SQL functions are checked with all names in them; of PL/pgSQL ones, the syntax (manual, section 43.13):
    deeper checks of these are a rule's.
    """
    made = _made_by(outcomes)
    if not made:
        return ()
    with database.connect(superuser=True) as conn:
        conn.execute("SET check_function_bodies = on; SET statement_timeout = '30s'")
        conn.execute(f"SET SESSION AUTHORIZATION {psycopg.sql.Identifier(database.server.replay_role).as_string(conn)}")
        default = conn.execute(_SEARCH_PATH).fetchone()
        rows = conn.execute(_ROUTINES, (sorted({ref.schema for ref in made}),)).fetchall()
        path = str(default[0]) if default else ""
        found = []
        for row in _suspects(conn, [row for row in rows if _ref(row) in made], path):
            if (error := _validate(conn, row, path)) is not None:
                found.append(_broken(_ref(row), made[_ref(row)], error))
    return tuple(sorted(found, key=lambda b: (b.statement.origin, str(b.ref))))


# What a new session of the role finds names by; the superuser's own finds nothing but pg_catalog.
_SEARCH_PATH = """
SELECT coalesce((
    SELECT substr(given, length('search_path=') + 1)
      FROM pg_catalog.pg_db_role_setting AS s CROSS JOIN unnest(s.setconfig) AS given
     WHERE given LIKE 'search_path=%' AND s.setrole IN (0, CURRENT_USER::regrole)
       AND s.setdatabase IN (0, (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = current_database()))
     ORDER BY s.setrole = 0, s.setdatabase = 0 LIMIT 1
), '"$user", public')
"""


def _suspects(conn: psycopg.Connection, rows: list[tuple[Any, ...]], path: str) -> list[tuple[Any, ...]]:
    """The routines that the validator refuses; all of them where the sieve itself is stopped."""
    given = json.dumps([[row[0], row[3], _path_of(row, path)] for row in rows])
    try:
        conn.execute("SELECT pg_catalog.set_config('trueup.bodies', %s, false)", (given,))
        conn.execute(_SIEVE)
        answer = conn.execute("SELECT pg_catalog.current_setting('trueup.refused')").fetchone()
    except psycopg.Error:
        return rows
    refused = {int(oid) for oid in answer[0].split()} if answer else set()
    return [row for row in rows if row[0] in refused]


def _path_of(row: tuple[Any, ...], path: str) -> str:
    settings = dict(s.partition("=")[::2] for s in row[7] or ())
    return str(settings.get("search_path", path))


def _made_by(outcomes: Sequence[Outcome]) -> Mapping[ObjectRef, Statement]:
    """Routines with the statement that last gave each its body."""
    made: dict[ObjectRef, Statement] = {}
    for outcome in outcomes:
        if not outcome.ok:
            continue
        for old, new in outcome.renamed:
            if old in made:
                made[new] = made.pop(old)
        for ref in (*outcome.created, *outcome.altered):
            routine = ref.kind in {"function", "procedure"}
            if routine and (outcome.statement.kind in {"CreateFunctionStmt", "DoStmt"} or ref not in made):
                made[ref] = outcome.statement
    return made


def _ref(row: tuple[Any, ...]) -> ObjectRef:
    kind = "procedure" if row[4] == "p" else "function"
    return ObjectRef(kind, row[1], (row[2], ", ".join(row[6])))


def _validate(conn: psycopg.Connection, row: tuple[Any, ...], search_path: str) -> psycopg.Error | None:
    """The validator's error under the function's own settings."""
    path = _path_of(row, search_path)
    try:
        with conn.transaction(force_rollback=True):
            conn.execute("SELECT pg_catalog.set_config('search_path', %s, true)", (path,))
            conn.execute(f"SELECT pg_catalog.{_VALIDATORS[row[3]]}(%s::oid)", (row[0],))
    except psycopg.Error as error:
        return error
    return None


def _broken(ref: ObjectRef, statement: Statement, error: psycopg.Error) -> Broken:
    diagnostic = error.diag
    told = ServerError(
        sqlstate=diagnostic.sqlstate or "",
        message=diagnostic.message_primary or str(error),
        detail=diagnostic.message_detail or "",
        hint=diagnostic.message_hint or "",
        context=diagnostic.context or "",
    )
    return Broken(ref, statement, told, _where(statement, diagnostic))


def finding(body: Broken) -> Finding:
    """A broken body as a finding of its own."""
    return Finding(
        rule="broken-function-body",
        severity=Severity.ERROR,
        message=f"The body of {body.ref} does not work: {body.error.message}.",
        help="Correct the body, or create what it names.",
        ref=body.ref,
        origin=body.origin,
        evidence=(evidence(body.error),),
        subject=body.error.message,
    )


def _where(statement: Statement, diagnostic: psycopg.errors.Diagnostic) -> Origin:
    """The place in the body: by the position in the internal query, where that is the body as it stands."""
    query = diagnostic.internal_query or ""
    if diagnostic.internal_position and query:
        start = body_start(statement.sql)
        if start >= 0 and statement.sql.startswith(query, start):
            return place(statement, start + int(diagnostic.internal_position))
        at = statement.sql.find(query)
        if at >= 0:
            return place(statement, at + int(diagnostic.internal_position))
    for line in (diagnostic.context or "").splitlines():
        number = line.rpartition("line ")[2].split(" ")[0].rstrip(",")
        if "line " in line and number.isdigit():
            return body_place(statement, int(number))
    return statement.origin
