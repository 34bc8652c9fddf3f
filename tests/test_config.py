"""trueup.toml and [tool.trueup]: read strictly, and every refusal says where."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import pytest

from trueup import config
from trueup.errors import ConfigError
from trueup.finding import Severity

FULL = """
declared = "schema.sql"
production = "$DATABASE_URL"
migrations = "db/migrations"
platform = "supabase"
reading = "statement"
fail_on = "warning"
rules_folder = "rules"

[placeholders]
schema = "app"

[severity]
unindexed-foreign-key = "off"
policy-always-true = "error"

[access]
schemas = ["public", "api"]

[timeouts]
lock = 1

[[ignore]]
rule = "a-rule"
object = "public.*"
reason = "known"
until = 2030-12-31

[[ignore]]
fingerprint = "0123456789abcdef"
reason = "accepted"
until = "2031-01-01"
"""


def refusal(folder: Path, text: str, name: str = "trueup.toml") -> ConfigError:
    (folder / name).write_text(text)
    with pytest.raises(ConfigError) as caught:
        config.load(folder)
    return caught.value


def test_everything_is_read(tmp_path: Path) -> None:
    (tmp_path / "trueup.toml").write_text(FULL)
    read = config.load(tmp_path)
    assert (read.declared, read.production, read.migrations) == ("schema.sql", "$DATABASE_URL", "db/migrations")
    assert (read.platform, read.reading, read.fail_on, read.rules_folder) == (
        "supabase",
        "statement",
        "warning",
        "rules",
    )
    assert read.placeholders == {"schema": "app"}
    assert read.severity == {"unindexed-foreign-key": "off", "policy-always-true": Severity.ERROR}
    assert read.exposed_schemas == ("public", "api")
    assert read.timeouts == config.Timeouts(lock=1.0)
    assert [(i.rule, i.object, i.fingerprint, i.until) for i in read.ignore] == [
        ("a-rule", "public.*", "", datetime.date(2030, 12, 31)),
        ("", "", "0123456789abcdef", datetime.date(2031, 1, 1)),
    ]
    assert [FULL.splitlines()[i.line - 1] for i in read.ignore] == ["[[ignore]]", "[[ignore]]"]
    assert read.folder == tmp_path


def test_pyproject_is_read_where_there_is_no_trueup_toml(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.trueup]\ndeclared = "a.sql"\n')
    assert config.load(tmp_path).declared == "a.sql"
    (tmp_path / "trueup.toml").write_text('declared = "b.sql"\n')
    assert config.load(tmp_path).declared == "b.sql"


def test_nothing_there_gives_the_defaults(tmp_path: Path) -> None:
    assert config.load(tmp_path) == config.Config(folder=tmp_path)
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert config.load(tmp_path) == config.Config(folder=tmp_path)


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ('\ndeclard = "x"\n', 2, "declared"),
        ('fail_on = "errors"\n', 1, "error"),
        ("declared = 3\n", 1, "quotes"),
        ("[timeouts]\n\nlok = 3\n", 3, "lock"),
        ("[timeouts]\nlock = 0\n", 2, ""),
        ("[timeouts]\nlock = true\n", 2, ""),
        ('[severity]\nx = "fatal"\n', 2, "off"),
        ('[access]\nschemas = "public"\n', 2, ""),
        ('[[ignore]]\nrule = "x"\n', 1, "reason"),
        ('[[ignore]]\nreason = "x"\n', 1, "rule"),
        ('[[ignore]]\nrule = "a"\nreason = "x"\n[[ignore]]\nrul = "a"\nreason = "x"\n', 5, "rule"),
        ('[[ignore]]\nrule = "a"\nreason = "x"\nuntil = "soon"\n', 1, "2030"),
        ("placeholders = 3\n", 1, "[placeholders]"),
        ("[placeholders]\na = 3\n", 2, "quotes"),
        ("a = \n", 1, ""),
    ],
)
def test_a_refusal_says_where_and_what_instead(tmp_path: Path, text: str, line: int, hint: str) -> None:
    error = refusal(tmp_path, text)
    assert error.origin is not None
    assert (error.origin.file, error.origin.line) == ("trueup.toml", line)
    assert hint in error.help


def test_the_line_in_a_pyproject_is_that_of_the_file(tmp_path: Path) -> None:
    error = refusal(tmp_path, '[project]\nname = "x"\n\n[tool.trueup.access]\nschema = []\n', "pyproject.toml")
    assert error.origin is not None
    assert error.origin.line == 5


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        config.load(tmp_path, tmp_path / "other.toml")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "trueup.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError):
        config.load(tmp_path)


def test_the_template_is_read_back(tmp_path: Path) -> None:
    path = 'a "quoted" \\ name\n.sql'
    (tmp_path / "trueup.toml").write_text(config.template(declared=path))
    assert config.load(tmp_path).declared == path


def test_the_template_shows_every_key(tmp_path: Path) -> None:
    """With its comments taken away it is a configuration that holds all there is."""
    lines = config.template().splitlines()
    shown = [line[2:] if line.startswith(("# [",)) or " = " in line else "" for line in lines]
    read = tomllib.loads("\n".join(shown))
    reader_keys = {"declared", "production", "migrations", "platform", "reading", "fail_on", "rules_folder", "baseline"}
    assert read.keys() == reader_keys | {"placeholders", "severity", "rules", "access", "timeouts", "ignore"}
    (tmp_path / "trueup.toml").write_text("\n".join(shown))
    assert config.load(tmp_path).ignore[0].rule
