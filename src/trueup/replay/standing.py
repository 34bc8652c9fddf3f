"""For the time of a plan: the replay role may do what whoever runs the plan on a real server may."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from trueup.origin import Origin
from trueup.ref import ObjectRef
from trueup.replay import recording, roles
from trueup.replay.elevated import elevated
from trueup.replay.model import Unit
from trueup.replay.superuser import KINDS, call, leakproof
from trueup.sqltext.model import Statement

if TYPE_CHECKING:
    from trueup.postgres.server import Database

Say = Callable[[Statement, ObjectRef | None], list[str]]
_BEGIN = "CREATE SCHEMA trueup_internal;"


@contextmanager
def standing_in(database: Database, statements: tuple[Statement, ...]) -> Iterator[Say]:
    """Roles that statements name are there, owners may create in schemas, and what only a superuser may can be said.

    Args:
        database: a scratch database; nothing of this is left in it afterwards.
        statements: what is going to be run.

    Yields:
        What to send for a statement about an object: itself, or what does the same with the superuser's rights.
    """
    server = database.server
    prepared = roles.prepare(database, (Unit(name="plan", origin=Origin(file="plan"), statements=statements),))

    def say(statement: Statement, ref: ObjectRef | None) -> list[str]:
        if not server.shields_superuser:
            return [statement.sql]
        if statement.kind == "CreateFunctionStmt" and ref is not None:
            return leakproof(statement.sql, ref)
        instead = call(statement.sql) if statement.kind in KINDS else elevated(statement, server.elevated)
        return [instead or statement.sql]

    calls = any(say(s, s.target) != [s.sql] for s in statements)
    if prepared.owners or calls:
        mark = f"trueup:{secrets.token_hex(8)}:"
        script = recording.help_script(server, mark, owners=bool(prepared.owners), superuser=calls)
        with database.connect(superuser=True) as conn:
            conn.execute(f"{recording.REMOVE}{_BEGIN}{script}".encode())
    try:
        yield say
    finally:
        if prepared.owners or calls:
            recording.end(database)
