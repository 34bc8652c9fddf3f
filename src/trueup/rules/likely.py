"""The name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

_CUTOFF = 78


def likely(name: str, candidates: Iterable[str]) -> str | None:
    """The closest of `candidates`, or None where nothing is close; ties go to the alphabet's first."""
    names = sorted(set(candidates))
    if name in names:
        return name
    found = process.extractOne(name, names, scorer=fuzz.WRatio, score_cutoff=_CUTOFF)
    return found[0] if found and len(found[0]) > 2 else None
