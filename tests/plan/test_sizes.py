"""What a live server says of its tables: it is told with what would be lost, and chooses the form that blocks less."""

from __future__ import annotations

from trueup import comparison
from trueup.postgres.server import Server


def test_rows_and_bytes_of_what_is_lost_are_told(server: Server) -> None:
    before, after = server.create(), server.create()
    with before.connect() as conn:
        conn.execute("CREATE TABLE big (id int PRIMARY KEY, x text, y text)")
        conn.execute("INSERT INTO big SELECT g, 'x', 'y' FROM generate_series(1, 20000) AS g")
        conn.execute("ANALYZE big")
        host = conn.info.host
    with after.connect() as conn:
        conn.execute("CREATE TABLE big (id int PRIMARY KEY, x text NOT NULL)")
    urls = [f"postgresql://{server.replay_role}@/{database.name}?host={host}" for database in (before, after)]
    _, script = comparison.diff(*urls, sql=True)
    (held,) = script.notes
    assert held.startswith("held back without --allow-destructive: ALTER TABLE public.big DROP COLUMN y;")
    assert "about 20,000 rows" in held
    assert "CHECK (x IS NOT NULL) NOT VALID" in script.text and "DROP CONSTRAINT" in script.text
    _, script = comparison.diff(*urls, sql=True, allow_destructive=True, transaction=True)
    assert "-- loses data: ALTER TABLE public.big DROP COLUMN y; (about 20,000 rows" in script.text
    assert "NOT VALID" not in script.text and "BEGIN;" in script.text
    before.drop()
    after.drop()
