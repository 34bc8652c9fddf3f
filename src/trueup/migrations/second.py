"""A migration run again right after itself: what is refused then, and what is done twice."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.migrations import attempt as at
from trueup.migrations.execute import Ran, Session
from trueup.replay.model import Migration
from trueup.sqltext import quote
from trueup.sqltext.model import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """What running a migration again, right after itself, came to.

    Args:
        refused: the statements that the server refused.
        doubled: the statements that did the same thing a second time: an index or constraint more, the rows again.
    """

    refused: tuple[tuple[Statement, Ran], ...] = ()
    doubled: tuple[tuple[Statement, Ran], ...] = ()

    @property
    def repeatable(self) -> bool:
        """Whether nothing was refused and nothing was done twice."""
        return not self.refused and not self.doubled


def run_again(session: Session, migration: Migration) -> Second:
    """Run a migration a second time inside the open transaction, and take the second run back."""
    again = at.loose(session, migration, first=["SAVEPOINT trueup_again"])
    refused = tuple((s, ran) for s, ran in again.ran if not ran.ok)
    doubled: tuple[tuple[Statement, Ran], ...] = ()
    if session.in_transaction:
        doubled = tuple(pair for pair in again.ran if _adds(pair[1]) and _adds_again(session, pair[0]))
        written = [pair for pair in again.ran if pair[1].tag == "INSERT" and pair[1].rows]
        after = [_rows(session, statement) for statement, _ in written]
        session.command("ROLLBACK TO SAVEPOINT trueup_again")
        before = [_rows(session, statement) for statement, _ in written]
        # An upsert writes its rows over, and who deletes first writes them anew: double is what is more than before.
        doubled += tuple(
            pair for pair, a, b in zip(written, after, before, strict=True) if a is None or b is None or a > b
        )
    return Second(refused=refused, doubled=doubled)


def _rows(session: Session, statement: Statement) -> int | None:
    """How many rows the table of an INSERT holds; None where that can't be told."""
    if statement.target is None:
        return None
    name = quote.qualified(statement.target.schema, *statement.target.name)
    ran = session.each([f"SELECT count(*) FROM {name}"])[0]  # where the name means nothing now, all else must go on
    return int(ran.values[0][0] or 0) if ran.ok and ran.values else None


def _adds(ran: Ran) -> bool:
    return ran.ok and any(e.tag.startswith(("CREATE INDEX", "ALTER TABLE", "ALTER DOMAIN")) for e in ran.effects)


def _adds_again(session: Session, statement: Statement) -> bool:
    """Whether running it once more makes one more of what it makes."""
    newest = _NEWEST
    ran = session.pipeline([newest, statement.sql, newest])
    if len(ran) < 3 or not ran[-1].ok or ran[0].values == ran[-1].values:
        return False
    before = _counts(session)  # something is new; whether something else went for it, a third run tells
    return session.run(statement.sql).ok and _counts(session) > before


_GROWING = ("pg_class", "pg_constraint", "pg_trigger", "pg_policy", "pg_attrdef", "pg_rewrite")
_NEWEST = "SELECT " + ", ".join(f"(SELECT max(oid) FROM pg_catalog.{table})" for table in _GROWING)


def _counts(session: Session) -> int:
    """How many objects there are: a second run that adds one has done something twice."""
    parts = " + ".join(f"(SELECT count(*) FROM pg_catalog.{table})" for table in _GROWING)
    ran = session.command(f"SELECT {parts}")
    return int(ran.values[0][0] or 0) if ran.values else 0
