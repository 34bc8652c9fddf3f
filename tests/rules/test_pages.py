"""The manual's pages are what the rules' files say."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from trueup.errors import ConfigError, UsageError
from trueup.rules import discover, discover_folder, explain, scaffold

ROOT = Path(__file__).parents[2]


def test_no_page_is_stale() -> None:
    spec = importlib.util.spec_from_file_location("generate_rules", ROOT / "docs" / "generate_rules.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.stale() == []


def test_explain_takes_a_number_and_refuses_what_is_none() -> None:
    assert explain("0001").startswith("# unindexed-foreign-key\n")
    assert explain("1") == explain("unindexed-foreign-key")
    with pytest.raises(UsageError):
        explain("no-such-rule")


def test_a_scaffold_is_a_rule(tmp_path: Path) -> None:
    path, text = scaffold("table-without-soul")
    (tmp_path / Path(path).name).write_text(text)
    (loaded,) = discover_folder(tmp_path)
    assert loaded.rule.id == "table-without-soul"
    assert discover().with_rules([loaded]).find("table-without-soul") == loaded


@pytest.mark.parametrize("name", ["", "Has Space", "umlaut-ä", "../x"])
def test_a_bad_name_makes_no_scaffold(name: str) -> None:
    with pytest.raises(UsageError):
        scaffold(name)


def test_a_teams_broken_rule_says_so(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("raise ValueError('x')")
    with pytest.raises(ConfigError, match=r"broken\.py"):
        discover_folder(tmp_path)
