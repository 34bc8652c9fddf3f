"""A text that says no owner is taken as that role's who owns on the server what both have: so is the plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from trueup.config import Config
from trueup.plan.node import PlanOptions
from trueup.postgres.server import Database, Server
from trueup.sources.load import both
from trueup.stages.chosen import chosen_pair
from trueup.stages.compared import proven_script
from trueup.stages.pair import Pair, load_pair
from trueup.stages.unsaid import run_by_its_owner, told_runner

SAME = """CREATE SCHEMA app; CREATE TABLE app.t (a int); CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'select 1';
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC;"""
MORE = SAME.replace("SELECT ON", "SELECT, INSERT ON") + "CREATE TABLE app.u (a int);"


@pytest.fixture(scope="module", autouse=True)
def deployer(server: Server) -> None:
    """Who deploys there; the server is thrown away with it."""
    database = server.create()
    with database.connect(superuser=True) as conn:
        conn.execute("CREATE ROLE deployer; GRANT deployer TO postgres")
    database.drop()


@pytest.fixture
def live(server: Server, database: Database) -> str:
    """A database that somebody else than the scratch server's role has made."""
    with database.connect(superuser=True) as conn:
        conn.execute("ALTER ROLE deployer SUPERUSER")
        conn.execute(f"SET ROLE deployer; {SAME} RESET ROLE; ALTER ROLE deployer NOSUPERUSER".encode())
        return f"postgresql://{server.superuser}@/{database.name}?host={conn.info.host}&port={conn.info.port}"


def compared(server: Server, live: str, tmp_path: Path, text: str) -> Pair:
    (tmp_path / "a.sql").write_text(text)
    with both(live, str(tmp_path / "a.sql"), Config()) as read:
        return run_by_its_owner(load_pair(server, *read(), to_try=True))


def test_a_text_without_owners_equals_what_another_role_made_of_it(server: Server, live: str, tmp_path: Path) -> None:
    pair = compared(server, live, tmp_path, SAME)
    drift, _, _ = chosen_pair(pair, (), (), strict=False)
    assert [str(change.ref) for change in drift.changes] == []
    assert [d.code for d in told_runner(pair)] == ["run-by-its-owner"]


def test_a_plan_names_the_role_that_owns_what_is_there(server: Server, live: str, tmp_path: Path) -> None:
    pair = compared(server, live, tmp_path, MORE)
    drift, target, _ = chosen_pair(pair, (), (), strict=False)
    made = proven_script(pair, drift, target, PlanOptions(), unproven=False)
    head = "ALTER DEFAULT PRIVILEGES FOR ROLE deployer IN SCHEMA app"
    assert f"{head} GRANT INSERT ON TABLES TO PUBLIC;" in made.text, made.notes
    assert "postgres" not in made.text


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("ALTER TABLE app.t OWNER TO postgres;", "table app.t"),
        (
            "ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA app GRANT USAGE ON SEQUENCES TO PUBLIC;",
            "default privileges app.postgres.sequences.public",
        ),
    ],
)
def test_what_the_text_says_of_roles_stays(server: Server, live: str, tmp_path: Path, said: str, kept: str) -> None:
    pair = compared(server, live, tmp_path, SAME + said)
    drift, _, _ = chosen_pair(pair, (), (), strict=False)
    assert kept in {str(change.ref) for change in drift.counted}


def test_a_text_without_owners_is_taken_to_a_server_without_giving_anything_away(
    server: Server, live: str, tmp_path: Path
) -> None:
    (tmp_path / "a.sql").write_text(SAME.replace("select 1", "select 2"))
    with both(str(tmp_path / "a.sql"), live, Config()) as read:
        pair = run_by_its_owner(load_pair(server, *read(), to_try=True))
    drift, target, _ = chosen_pair(pair, (), (), strict=False)
    made = proven_script(pair, drift, target, PlanOptions(), unproven=False)
    assert [str(change.ref) for change in drift.changes] == ["function app.f()"]
    assert "select 1" in made.text and "OWNER" not in made.text, (made.text, made.notes)
    assert "for deployer to run, who owns in TO what both have" in made.text
    assert [d.code for d in told_runner(pair)] == ["run-by-its-owner"]
