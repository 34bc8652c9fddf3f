"""Which platform a project was written for, from the marks in its text.

A mark is a name that only the platform provides (`auth.uid`, `storage.objects`, the role `service_role`). A text that
makes such a table itself brings its own copy, and then the platform's baseline would collide with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trueup.origin import Origin
from trueup.postgres.platforms.model import Platform, load, names
from trueup.sqltext.model import Statement

_PLAIN = "postgres"
_BODY_DEPTH = 3  # a body inside EXECUTE inside DO: nobody nests deeper


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Something that speaks for a platform, or against it.

    Args:
        platform: which one.
        what: a sentence part: ``uses auth.uid``, ``makes its own auth.users``.
        origin: where it was seen first; None for a file's mere presence.
        against: whether it rules the platform out.
    """

    platform: str
    what: str
    origin: Origin | None = None
    against: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """The platform and why: the first sight of every mark, in the order of the text."""

    platform: str
    reasons: tuple[Reason, ...]


def detect(statements: Iterable[Statement], *, paths: Iterable[str] = ()) -> Detection:
    """The platform that `statements` and the project's file `paths` (with ``/``) speak for; ``postgres`` if none does.

    A role's name alone is weak: ``anon`` is anybody's. It counts if the text does not make that role, and two are
    named.
    """
    statements = tuple(statements)
    paths = tuple(paths)
    best, reasons = _PLAIN, tuple[Reason, ...]()
    for name in names():
        found = tuple(_reasons(load(name), statements, paths)) or tuple(_names(load(name), paths))
        if not found:
            continue
        ruled_out = any(reason.against for reason in found)
        if not ruled_out and len(found) > len(reasons):
            best, reasons = name, found
        elif ruled_out and best == _PLAIN and not reasons:
            reasons = found
    return Detection(platform=best, reasons=reasons)


def of_roles(roles: Iterable[str]) -> str | None:
    """The platform of a server that has these roles, two at least that only it provides; None: no platform's."""
    present = frozenset(roles)
    counts = {name: len((load(name).marks.roles - load(name).marks.weak) & present) for name in names()}
    best = max(sorted(counts), key=lambda name: counts[name])
    return best if counts[best] > 1 else None


def _reasons(platform: Platform, statements: tuple[Statement, ...], paths: tuple[str, ...]) -> Iterator[Reason]:
    marks = platform.marks
    for mark in marks.files:
        if any(path == mark or path.endswith("/" + mark) for path in paths):
            yield Reason(platform=platform.name, what=f"holds {mark}")
    own = tuple(_own(platform, statements))
    if own:
        yield own[0]
        return
    yield from _used(platform, statements, marks.functions | marks.relations)
    made = {s.target.name[-1] for s in statements if s.kind in {"CreateRoleStmt"} and s.target}
    roles = tuple(_words(platform, statements, marks.roles - made, "names the role"))
    if len(roles) > 1 or not all(reason.what.endswith(tuple(marks.weak)) for reason in roles):
        yield from roles
    yield from _words(platform, statements, marks.publications - _published(statements), "publishes in")
    yield from _words(platform, statements, marks.extensions, "uses the extension")


def _names(platform: Platform, paths: tuple[str, ...]) -> Iterator[Reason]:
    """A file or folder that is called after the platform, which counts where nothing else does.

    Short names (``rds``, ``neon``) are left out: they are words of other things.
    """
    for path in paths:
        if len(platform.name) > 4 and platform.name != _PLAIN and platform.name in re.findall("[a-z]+", path.lower()):
            yield Reason(platform=platform.name, what=f"the name {path}")
            return


def _own(platform: Platform, statements: tuple[Statement, ...]) -> Iterator[Reason]:
    for statement in statements:
        if statement.kind != "CreateStmt" or statement.target is None:
            continue
        name = f"{statement.target.schema}.{statement.target.name[-1]}"
        if name in platform.marks.own and "if not exists" not in statement.sql[:200].lower():
            yield Reason(platform=platform.name, what=f"makes its own {name}", origin=statement.origin, against=True)


def _published(statements: tuple[Statement, ...]) -> set[str]:
    """The publications that the text makes itself: from nothing, not after it dropped the one that was there."""
    made, dropped = set[str](), set[str]()
    for statement in statements:
        if statement.target is not None and statement.target.kind == "publication":
            if statement.kind == "DropStmt":
                dropped.add(statement.target.name[-1])
            elif statement.kind == "CreatePublicationStmt" and statement.target.name[-1] not in dropped:
                made.add(statement.target.name[-1])
    return made


def _used(platform: Platform, statements: tuple[Statement, ...], marks: frozenset[str]) -> Iterator[Reason]:
    """The first use of each dotted name."""
    schemas = {mark.partition(".")[0] for mark in marks}
    hints = [hint for schema in schemas for hint in (f"{schema}.", f'{schema}"', f"{schema.upper()}.")]
    seen: set[str] = set()
    for statement in statements:
        if not any(hint in statement.sql for hint in hints):
            continue
        for name in _dotted(statement.sql, _BODY_DEPTH):
            if name in marks and name not in seen:
                seen.add(name)
                yield Reason(platform=platform.name, what=f"uses {name}", origin=statement.origin)


def _words(platform: Platform, statements: tuple[Statement, ...], marks: frozenset[str], what: str) -> Iterator[Reason]:
    """The first use of each single name, as a token of its own."""
    missing = set(marks)
    for statement in statements:
        for mark in sorted(mark for mark in missing if mark in statement.sql):
            if any(word == mark for word, _ in _tokens(statement.sql, _BODY_DEPTH)):
                missing.discard(mark)
                yield Reason(platform=platform.name, what=f"{what} {mark}", origin=statement.origin)


def _dotted(sql: str, depth: int) -> Iterator[str]:
    before = ("", "")
    dot = False
    for word, is_name in _tokens(sql, depth):
        if word == "." and not is_name:
            dot = True
            continue
        if is_name and dot:
            yield f"{before[0]}.{word}"
        before, dot = (word if is_name else "", ""), False


def _tokens(sql: str, depth: int) -> Iterator[tuple[str, bool]]:
    """Names and dots of `sql`, those inside quoted bodies included; (text, whether it is a name)."""
    import postgast  # late: two servers are compared without it

    try:
        tokens = postgast.scan(sql).tokens
    except postgast.PgQueryError:
        return
    data = sql.encode()
    for token in tokens:
        text = data[token.start : token.end].decode(errors="replace")
        if text.startswith(("$", "'")):
            body = (
                text.split("$", 2)[2].rsplit("$", 2)[0] if text.startswith("$") and text.count("$") > 3 else text[1:-1]
            )
            if depth and len(body) > 5:
                yield from _tokens(body, depth - 1)
        elif text == ".":
            yield text, False
        elif text[:1].isalpha() or text[:1] in '_"':
            yield (text[1:-1] if text[0] == '"' else text.lower()), True
