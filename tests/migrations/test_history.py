"""What a tool recorded, held against the folder and against what is there: each tool's own table, on a server."""

from __future__ import annotations

import hashlib
from pathlib import Path
from zlib import crc32

from .front import command, migrations

SUPABASE = """CREATE SCHEMA supabase_migrations;
CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[], name text);
"""
PLAIN = ("--platform", "postgres")


def test_the_history_of_the_supabase_cli(tmp_path: Path) -> None:
    files = {
        "20240101000000_a.sql": "-- a comment is no edit\ncreate table a (id int PRIMARY KEY);",
        "20240102000000_b.sql": "CREATE TABLE b (id int);",
        "20240103000000_c.sql": "CREATE TABLE c (id int, more text);",
        "20240102500000_late.sql": "CREATE TABLE late (id int);",
        "20240105000000_d.sql": "CREATE TABLE d (id int PRIMARY KEY);",
        "20240105000000_e.sql": "CREATE TABLE e (id int PRIMARY KEY);",
        "20240107000000_moved.sql": "CREATE TABLE moved (id int);",
    }
    production = (
        SUPABASE
        + """CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE c (id int); CREATE TABLE moved (id int);
    CREATE TABLE d (id int PRIMARY KEY);
    INSERT INTO supabase_migrations.schema_migrations VALUES
      ('20240101000000', '{"CREATE TABLE a (id int PRIMARY KEY)"}', 'a'),
      ('20240102000000', '{"CREATE TABLE b (id int)"}', 'b'),
      ('20240103000000', '{"CREATE TABLE c (id int)"}', 'c'),
      ('20240104000000', '{"CREATE TABLE gone (id int)"}', 'gone'),
      ('20240104100000', '{"CREATE TABLE moved (id int)"}', 'other words');
    """
    )
    shown = migrations(tmp_path, files, production, *PLAIN, folder="supabase/migrations")
    said = {f["rule"]: f["message"].split(" ")[0] for f in shown.report["findings"] if f["severity"] != "style"}
    assert said.pop("recorded-migration-without-file") == "Production"
    assert said.pop("migration-renamed-after-applied") == "Production"
    assert said.pop("unrecorded-migration") in {"20240105000000_d.sql", "20240107000000_moved.sql"}
    assert said == {
        "migration-edited-after-applied": "20240103000000_c.sql",
        "recorded-migration-not-there": "20240103000000_c.sql",  # the last of two: b, and the column of c
        "duplicate-migration-version": "20240105000000_d.sql",
        "migration-sorts-before-applied": "20240102500000_late.sql",
    }
    gone = [f["evidence"][0]["text"] for f in shown.findings("recorded-migration-not-there")]
    assert gone == ["not in production: table public.b", "not in production: column public.c.more"]
    assert "20240107000000_moved.sql" in shown.findings("migration-renamed-after-applied")[0]["message"]
    assert set(shown.verdicts()) == set(files) - {
        "20240101000000_a.sql",
        "20240102000000_b.sql",
        "20240103000000_c.sql",
    }


def _flyway(*lines: str) -> int:
    """As Flyway does it: the lines without their ends."""
    crc = 0
    for line in lines:
        crc = crc32(line.encode(), crc)
    return crc - (1 << 32) if crc >= 1 << 31 else crc


