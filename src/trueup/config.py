"""The configuration: `trueup.toml`, or `[tool.trueup]` in `pyproject.toml`.

Reading is strict: a key that is unknown, or a value of the wrong type, ends the run with the file, the line and the
name that was probably meant. What a flag on the command line says goes before what the file says.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trueup.errors import ConfigError
from trueup.finding import Severity
from trueup.origin import Origin

FILE_NAME = "trueup.toml"
READINGS = ("query", "statement")
FAIL_ON = ("error", "warning", "review", "never")
OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """Findings that are left out, each with its reason.

    Args:
        reason: why; required, because a suppression without one can't be judged later.
        rule: the rule's name, or ``""`` for any.
        object: a glob over ``kind schema.name`` or ``schema.name``, or ``""`` for any.
        fingerprint: one finding's fingerprint, or ``""`` for any.
        until: the last day on which it holds.
        line: where it stands in the configuration.
    """

    reason: str
    rule: str = ""
    object: str = ""
    fingerprint: str = ""
    until: datetime.date | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Bounds in seconds: for connecting, for one statement, and for waiting on a lock."""

    connect: float = 10.0
    statement: float = 30.0
    lock: float = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the project's configuration says; every field has a default.

    Args:
        declared, production, migrations: sources, as the flags of the same names take them.
        platform: the platform's name, or None to detect it.
        reading: how saved queries were run, or None to work out both.
        fail_on: the least severity that makes a run fail.
        placeholders: values for ``{{name}}``, ``${name}`` and psql's ``:name`` in SQL files.
        severity: a rule's name to its severity, or to ``off``.
        options: a rule's name to its options, from ``[rules.NAME]``.
        ignore: findings to leave out.
        exposed_schemas: the schemas that clients reach, or None for the platform's own.
        rules_folder: a folder with rules of the project's own, relative to the configuration.
        baseline: a file of accepted findings, relative to the configuration.
        timeouts: bounds.
        file: the file that was read, as the user would write it; ``""`` for the defaults.
        folder: the folder that relative paths are relative to.
    """

    declared: str | None = None
    production: str | None = None
    migrations: str | None = None
    platform: str | None = None
    reading: str | None = None
    fail_on: str = "error"
    placeholders: Mapping[str, str] = field(default_factory=dict)
    severity: Mapping[str, Severity | str] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    ignore: tuple[Ignore, ...] = ()
    exposed_schemas: tuple[str, ...] | None = None
    rules_folder: str | None = None
    baseline: str | None = None
    timeouts: Timeouts = field(default_factory=Timeouts)
    file: str = ""
    folder: Path = field(default_factory=Path)


def load(folder: Path, explicit: Path | None = None) -> Config:
    """Read the configuration that holds in `folder`, or the file that the user named.

    Raises:
        ConfigError: the file is missing (if named), is no TOML, or holds an unknown key or a wrong value.
    """
    if explicit is not None:
        return _read(explicit, required=True) or Config(folder=folder)
    for candidate in (folder / FILE_NAME, folder / "pyproject.toml"):
        if candidate.is_file():
            config = _read(candidate)
            if config is not None:
                return config
    return Config(folder=folder)


def settings(path: str, config_path: Path | None, **flags: Any) -> Config:
    """The configuration that holds in a folder, with what the command line says put in its place.

    Raises:
        ConfigError: the configuration can't be read.
    """
    folder = Path(path) if Path(path).is_dir() else Path()
    config = load(folder, config_path)
    return dataclasses.replace(config, **{name: value for name, value in flags.items() if value is not None})


def _read(path: Path, *, required: bool = False) -> Config | None:
    """The configuration in `path`; None for a pyproject.toml that says nothing about trueup."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(f"The configuration {path.name} can't be read: {reason}.", origin=_at(path)) from None
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        origin = Origin(file=path.name, line=int(found[1]), column=int(found[2])) if found else _at(path)
        raise ConfigError(f"{path.name} is not valid TOML: {error}.", origin=origin) from None
    prefix: tuple[str, ...] = ()
    if path.name == "pyproject.toml":
        table = document.get("tool", {}).get("trueup")
        if table is None:
            return Config(folder=path.parent, file=path.name) if required else None
        document, prefix = table, ("tool", "trueup")
    return _Reader(path, text, prefix).config(document)


def _at(path: Path) -> Origin:
    return Origin(file=path.name)


