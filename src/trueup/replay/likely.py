"""The name that was likely meant: among names of the right kind, conservatively.

A name that shares its words with the missing one goes before one that only looks like it: ``profiles`` means
``user_profiles`` rather than ``profits``.
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from trueup.sqltext.names import words_of

THRESHOLD = 0.75
# Words that half of all columns end in: sharing only these says nothing.
_COMMON = frozenset("id at by is on of the a get set has key ts fk pk new old".split())  # noqa: SIM905
_TABLE_PREFIXES = frozenset({"tbl", "tb", "t", "v", "vw", "app", "public"})


def similarity(missing: str, candidate: str) -> float:
    """From 0 to 1 how likely `candidate` was meant by `missing`; 1 is the same name in another schema."""
    if missing == candidate:
        return 1.0
    one, other = words_of(missing), words_of(candidate)
    if one == other or "".join(one) == "".join(other):
        return 0.98
    shared = _shared(one, other)
    looks = _looks_alike(missing.lower(), candidate.lower())
    return max(shared, looks)


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    a, b = set(one) - _TABLE_PREFIXES, set(other) - _TABLE_PREFIXES
    common = a & b
    if not common - _COMMON:
        return 0.0
    if a == b:
        return 0.95
    extra = len(a ^ b)
    if a < b and (one[-1] == other[-1] or one[0] == other[0]):
        return 0.92 - 0.04 * extra if other[-len(one) :] == one else 0.88 - 0.04 * extra
    if b < a and (one[-1] == other[-1] or one[0] == other[0]):
        return 0.88 - 0.04 * extra
    return 0.0


def _looks_alike(missing: str, candidate: str) -> float:
    """Typing errors: one in four letters at most, and no shorter than four letters."""
    longest = max(len(missing), len(candidate))
    if min(len(missing), len(candidate)) < 4:
        return 0.0
    distance = OSA.distance(missing, candidate)
    if distance > max(1, longest // 4) or distance > 3:
        return 0.0
    return 0.97 - distance / longest


def best(missing: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """The likeliest candidates, best first: one, or several that are equally likely; none below the threshold."""
    scored = sorted(((-similarity(missing, c), c) for c in set(candidates)), key=lambda pair: pair)
    good = [(-score, name) for score, name in scored if -score >= THRESHOLD]
    return tuple(name for score, name in good if score > good[0][0] - 0.015) if good else ()