def test_the_history_of_flyway(tmp_path: Path) -> None:
    a, b = ("CREATE TABLE a (", "  id int);"), ("CREATE TABLE b (id int);",)
    view = ("CREATE OR REPLACE VIEW v AS SELECT id FROM a;",)
    files = {
        "V1__old.sql": "CREATE TABLE before_the_baseline (id int);",
        "V2__a.sql": "\r\n".join(a) + "\r\n",
        "V2.1__b.sql": "\n".join(b) + "\n-- edited\n",
        "V3__c.sql": "CREATE TABLE c (id int);",
        "R__v.sql": view[0],
        "R__w.sql": "CREATE OR REPLACE VIEW w AS SELECT id FROM b;",
    }
    production = f"""CREATE TABLE before_the_baseline (id int); CREATE TABLE a (id int); CREATE TABLE b (id int);
    CREATE VIEW v AS SELECT id FROM a; CREATE VIEW w AS SELECT 1 AS id;
    CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version text, description text, type text,
      script text, checksum int, installed_by text, installed_on timestamp, execution_time int, success boolean);
    INSERT INTO flyway_schema_history VALUES
      (1, '1', '<< Flyway Baseline >>', 'BASELINE', '<< Flyway Baseline >>', NULL, 'x', now(), 0, true),
      (2, '2', 'a', 'SQL', 'V2__a.sql', {_flyway(*a)}, 'x', now(), 0, true),
      (3, '2.1', 'b', 'SQL', 'V2.1__b.sql', {_flyway(*b)}, 'x', now(), 0, true),
      (4, NULL, 'v', 'SQL', 'R__v.sql', {_flyway(*view)}, 'x', now(), 0, true),
      (5, NULL, 'w', 'SQL', 'R__w.sql', 12345, 'x', now(), 0, true),
      (6, '3', 'c', 'SQL', 'V3__c.sql', 1, 'x', now(), 0, false);
    """
    shown = migrations(tmp_path, files, production)
    assert [f["message"].split(" ")[0] for f in shown.findings("migration-edited-after-applied")] == ["V2.1__b.sql"]
    assert "V3__c.sql as failed" in shown.findings("failed-migration-recorded")[0]["message"]
    assert set(shown.verdicts()) == {"V3__c.sql", "R__w.sql"}


def test_the_history_of_prisma(tmp_path: Path) -> None:
    same, edited = "CREATE TABLE a (id int);\n", "CREATE TABLE b (id int);\n"
    files = {
        "migration_lock.toml": 'provider = "postgresql"\n',
        "20240101_a/migration.sql": same,
        "20240102_b/migration.sql": edited + "-- edited\n",
        "20240103_c/migration.sql": "CREATE TABLE c (id int);",
        "20240104_d/migration.sql": "CREATE TABLE d (id int);",
    }
    sums = [hashlib.sha256(text.encode()).hexdigest() for text in (same, edited)]
    production = f"""CREATE TABLE a (id int); CREATE TABLE b (id int);
    CREATE TABLE _prisma_migrations (id text PRIMARY KEY, checksum text, finished_at timestamptz, migration_name text,
      logs text, rolled_back_at timestamptz, started_at timestamptz DEFAULT now(), applied_steps_count int DEFAULT 1);
    INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, rolled_back_at) VALUES
      ('1', '{sums[0]}', now(), '20240101_a', NULL), ('2', '{sums[1]}', now(), '20240102_b', NULL),
      ('3', 'x', NULL, '20240103_c', NULL), ('4', 'x', NULL, '20240104_d', now());
    """
    shown = migrations(tmp_path, files, production, folder="prisma/migrations")
    assert [f["message"].split(" ")[0] for f in shown.findings("migration-edited-after-applied")] == ["20240102_b"]
    assert "20240103_c" in shown.findings("failed-migration-recorded")[0]["message"]
    assert set(shown.verdicts()) == {"20240103_c", "20240104_d"}


def test_the_histories_that_only_keep_versions(tmp_path: Path) -> None:
    text = "CREATE TABLE a{} (id int);"
    files = {f"{n}_x.sql": text.format(n) for n in (1, 2, 3)}
    goose = {name: f"-- +goose Up\n{sql}\n-- +goose Down\nDROP TABLE a{name[0]};" for name, sql in files.items()}
    rows = "(0, true), (1, true), (2, true), (2, false)"
    production = f"""CREATE TABLE a1 (id int);
    CREATE TABLE goose_db_version (id serial PRIMARY KEY, version_id bigint, is_applied boolean, tstamp timestamp);
    INSERT INTO goose_db_version (version_id, is_applied) VALUES {rows};"""
    assert set(migrations(tmp_path / "goose", goose, production).verdicts()) == {"2_x.sql", "3_x.sql"}
    moved = {f"{n}_x.up.sql": text.format(n) for n in (1, 2, 3)}
    production = """CREATE TABLE a1 (id int);
    CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean);
    INSERT INTO schema_migrations VALUES (2, true);"""
    shown = migrations(tmp_path / "migrate", moved, production)
    assert set(shown.verdicts()) == {"2_x.up.sql", "3_x.up.sql"}
    assert "failed-migration-recorded" in shown.rules()


