"""The shape of a PL/pgSQL body, as far as the check of its names needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the body's text and where it begins in it."""

    text: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A declared variable: `text` is its declaration without its default, `default` the expression, if any."""

    name: str
    text: str
    is_record: bool = False
    default: Slice | None = None
    cursor_query: Slice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """One `WHEN conditions THEN statements` of an EXCEPTION section."""

    conditions: tuple[str, ...]
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """`[<<label>>] [DECLARE ...] BEGIN ... [EXCEPTION ...] END`."""

    label: str = ""
    declarations: tuple[Declaration, ...] = ()
    body: tuple[Node, ...] = ()
    handlers: tuple[Handler, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One arm of an IF or CASE; ELSE has no condition."""

    condition: Slice | None
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """IF or CASE; `subject` is the CASE's own expression, `start` where it begins in the body."""

    arms: tuple[Arm, ...]
    start: int
    subject: Slice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """Any loop.

    Args:
        label: its label, or `""`.
        kind: ``plain``, ``while``, ``integers``, ``query``, ``cursor``, ``dynamic``, ``array``.
        targets: the loop's variables, as written.
        expressions: its condition, bounds, array, or the parameters of a dynamic query.
        query: the query of ``query``, or the text expression of ``dynamic``.
        body: its statements.
    """

    kind: str
    label: str = ""
    targets: tuple[str, ...] = ()
    expressions: tuple[Slice, ...] = ()
    query: Slice | None = None
    body: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Simple:
    """Any other statement.

    Args:
        kind: ``sql`` (with `query`), ``execute`` (`query` is the text expression), ``return query``, ``assign``,
            ``perform``, ``call``, ``fetch``, ``none``, ``expressions`` (only those: RAISE, RETURN, ASSERT, EXIT WHEN).
        query: the statement without its INTO clause, blanks in its place.
        targets: of INTO, or the assignment's target, as written.
        expressions: what is evaluated.
        start: where it begins in the body.
    """

    kind: str
    start: int
    query: Slice | None = None
    targets: tuple[str, ...] = ()
    expressions: tuple[Slice, ...] = ()


Node: TypeAlias = Block | Choice | Loop | Simple


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A parsed body: its text, its `#option` lines and its outermost block."""

    text: str
    options: str
    block: Block
