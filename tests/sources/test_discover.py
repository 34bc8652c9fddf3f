"""What is taken for what in a project folder, and what is told about the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from projects import table, write

from trueup.config import Config, template
from trueup.config import load as load_config
from trueup.errors import SourceError, TrueupError, UsageError
from trueup.replay.model import Atomicity
from trueup.sources.discover import discover, named_sides
from trueup.sources.model import Project

EXAMPLE = Path(__file__).parents[2] / "examples" / "code-playground"
QUERIES = "MY QUERIES\n\n1st query:\n" + table("a") + "\n2nd Quiry\n" + table("b") + "\n## Query 3\n" + table("c")
DUMP = "--\n-- PostgreSQL database dump\n--\n\n" + table("public.a")
MIGRATION = {"migrations/001_a.sql": table("a")}


def sides(project: Project) -> dict[str, tuple[str, str]]:
    """Each side's label and kind."""
    found = {"declared": project.declared, "production": project.production, "pending": project.pending}
    return {side: (source.label, source.kind) for side, source in found.items() if source is not None}


def test_the_example_has_all_three_sides() -> None:
    project = discover(EXAMPLE)
    assert sides(project) == {
        "declared": ("database-schema.sql", "sql file"),
        "production": ("database-schema-LIVE.sql", "saved queries"),
        "pending": ("database-migrations", "migrations (numbered)"),
    }
    assert project.production is not None
    assert [u.name for u in project.production.units] == [f"Query {n}" for n in range(1, 9)]
    assert all(u.atomicity is Atomicity.UNIT for u in project.production.units)
    assert all(s.why for s in (project.declared, project.production, project.pending) if s is not None)
    assert any("after/" in d.message for d in project.diagnostics), "the nested project is told"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"schema.sql": table("a")}, {"declared": ("schema.sql", "sql file")}, id="one file"),
        pytest.param({"db/structure.sql": DUMP}, {"declared": ("db/structure.sql", "dump")}, id="a dump alone"),
        pytest.param(
            {"schema.sql": table("a"), "backup-2024.dump.sql": DUMP},
            {"declared": ("schema.sql", "sql file")},
            id="a backup is out of use",
        ),
        pytest.param(
            {"schema.sql": table("a"), "server.sql": DUMP},
            {"declared": ("schema.sql", "sql file"), "production": ("server.sql", "dump")},
            id="a dump beside a schema",
        ),
        pytest.param(
            {"schema.sql": table("a"), "prod_dump.sql": DUMP},
            {"declared": ("schema.sql", "sql file"), "production": ("prod_dump.sql", "dump")},
            id="production by name",
        ),
        pytest.param(
            {"schema.sql": table("a"), "supabase.sql": QUERIES},
            {"declared": ("schema.sql", "sql file"), "production": ("supabase.sql", "saved queries")},
            id="saved queries by their headings",
        ),
        pytest.param(
            {"website/database-schema.sql": table("a"), **{f"website/{k}": v for k, v in MIGRATION.items()}},
            {
                "declared": ("website/database-schema.sql", "sql file"),
                "pending": ("website/migrations", "migrations (numbered)"),
            },
            id="a project further down",
        ),
        pytest.param(
            {"database-schema.sql": table("a"), **{f"website/{k}": v for k, v in MIGRATION.items()}},
            {
                "declared": ("database-schema.sql", "sql file"),
                "pending": ("website/migrations", "migrations (numbered)"),
            },
            id="sides in different folders",
        ),
        pytest.param(
            {"supabase/schemas/b.sql": table("b"), "supabase/schemas/a.sql": table("a")},
            {"declared": ("supabase/schemas", "sql folder")},
            id="declarative schemas",
        ),
        pytest.param(
            {"schema.sql": table("a"), "test/schema.sql": table("t"), "node_modules/x/schema.sql": table("n")},
            {"declared": ("schema.sql", "sql file")},
            id="tests and packages are left out",
        ),
        pytest.param(
            {"schema.sql": table("a"), "demo/schema.sql": table("d"), "demo/migrations/1_x.sql": table("x")},
            {"declared": ("schema.sql", "sql file")},
            id="another project inside",
        ),
        pytest.param(
            {"schema.sql": table("a"), "prod.sql": "SELECT count(*) FROM a;"},
            {"declared": ("schema.sql", "sql file")},
            id="a name alone is not enough",
        ),
        pytest.param(
            {"schema.sql": "", "supabase-schema.sql": table("a"), "live.sql": b"\x00\x01\x02"},
            {"declared": ("supabase-schema.sql", "sql file")},
            id="empty and binary files",
        ),
        pytest.param(
            {"seed.sql": "INSERT INTO a VALUES (1);", **MIGRATION},
            {"pending": ("migrations", "migrations (numbered)")},
            id="a seed is no schema",
        ),
        pytest.param(
            {"supabase-schema.sql": table("a"), "chat-schema.sql": table("b"), "fix-x.sql": table("c")},
            {"declared": ("supabase-schema.sql, chat-schema.sql", "sql files")},
            id="schemas of different tables",
        ),
        pytest.param(
            {
                "rls.sql": "CREATE POLICY p ON a;",
                "tables.sql": table("a"),
                "functions.sql": "CREATE FUNCTION f() RETURNS int RETURN 1;",
            },
            {"declared": ("tables.sql, functions.sql and 1 more", "sql files")},
            id="pieces of one schema",
        ),
        pytest.param(
            {"schema-1.sql": table("a"), "other-schema.sql": table("a")},
            {"declared": ("schema-1.sql", "sql file")},
            id="versions of one schema",
        ),
        pytest.param(
            {"001_a.sql": table("a"), "002_b.sql": table("b")},
            {"pending": ("", "migrations (numbered)")},
            id="the folder of migrations itself",
        ),
        pytest.param(
            {"schema.sql": table("a"), "sql/01_a.sql": table("b"), "sql/02_fix.sql": "ALTER TABLE b ADD c int;"},
            {"declared": ("schema.sql", "sql file"), "pending": ("sql", "migrations (numbered)")},
            id="a series of numbered scripts",
        ),
        pytest.param(
            {"schema.sql": table("a"), "FIX_LIVE_NOW.sql": table("b")},
            {"declared": ("schema.sql", "sql file")},
            id="a fix on production is not production",
        ),
        pytest.param(
            {"migrations/tenant/1_a.sql": table("a"), "migrations/tenant/2_b.sql": table("b")},
            {"pending": ("migrations/tenant", "migrations (numbered)")},
            id="one folder deeper",
        ),
    ],
)
def test_what_is_taken_for_what(
    tmp_path: Path, files: dict[str, str | bytes], expected: dict[str, tuple[str, str]]
) -> None:
    assert sides(discover(write(tmp_path, files))) == expected


