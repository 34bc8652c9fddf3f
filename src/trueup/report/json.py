"""The report as JSON, and the schema that it keeps to."""

from __future__ import annotations

from typing import Any

import msgspec

from trueup.report.model import SCHEMA_VERSION, Report


def render(report: Report) -> str:
    """The report as indented JSON, ending in a newline. Keys are always all there, in the order of the model."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a report, made from the dataclasses."""
    made = msgspec.json.schema(Report)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "trueup report",
        "description": f"What every trueup command writes with --format json. Version {SCHEMA_VERSION}.",
    }
    return head | made
