"""The matrix as a committed expectation: any widening fails."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from trueup.access.model import AccessReport, Cell
from trueup.errors import SourceError
from trueup.finding import Evidence, Finding, Severity
from trueup.ref import ObjectRef

VERSION = 1
_WIDTH = {"none": 0, "error": 0, "own": 1, "conditional": 2, "all": 3}


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
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise SourceError(f"the expectation can't be read: {error}", help=help_text) from None


def compare_expectation(expected: Iterable[Cell], report: AccessReport) -> tuple[Finding, ...]:
    """A finding for every cell that is wider than expected, or that the expectation does not know and is open."""
    known = {(c.principal, c.ref, c.command): c for c in expected}
    return tuple(
        _finding(cell, known.get((cell.principal, cell.ref, cell.command)))
        for cell in report.matrix
        if _is_wider(cell, known.get((cell.principal, cell.ref, cell.command)))
    )


def _is_wider(cell: Cell, before: Cell | None) -> bool:
    width = _WIDTH.get(cell.rows, 0)
    if before is None:
        return width > 0
    if width > _WIDTH.get(before.rows, 0):
        return True
    more_columns = bool(before.columns) and (not cell.columns or not set(cell.columns) <= set(before.columns))
    return width > 0 and more_columns


def _finding(cell: Cell, before: Cell | None) -> Finding:
    was = "not in the expectation" if before is None else _said(before)
    return Finding(
        rule="access-widened",
        severity=Severity.ERROR,
        message=f"{cell.principal}: {cell.command} on {cell.ref} is {_said(cell)}; expected: {was}.",
        help="Close it, or write the expectation anew (--write-expect) and have the change reviewed.",
        ref=cell.ref,
        subject=f"{cell.principal} {cell.command}",
        evidence=(Evidence(kind="catalog", text=f"{cell.principal} {cell.command} {_said(cell)}"),),
    )


def _said(cell: Cell) -> str:
    columns = f" ({', '.join(cell.columns)})" if cell.columns else ""
    return f"{cell.rows}{columns}"


def _encode(cell: Cell) -> list[Any]:
    return [
        cell.principal,
        cell.ref.kind,
        cell.ref.schema,
        list(cell.ref.name),
        cell.command,
        cell.rows,
        list(cell.columns),
    ]


def _decode(cell: list[Any]) -> Cell:
    principal, kind, schema, name, command, rows, columns = cell
    return Cell(
        principal=principal,
        ref=ObjectRef(kind, schema, tuple(name)),
        command=command,
        rows=rows,
        columns=tuple(columns),
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
