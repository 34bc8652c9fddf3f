"""A text that was read before is the same when it is recalled, and is read anew where it hangs on anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from trueup.sources import parsed as module
from trueup.sources.parsed import parsed
from trueup.sqltext.model import SqlText
from trueup.sqltext.read import read_sql

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "code-playground" / "database-schema-LIVE.sql"


@pytest.fixture(autouse=True)
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("TRUEUP_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("TRUEUP_NO_CACHE", raising=False)
    made: list[str] = []

    def reading(text: str, file: str, **rest: object) -> SqlText:
        made.append(file)
        return read_sql(text, file, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "read_sql", reading)
    return made


@pytest.mark.parametrize("sections", [False, True])
def test_the_history_of_the_example_is_recalled_as_it_was_read(calls: list[str], sections: bool) -> None:
    text = EXAMPLE.read_text()
    first, again = (parsed(text, "live.sql", sections=sections) for _ in range(2))
    assert calls == ["live.sql"]
    assert again == first == read_sql(text, "live.sql", sections=sections)


def test_another_text_place_or_placeholder_is_read_anew(calls: list[str]) -> None:
    text = "CREATE TABLE {{name}} (id int);\n" * 200
    parsed(text, "a.sql", values={"name": "x"})
    assert parsed(text, "a.sql", values={"name": "y"}).statements[0].sql == "CREATE TABLE y (id int)"
    parsed(text, "b.sql", values={"name": "x"})
    parsed(text + " ", "a.sql", values={"name": "x"})
    parsed(text, "a.sql", values={"name": "x"}, start=33)
    assert len(calls) == 5


def test_a_text_that_includes_another_is_always_read(calls: list[str]) -> None:
    text = "\\i other.sql\n" + "CREATE TABLE t (id int);\n" * 200
    names = iter("ab")

    def include(path: str, including: str, relative: bool) -> tuple[str, str]:
        return f"CREATE TABLE {next(names)} ();\n", path

    found = [parsed(text, "x.sql", include=include).statements[0].sql for _ in range(2)]
    assert found == ["CREATE TABLE a ()", "CREATE TABLE b ()"]
    assert len(calls) == 2


def test_a_short_text_leaves_no_file(calls: list[str], tmp_path: Path) -> None:
    parsed("SELECT 1;", "s.sql")
    assert not (tmp_path / "cache" / "memo").exists()