def test_what_was_named_but_no_description_is_told(tmp_path: Path) -> None:
    project = discover(write(tmp_path, {"schema.sql": table("a"), "prod.sql": "SELECT 1;"}))
    assert any(d.code == "passed-over" and "prod.sql" in d.message for d in project.diagnostics)
    assert {d.help for d in project.diagnostics if d.code == "side-missing"} == {
        "Name it with --production if there is one.",
        "Name it with --migrations if there is one.",
    }


def test_flags_go_before_the_configuration_and_that_before_names(tmp_path: Path) -> None:
    files = {"schema.sql": table("a"), "b.sql": table("b"), "c.sql": table("c"), "trueup.toml": 'declared = "b.sql"\n'}
    write(tmp_path, files)
    config = load_config(tmp_path)
    assert sides(discover(tmp_path))["declared"][0] == "schema.sql"
    assert sides(discover(tmp_path, config))["declared"][0] == "b.sql"
    assert sides(discover(tmp_path, config, declared="c.sql"))["declared"][0] == "c.sql"
    assert sides(discover(tmp_path, config, declared=str(tmp_path / "c.sql")))["declared"][0] == "c.sql"


def test_the_template_names_what_was_found_and_finds_it_again(tmp_path: Path) -> None:
    write(tmp_path, {"schema.sql": table("a"), "queries.sql": QUERIES, **MIGRATION})
    project = discover(tmp_path)
    write(tmp_path, {"trueup.toml": template(**named_sides(project))})
    again = discover(tmp_path, load_config(tmp_path))
    assert sides(again) == sides(project)
    assert again.declared is not None
    assert again.declared.why == "trueup.toml names it"


