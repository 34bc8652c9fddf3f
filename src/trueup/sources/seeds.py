"""Seeds of a Supabase project: rows that `supabase db reset` writes after the migrations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from trueup.diagnostic import Diagnostic
from trueup.origin import Origin
from trueup.replay.model import Unit
from trueup.sources.reader import Reader

DEFAULT = ("./seed.sql",)


def seed_patterns(document: dict[str, Any]) -> tuple[str, ...]:
    """``[db.seed] sql_paths`` of supabase/config.toml, ``./seed.sql`` unless it says otherwise (supabase/cli,
    pkg/config/db.go)."""
    seed = (document.get("db") or {}).get("seed") or {}
    if seed.get("enabled") is False:
        return ()
    paths = seed.get("sql_paths", DEFAULT)
    return tuple(p for p in paths if isinstance(p, str)) if isinstance(paths, (list, tuple)) else DEFAULT


def seed_units(reader: Reader, paths: list[str]) -> tuple[Unit, ...]:
    """The files as units, in their order; told."""
    units = tuple(replace(unit, seed=True) for unit in (reader.unit(path) for path in paths) if unit.statements)
    if units:
        names = ", ".join(unit.name for unit in units)
        told = f"{names}: run last, as supabase db reset does"
        reader.diagnostics.append(Diagnostic(code="seed-last", message=told, origin=Origin(file=units[0].name)))
    return units
