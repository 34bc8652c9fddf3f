"""The one introspection query, put together from the package's ``.sql`` files.

Each section's file is one SELECT whose columns are the fields of its dataclass (a test holds them together), plus
``_id``: the row's oid, or ``oid << 16 + number`` for a column. What one server version has and another lacks is chosen
inside the query: a name that pg_catalog's table doesn't have is found one level up, as a constant (``AS before_14``).
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from trueup.catalog.model import CLASSES

VERSION = 1

# Words in an option's name that make its value a secret.
_SECRET = ("pass", "secret", "token", "key", "credential", "auth", "private", "dsn", "conn", "uri", "url")

_HEADER = """\
-- trueup: reads the catalog of this database. One statement, read-only; it runs as any role that may connect.
-- Its result is one JSON document in one cell: save it (as JSON, or as the CSV that an editor downloads) and give the
-- file's name to trueup where a snapshot is asked for. Values of options that look like secrets are masked.
"""


def read(name: str) -> str:
    """The text of one of the package's SQL files."""
    return resources.files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8").rstrip()


def _masked(expression: str) -> str:
    """SQL for ``name=value`` with the value masked where the name sounds like a secret's."""
    name = f"pg_catalog.lower(pg_catalog.split_part({expression}, '=', 1))"
    words = ", ".join(f"'%{word}%'" for word in _SECRET)
    masked = f"pg_catalog.split_part({expression}, '=', 1) || '=(masked)'"
    return f"CASE WHEN {name} LIKE ANY (ARRAY[{words}]) THEN {masked} ELSE {expression} END"


@cache
def section(name: str) -> str:
    """The SELECT of one section, its macros expanded; it needs the CTEs of ``shared.sql``."""
    parts = read(name).split("{{masked(")
    for i in range(1, len(parts)):
        expression, rest = parts[i].split(")}}", 1)
        parts[i] = _masked(expression) + rest
    return "".join(parts)


def rows(name: str, *, columns_only: bool = False) -> str:
    """A statement of its own that gives the rows of one section (for tests, and where the one query is refused)."""
    limit = "LIMIT 0" if columns_only else ""
    return f"WITH {read('shared')}\nSELECT r.* FROM setting CROSS JOIN LATERAL (\n{section(name)}\n) AS r {limit}"


def document(
    names: tuple[str, ...] = ("roles", *CLASSES), *, depends: bool = True, extras: bool = False, one_line: bool = False
) -> str:
    """The query whose one value is the document with these sections.

    Args:
        names: the sections.
        depends: with the dependencies.
        extras: with the tables' sizes (of a live server; a scratch database holds no rows that matter).
        one_line: without line ends.
    """
    members = [
        f"'{name}', (SELECT pg_catalog.json_build_object('ids', coalesce(pg_catalog.json_agg(r._id), '[]'),"
        f" 'rows', coalesce(pg_catalog.json_agg(r), '[]')) FROM (\n{section(name)}\n) AS r)"
        for name in names
        if name != "roles"
    ]
    plain = [name for name, wanted in (("roles", "roles" in names), ("sizes", extras)) if wanted]
    members.extend(
        f"'{name}', (SELECT coalesce(pg_catalog.json_agg(r), '[]') FROM (\n{section(name)}\n) AS r)" for name in plain
    )
    if depends:
        members.extend(f"'{name}', (\n{section(name)}\n)" for name in ("depends", "links"))
    head = (
        f"'trueup_introspection', {VERSION}, 'search_path', setting.search_path,\n"
        "'server_version', pg_catalog.current_setting('server_version_num')::int"
    )
    # No function takes over 100 arguments: objects of a few members each, concatenated by their outer object.
    groups = [members[i : i + 40] for i in range(0, len(members), 40)]
    inner = ",\n".join(
        f"'part{n}', pg_catalog.json_build_object(\n{', '.join(group)}\n)" for n, group in enumerate(groups)
    )
    body = f"pg_catalog.json_build_object(\n{head},\n{inner}\n)::text"
    # What is pasted should be one line; json_agg puts line ends between rows, and taking them out costs a tenth of all.
    value = f"pg_catalog.replace({body}, E'\\n', '')" if one_line else body
    return f"WITH {read('shared')}\nSELECT {value} AS trueup\nFROM setting"


def introspection_query() -> str:
    """The one read-only query that ``trueup snapshot --print-query`` prints; its result is one JSON document."""
    return f"{_HEADER}{document(extras=True, one_line=True)};\n"
