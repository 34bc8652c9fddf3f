"""What the short report folds into a line, and what it must never fold away."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from trueup.cli.main import group
from trueup.report import json, sections, terminal
from trueup.report.model import Report

SCHEMA = """
CREATE TABLE public.shop (id int PRIMARY KEY, name text, owner uuid);
CREATE INDEX shop_name ON public.shop (name);
"""
MIGRATION = """
CREATE POLICY a ON public.shop FOR SELECT USING (true);
CREATE POLICY b ON public.shop FOR INSERT WITH CHECK (true);
CREATE POLICY c ON public.shop FOR UPDATE USING (true);
CREATE POLICY d ON public.shop FOR DELETE USING (true);
CREATE POLICY e ON public.shop FOR ALL USING (true);
CREATE INDEX shop_owner ON public.shop (owner);
CREATE INDEX shop_both ON public.shop (owner, name);
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brief")
    (folder / "database-schema.sql").write_text(SCHEMA + "CREATE TABLE public.extra (id int, note text);\n")
    (folder / "database-LIVE.sql").write_text(SCHEMA)
    (folder / "supabase/migrations").mkdir(parents=True)
    (folder / "supabase/migrations/20240101000000_policies.sql").write_text(MIGRATION)
    (folder / "supabase/migrations/by_hand.sql").write_text("SELECT 1;\n")
    return folder


@pytest.fixture(scope="module")
def report(project: Path) -> Report:
    import msgspec

    names = ["--declared", "database-schema.sql", "--production", "database-LIVE.sql", "--migrations"]
    given = [str(project / n) if not n.startswith("--") else n for n in [*names, "supabase/migrations"]]
    ran = CliRunner().invoke(group, ["audit", str(project), *given, "--format", "json", "--fail-on", "never"])
    assert ran.exit_code == 0, ran.stderr
    return msgspec.json.decode(ran.stdout, type=Report)


def printed(report: Report, *, verbose: bool = False) -> str:
    out = io.StringIO()
    terminal.render(sections.blocks(report, verbose=verbose), out, width=100)
    return out.getvalue()


def test_a_pipe_gets_no_blanks_at_line_ends(report: Report) -> None:
    assert re.search(r"[ \t]$", printed(report), re.MULTILINE) is None


def test_a_table_on_one_side_is_one_line_that_counts_its_parts(report: Report) -> None:
    (extra,) = [group for group in report.tables if group.object.name == "public.extra"]
    columns = [c.object.name for c in extra.changes if c.object.kind == "column"]
    brief, full = printed(report), printed(report, verbose=True)
    assert f"with {len(columns)} columns" in brief
    assert [name for name in columns if name in brief] == []
    assert [name for name in columns if name not in full] == []


def test_what_no_side_was_made_of_stands_at_the_head(report: Report) -> None:
    (left,) = [d for d in report.diagnostics if d.code == "not-a-migration"]
    text = " ".join(printed(report).split())
    assert text.index(left.message) < text.index("Findings:")
    assert text.count(left.message) == 1


def test_statements_of_a_migration_that_are_alike_share_a_line(report: Report) -> None:
    assert report.migrations is not None
    (migration,) = report.migrations.migrations
    text = " ".join(printed(report).split())
    refused = [s.origin.line for s in migration.not_repeatable]
    assert f"at lines {', '.join(map(str, refused[3:]))} too" in text
    assert len(migration.locks) == len({lock.split(", at ")[0] for lock in migration.locks})
    forms = [str(form.origin.line) for form in migration.safer]
    assert f"lines {', '.join(forms)} block less as" in text
    assert all(s.message in " ".join(printed(report, verbose=True).split()) for s in migration.not_repeatable)
    assert json.render(report).count('"not_repeatable"') == 1
