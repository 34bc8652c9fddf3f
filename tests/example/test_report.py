"""The report on the example project, read from its JSON: each line that it must state."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from trueup.report.model import Report

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = "examples/code-playground"
LIVE = f"{EXAMPLE}/database-schema-LIVE.sql"

Json = dict[str, Any]


@pytest.fixture(scope="session")
def report() -> Json:
    done = subprocess.run(
        [sys.executable, "-m", "trueup", "audit", EXAMPLE, "--format", "json", "--fail-on", "never", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: Json = json.loads(done.stdout)
    return found


def findings(report: Json, rule: str) -> list[Json]:
    return [f for f in report["findings"] if f["rule"] == rule]


def reading(report: Json, name: str) -> Json:
    return next(r for r in report["readings"]["readings"] if r["name"] == name)


def verdict(part: Json, name: str) -> Json:
    return next(m for m in part["migrations"]["migrations"] if m["name"].startswith(name))


def place_of(text: str, file: str) -> tuple[int, int]:
    """Line and column (1-based) of a text that stands once in a file of the example."""
    source = (ROOT / file).read_text()
    assert source.count(text) == 1
    before = source[: source.index(text)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def test_what_would_be_recalled_is_the_same_to_the_byte(report: Json) -> None:
    text = msgspec.json.encode(report)
    assert msgspec.json.encode(msgspec.json.decode(text, type=Report)) == text


def test_fourteen_tables_are_in_both_and_equal_part_by_part(report: Json) -> None:
    both = [t for t in report["tables"] if t["declared"] and t["production"]]
    assert len(both) == 14
    assert [t["object"]["name"] for t in both if t["equal"] != t["total"] or t["changes"]] == []


def test_ai_usage_is_in_production_under_one_reading_only(report: Json) -> None:
    query, statement = reading(report, "query"), reading(report, "statement")
    assert query["chosen"] and not statement["chosen"]
    assert query["only_here"] == []
    assert {"kind": "table", "name": "public.ai_usage"} in statement["only_here"]
    assert "to_regclass('public.ai_usage')" in report["readings"]["settle"]


def test_the_live_file_holds_eight_queries_and_what_each_made(report: Json) -> None:
    units = [u for u in report["history"] if u["side"] == "production"]
    assert len(units) == 8
    assert [u["status"] for u in units] == ["ran"] * 7 + ["rolled back"]
    made = [{o["name"] for o in u["created"] if o["kind"] == "table"} for u in units]
    assert made[1:] == [
        {"public.project_reports"},
        {"public.project_saves"},
        {"public.project_commits", "public.project_branches"},
        set(),
        {"public.terminal_sessions"},
        {"public.project_build_configs"},
        set(),
    ]
    assert "public.ai_usage" in {o["name"] for o in units[7]["lost"]}


def test_bug_one_at_its_place_with_the_likely_name(report: Json) -> None:
    bug = next(f for f in findings(report, "missing-relation") if "profiles" in f["message"])
    line, column = place_of("public.profiles", LIVE)
    assert bug["severity"] == "error"
    assert (bug["origin"]["line"], bug["origin"]["column"]) == (line, column)
    assert any(e["sqlstate"] == "42P01" for e in bug["evidence"])
    assert "user_profiles" in bug["message"] + bug["help"]


def test_bug_two_behind_bug_one_provided_by_001(report: Json) -> None:
    bug = next(f for f in findings(report, "missing-column") if "role" in f["message"])
    assert any(e["sqlstate"] == "42703" for e in bug["evidence"])
    assert bug["origin"]["file"].endswith("database-schema-LIVE.sql")
    assert "001_add_role_to_user_profiles.sql" in json.dumps(bug)


def test_the_statement_is_refused_and_the_query_leaves_nothing(report: Json) -> None:
    unit = report["history"][7]
    assert unit["created"] == []
    assert [r["sqlstate"] for r in unit["refused"]][:1] == ["42P01"]


def test_verdicts_under_both_readings(report: Json) -> None:
    query, statement = reading(report, "query"), reading(report, "statement")
    for part in (query, statement):
        assert verdict(part, "001")["verdict"] == "needed"
        assert verdict(part, "002")["verdict"] == "optional"
    third = verdict(query, "003")
    assert "needed" in third["verdicts"]
    assert "001_add_role_to_user_profiles.sql" in [name for name, _ in third["after"]]
    conflict = verdict(statement, "003")
    assert "conflicts" in conflict["verdicts"]
    assert "Users can view their own usage" in json.dumps(conflict)
    assert "already exists" in json.dumps(conflict)


def test_the_order_that_was_found(report: Json) -> None:
    order = reading(report, "query")["migrations"]["order"]
    assert [name[:3] for name in order] == ["001", "003", "002"]


def test_options_are_executed_and_both_sides_are_equal_afterwards(report: Json) -> None:
    options = {o["id"]: o for o in report["options"]}
    assert set(options) == {"A", "B"}
    assert all(o["proven"] for o in options.values())
    assert options["B"]["remaining"] == []
    patched = {p["path"] for p in report["patches"]}
    assert {Path(p).name for p in patched} >= {"database-schema.sql", "README.md"}
    assert all(p["executed"] for p in report["patches"] if p["path"].endswith(".sql"))


def test_questions_have_answers_with_what_follows(report: Json) -> None:
    assert len(report["questions"]) >= 3
    assert all(len(q["answers"]) >= 2 and all(follows for _, follows in q["answers"]) for q in report["questions"])


def transcripts(report: Json, *words: str) -> list[Json]:
    """Findings with an executed transcript that name all of these words."""
    return [
        f
        for f in report["findings"]
        if any(e["kind"] == "transcript" for e in f["evidence"]) and all(w in json.dumps(f) for w in words)
    ]


def test_every_user_could_make_themselves_admin_after_001(report: Json) -> None:
    found = transcripts(report, "user_profiles", "role")
    assert [f["severity"] for f in found if "001" in json.dumps(f)][:1] == ["error"]


def test_anybody_could_write_usage_for_anybody(report: Json) -> None:
    assert [f for f in transcripts(report, "ai_usage", "Service can insert usage records") if f["severity"] == "error"]


def test_views_show_rows_that_the_tables_policies_hide(report: Json) -> None:
    assert [f for f in transcripts(report, "view") if f["object"] and f["object"]["kind"] == "view"]


def test_each_proof_says_what_it_shows_and_who_acts_in_it(report: Json) -> None:
    proven = [f for f in transcripts(report) if f["kind"]]
    assert {"self-promotion": "escalation", "forgery": "forgery", "view-bypasses-rls": "bypass"}.items() <= {
        f["rule"]: f["kind"] for f in proven
    }.items()
    for finding in proven:
        assert finding["principal"] in report["access"]["principals"]
        assert not finding["message"].startswith("Anyone, without an account") or finding["principal"] == "anon"


def test_statements_that_cannot_be_run_twice(report: Json) -> None:
    refused = [s["sql"].lower() for m in report["migrations"]["migrations"] for s in m["not_repeatable"]]
    assert [s for s in refused if "create index" in s]
    assert [s for s in refused if "create policy" in s]


def test_what_the_plan_opens_is_closed_by_what_it_offers(report: Json) -> None:
    option = next(o for o in report["options"] if o["id"] == "A")
    assert option["opens"]
    assert "no new error" in option["verdict"]
