"""The scratch server answers, and text from files does not run as a superuser."""

import psycopg
import pytest

from trueup.postgres import server as scratch
from trueup.postgres.server import Database


def test_replay_role_is_not_superuser(database: Database) -> None:
    with database.connect() as conn:
        row = conn.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    assert row == (False,)


def test_a_session_on_its_way_out_is_waited_for_and_one_that_stays_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([True, True, False])

    def leaving() -> None:
        if next(answers):
            raise psycopg.errors.ObjectInUse("being accessed by other users")

    scratch._patiently(leaving)
    monkeypatch.setattr(scratch, "_PATIENCE_SECONDS", 0.0)
    answers = iter([True] * 9)
    with pytest.raises(psycopg.errors.ObjectInUse):
        scratch._patiently(leaving)
