"""A missing table that a file outside the audit makes: which file that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from trueup.finding import Finding
from trueup.replay.faults import read
from trueup.replay.model import ServerError
from trueup.sources.look import look
from trueup.sources.model import Project
from trueup.sources.tree import DiskTree
from trueup.stages.model import Judgement

_MAX_FILES = 300


def with_makers(judgement: Judgement, project: Project, root: Path) -> Judgement:
    """Tell with each missing relation which file of the project makes it, though it belongs to no side.

    Args:
        judgement: what was found.
        project: its `left_out` are looked at, where a relation is missing.
        root: the project folder.
    """
    missing = {id(finding): name for finding in judgement.findings if (name := _missing(finding))}
    if not missing or not project.left_out:
        return judgement
    makers = _makers(root, project.left_out)
    told = [_told(finding, makers.get(missing.get(id(finding), ""), "")) for finding in judgement.findings]
    return replace(judgement, findings=tuple(told))


def _missing(finding: Finding) -> str:
    refusal = next((e for e in finding.evidence if e.sqlstate == "42P01"), None)
    if refusal is None:
        return ""
    fault = read(ServerError(sqlstate="42P01", message=refusal.text.split("\n", 1)[0]))
    return fault.name[-1] if fault.kind == "relation" and fault.name else ""


def _makers(root: Path, files: Sequence[str]) -> Mapping[str, str]:
    """Table to the first file that makes it."""
    tree = DiskTree(root=root)
    found: dict[str, str] = {}
    for path in files[:_MAX_FILES]:
        for table in look(tree, path).tables:
            found.setdefault(table.name[-1], tree.display(path))
    return found


def _told(finding: Finding, file: str) -> Finding:
    if not file:
        return finding
    hint = f"{file} makes it, and belongs to no side of this audit: name it with --declared or --production, or run it."
    return replace(finding, help=f"{finding.help} {hint}".strip())
