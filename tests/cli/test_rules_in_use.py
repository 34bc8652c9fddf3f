"""Living with the rules, through the front door: suppressions, baselines, options, a team's own rules, fixes."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent
from typing import Any

from tests.cli.test_bad_input import trueup


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        stem, _, extension = name.rpartition("_")
        (folder / f"{stem}.{extension}").write_text(dedent(text).lstrip())


def check(folder: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    done = trueup("check", ".", "--format", "json", *arguments, cwd=folder)
    assert "Traceback" not in done.stderr
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def found(report: dict[str, Any]) -> list[tuple[str, int]]:
    return sorted((f["rule"], f["origin"]["line"]) for f in report["findings"])


def told(report: dict[str, Any]) -> list[tuple[str, str, int]]:
    codes = {"unused-suppression", "expired-suppression", "suppression-without-reason", "unknown-rule-in-configuration"}
    return sorted(
        (d["code"], d["origin"]["file"], d["origin"]["line"]) for d in report["diagnostics"] if d["code"] in codes
    )


SCHEMA = """
    CREATE TABLE a (id bigint PRIMARY KEY);
    -- trueup: ignore[unindexed-foreign-key] few rows
    CREATE TABLE b (id bigint PRIMARY KEY, a bigint REFERENCES a);
    CREATE TABLE c (id bigint PRIMARY KEY, a bigint REFERENCES a); -- trueup: ignore[0001] it is small
    CREATE TABLE d (id bigint PRIMARY KEY, a bigint REFERENCES a);
    CREATE TABLE e (id bigint PRIMARY KEY, a bigint REFERENCES a); -- trueup: ignore[unindexed-foreign-key]
    CREATE TABLE f (id bigint PRIMARY KEY); -- trueup: ignore[unindexed-foreign-key] there is none
    CREATE TABLE g (id bigint PRIMARY KEY); -- trueup: ignore[policy-recursion] only access would tell
    CREATE TABLE archive_h (id bigint PRIMARY KEY, a bigint REFERENCES a);
    CREATE FUNCTION i() RETURNS bigint LANGUAGE plpgsql SET search_path = public AS $$
    BEGIN
      -- trueup: ignore[missing-table-in-body] a job makes it
      RETURN (SELECT count(*) FROM later);
    END $$;
"""


def test_what_is_suppressed_and_what_is_wrong_with_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        schema_sql=SCHEMA,
        trueup_toml="""
            [severity]
            unindexd-foreign-key = "off"
            policy-recursion = "off"
            [[ignore]]
            object = "public.d*"
            reason = "ended"
            until = 2020-01-01
            [[ignore]]
            rule = "unindexed-foreign-key"
            object = "*archive*"
            reason = "never deleted from"
            [[ignore]]
            rule = "no-primary-key"
            reason = "matches nothing"
        """,
    )
    code, report = check(tmp_path)
    assert code == 0
    assert found(report) == [("unindexed-foreign-key", 5), ("unindexed-foreign-key", 6)]
    assert told(report) == [
        ("expired-suppression", "trueup.toml", 4),
        ("suppression-without-reason", "schema.sql", 6),
        ("unknown-rule-in-configuration", "trueup.toml", 1),
        ("unused-suppression", "schema.sql", 7),
        ("unused-suppression", "trueup.toml", 12),
    ]
    (first, _) = report["findings"]
    with (tmp_path / "trueup.toml").open("a") as file:
        file.write(f'[[ignore]]\nfingerprint = "{first["fingerprint"]}"\nreason = "this one"\n')
    _, report = check(tmp_path, "--rule", "unindexed-foreign-key")
    assert found(report) == [("unindexed-foreign-key", 6)]
    assert ("unused-suppression", "trueup.toml", 12) not in told(report), "its rule did not run"


BEFORE = """
    CREATE TABLE a (id bigint PRIMARY KEY);
    CREATE TABLE b (id bigint PRIMARY KEY, a bigint REFERENCES a);
    CREATE TABLE c (id bigint PRIMARY KEY, a bigint REFERENCES a);
    CREATE FUNCTION i() RETURNS bigint LANGUAGE plpgsql SET search_path = public AS $$
    BEGIN
      RETURN (SELECT count(*) FROM later);
    END $$;
"""
AFTER = """
    -- the same, moved about and written differently

    create   table a (
      id bigint primary key
    );
    CREATE TABLE c (id bigint PRIMARY KEY, a bigint REFERENCES a);
    CREATE INDEX ON c (a);
    CREATE FUNCTION i() RETURNS bigint
      SET search_path = public
      LANGUAGE plpgsql AS $$
    BEGIN

      RETURN (
        SELECT count(*)
        FROM later
      );
    END $$;
    CREATE TABLE b (id bigint PRIMARY KEY, a bigint,
      FOREIGN KEY (a) REFERENCES a);
    CREATE TABLE d (id bigint PRIMARY KEY, a bigint REFERENCES a);
