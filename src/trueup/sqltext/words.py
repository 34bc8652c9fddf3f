# ruff: noqa: SIM905
"""The words that tell SQL from prose."""

from __future__ import annotations

# What a statement may begin with (manual, part VI).
STARTS = frozenset(
    """abort alter analyze begin call checkpoint close cluster comment commit copy create deallocate declare delete
    discard do drop end execute explain fetch grant import insert listen load lock merge move notify prepare reassign
    refresh reindex release reset revoke rollback savepoint security select set show start table truncate unlisten
    update vacuum values with""".split()
)

# What may follow CREATE, ALTER or DROP.
OBJECTS = frozenset(
    """access aggregate cast collation constraint conversion database default domain event extension foreign function
    global group index language large local materialized operator or policy procedural procedure publication recursive
    role routine rule schema sequence server statistics subscription system table tablespace temp temporary text
    transform trigger type unique unlogged user view""".split()
)

# Words after which a line of SQL can't end a statement: what precedes a SELECT on the next line is no prose then.
UNENDED = frozenset(
    "as for on to using check begin then else union all except intersect and or not in select from where with".split()
)

# What begins a statement elsewhere (PL/pgSQL, SQLite, MySQL's client), and hardly a sentence.
ALMOST = frozenset({"raise", "perform", "pragma", "delimiter"})
