"""What a command prints about a live server holds no password."""

from __future__ import annotations

from pathlib import Path

import pytest

from trueup.cli.main import main
from trueup.postgres.server import Database

PASSWORD = "hunter2"


def url(database: Database) -> str:
    with database.connect() as conn:
        conn.execute("CREATE TABLE IF NOT EXISTS public.a (id int PRIMARY KEY)")
        info = conn.info
        return f"postgresql://{info.user}:{PASSWORD}@/{info.dbname}?host={info.host}&port={info.port}"


def forms() -> list[object]:
    """Every command in every form; three in CI, for each starts a server of its own."""
    often = {("audit", "json"), ("diff", "terminal"), ("check", "json")}
    commands = ("check", "audit", "diff", "access", "migrations", "snapshot", "dump")
    every = [(c, f) for c in commands for f in ("terminal", "json") if f == "terminal" or c not in {"snapshot", "dump"}]
    return [pytest.param(*pair, marks=() if pair in often else pytest.mark.nightly) for pair in every]


@pytest.mark.parametrize(("command", "format_"), forms())
def test_no_report_holds_a_password(
    database: Database, capsys: pytest.CaptureFixture[str], command: str, format_: str
) -> None:
    sources = [url(database)] * (2 if command == "diff" else 1)
    arguments = ["--format", format_] if format_ == "json" else []
    with pytest.raises(SystemExit):
        main([command, *sources, *arguments])
    written = capsys.readouterr()
    assert PASSWORD not in written.out + written.err
    assert len(written.out + written.err) > 20


@pytest.mark.parametrize(
    "scratch", ["postgresql://u:hunter2@127.0.0.1:1/db", "postgresql://u:hun@ter2@127.0.0.1:1/db", "host=127.0.0.1 '"]
)
def test_a_scratch_server_s_password_is_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], scratch: str
) -> None:
    (tmp_path / "a.sql").write_text("CREATE TABLE a (id int);")
    with pytest.raises(SystemExit) as stopped:
        main(["check", str(tmp_path / "a.sql"), "--scratch", scratch])
    assert stopped.value.code == 2
    assert "ter2" not in "".join(capsys.readouterr())
