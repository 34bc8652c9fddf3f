"""Findings as SARIF 2.1.0 (OASIS), for code-scanning views."""

from __future__ import annotations

from typing import Any

import msgspec

from trueup.report.model import FindingEntry, Report

_LEVELS = {"error": "error", "warning": "warning", "review": "note", "style": "note"}


def render(report: Report) -> str:
    """One run with one result per finding that has a place; the rest carry a logical location only."""
    rules = sorted({finding.rule for finding in report.findings})
    run = {
        "tool": {
            "driver": {
                "name": "trueup",
                "version": report.tool_version,
                "rules": [{"id": rule} for rule in rules],
            }
        },
        "results": [_result(finding) for finding in report.findings],
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "warning", "message": {"text": f"not evaluated: {n.what}: {n.reason}"}}
                    for n in report.not_evaluated
                ],
            }
        ],
    }
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _result(finding: FindingEntry) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if finding.origin:
        region: dict[str, int] = {"startLine": max(1, finding.origin.line)}
        if finding.origin.column:
            region["startColumn"] = finding.origin.column
        location["physicalLocation"] = {"artifactLocation": {"uri": finding.origin.file}, "region": region}
    if finding.object:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.object.name, "kind": finding.object.kind}]
    return {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message} {finding.help}".strip()},
        "locations": [location] if location else [],
        "partialFingerprints": {"trueup/v1": finding.fingerprint},
    }
