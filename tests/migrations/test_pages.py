"""Every rule about migrations has a page, and every example on it gives what the page says."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

import trueup.migrations
from trueup.migrations.assess import Options
from trueup.migrations.pages import PAGES, Page, markdown

from .conftest import Assess
from .helpers import migration

RERUN = Options(rerun=False)


def tried(judge: Assess, page: Page, parts: tuple[str, ...]) -> set[str]:
    one = migration("001_a.sql", *parts, tool=page.tool)
    return {f.rule for f in judge(page.production, replace(one, text=parts[0]), options=RERUN).findings}


@pytest.mark.parametrize("page", [p for p in PAGES if p.bad], ids=lambda p: p.id)
def test_examples(judge: Assess, page: Page) -> None:
    assert page.id in tried(judge, page, page.bad)
    assert page.id not in tried(judge, page, page.good)


def test_every_rule_has_a_page() -> None:
    folder = Path(trueup.migrations.__file__).parent
    used = set()
    for file in ("problems.py", "history.py", "truth.py"):
        for node in ast.walk(ast.parse((folder / file).read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                used.add(node.value)
    ids = {page.id for page in PAGES}
    assert ids <= used
    kebab = {u for u in used if "-" in u and u.replace("-", "").isalpha() and u.islower() and " " not in u}
    assert kebab <= ids


def test_the_document_is_up_to_date() -> None:
    document = Path(__file__).parents[2] / "docs" / "migration-rules.md"
    assert document.read_text("utf-8") == markdown()
