"""An unchanged run of migrations is not replayed again, and nobody can tell from the result."""

from __future__ import annotations

from dataclasses import replace

import pytest
from replaying import unit

from trueup.postgres.server import Server
from trueup.replay.model import Atomicity, Unit
from trueup.replay.prefix import open_database
from trueup.replay.run import replay, replay_anew


@pytest.fixture
def units() -> list[Unit]:
    made = [f"CREATE TABLE prefixed{i} (i int PRIMARY KEY); COMMENT ON TABLE prefixed{i} IS 'x';" for i in range(120)]
    last = "ALTER TABLE prefixed1 RENAME TO renamed; ALTER TABLE prefixed2 ADD j int; SELECT * FROM prefixed_3;"
    texts = ["\n".join(made[:60]), "\n".join(made[60:]), last]
    return [unit(text, f"{i}.sql", Atomicity.UNIT) for i, text in enumerate(texts)]


def test_the_result_is_that_of_a_full_replay(server: Server, units: list[Unit]) -> None:
    first = replay_anew(server, units)
    database, prefix = open_database(server, units)
    database.drop()
    assert prefix.count == 2
    again = replay_anew(server, units)
    plain = server.create()
    full = replay(plain, units)
    for result in (first, again):
        assert result.outcomes == full.outcomes
        assert result.provenance == full.provenance
        assert result.root_causes == full.root_causes
        assert result.diagnostics == full.diagnostics
        assert result.catalog.objects == full.catalog.objects
        result.database.drop()
    plain.drop()


def test_one_more_unit_still_finds_the_prefix_and_a_changed_one_does_not(server: Server, units: list[Unit]) -> None:
    replay_anew(server, units).database.drop()
    more, prefix = open_database(server, [*units, unit("SELECT 1;", "more.sql")])
    assert prefix.count == 2
    more.drop()
    changed = [units[0], replace(units[1], statements=units[1].statements[:-1]), units[2]]
    other, prefix = open_database(server, changed)
    assert prefix.count == 0
    other.drop()
