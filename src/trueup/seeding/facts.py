"""What is found in one text of SQL: columns, constants, caller expressions, calls."""

from __future__ import annotations

from dataclasses import dataclass, field

from trueup.seeding.conditions import Arm
from trueup.seeding.trees import Column


@dataclass(slots=True)
class Facts:
    """What was found in one text.

    Args:
        tables: (schema or "", name) of every relation that is named.
        touched: every column that is read.
        compared: columns in a comparison, in whatever form.
        amounts: columns (or variables) that are taken from, or asked whether they are enough.
        charged: those of them that something else than a constant is taken from.
        constants: column (or variable, in a body) to the constants that it is compared with.
        nulls: columns that are tested for NULL.
        callers: (column, SQL of an expression without columns that it is compared with).
        tied, apart: those of their columns that are asked to be the same as it, and to be another (`<>`).
        roles: columns that hold names of roles, which the server is asked about.
        settings: names of run-time settings that are read.
        claims: (path of keys, constant) for parts of the caller's token that are compared.
        metadata_keys: keys that are read from a user's own metadata column.
        calls: names of functions that are called, last part.
        lengths, patterns, likes: column to bounds of its length, and regular expressions and LIKE patterns for it.
        writes: relations that are inserted into, updated, deleted from or truncated.
        sets: columns that an UPDATE sets.
        empties: those of `writes` that are truncated, or deleted from without a WHERE.
        pairs: columns that are compared with each other.
        arms: alternatives of the WHERE of each query, by table.
        given: function to the constants that it is called, or what it gives is compared, with.
        numbers: every number in the text.
        documents: column to JSON documents that hold what is asked for under a key.
    """

    tables: set[tuple[str, str]] = field(default_factory=set)
    touched: set[Column] = field(default_factory=set)
    compared: set[Column] = field(default_factory=set)
    amounts: set[Column] = field(default_factory=set)
    charged: set[Column] = field(default_factory=set)
    constants: dict[Column, set[str]] = field(default_factory=dict)
    nulls: set[Column] = field(default_factory=set)
    callers: list[tuple[Column, str]] = field(default_factory=list)
    roles: set[Column] = field(default_factory=set)
    tied: set[Column] = field(default_factory=set)
    apart: set[Column] = field(default_factory=set)
    settings: set[str] = field(default_factory=set)
    claims: set[tuple[tuple[str, ...], str]] = field(default_factory=set)
    metadata_keys: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    lengths: dict[Column, set[int]] = field(default_factory=dict)
    patterns: dict[Column, set[str]] = field(default_factory=dict)
    likes: dict[Column, set[str]] = field(default_factory=dict)
    writes: set[tuple[str, str]] = field(default_factory=set)
    pairs: list[tuple[Column, Column]] = field(default_factory=list)
    given: dict[str, set[str]] = field(default_factory=dict)
    documents: dict[Column, set[str]] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    sets: set[str] = field(default_factory=set)
    empties: set[tuple[str, str]] = field(default_factory=set)
    arms: list[Arm] = field(default_factory=list)

    @property
    def ties(self) -> list[tuple[Column, str]]:
        """Those of `callers` that are not only asked to be somebody else."""
        return [(found, caller) for found, caller in self.callers if found not in self.apart - self.tied]

    def merge(self, other: Facts) -> None:
        """Add what `other` found."""
        self.tables |= other.tables
        self.touched |= other.touched
        self.compared |= other.compared
        self.amounts |= other.amounts
        self.charged |= other.charged
        self.nulls |= other.nulls
        self.roles |= other.roles
        self.tied |= other.tied
        self.apart |= other.apart
        self.settings |= other.settings
        self.claims |= other.claims
        self.metadata_keys |= other.metadata_keys
        self.calls |= other.calls
        self.writes |= other.writes
        self.sets |= other.sets
        self.empties |= other.empties
        self.callers += [c for c in other.callers if c not in self.callers]
        self.pairs += [p for p in other.pairs if p not in self.pairs]
        self.arms += other.arms
        for mine, theirs in (
            (self.constants, other.constants),
            (self.patterns, other.patterns),
            (self.likes, other.likes),
            (self.documents, other.documents),
        ):
            for key, values in theirs.items():
                mine.setdefault(key, set()).update(values)
        for name, values in other.given.items():
            self.given.setdefault(name, set()).update(values)
        for key, numbers in other.lengths.items():
            self.lengths.setdefault(key, set()).update(numbers)
