"""The one introspection query, put together from the package's ``.sql`` files.

Each section's file is one SELECT whose columns are the fields of its dataclass (a test holds them together), plus
``_id``: the row's oid, or ``oid << 16 + number`` for a column. What one server version has and another lacks is chosen
inside the query: a name that pg_catalog's table doesn't have is found one level up, as a constant (``AS before_14``).
"""

from __future__ import annotations

import dataclasses
from functools import cache
from importlib import resources

from trueup.catalog.model import CLASSES, Role, TableSize

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


def _member(name: str, kind: str, default: object) -> str:
    """SQL for ``"name":value`` of a row `r`, or NULL where the value is the field's default.

    Leaving defaults out halves the server's work: json_agg() of whole rows looks each column's type up again per row.
    A NULL where the field takes none is kept, so that the reader refuses it.
    """
    key, value = f"'\"{name}\":'", f'r."{name}"'
    if kind.endswith("| None"):  # a NULL makes the whole member one
        plain = kind.startswith(("ObjectRef", "int"))
        return f"{key} || {value}::text" if plain else f"{key} || pg_catalog.to_json({value})::text"
    if kind == "ObjectRef":
        return f"{key} || coalesce({value}::text, 'null')"
    if kind == "bool":
        usual = f"NOT {value}" if default is False else value
        text = f"{value}::text"
    elif kind == "int":
        usual, text = f"{value} = {default}", f"{value}::text"
    elif kind == "float":
        usual, text = f"{value} = {default}", f"pg_catalog.to_json({value})::text"
    elif kind == "str":
        usual, text = f"{value}::text = '{default}'", f"pg_catalog.to_json({value}::text)::text"
    else:  # a tuple: an array, or JSON
        usual = f"{value}::text IN ('{{}}', '[]')" if default == () else "false"
        text = f"pg_catalog.to_json({value})::text"
    if default is dataclasses.MISSING:
        usual = "false"
    return f"CASE WHEN {usual} THEN NULL ELSE {key} || coalesce({text}, 'null') END"


@cache
def _row(name: str) -> str:
    """SQL for the JSON object of one row `r` of a section."""
    text = section(name)
    cls = Role if name == "roles" else TableSize if name == "sizes" else CLASSES[name]
    fields = [(field.name, str(field.type), field.default) for field in dataclasses.fields(cls)]
    if name == "sizes":
        fields.insert(0, ("ref", "ObjectRef", dataclasses.MISSING))
    # Objects without an owner or a comment of their own have no column for it.
    missing = {field for field in ("owner", "comment") if not any(f" AS {field}{end}" in text for end in (",", "\n"))}
    members = ", ".join(_member(*field) for field in fields if field[0] not in missing)
    return f"'{{' || pg_catalog.concat_ws(',', {members}) || '}}'"


def _section(name: str, *, ids: bool) -> str:
    """SQL for ``"name":{"ids":[...],"rows":[...]}``, or ``"name":[...]`` without ids.

    concat(), which takes NULL for nothing: each || would copy all that was put together so far, megabytes of it.
    """
    rows = f"pg_catalog.string_agg({_row(name)}, ',')"
    parts = f"'\"{name}\":[', {rows}, ']'"
    if ids:
        parts = f"'\"{name}\":{{\"ids\":[', pg_catalog.string_agg(r._id::text, ','), '],\"rows\":[', {rows}, ']}}'"
    return f"(SELECT pg_catalog.concat({parts}) FROM (\n{section(name)}\n) AS r)"


@cache
def document(names: tuple[str, ...] = ("roles", *CLASSES), *, depends: bool = True, extras: bool = False) -> str:
    """The query whose one value is the document with these sections, in one line.

    Args:
        names: the sections.
        depends: with the dependencies.
        extras: with the tables' sizes (of a live server; a scratch database holds no rows that matter).
    """
    members = [_section(name, ids=True) for name in names if name != "roles"]
    plain = [name for name, wanted in (("roles", "roles" in names), ("sizes", extras)) if wanted]
    members.extend(_section(name, ids=False) for name in plain)
    if depends:
        members.extend(
            f"pg_catalog.concat('\"{name}\":\"', (\n{section(name)}\n), '\"')" for name in ("depends", "links")
        )
    head = (
        f'\'{{"trueup_introspection":{VERSION},"search_path":"\', setting.search_path,\n'
        "'\",\"server_version\":', pg_catalog.current_setting('server_version_num')"
    )
    # No function takes over 100 arguments, and what each call gives is copied.
    groups = [members[i : i + 45] for i in range(0, len(members), 45)]
    inner = "".join(
        f",\npg_catalog.concat(',\"part{number}\":{{', " + "\n, ',', ".join(group) + ", '}')"
        for number, group in enumerate(groups)
    )
    return f"WITH {read('shared')}\nSELECT pg_catalog.concat({head}{inner}, '}}') AS trueup\nFROM setting"


@cache
def present() -> str:
    """The query whose one value names the rare sections that may have a row; a tenth of the work of planning them."""
    return read("present")


def worth_reading(found: str) -> tuple[str, ...]:
    """The sections for `document`, given the result of the query `present`."""
    named = {name for part in present().split("THEN '")[1:] for name in part.partition("'")[0].split()}
    rare = named - set(found.split())
    return tuple(name for name in ("roles", *CLASSES) if name not in rare)


def introspection_query() -> str:
    """The one read-only query that ``trueup snapshot --print-query`` prints; its result is one JSON document."""
    return f"{_HEADER}{document(extras=True)};\n"