def test_one_file_can_not_be_two_sides(tmp_path: Path) -> None:
    write(tmp_path, {"schema.sql": table("a"), **MIGRATION})
    with pytest.raises(UsageError, match="both"):
        discover(tmp_path, declared="schema.sql", production="schema.sql")
    assert "declared" not in sides(discover(tmp_path, production="schema.sql"))


def test_a_source_as_the_path_is_a_project_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, {"a.sql": table("a"), "queries.sql": QUERIES})
    assert list(sides(discover(tmp_path / "a.sql"))) == ["declared"]
    assert list(sides(discover(tmp_path / "queries.sql"))) == ["production"]


@pytest.mark.parametrize("files", [{}, {"readme.md": "x"}, {"a.sql": "SELECT 1;"}, {"schema.prisma": "model A {}"}])
def test_nothing_is_an_error_that_says_what_to_do(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    with pytest.raises(SourceError) as caught:
        discover(write(tmp_path, files))
    assert caught.value.help


def test_links_that_lead_outside_are_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"secret.sql": table("secret"), "sub/x.sql": table("x")})
    root = write(tmp_path / "project", {"schema.sql": table("a")})
    (root / "database-LIVE.sql").symlink_to(outside / "secret.sql")
    (root / "migrations").symlink_to(outside / "sub")
    project = discover(root)
    assert list(sides(project)) == ["declared"]
    assert sum(d.code == "link-outside" for d in project.diagnostics) == 2
    with pytest.raises(SourceError, match="leads out"):
        discover(root, Config(production="database-LIVE.sql", folder=root, file="trueup.toml"))


def test_a_folder_of_the_supabase_project_is_known_by_its_own_name(tmp_path: Path) -> None:
    write(tmp_path, {"supabase/migrations/20240101000000_a.sql": table("a"), "supabase/seed.sql": "SELECT 1;"})
    for path in (tmp_path, tmp_path / "supabase", tmp_path / "supabase" / "migrations"):
        pending = discover(path).pending
        assert pending is not None
        assert pending.kind == "migrations (supabase)"


def test_a_missing_source_names_the_near_one(tmp_path: Path) -> None:
    write(tmp_path, {"database-schema.sql": table("a")})
    with pytest.raises(SourceError) as caught:
        discover(tmp_path, declared="databse-schema.sql")
    assert "database-schema.sql" in caught.value.help


def test_discovery_gives_the_same_twice(tmp_path: Path) -> None:
    write(tmp_path, {"schema.sql": table("a"), "x/schema.sql": table("b"), "live.sql": QUERIES, **MIGRATION})
    assert discover(tmp_path) == discover(tmp_path)


NAMES = st.sampled_from(
    """schema.sql LIVE.sql a.sql 1_a.sql V1__a.sql a.up.sql up.sql migration.sql sqitch.plan config.toml trueup.toml
    production.json x.csv _journal.json seed.sql current.sql R__v.sql""".split()  # noqa: SIM905
)
FOLDERS = st.sampled_from(
    """./ migrations/ supabase/schemas/ supabase/migrations/ db/ meta/ x/ committed/ migrations/1_x/
    migrations/default/1_x/ deploy/ supabase/ prisma/migrations/2_y/""".split()  # noqa: SIM905
)
CONTENTS = st.one_of(
    st.binary(max_size=40),
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace")),
    st.sampled_from(
        ["", table("a"), QUERIES, DUMP, "-- +goose Up\n", "-- migrate:down\n", "{}", "[]", "\\i a.sql\n"]
    ).map(str.encode),
)


def explore(root: Path, files: dict[str, bytes]) -> None:
    """Discovery of any folder gives a project or one of our errors, and the same twice."""
    write(root, files)
    try:
        config = load_config(root)
        project = discover(root, config)
    except TrueupError:
        return
    assert sides(project)
    assert project == discover(root, config)


@settings(max_examples=40, deadline=None)
@given(files=st.dictionaries(st.tuples(FOLDERS, NAMES).map("".join), CONTENTS, min_size=1, max_size=6))
def test_any_folder_gives_a_project_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    explore(tmp_path_factory.mktemp("any"), files)


@pytest.mark.nightly
@settings(max_examples=3000, deadline=None)
@given(files=st.dictionaries(st.tuples(FOLDERS, NAMES).map("".join), CONTENTS, min_size=1, max_size=9))
def test_any_folder_gives_a_project_or_an_error_often(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    explore(tmp_path_factory.mktemp("any"), files)
