"""The example as its team has it: what each side holds, and what the mended project makes of production."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from trueup.diff.compare import compare
from trueup.postgres.server import Server
from trueup.replay.model import Replay
from trueup.replay.run import replay
from trueup.sources.discover import discover
from trueup.sources.model import Project, Source
from trueup.stages.readings import read_as

EXAMPLE = Path(__file__).parents[2] / "examples" / "code-playground"
ADMIN = 'CREATE POLICY "Admins can view all usage"'


class Sides(NamedTuple):
    """Each side, replayed; production under both readings."""

    project: Project
    declared: Replay
    query: Replay
    statement: Replay


@pytest.fixture(scope="module")
def sides(supabase_server: Server) -> Iterator[Sides]:
    project = discover(EXAMPLE)
    assert project.declared is not None
    assert project.production is not None
    sources = (project.declared, project.production, read_as(project.production, "statement"))
    replays = [replay(supabase_server.create(), source.units) for source in sources]
    yield Sides(project, *replays)
    for done in replays:
        done.database.drop()


def tables(done: Replay) -> set[str]:
    return {o.ref.name[0] for o in done.catalog.of_kind("table") if o.ref.schema == "public"}


def refusals(done: Replay) -> list[tuple[str, str]]:
    """(SQLSTATE, first line of the statement) of all that the server refused by itself."""
    return [(o.error.sqlstate, o.statement.sql.splitlines()[0]) for o in done.outcomes if o.error is not None]


def after_running(start: Replay, source: Source | None, names: list[str], *, introspect: bool = True) -> Replay:
    """These migrations, in this order, on a copy; the caller drops it."""
    assert source is not None
    units = {m.name[:3]: m.up for m in source.migrations}
    return replay(start.database.clone(), [units[name] for name in names], introspect=introspect)


def test_fourteen_tables_on_both_sides_equal_part_by_part(sides: Sides) -> None:
    assert len(tables(sides.declared)) == 14
    assert compare(sides.declared.catalog, sides.query.catalog, strict=True).changes == ()


def test_query_8_leaves_nothing_as_one_query_and_a_table_as_its_statements(sides: Sides) -> None:
    assert refusals(sides.declared) == []
    for done in (sides.query, sides.statement):
        assert refusals(done) == [("42P01", ADMIN)]
    assert tables(sides.statement) - tables(sides.query) == {"ai_usage"}


@pytest.mark.parametrize(
    ("reading", "order", "refused"),
    [
        ("query", ["003"], ["42703"]),
        ("query", ["001", "003", "002"], []),
        ("query", ["001", "001"], ["42P07"]),
        ("statement", ["001", "003"], ["42710"]),
        ("statement", ["001", "002"], []),
    ],
)
def test_what_the_migrations_come_to(sides: Sides, reading: str, order: list[str], refused: list[str]) -> None:
    done = after_running(getattr(sides, reading), sides.project.pending, order, introspect=False)
    assert [state for state, _ in refusals(done)][:1] == refused
    done.database.drop()


@pytest.fixture(scope="module")
def mended(supabase_server: Server) -> Iterator[tuple[Project, Replay]]:
    project = discover(EXAMPLE / "after")
    assert project.declared is not None
    done = replay(supabase_server.create(), project.declared.units)
    yield project, done
    done.database.drop()


@pytest.mark.parametrize(
    ("reading", "order"),
    [
        ("declared", ["001", "003", "002"]),
        ("query", ["001", "002", "003"]),
        ("query", ["001", "003", "002"] * 2),
        ("statement", ["001", "003", "002", "001"]),
    ],
)
def test_the_mended_migrations_lead_to_the_mended_schema(
    sides: Sides, mended: tuple[Project, Replay], reading: str, order: list[str]
) -> None:
    """From every state that production may be in, and also where they are run once more."""
    project, wanted = mended
    done = after_running(getattr(sides, reading), project.pending, order)
    assert refusals(wanted) == refusals(done) == []
    assert compare(done.catalog, wanted.catalog, strict=True).changes == ()
    done.database.drop()
