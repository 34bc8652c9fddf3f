"""What the names of folders say: whose a thing is, whether it is in use, whether migrations are kept there."""

from __future__ import annotations

import re

# Folders that say what is kept there and not whose it is: they are taken off to find a thing's home.
_GENERIC = frozenset(
    """db database databases supabase sql prisma schemas schema postgres postgresql pg migrations migration migrate
    scripts resources main src sqls drizzle hasura priv repo initdb docker-entrypoint-initdb.d data ddl flyway
    metadata default""".split()  # noqa: SIM905
)
_ASIDE = frozenset(
    """examples example samples sample test tests testdata test-data fixtures fixture docs doc demo demos benchmarks
    bench templates template e2e spec specs __tests__ testing integration playground snippets""".split()  # noqa: SIM905
)
_SCHEMA_FOLDER = frozenset(
    {"schemas", "schema", "ddl", "declarative", "initdb", "docker-entrypoint-initdb.d", "tables"}
)
_OLD = re.compile(
    r"(?:^|[._-])(?:archived?|old|backups?|bak|deprecated|legacy|unused|obsolete|disabled)(?:$|[._-])", re.IGNORECASE
)
_ENGINES = re.compile(
    r"(?:^|[._-])(clickhouse|mysql|mariadb|sqlite3?|mssql|oracle|sqlserver)(?:$|[._-])", re.IGNORECASE
)
_MIGRATIONS = re.compile(
    r"migrat|(?:^|[-_.])(?:versions?|patches|upgrades?|deltas?|changesets?|evolutions|changelogs?|updates?)$",
    re.IGNORECASE,
)


def home_of(path: str) -> str:
    """The folder of the project that a path belongs to: without the folders that only say what is kept there."""
    parts = path.split("/")[:-1]
    while parts and (parts[-1].lower() in _GENERIC or _MIGRATIONS.search(parts[-1])):
        parts.pop()
    return "/".join(parts)


def is_aside(folder: str) -> bool:
    """Whether a folder stands beside the project: examples, tests, documentation."""
    return any(part.lower() in _ASIDE for part in folder.split("/"))


def out_of_use(path: str) -> str:
    """The reason why a path is out of use or of another engine, by the name of one of its parts; else ``""``."""
    for part in path.split("/"):
        if _OLD.search(part.rsplit(".", 1)[0]):
            return f"{part} says that it is out of use"
        if engine := _ENGINES.search(part):
            return f"{part} says that it is for {engine[1]}"
    return ""


def names_migrations(name: str) -> bool:
    """Whether a folder's name says that migrations are in it."""
    return _MIGRATIONS.search(name) is not None


def names_schema(name: str) -> bool:
    """Whether a folder's name says that its files together are a schema."""
    return name.lower() in _SCHEMA_FOLDER


def is_below(path: str, folder: str) -> bool:
    """Whether a path lies in a folder other than the root."""
    return bool(folder) and path.startswith(f"{folder}/")
