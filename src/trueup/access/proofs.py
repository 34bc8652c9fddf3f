"""Proof scripts: self-contained SQL that shows a finding on a fresh scratch copy, and running them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from trueup.access.acting import Actor
from trueup.seeding.model import SeededRow
from trueup.seeding.schema import Relation, literal, quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One statement of a proof.

    Args:
        sql: without its semicolon.
        comment: what it shows.
        value: the first value that it must give, or None.
        affected: whether it must affect a row.
        refused: the SQLSTATE with which the server must refuse it, or "".
        at_least: the first value must be a number of at least this.
    """

    sql: str
    comment: str = ""
    value: str | None = None
    affected: bool = False
    refused: str = ""
    at_least: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A proof: rows, who acts, and the lines that must come out as they say.

    Args:
        title: what is shown, one line.
        rows: INSERT statements that put the rows there, run with triggers and foreign keys off.
        principal: name, role and settings of who acts.
        lines: in order.
    """

    title: str
    rows: tuple[str, ...]
    actor: Actor
    lines: tuple[Line, ...]

    def script(self, answers: Sequence[str] = ()) -> str:
        """The SQL text; `answers` are written behind the lines that gave them."""
        principal = self.actor.principal
        out = [f"-- {self.title}", "-- Runs on a scratch copy of the schema; everything is rolled back.", "BEGIN;"]
        if self.rows:
            out += ["", "-- The rows it takes, put in with triggers and foreign keys off."]
            out += ["SET LOCAL session_replication_role = replica;"]
            out += [f"{row};" for row in self.rows]
            out += ["SET LOCAL session_replication_role = origin;"]
        out += ["", f"-- {principal.name} acts."]
        out += [f"SET LOCAL ROLE {quote(principal.role)};"]
        out += [f"SELECT set_config({literal(k)}, {literal(v)}, true);" for k, v in principal.settings]
        for index, line in enumerate(self.lines):
            if line.comment:
                out += ["", f"-- {line.comment}"]
            out += [f"{line.sql};"]
            if index < len(answers):
                out += [f"-- {answers[index]}"]
        out += ["", "ROLLBACK;", ""]
        return "\n".join(out)


def row_inserts(relations: Iterable[Relation], rows: dict[int, list[SeededRow]]) -> tuple[str, ...]:
    """One INSERT per table with all its seeded rows."""
    out = []
    for relation in relations:
        values = [dict(row.values) for row in rows.get(relation.oid, ())]
        columns = [n for n, c in relation.columns.items() if not c.generated]
        columns = [n for n in columns if any(v.get(n) is not None for v in values)]
        if not values or not columns:
            continue
        kept = [{n: v.get(n) for n in columns if v.get(n) is not None} for v in values]
        names = ", ".join(quote(n) for n in columns)
        overriding = "OVERRIDING SYSTEM VALUE " if any(relation.columns[n].identity for n in columns) else ""
        # A deferrable key can't be named by ON CONFLICT, and a fresh copy holds none of these rows.
        late = any(c.deferrable and c.type in ("u", "p", "x") for c in relation.constraints)
        conflict = "" if late else "\n  ON CONFLICT DO NOTHING"
        document = literal(json.dumps(kept, sort_keys=True))
        out.append(
            f"INSERT INTO {relation.sql} ({names})\n  {overriding}SELECT {names} FROM "
            f"jsonb_populate_recordset(NULL::{relation.sql}, {document}){conflict}"
        )
    return tuple(out)


def run_proof(conn: psycopg.Connection[Any], proof: Proof, before: Sequence[str] = ()) -> tuple[bool, list[str]]:
    """Run a proof in a copy and roll it back.

    Args:
        conn: to a fresh copy, as the prober.
        proof: what to run.
        before: statements of a fix that is tried.

    Returns:
        Whether every line came out as it says, and what each gave.
    """
    answers: list[str] = []
    principal = proof.actor.principal
    start = [
        "BEGIN",
        *before,
        "SET LOCAL session_replication_role = replica",
        *proof.rows,
        "SET LOCAL session_replication_role = origin",
        f"SET LOCAL ROLE {quote(principal.role)}",
        *(f"SELECT set_config({literal(name)}, {literal(value)}, true)" for name, value in principal.settings),
    ]
    try:
        conn.execute(together(start))
        good = all(_holds(conn, line, answers) for line in proof.lines)
    except psycopg.Error as error:
        answers.append(f"refused: {error.sqlstate or ''} {error.diag.message_primary or ''}".strip())
        good = False
    finally:
        conn.execute("ROLLBACK")
    return good, answers


def steady(conn: psycopg.Connection[Any], proof: Proof, answers: list[str]) -> list[str]:
    """The answers, without what comes out otherwise each time: a report says the same of the same input.

    What the script itself holds is no chance; what is not asked and not in it (a new key, the time) is looked at twice.
    """
    text = proof.script()
    asked = [i for i, line in enumerate(proof.lines) if line.value is None and not line.at_least and i < len(answers)]
    unsure = [i for i in asked if answers[i].startswith("gives: ") and answers[i].removeprefix("gives: ") not in text]
    if not unsure:
        return answers
    _, again = run_proof(conn, proof)
    changed = {i for i in unsure if again[i : i + 1] != answers[i : i + 1]}
    return ["gives another value each time" if i in changed else answer for i, answer in enumerate(answers)]


def shown_in(source: str, text: str) -> str:
    """A count of a query's rows that show a text, as `to_jsonb` writes it."""
    written = json.dumps(text, ensure_ascii=False)[1:-1].replace("\\", "\\\\").replace("%", "\\%")
    return f"SELECT count(*) FROM {source} x WHERE to_jsonb(x.*)::text LIKE {literal('%' + written + '%')}"


def together(statements: Iterable[str]) -> bytes:
    """Statements for one round trip. A comment at the end of one does not swallow the next."""
    return "\n;\n".join(statements).encode()


def _holds(conn: psycopg.Connection[Any], line: Line, answers: list[str]) -> bool:
    try:
        cursor = conn.execute(line.sql.encode())
    except psycopg.Error as error:
        answers.append(f"refused: {error.sqlstate} {error.diag.message_primary}")
        if line.refused and error.sqlstate == line.refused:
            return True
        raise
    if line.refused:
        answers.append("ran")
        return False
    if cursor.description is None:
        # a command that counts no rows (SET, RESET, CREATE) has only its tag
        answers.append(f"rows affected: {cursor.rowcount}" if cursor.rowcount >= 0 else "done")
        return cursor.rowcount > 0 or not line.affected
    first = cursor.fetchone()
    text = "null" if first is None or first[0] is None else str(first[0])
    answers.append(f"gives: {text[:200]}" if text else "done")
    if line.at_least:
        return text.isdigit() and int(text) >= line.at_least
    return line.value is None or line.value == text
