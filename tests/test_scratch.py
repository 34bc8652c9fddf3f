"""The scratch server answers, and text from files does not run as a superuser."""

from trueup.postgres.server import Database


def test_replay_role_is_not_superuser(database: Database) -> None:
    with database.connect() as conn:
        row = conn.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    assert row == (False,)
