"""The folder as a whole, from empty: squashed, continued, and held against the other sides."""

from __future__ import annotations

import pytest

from trueup.diff.compare import compare
from trueup.migrations.folder import new_migration, replay_folder, squash, three_way
from trueup.postgres.server import Database, Server
from trueup.replay.run import replay

from .helpers import migration, unit

FOLDER = (
    migration("001_a.sql", "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (id int PRIMARY KEY, m mood);"),
    migration("002_b.sql", "ALTER TYPE mood ADD VALUE 'b';"),
    migration("003_c.sql", "ALTER TABLE t ADD COLUMN w text DEFAULT 'x'; CREATE INDEX ON t (w);"),
    migration("004_d.sql", "CREATE VIEW v AS SELECT w FROM t; INSERT INTO t VALUES (1, 'b');"),
)


def test_squash_makes_what_the_folder_makes(server: Server) -> None:
    baseline = squash(server, FOLDER)
    assert baseline.proven, (baseline.error, baseline.remaining)
    assert baseline.rows == ("004_d.sql:1:35",)
    assert "004_d.sql:1:35" in baseline.text


def test_squash_says_what_does_not_run(server: Server) -> None:
    baseline = squash(server, (*FOLDER, migration("005_e.sql", "ALTER TABLE nowhere ADD COLUMN x int;")))
    assert baseline.refused == ("005_e.sql",)
    assert "005_e.sql" in baseline.text


@pytest.mark.parametrize(
    ("tool", "names"),
    [
        ("numbered", {"005_more.sql"}),
        ("flyway", {"V005__more.sql"}),
        ("prisma", {"005_more/migration.sql"}),
        ("dbmate", {"005_more.sql"}),
        ("goose", {"005_more.sql"}),
        ("up and down files", {"005_more.up.sql", "005_more.down.sql"}),
    ],
)
def test_new_migration_in_the_folders_style(database: Database, tool: str, names: set[str]) -> None:
    catalog = replay(database, [m.up for m in FOLDER]).catalog
    wanted = database.clone()
    declared = replay(
        wanted, [unit("x", "ALTER TABLE t ADD COLUMN more int; CREATE INDEX more_idx ON t (more);")]
    ).catalog
    folder = [migration(m.name, "SELECT 1;", tool=tool) for m in FOLDER]
    new = new_migration(database, catalog, declared, folder, "More")
    assert set(new.files) == names
    assert new.verdict.ok
    assert new.reversible
    wanted.drop()


def test_three_ways(server: Server) -> None:
    made = replay_folder(server, FOLDER).catalog
    production = replay_folder(server, (*FOLDER[:2], migration("x", "CREATE TABLE hand (id int);"))).catalog
    declared = replay_folder(server, (*FOLDER[:3], migration("y", "CREATE TABLE wish (id int);"))).catalog
    truth = three_way(made, production, declared)
    assert {r.name[0] for r in truth.by_hand} == {"hand"}
    assert {r.name[0] for r in truth.unmade} == {"wish"}
    assert "v" in {r.name[0] for r in truth.pending}
    shared = made.objects.keys() & production.objects.keys() & declared.objects.keys()
    assert truth.equal == len(shared) - len(truth.unlike)


def test_three_ways_of_one_are_equal(server: Server) -> None:
    made = replay_folder(server, FOLDER).catalog
    truth = three_way(made, made, made)
    assert truth.equal == len(made.objects)
    assert not compare(made, made).changes