class _Reader:
    """Turns a TOML table into a `Config`, and says where what it does not understand stands."""

    def __init__(self, path: Path, text: str, prefix: tuple[str, ...]) -> None:
        self.path, self.text, self.prefix = path, text, prefix

    def config(self, table: Mapping[str, Any]) -> Config:
        keys = ("declared", "production", "migrations", "platform", "reading", "fail_on", "rules_folder", "baseline")
        tables = ("placeholders", "severity", "rules", "ignore", "access", "timeouts")
        self.known(table, (*keys, *tables))
        texts = {key: self.string(table, (), key) for key in keys if key in table}
        for key, allowed in (("reading", READINGS), ("fail_on", FAIL_ON)):
            if key in texts:
                self.one_of(texts[key], allowed, (), key)
        return Config(
            **texts,
            placeholders=self.placeholders(self.table(table, "placeholders")),
            severity=self.severities(table),
            options=self.options(self.table(table, "rules")),
            ignore=self.ignore(table.get("ignore", [])),
            exposed_schemas=self.schemas(self.table(table, "access")),
            timeouts=self.timeouts(self.table(table, "timeouts")),
            file=self.path.name,
            folder=self.path.parent,
        )

    def placeholders(self, table: Mapping[str, Any]) -> dict[str, str]:
        return {key: self.string(table, ("placeholders",), key) for key in table}

    def severities(self, table: Mapping[str, Any]) -> dict[str, Severity | str]:
        """From ``[severity]``, and from the key ``severity`` of each ``[rules.NAME]``."""
        short = self.table(table, "severity")
        result = {rule: self.severity(short, ("severity",), rule) for rule in short}
        rules = self.table(table, "rules")
        for rule in rules:
            inner = self.rule_table(rules, rule)
            if "severity" in inner:
                result[rule] = self.severity(inner, ("rules", rule), "severity")
        return result

    def severity(self, table: Mapping[str, Any], section: tuple[str, ...], key: str) -> Severity | str:
        allowed = (*(s.value for s in Severity), OFF)
        value = self.one_of(self.string(table, section, key), allowed, section, key)
        return OFF if value == OFF else Severity(value)

    def options(self, rules: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        found = {name: {k: v for k, v in self.rule_table(rules, name).items() if k != "severity"} for name in rules}
        return {name: options for name, options in found.items() if options}

    def rule_table(self, rules: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        inner = rules[name]
        if not isinstance(inner, dict):
            help = f"Write a rule's options below [rules.{name}], and its severity below [severity]."
            raise self.error(f"`{name}` is a table", ("rules",), name, help=help)
        return inner

    def ignore(self, entries: Any) -> tuple[Ignore, ...]:
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            raise self.error("`ignore` is a list of tables", ("ignore",), "", help="Write each as [[ignore]].")
        lines = self.lines_of_header("ignore")
        result = []
        for number, entry in enumerate(entries):
            line = lines[number] if number < len(lines) else self.line(("ignore",), "")
            self.known(entry, ("rule", "object", "fingerprint", "reason", "until"), ("ignore",), after=line)
            texts = {key: self.string(entry, ("ignore",), key) for key in entry if key != "until"}
            if not texts.get("reason", "").strip():
                origin = Origin(file=self.path.name, line=line)
                raise ConfigError("An [[ignore]] has no reason.", help="Add `reason`.", origin=origin)
            if not texts.keys() & {"rule", "object", "fingerprint"}:
                origin = Origin(file=self.path.name, line=line)
                raise ConfigError(
                    "An [[ignore]] would ignore everything.",
                    help="Name a rule, an object or a fingerprint.",
                    origin=origin,
                )
            result.append(Ignore(**texts, until=self.date(entry, line), line=line))
        return tuple(result)

    def date(self, entry: Mapping[str, Any], line: int) -> datetime.date | None:
        value = entry.get("until")
        if value is None or (isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)):
            return value
        try:
            return datetime.date.fromisoformat(value)
        except (TypeError, ValueError):
            origin = Origin(file=self.path.name, line=line)
            raise ConfigError("`until` is no date.", help="Write it as 2030-12-31.", origin=origin) from None

    def schemas(self, table: Mapping[str, Any]) -> tuple[str, ...] | None:
        self.known(table, ("schemas",), ("access",))
        value = table.get("schemas")
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error("`schemas` is a list of names", ("access",), "schemas")
        return tuple(value)

    def timeouts(self, table: Mapping[str, Any]) -> Timeouts:
        self.known(table, ("connect", "statement", "lock"), ("timeouts",))
        values = {}
        for key, value in table.items():
            if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
                raise self.error(f"`{key}` is a number of seconds above 0", ("timeouts",), key)
            values[key] = float(value)
        return Timeouts(**values)

    def table(self, table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self.error(f"`{key}` is a table", (), key, help=f"Write it as [{'.'.join((*self.prefix, key))}].")
        return value

    def string(self, table: Mapping[str, Any], section: tuple[str, ...], key: str) -> str:
        value = table[key]
        if not isinstance(value, str):
            raise self.error(f"`{key}` is a text, not {type(value).__name__}", section, key, help="Put it in quotes.")
        return value

    def one_of(self, value: str, allowed: tuple[str, ...], section: tuple[str, ...], key: str) -> str:
        if value not in allowed:
            raise self.error(f"`{key}` can't be {value!r}", section, key, help=f"It is one of: {', '.join(allowed)}.")
        return value

    def known(
        self, table: Mapping[str, Any], allowed: tuple[str, ...], section: tuple[str, ...] = (), after: int = 0
    ) -> None:
        for key in table:
            if key not in allowed:
                from rapidfuzz import fuzz, process  # imported for the mistake alone: every command reads this file

                near = process.extractOne(key, allowed, scorer=fuzz.ratio, score_cutoff=60)
                where = f" in [{'.'.join((*self.prefix, *section))}]" if section or self.prefix else ""
                raise self.error(
                    f"Unknown key `{key}`{where}",
                    section,
                    key,
                    help=f"Did you mean `{near[0]}`?" if near else f"It can hold: {', '.join(allowed)}.",
                    after=after,
                )

    def error(self, message: str, section: tuple[str, ...], key: str, *, help: str = "", after: int = 0) -> ConfigError:
        origin = Origin(file=self.path.name, line=self.line(section, key, after))
        return ConfigError(f"{message}.", help=help, origin=origin)

    def lines_of_header(self, name: str) -> list[int]:
        """The lines of every ``[[name]]``."""
        header = ".".join((*self.prefix, name))
        return [n for n, text in enumerate(self.text.splitlines(), 1) if text.split("#")[0].strip() == f"[[{header}]]"]

    def line(self, section: tuple[str, ...], key: str, after: int = 0) -> int:
        """The line of a key of a table; of the table, if it has none such; 0 if neither is found."""
        wanted, header_line = (*self.prefix, *section), 0
        current: tuple[str, ...] = ()
        for number, text in enumerate(self.text.splitlines(), 1):
            stripped = text.strip()
            if stripped.startswith("["):
                current = tuple(part.strip(" \"'") for part in stripped.split("#")[0].strip("[] ").split("."))
                if current == (*wanted, key) and number > after:
                    return number
                if current == wanted:
                    header_line = number
            elif current == wanted and number > after:
                name = stripped.split("=")[0].strip(" \"'")
                if key and (name == key or name.startswith(f"{key}.")):
                    return number
        return header_line


def template(*, declared: str = "", production: str = "", migrations: str = "", platform: str = "") -> str:
    """A commented `trueup.toml`, with what was found in the project filled in; the rest stands as comments."""

    def entry(key: str, value: str, example: str, comment: str) -> str:
        line = f"{key} = {_quoted(value)}" if value else f"# {key} = {_quoted(example)}"
        return f"# {comment}\n{line}\n"

    sides = (
        entry("declared", declared, "database-schema.sql", "The declared schema: a file, a folder or git:REV:path."),
        entry(
            "production",
            production,
            "$DATABASE_URL",
            "What is live: saved queries, a dump, a snapshot, or a server. Only read, never written.",
        ),
        entry("migrations", migrations, "migrations", "The folder of migrations."),
        entry(
            "platform", platform, "supabase", "What the host provides before your first statement: supabase, postgres."
        ),
    )
    return "# Configuration of trueup. Flags on the command line go before it.\n\n" + "\n".join(sides) + _TEMPLATE


def _quoted(value: str) -> str:
    """A TOML basic string (toml.io, v1.0.0, section String)."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'


_TEMPLATE = """
# How saved queries were run: "query" (each as one transaction) or "statement". Without it both are worked out.
# reading = "query"

# The least severity that makes a run fail: error, warning, review, never.
# fail_on = "error"

# Rules of your own, and findings that were accepted.
# rules_folder = "trueup-rules"
# baseline = "trueup-baseline.json"

# Values for {{name}}, ${name} and :name in SQL files.
# [placeholders]
# schema = "public"

# A rule's severity: error, warning, review, style or off.
# [severity]
# unindexed-foreign-key = "off"

# The schemas that clients reach.
# [access]
# schemas = ["public"]

# Seconds.
# [timeouts]
# connect = 10
# statement = 30
# lock = 3

# Findings to leave out: by rule, by object (a glob), by fingerprint. A reason is needed.
# A rule's options, as `trueup rules NAME` lists them.
# [rules.unused-index]
# days = 30

# [[ignore]]
# rule = "policy-always-true"
# object = "public.countries"
# reason = "Reference data that everybody may read"
# until = 2030-12-31
"""
