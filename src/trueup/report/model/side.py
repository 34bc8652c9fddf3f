"""The two sides, and what differs between them."""

from __future__ import annotations

from dataclasses import dataclass, field

from trueup.origin import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Obj:
    """An object of a catalog: its kind, and its name as PostgreSQL would take it."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """What was taken for what, and why.

    Args:
        side: ``declared``, ``production`` or ``pending``.
        label: path, ``live server`` or snapshot, as given.
        kind: ``sql file``, ``saved queries``, ``migrations (supabase)``, ``live server``, ``snapshot`` ...
        why: the reason of the choice.
        files, statements, loaded, refused: how many; 0 where it does not apply.
        semantics: how it was run, e.g. ``one transaction per query``.
    """

    side: str
    label: str
    kind: str
    why: str = ""
    files: int = 0
    statements: int = 0
    loaded: int = 0
    refused: int = 0
    semantics: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The first thing to read.

    Args:
        compared: what was held against what, in one sentence.
        equal, total: objects that are equal on both sides, of the objects on either.
        percent: of `equal` in `total`, one decimal, rounded down; None where there is one side only.
        counts: what the percentage counts.
        findings: how many by severity.
        differences: of a comparison of two sources: how many count, by meaning; what comes along with another
            difference (the columns of a new table) is told with that one.
        uncounted: how many differences are shown and not counted.
        suppressed: how many findings were left out by directives, configuration or baseline.
        not_evaluated: how many checks could not be made.
        first: what to do first, most urgent first.
    """

    compared: str = ""
    equal: int = 0
    total: int = 0
    percent: float | None = None
    counts: str = ""
    findings: dict[str, int] = field(default_factory=dict)
    differences: dict[str, int] | None = None
    uncounted: int = 0
    suppressed: int = 0
    not_evaluated: int = 0
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldEntry:
    """One field that differs, with both values as text.

    Args:
        label: how to print the field's name.
        noise: why it doesn't count, or "".
    """

    field: str
    before: str
    after: str
    meaning: str
    label: str = ""
    noise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEntry:
    """One object that differs: `change` is ``only declared``, ``only production``, ``differs`` or ``renamed``.

    For ``trueup diff`` the words are ``added``, ``removed``, ``changed`` and ``renamed``, as seen from FROM;
    `declared_at` is then a place in FROM and `production_at` one in TO.

    Args:
        noise: why it doesn't count, or "".
        reason, confidence: of a rename, 0 to 1.
        part_of: the object whose own difference brings this one with it, or None.
        declared_at, production_at: None for what no file made.
    """

    change: str
    object: Obj
    fields: tuple[FieldEntry, ...] = ()
    meaning: str = ""
    noise: str = ""
    old_name: str = ""
    reason: str = ""
    confidence: float | None = None
    part_of: Obj | None = None
    declared_at: Origin | None = None
    production_at: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEntry:
    """A table (or another top-level object) with all that lives on it: equal, or which parts differ.

    Args:
        object: the table, view, function ...
        declared, production: whether it is there.
        equal: how many of its parts (itself, columns, keys, indexes, policies, triggers, grants) are equal.
        total: how many parts there are on either side.
        changes: what differs.
        platform: whether the platform provides it; its parts are then what users changed or added there.
        readings: the readings of the saved queries under which production has it; empty where all agree.
    """

    object: Obj
    declared: bool
    production: bool
    equal: int
    total: int
    platform: bool = False
    changes: tuple[ChangeEntry, ...] = ()
    readings: tuple[str, ...] = ()