def test_the_history_of_sqitch(tmp_path: Path) -> None:
    deploy = "-- Deploy a\nBEGIN;\nCREATE TABLE a (id int);\nCOMMIT;\n"
    files = {
        "sqitch.plan": "%syntax-version=1.0.0\n%project=p\n\n"
        "a 2024-01-01T00:00:00Z x <x@x.x> # a\nb 2024-01-02T00:00:00Z x <x@x.x> # b\n",
        "deploy/a.sql": deploy,
        "deploy/b.sql": "BEGIN;\nCREATE TABLE b (id int);\nCOMMIT;\n",
        "revert/a.sql": "BEGIN;\nDROP TABLE a;\nCOMMIT;\n",
    }
    digest = hashlib.sha1(deploy.encode() + b"-- before it was edited\n").hexdigest()
    production = f"""CREATE TABLE a (id int); CREATE SCHEMA sqitch;
    CREATE TABLE sqitch.changes (change_id text PRIMARY KEY, script_hash text, change text, project text,
      committed_at timestamptz DEFAULT now());
    INSERT INTO sqitch.changes VALUES ('1', '{digest}', 'a', 'p');"""
    shown = migrations(tmp_path, files, production)
    assert set(shown.verdicts()) == {"b"}
    assert "migration-edited-after-applied" in shown.rules()


def test_a_platform_s_own_history_is_none_of_the_folder_s(tmp_path: Path) -> None:
    production = """CREATE SCHEMA auth; CREATE TABLE auth.schema_migrations (version text);
    INSERT INTO auth.schema_migrations VALUES ('20171026211738'), ('1');"""
    shown = migrations(tmp_path, {"1_a.sql": "CREATE TABLE a (id int);"}, production, *PLAIN)
    assert set(shown.verdicts()) == {"1_a.sql"}
    assert "recorded-migration-without-file" not in shown.rules()


A, B, C = (f"CREATE TABLE {name} (id int PRIMARY KEY);\n" for name in "abc")


def _digest(name: str, text: str) -> str:
    return hashlib.new(name, text.encode()).hexdigest()


def test_the_history_of_drizzle(tmp_path: Path) -> None:
    tags = ("0000_a", "0001_b", "0002_c")
    entries = ", ".join(f'{{"idx": {n}, "when": {n}, "tag": "{tag}"}}' for n, tag in enumerate(tags))
    files = {
        "meta/_journal.json": f'{{"version": "7", "dialect": "postgresql", "entries": [{entries}]}}',
        "0000_a.sql": A,
        "0001_b.sql": B + "--> statement-breakpoint\nCREATE INDEX bi ON b (id);",
        "0002_c.sql": C,
    }
    production = f"""{A}{B}CREATE SCHEMA drizzle;
    CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint);
    INSERT INTO drizzle.__drizzle_migrations (hash) VALUES ('{_digest("sha256", A)}'), ('{_digest("sha256", B)}');"""
    shown = migrations(tmp_path, files, production, *PLAIN, folder="drizzle")
    assert shown.verdicts() == {"0002_c.sql": ["needed"]}
    assert "0001_b.sql" in shown.findings("migration-edited-after-applied")[0]["message"]
    assert "index public.bi" in shown.findings("recorded-migration-not-there")[0]["message"]