"""


def test_a_baseline_survives_reformatting_moved_lines_and_renamed_files(tmp_path: Path) -> None:
    write(tmp_path, schema_sql=BEFORE)
    code, report = check(tmp_path, "--write-baseline", "accepted.json")
    assert code == 1 and len(report["findings"]) == 3
    code, report = check(tmp_path, "--baseline", "accepted.json")
    assert (code, report["findings"]) == (0, [])
    (tmp_path / "schema.sql").unlink()
    write(tmp_path, tables_sql=AFTER, trueup_toml='baseline = "accepted.json"\n')
    code, report = check(tmp_path)
    assert (code, found(report)) == (0, [("unindexed-foreign-key", 20)])
    assert [d["code"] for d in report["diagnostics"] if d["code"].startswith("baseline")] == ["baseline-is-old"]


TEAM = '''
    """Names."""
    from trueup.finding import Finding, Severity
    from trueup.rules.context import RuleContext
    from trueup.rules.model import Option, Rule

    RULE = Rule(
        id="name-too-long",
        title="A table's name is too long",
        severity=Severity.REVIEW,
        area="team",
        options=(Option(name="letters", default=10, what="How long a name may be."),),
        what="Finds them.", why="Nobody can type them.", fix="Give it a shorter one.",
        bad="CREATE TABLE abcdefghijklmnop (id bigint PRIMARY KEY); -- here",
        good="CREATE TABLE short (id bigint PRIMARY KEY);",
    )

    def check(context: RuleContext):
        for table in context.tables:
            if len(table.ref.name[0]) > context.option(RULE, "letters"):
                yield context.finding(RULE, table.ref, f"{table.ref.qualified} is too long.")
'''


def test_a_teams_own_rules_with_their_options_and_tests(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    write(tmp_path / "ours", name_too_long_py=TEAM)
    config = 'rules_folder = "ours"\n[rules.name-too-long]\nletters = {}\nseverity = "error"\n'
    write(tmp_path, schema_sql="CREATE TABLE seventeen_letters (id bigint PRIMARY KEY);\n")
    (tmp_path / "trueup.toml").write_text(config.format(16))
    code, report = check(tmp_path)
    assert (code, [(f["rule"], f["severity"]) for f in report["findings"]]) == (1, [("name-too-long", "error")])
    (tmp_path / "trueup.toml").write_text(config.format('"many"'))
    done = trueup("check", ".", cwd=tmp_path)
    assert done.returncode == 2 and "`letters` is a number" in done.stderr
    done = trueup("rules", "--test", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "1 tested, 0 failed")
    write(tmp_path / "ours", name_too_long_py=TEAM.replace("short (", "much_too_long_for_it ("))
    done = trueup("rules", "--test", cwd=tmp_path)
    assert done.returncode == 1 and "the good example gives a finding in line 1" in done.stdout


FIXABLE = """
    CREATE TABLE public.a (id bigint PRIMARY KEY, owner uuid);
    CREATE TABLE public.b (id bigint PRIMARY KEY, a bigint REFERENCES public.a);
    CREATE INDEX b_one ON public.b (a);
    CREATE INDEX b_two ON public.b (a);
    ALTER TABLE public.a ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON public.a FOR ALL TO authenticated USING (auth.uid() = owner);
    CREATE VIEW public.v AS SELECT * FROM public.a;
    GRANT SELECT ON public.v TO authenticated;
"""


def test_fixes_are_executed_and_become_one_migration_in_the_projects_style(tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "001_init.sql").write_text(dedent(FIXABLE))
    options = ("--platform", "supabase", "--fix", "--write-plan", "../out")
    _, report = check(folder, *options)
    fixed = {f["rule"] for f in report["findings"] if any(fix["executed"] for fix in f["fixes"])}
    assert fixed == {"duplicate-index", "auth-call-per-row", "view-bypasses-rls"}
    assert "rls-disabled" in {f["rule"] for f in report["findings"]} - fixed, "alone it would lock everybody out"
    (written,) = (tmp_path / "out").rglob("*.sql")
    assert written.name == "002_fix_what_the_rules_found.sql"
    (folder / written.name).write_text(written.read_text())
    _, report = check(folder, "--platform", "supabase")
    assert {f["rule"] for f in report["findings"]} & fixed == set()
