"""The matrix as a committed expectation: any widening fails."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from trueup.access.conditions import beyond, narrowed
from trueup.access.model import AccessReport, Cell
from trueup.diagnostic import NotEvaluated
from trueup.errors import SourceError
from trueup.finding import Evidence, Finding, Severity
from trueup.ref import ObjectRef

VERSION = 1
_WIDTH = {"none": 0, "error": 0, "not evaluated": 0, "own": 1, "conditional": 2, "all": 3}


def dump_expectation(report: AccessReport) -> str:
    """The matrix as JSON text, one cell a line, for a file under version control."""
    cells = sorted(_encode(cell) for cell in report.matrix)
    lines = ",\n".join(f"    {json.dumps(cell)}" for cell in cells)
    return f'{{\n  "version": {VERSION},\n  "cells": [\n{lines}\n  ]\n}}\n'


def load_expectation(text: str) -> tuple[Cell, ...]:
    """The cells of an expectation; raises `SourceError` where it can't be read."""
    help_text = "Write it anew with --write-expect."
    try:
        data = json.loads(text)
        if data["version"] != VERSION:
            raise SourceError(f"the expectation has version {data['version']}, not {VERSION}", help=help_text)
        return tuple(_decode(cell) for cell in data["cells"])
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise SourceError(f"the expectation can't be read: {error}", help=help_text) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What came of holding a matrix against an expectation.

    Args:
        findings: every cell that is wider, or that the expectation does not know and that is open.
        not_evaluated: cells that the expectation knows and that could not be tried now.
        narrower: cells that the expectation allows more than there is now: a later widening up to that would pass.
    """

    findings: tuple[Finding, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()
    narrower: tuple[Cell, ...] = ()


def compare_expectation(expected: Iterable[Cell], report: AccessReport) -> Held:
    """Hold the matrix of now against an expectation."""
    known = {_key(c): c for c in expected}
    now = {_key(c): c for c in report.matrix}
    findings = [_finding(c, known.get(k), why) for k, c in now.items() if (why := _widening(c, known.get(k)))]
    missed = [
        NotEvaluated(what=f"{c.command} on {c.ref} by {c.principal}", reason=f"{c.note}; expected: {_said(known[k])}")
        for k, c in now.items()
        if c.rows == "not evaluated" and k in known and known[k].rows not in ("not evaluated", "all")
    ]
    narrower = [c for k, c in known.items() if _widening(replace(c, shows=()), now.get(k))]
    return Held(findings=tuple(findings), not_evaluated=tuple(missed), narrower=tuple(narrower))


def _key(cell: Cell) -> tuple[str, ObjectRef, str]:
    return cell.principal, cell.ref, cell.command


def _widening(cell: Cell, before: Cell | None) -> str:
    """In which way a cell is wider than another one; "" where it is not."""
    width = _WIDTH.get(cell.rows, 0)
    if width == 0:
        return ""
    if before is None:
        return "new"
    if width > _WIDTH.get(before.rows, 0):
        return "rows"
    if before.columns and (not cell.columns or not set(cell.columns) <= set(before.columns)):
        return "columns"
    if cell.rows == "conditional" == before.rows and cell.shows and before.shows and cell.shows[0].startswith("{"):
        return ", or ".join(beyond(cell.shows, before.shows))
    more = [s for s in cell.shows if s not in before.shows and not s.startswith("{")]
    return ", ".join(more) if before.shows and "caller's rights" not in more else ""


def _finding(cell: Cell, before: Cell | None, why: str) -> Finding:
    was = "not in the expectation" if before is None else _said(before)
    is_now = _said(cell)
    if why not in ("new", "rows", "columns"):
        word = "lets through what is" if cell.shows[0].startswith("{") else "with"
        is_now, was = f"{is_now}, {word} {why}", f"{was}, without that"
    return Finding(
        rule="access-widened",
        severity=Severity.ERROR,
        message=f"{cell.principal}: {cell.command} on {cell.ref} is {is_now}; expected: {was}.",
        help="Close it, or write the expectation anew (--write-expect) and have the change reviewed.",
        ref=cell.ref,
        subject=f"{cell.principal} {cell.command}",
        evidence=(Evidence(kind="catalog", text=f"{cell.principal} {cell.command} {_said(cell)}"),),
    )


def _said(cell: Cell) -> str:
    columns = f" ({', '.join(cell.columns)})" if cell.columns else ""
    return f"{cell.rows}{columns}"


def _encode(cell: Cell) -> list[Any]:
    shows = narrowed(cell.shows, cell.by) if cell.rows == "conditional" and cell.by else cell.shows
    named = [cell.principal, cell.ref.kind, cell.ref.schema, list(cell.ref.name), cell.command]
    shown = [json.loads(s) if s.startswith("{") else s for s in shows]
    return [*named, cell.rows, list(cell.columns), *([shown] if shown else [])]


def _decode(cell: list[Any]) -> Cell:
    principal, kind, schema, name, command, rows, columns, *shows = cell
    if rows not in _WIDTH:
        raise ValueError(f"{rows!r} is none of {', '.join(_WIDTH)}")
    return Cell(
        principal=principal,
        ref=ObjectRef(kind, schema, tuple(name)),
        command=command,
        rows=rows,
        columns=tuple(columns),
        shows=tuple(s if isinstance(s, str) else json.dumps(dict(s), sort_keys=True) for s in shows[0])
        if shows
        else (),
    )


class _Evidence(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...


class _Found(Protocol):
    @property
    def rule(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def evidence(self) -> Sequence[_Evidence]: ...


def proof_files(findings: Iterable[_Found]) -> dict[str, str]:
    """Name to text of every proof script, of an examination's findings or of a report's."""
    out = {}
    for finding in findings:
        for index, evidence in enumerate(e for e in finding.evidence if e.kind == "transcript"):
            suffix = f"-{index + 1}" if index else ""
            out[f"{finding.rule}-{finding.fingerprint}{suffix}.sql"] = evidence.text.rstrip() + "\n"
    return out
