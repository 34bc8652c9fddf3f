"""What a migration says on a platform with rights that its role lacks here: said for it, as in a replay."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from functools import lru_cache

from trueup.origin import Origin
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.replay.adapt import adapted
from trueup.replay.elevated import elevated
from trueup.replay.recording import help_script
from trueup.replay.superuser import KINDS, call
from trueup.sqltext.model import Statement
from trueup.sqltext.target import target_of
from trueup.sqltext.trees import ParseFailure, kind_of, parse_one

HELPER = "trueup_internal"
PROBE = "trueup_probe"  # the table that a new event trigger is tried on
MARK = f"trueup:{secrets.token_hex(8)}:"  # what the helper's messages begin with; no text can guess it
_NOTHING = "SELECT WHERE false"  # for a statement that the scratch server takes as done
_WORDS = ("event trigger", "publication", "foreign data wrapper", "alter server")
_SUPERUSERS = KINDS - {"CreateExtensionStmt", "AlterExtensionStmt"}  # their versions: see `adapted`


@dataclass(slots=True)
class StandIns:
    """The texts to send to one scratch database; the functions that some call are put there when first needed.

    Args:
        database: where the statements run.
    """

    database: Database
    _there: bool = field(default=False)

    def text(self, sql: str) -> str:
        """What to send for one statement: itself, or what does the same here."""
        instead = _call(sql, self.database.server.elevated, self.database.server.shields_superuser)
        if instead is not None:
            self._help()
            return instead
        text = adapted(sql, self.database.server)
        return _NOTHING if text is None else text

    def _help(self) -> None:
        if self._there:
            return
        with self.database.connect(superuser=True) as conn:
            if conn.execute("SELECT pg_catalog.to_regnamespace(%s)", (HELPER,)).fetchone() == (None,):
                script = help_script(self.database.server, MARK, owners=False, superuser=True)
                conn.execute(f"CREATE SCHEMA {HELPER};{script}".encode())
        self._there = True


@lru_cache(maxsize=256)
def _call(sql: str, allowed: frozenset[str], shielded: bool) -> str | None:
    """The call in the place of a statement, or None."""
    plain = " ".join(sql.lower().split())
    if not any(word in plain for word in _WORDS) or isinstance(tree := parse_one(sql), ParseFailure):
        return None
    kind = kind_of(tree)
    if kind in _SUPERUSERS:
        return call(sql) if shielded else None
    return elevated(Statement(sql=sql, origin=Origin(file=""), kind=kind, target=target_of(tree)), allowed)


def told(message: str) -> list[tuple[str, ObjectRef]] | None:
    """(Command tag, object) of each thing that a message of the helper tells; None for a message of anybody else."""
    if not message.startswith(MARK):
        return None
    done = json.loads(message.removeprefix(MARK)).get("done", ())
    return [(d["tag"], ObjectRef(d["type"], "", tuple(d["names"]))) for d in done]


@lru_cache(maxsize=256)
def unseen(sql: str) -> ObjectRef | None:
    """The event trigger that a statement makes, alters or drops: no event trigger is called for it (manual, 38.1)."""
    if "event trigger" not in " ".join(sql.lower().split()) or isinstance(tree := parse_one(sql), ParseFailure):
        return None
    target = target_of(tree)
    return target if target is not None and target.kind == "event trigger" else None
