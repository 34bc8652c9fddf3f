"""What a SQL file outside a migrations folder is, told by its contents and its name: `look`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trueup.errors import SourceError
from trueup.ref import ObjectRef
from trueup.sources.markers import is_dump
from trueup.sources.parsed import parsed
from trueup.sources.tree import Tree
from trueup.sqltext.decode import decode
from trueup.sqltext.headings import query_number
from trueup.sqltext.model import SqlText

_HEAD = 48 * 1024  # characters that are read to tell what a file is
_PRODUCTION = frozenset("live prod production remote hosted deployed".split())  # noqa: SIM905
_SAVED = frozenset("queries quries saved editor history".split())  # noqa: SIM905
_DECLARED = frozenset("schema schemas structure ddl database db tables model models init setup".split())  # noqa: SIM905
# Words beside "schema" that narrow nothing down: the file is the whole schema.
_PLAIN = frozenset("supabase postgres postgresql pg sql full complete main app public current v final".split())  # noqa: SIM905
# Names of scripts that were run once, or that only look at things.
_ONE_OFF = frozenset(
    """fix add update alter patch drop cleanup clean test tests check verify debug seed seeds sample demo mock reset
    rollback revert remove delete rename migrate migration backfill data insert temp tmp old backup bak copy example
    query queries report analytics benchmark bench fixture fixtures debugging diagnose quick disable enable run
    rebuild""".split()  # noqa: SIM905
)
_MAKERS = frozenset({"ViewStmt", "IndexStmt", "DefineStmt", "CompositeTypeStmt", "RuleStmt"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a SQL file seems to be.

    Args:
        path: in its tree.
        side: ``declared``, ``production`` or ``""`` where it describes no database.
        rank: how sure; higher goes first.
        why: the reason, for the report.
        makes: statements that create something, in its first part.
        dump: whether pg_dump wrote it.
        tables: the tables that its first part creates.
    """

    path: str
    side: str
    rank: int = 0
    why: str = ""
    makes: int = 0
    dump: bool = False
    tables: frozenset[ObjectRef] = frozenset()


def words_of(path: str) -> frozenset[str]:
    """The words of a file's name: ``database-schema-LIVE.sql`` gives database, schema, live."""
    stem = path.rpartition("/")[2].rpartition(".")[0] or path
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", stem)
    return frozenset(w.lower() for w in re.findall(r"[A-Za-z]+", spaced))


def names_production(path: str) -> bool:
    """Whether a file's name says that it shows what is live."""
    return bool(words_of(path) & _PRODUCTION)


def one_off(path: str) -> bool:
    """Whether a file's name is that of a test, a seed, an extension's script, or a script that was run once."""
    if re.search(r"--\d[\w.]*(?:--\d[\w.]*)?\.sql$", path):
        return True  # a script of an extension (manual, "Extension Files"): CREATE EXTENSION runs it, nobody else
    words = words_of(path)
    return bool(words & _ONE_OFF) and not words & ({"schema", "structure"} | _PRODUCTION | _SAVED)


def look(tree: Tree, path: str) -> Look:
    """What the file at `path` is; one that can't be read describes nothing, and `why` says so."""
    try:
        text, _ = decode(tree.read(path), path)
    except SourceError as error:
        return Look(path=path, side="", why=error.message)
    if not text.strip():
        return Look(path=path, side="", why="it is empty")
    read = parsed(text, path, sections=True, end=_end(text))
    statements = [s for s in read.statements if s.kind != "NotSql"]
    makes = sum(s.kind.startswith("Create") or s.kind in _MAKERS for s in statements)
    tables = frozenset(s.target for s in statements if s.kind == "CreateStmt" and s.target is not None)
    if not makes:
        return Look(path=path, side="", why="it creates nothing")
    if sum(s.kind == "Unparsed" for s in statements) > len(statements) / 2:
        return Look(path=path, side="", why="most of it is no PostgreSQL", makes=makes)
    return _judged(path, text, read, makes, tables)


def _end(text: str) -> int | None:
    """Where to stop reading: at the end of a line after a semicolon, so that no statement is cut."""
    if len(text) <= _HEAD:
        return None
    stop = text.find(";\n", _HEAD)
    return stop + 1 if stop >= 0 else None


def _judged(path: str, text: str, read: SqlText, makes: int, names: frozenset[ObjectRef]) -> Look:
    tables = len(names)
    words = words_of(path)
    numbered = sum(query_number(section.title) is not None for section in read.sections)
    declared = bool(words & _DECLARED) or path.rpartition("/")[2].endswith(".schema.sql")

    def found(side: str, rank: int, why: str) -> Look:
        return Look(path=path, side=side, rank=rank, why=why, makes=makes, dump=is_dump(text), tables=names)

    if words & _PRODUCTION and (numbered >= 2 or (tables and not words & _ONE_OFF - _SAVED) or is_dump(text)):
        named = ", ".join(sorted(words & _PRODUCTION)).upper()
        also = f", and it holds {numbered} numbered queries" if numbered >= 2 else f", and it creates {tables} tables"
        return found("production", 90 if numbered >= 2 else 80, f"its name says {named}{also}")
    if words & _PRODUCTION:
        return found("", 10, "it creates no table, or its name is that of a script to run once")
    if numbered >= 2:
        return found("production", 70, f"it holds {numbered} saved queries, as they were run")
    if words & _SAVED and len(read.sections) > 1:
        return found("production", 60, "its name and its headings say that it keeps queries that were run")
    if is_dump(text):
        by_name = declared and words & {"schema", "structure"}
        return found("declared", 85 if by_name else 40, "it is a dump by pg_dump")
    if one_off(path):
        return found("", 10, "its name is that of a script to run once")
    what = f"it creates {tables} table{'s' * (tables != 1)}" if tables else f"it creates {makes} objects, and no table"
    if declared and words & {"schema", "structure"}:
        plain = not words - _DECLARED - _PLAIN
        return found("declared", (82 if plain else 70) if tables else 25, f"its name says schema, and {what}")
    if declared:
        return found("declared", 60 if tables else 20, f"its name says so, and {what}")
    return found("declared", 30 if tables else 5, what)
