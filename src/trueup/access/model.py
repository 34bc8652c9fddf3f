"""What the access examination gives."""

from __future__ import annotations

from dataclasses import dataclass, field

from trueup.diagnostic import NotEvaluated
from trueup.finding import Finding
from trueup.ref import ObjectRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Somebody who acts.

    Args:
        name: ``anon``, ``A``, ``B``, ``anonymous sign-in``, ``service``; on plain PostgreSQL a role's name.
        role: the role that is set.
        settings: run-time settings that are set for the request (``request.jwt.claims`` ...).
    """

    name: str
    role: str
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of the matrix: what a principal may do with one command on one object.

    Args:
        rows: ``all``, ``own``, ``conditional``, ``none``, ``error``, ``not evaluated``.
        columns: the columns that it is restricted to, or () for all.
        note: the server's error or the reason.
        shows: what an expectation holds beside the rows: a view's columns, with whose rights a function runs, the kinds
            of rows that a condition lets through (see `conditions`).
        by: the names in `shows` that tell rows that are reached from those that are not.
    """

    principal: str
    ref: ObjectRef
    command: str
    rows: str
    columns: tuple[str, ...] = ()
    note: str = ""
    shows: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuted:
    """A rule's finding that trying showed to be harmless.

    Args:
        rule: the rule's id.
        ref: the object that it is about.
        reason: what was seen.
    """

    rule: str
    ref: ObjectRef
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessReport:
    """Who can do what, what is wrong with it, and what could not be tried.

    Args:
        coverage: by name: tables, tables seeded, rows, probes ...
        refuted: what rules may say of the schema and trying showed to be harmless.
    """

    principals: tuple[Principal, ...] = ()
    matrix: tuple[Cell, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()
    coverage: dict[str, int] = field(default_factory=dict)
    refuted: tuple[Refuted, ...] = ()