def test_the_history_of_sqlx(tmp_path: Path) -> None:
    files = {f"2024010{n}000000_{t}.sql": sql for n, (t, sql) in enumerate(zip("abc", (A, B, C), strict=True), 1)}
    rows = ", ".join(
        f"(2024010{n}000000, '{t}', {ok}, '\\x{_digest('sha384', sql)}')"
        for n, t, ok, sql in ((1, "a", "true", A), (2, "b", "true", "CREATE TABLE b (id int);"), (3, "c", "false", C))
    )
    production = f"""{A}{B}{C}CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text NOT NULL,
      success boolean NOT NULL, checksum bytea NOT NULL);
    INSERT INTO _sqlx_migrations VALUES {rows};"""
    shown = migrations(tmp_path, files, production, *PLAIN)
    assert shown.verdicts() == {"20240103000000_c.sql": ["already applied"]}
    assert "20240102000000_b.sql" in shown.findings("migration-edited-after-applied")[0]["message"]
    assert {"failed-migration-recorded"} <= shown.rules()
    assert "unrecorded-migration" not in shown.rules()  # it is recorded, as failed


def test_the_history_of_diesel(tmp_path: Path) -> None:
    files = {
        f"2024-01-0{n}-000000_{t}/{part}.sql": sql if part == "up" else f"DROP TABLE {t};"
        for n, (t, sql) in enumerate(zip("abc", (A, B, C), strict=True), 1)
        for part in ("up", "down")
    }
    production = f"""{A}CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY, run_on timestamp);
    INSERT INTO __diesel_schema_migrations VALUES ('20240101000000'), ('20240102000000'), ('20230909000000');"""
    shown = migrations(tmp_path, files, production, *PLAIN)
    assert shown.verdicts() == {"2024-01-03-000000_c": ["needed"]}  # none of its files is taken for a declared schema
    assert "2024-01-02-000000_b" in shown.findings("recorded-migration-not-there")[0]["message"]
    assert [f["message"].split()[3] for f in shown.findings("recorded-migration-without-file")] == ["20230909000000,"]


def test_the_history_of_node_pg_migrate(tmp_path: Path) -> None:
    files = {
        f"170000000000{n}_{t}.sql": f"-- Up Migration\n{sql}-- Down Migration\nDROP TABLE {t};"
        for n, (t, sql) in enumerate(zip("abc", (A, B, C), strict=True))
    }
    production = f"""{A}CREATE TABLE pgmigrations (id serial PRIMARY KEY, name varchar(255) NOT NULL);
    INSERT INTO pgmigrations (name) VALUES ('1700000000000_a'), ('1700000000002_c');"""
    shown = migrations(tmp_path, files, production, *PLAIN)
    assert shown.verdicts() == {"1700000000001_b.sql": ["needed"]}
    assert "1700000000001_b.sql" in shown.findings("migration-sorts-before-applied")[0]["message"]
    assert "1700000000002_c.sql" in shown.findings("recorded-migration-not-there")[0]["message"]


def test_the_history_of_alembic_names_the_newest_only(tmp_path: Path) -> None:
    written = "".join(
        f"-- Running upgrade {before} -> {name}\n\n{sql}\n"
        for before, name, sql in (("", "9a", A), ("9a", "1b", B), ("1b", "5c", C))
    )
    (tmp_path / "upgrade.sql").write_text(written)
    (tmp_path / "production.sql").write_text(
        f"{A}{B}CREATE TABLE alembic_version (version_num varchar(32)); INSERT INTO alembic_version VALUES ('1b');"
    )
    source = str(tmp_path / "upgrade.sql")
    shown = command("migrations", source, "--production", str(tmp_path / "production.sql"), "--format", "json", *PLAIN)
    assert shown.verdicts() == {"5c": ["needed"]}
    assert not {"unrecorded-migration", "recorded-migration-without-file"} & shown.rules()


def test_migrations_that_are_programs_are_no_clean_report(tmp_path: Path) -> None:
    shown = migrations(tmp_path, {"0001_a.py": "revision = '0001'\n"}, A)
    assert shown.code == 2
    assert shown.text == ""
