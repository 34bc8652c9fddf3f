"""Folders as they come: odd files, odd statements, other people's schemas. Each is judged, or is said not to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from .front import Shown, migrations

ODD = {
    "01_empty.sql": "",
    "02_comments.sql": "-- nothing\n/* more of it */\n",
    "03_binary.sql": b"\x00\x01\xff\xfe\x00",
    "04_sleeps.sql": "SET statement_timeout = 0; SELECT pg_sleep(100000);",
    "05_loops.sql": "DO $$ BEGIN LOOP END LOOP; END $$;",
    "06_dynamic.sql": "DO $$ BEGIN EXECUTE 'CREATE TABLE dynamic (id int)'; END $$;",
    "07_temporary.sql": "CREATE TEMP TABLE tmp AS SELECT 1 AS a; CREATE TABLE kept AS SELECT a FROM tmp;",
    "08_role.sql": "CREATE ROLE trueup_app NOLOGIN; SET ROLE trueup_app; SELECT current_user;",
    "09_after_role.sql": "CREATE TABLE mine (id int);",
    "10_path.sql": "CREATE SCHEMA app; SET search_path = app; CREATE TABLE inside (id int);",
    "11_after_path.sql": "CREATE TABLE outside (id int);",
    "12_extension.sql": "CREATE EXTENSION no_such_extension; CREATE TABLE e (id int);",
    "13_rows.sql": "INSERT INTO t VALUES (1, 'a') ON CONFLICT DO NOTHING;",
    "14_copy.sql": "COPY t (id, v) FROM stdin;\n10\tx\n\\.\nCREATE TABLE after_copy (id int);\n",
    "15_syntax.sql": "CREATE TABL x (id int);",
    "16_other_words.sql": "COMMENT ON TABLE t IS 'Gr\xfc\xdfe';".encode("latin-1"),
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("trueup.migrations.execute.STATEMENT_SECONDS", 0.4)
        production = "CREATE TABLE t (id int PRIMARY KEY, v text);"
        return migrations(tmp_path_factory.mktemp("odd"), ODD, production, "--platform", "postgres")


@pytest.mark.parametrize(
    ("name", "verdict", "words"),
    [
        ("01_empty.sql", "no effect", "holds no statement"),
        ("02_comments.sql", "no effect", "holds no statement"),
        ("03_binary.sql", "not evaluated", "is a binary file"),
        ("04_sleeps.sql", "not evaluated", "could not be tried to its end"),
        ("05_loops.sql", "not evaluated", "could not be tried to its end"),
        ("06_dynamic.sql", "needed", "table public.dynamic"),
        ("07_temporary.sql", "needed", "table public.kept"),
        ("08_role.sql", "needed", "changes roles"),
        ("09_after_role.sql", "needed", "table public.mine"),
        ("10_path.sql", "needed", "schema app"),
        ("11_after_path.sql", "needed", "table public.outside"),
        ("12_extension.sql", "not evaluated", "no_such_extension"),
        ("13_rows.sql", "needed", "rows only"),
        ("14_copy.sql", "needed", "table public.after_copy"),
        ("15_syntax.sql", "broken", "syntax error"),
        ("16_other_words.sql", "needed", "changes table public.t"),
    ],
)
def test_an_odd_file(odd: Shown, name: str, verdict: str, words: str) -> None:
    entry = odd.migration(name)
    assert entry["verdict"] == verdict
    assert words in entry["reason"]


def test_what_was_not_judged_is_told(odd: Shown) -> None:
    told = " ".join(n["what"] for n in odd.report["not_evaluated"])
    for name in ("03_binary.sql", "04_sleeps.sql", "05_loops.sql", "12_extension.sql"):
        assert f"migration {name}" in told


def test_schemas_of_the_platform(tmp_path: Path) -> None:
    files = {
        "20240101000000_auth.sql": "CREATE FUNCTION public.made() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
        "SET search_path = '' AS $$ BEGIN RETURN NEW; END $$;\n"
        "CREATE TRIGGER on_made AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION public.made();",
        "20240102000000_storage.sql": "INSERT INTO storage.buckets (id, name) VALUES ('a', 'a');\n"
        "CREATE POLICY read_a ON storage.objects FOR SELECT USING (bucket_id = 'a');",
        "20240103000000_cron.sql": "CREATE EXTENSION IF NOT EXISTS pg_cron;",
        "20240104000000_job.sql": "SELECT cron.schedule('nightly', '0 3 * * *', 'SELECT 1');",
    }
    shown = migrations(tmp_path, files, folder="supabase/migrations")
    verdicts = shown.verdicts()
    assert [verdicts[name][0] for name in files] == ["needed"] * len(files)
    assert "extension pg_cron" in shown.migration("20240103000000_cron.sql")["reason"]
    assert "through what it calls" in shown.migration("20240104000000_job.sql")["reason"]


def test_two_branches_merged(tmp_path: Path) -> None:
    files = {
        "003_left.sql": "CREATE TABLE left_side (id int);",
        "003_right.sql": "ALTER TABLE t ADD COLUMN role text;",
        "004_left.sql": "ALTER TABLE t ADD COLUMN role varchar(10);",
    }
    shown = migrations(tmp_path, files, "CREATE TABLE t (id int PRIMARY KEY);")
    assert "duplicate-migration-version" in shown.rules()
    assert shown.verdicts()["003_right.sql"][0] == "needed"
    entry = shown.migration("004_left.sql")
    assert entry["verdict"] in {"broken", "conflicts"}
    assert 'column "role" of relation "t" already exists' in entry["reason"]


def test_what_is_there_in_guarded_form_is_judged(tmp_path: Path) -> None:
    files = {
        "20240101000000_made.sql": "CREATE TABLE made (id int PRIMARY KEY, other int);\n"
        "ALTER TABLE made ADD COLUMN more int;\n"
        "ALTER TABLE made ADD CONSTRAINT made_other_check CHECK (other > 0);",
        "20240102000000_next.sql": "ALTER TABLE made ADD CONSTRAINT made_more_check CHECK (more > 0);\n"
        "ALTER TABLE made ADD COLUMN last int;",
    }
    production = (
        "CREATE TABLE made (id int PRIMARY KEY, other int, more int, CONSTRAINT made_other_check CHECK (other > 0));"
        "ALTER TABLE made ADD CONSTRAINT made_more_check CHECK (more > 0);"
    )
    shown = migrations(tmp_path, files, production, "--platform", "postgres")
    verdicts = shown.verdicts()
    assert verdicts["20240101000000_made.sql"][0] == "already applied"
    assert "conflicts" in verdicts["20240102000000_next.sql"] or "partly applied" in verdicts["20240102000000_next.sql"]


def test_a_way_back_of_nothing_is_told(tmp_path: Path) -> None:
    files = {"07_a.sql": "CREATE TABLE a (id int);", "08_rollback.sql": "CREATE TABLE b (id int);"}
    shown = migrations(tmp_path, files, None, "--platform", "postgres")
    assert set(shown.verdicts()) == {"07_a.sql"}
    assert any("08_rollback.sql leads back" in told["message"] for told in shown.report["diagnostics"])
