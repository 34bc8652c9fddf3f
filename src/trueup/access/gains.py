"""What writes give their actor: do them, then look which rows of others are reached that were not before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from trueup.access.acting import Actor
from trueup.access.ground import RowId
from trueup.access.study import Study
from trueup.seeding.engine import Action, Result
from trueup.seeding.expressions import expression_facts
from trueup.seeding.facts import Facts
from trueup.seeding.insight import Names, Place, is_dynamic, policy_texts, reachable_routines, routine_facts
from trueup.seeding.schema import Policy, Relation

Gain = tuple[int, str]  # relation and command


_ANY: Place = (0, "*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A write that may give its actor more.

    Args:
        sql: the statement.
        table: the table that is written, or None for a token.
        columns: the columns that matter.
        kind: ``update``, ``insert``, ``delete``, ``call``, ``profile`` (own metadata).
        says: what it does, for the reader.
        moves: whether it moves the row to another's things.
        routine: what is called.
        role: who runs it, if not the actor (the authentication service).
        joins: whether it puts the actor among another's things.
        further: more tables that a call writes.
        row: another's row that it makes the actor's, to be known again by its key.
        founds: whether it makes a new thing of the actor's own, for what the path does next.
        consent: keys of other people who wrote the row that is changed, and so asked for what follows from it.
        given: what is there before it, as SQL that the scratch copy's owner runs ("" for the rows as they were put in).
        view: oid of the view that it goes through, or 0.
        claims: whether it puts the actor where nobody was named.
        blind: whether it has no WHERE, which the API refuses.
        guest: whether another let the actor in: to accept that, and to see more for it, is meant.
    """

    sql: str
    table: int
    columns: tuple[str, ...]
    kind: str
    says: str
    moves: bool = False
    routine: int = 0
    role: str = ""
    joins: bool = False
    further: tuple[int, ...] = ()
    consent: frozenset[str] = frozenset()
    row: RowId = ""
    founds: bool = False
    given: str = ""
    view: int = 0
    claims: bool = False
    blind: bool = False
    guest: bool = False

    @property
    def tables(self) -> tuple[int, ...]:
        """Every table that is written, as far as it matters."""
        return (self.table, *self.further)


def actions_of(study: Study, actor: Actor, path: Sequence[Write]) -> tuple[Action, ...]:
    """What is given, then the writes of a path as the actor sends them."""
    actions = given(path)
    for write in path:
        action = study.action(actor, write.sql, soft=False)
        actions.append(replace(action, role=write.role) if write.role else action)
    return tuple(actions)


def given(path: Sequence[Write]) -> list[Action]:
    """What makes the rows those that the path starts from."""
    return [Action(sql=write.given) for write in path if write.given]


def all_did(path: Sequence[Write], results: Sequence[Result]) -> bool:
    """Whether every write of a path went through and changed something."""
    done = results[len(given(path)) :]
    return len(done) >= len(path) and all(did_something(w, r) for w, r in zip(path, done, strict=False))


def named_columns(study: Study, path: Sequence[Write]) -> set[Place] | None:
    """The columns of rows that were there which a path changes; None where it does more than that."""
    plain = all(w.kind == "update" and not set_off(study, w) for w in path)
    return {(w.table, c) for w in path for c in w.columns} if plain else None


def set_off(study: Study, write: Write) -> set[int]:
    """The tables that triggers write; a view may do with its rows whatever it likes."""
    return study.set_off(write.table, "" if write.view else write.kind.upper())


def names_one(study: Study, relation: Relation, policy: Policy, columns: set[Place] | None) -> bool:
    """Whether a policy of the table, or a function that it calls, names one of the columns; None stands for any.

    One that reads a view may anyway, and a name behind an alias may be any table's.
    """
    if columns is None:
        return True
    known = study.named_columns.get(policy.oid)
    if known is None:
        known = study.named_columns[policy.oid] = frozenset(_named(study, relation, policy))
    return _ANY in known or any(place in known or (0, place[1]) in known for place in columns)


def _named(study: Study, relation: Relation, policy: Policy) -> Iterator[Place]:
    routines = [study.schema.routines[o] for o in reachable_routines(study.schema, frozenset(policy.functions))]
    read: list[tuple[Facts, Relation | None]] = [(expression_facts(text), relation) for text in policy_texts(policy)]
    read += [(routine_facts(routine), None) for routine in routines]
    tables = [study.find(t) for facts, _ in read for t in facts.tables]
    if any(t is None or not t.is_table for t in tables) or any(is_dynamic(routine) for routine in routines):
        yield _ANY
    study.index = index = study.index or Names(study.schema)
    for facts, own in read:
        for found in facts.touched:
            yield from index.place(facts, found, own) or [(0, found[1])]


def did_something(write: Write, result: Result) -> bool:
    """Whether a write went through and changed something."""
    return result.ok and (result.count > 0 or write.kind == "call")


def gained_rows(
    study: Study,
    actor: Actor,
    relation: Relation,
    command: str,
    result: Result,
    moved: Mapping[RowId, RowId] = MappingProxyType({}),
    before: frozenset[RowId] | None = None,
) -> frozenset[RowId]:
    """Rows of others that a command reaches now and did not before.

    Args:
        study, actor, relation, command: what was tried.
        result: the rows that it reached.
        moved: rows that were changed, by where they are now.
        before: what it reached before; None for what it reaches in the copy as it was seeded.
    """
    if not result.ok or not result.value or not isinstance(result.value[0], str):
        return frozenset()
    if before is None:
        before = study.reach(actor).of(relation.oid, command)
    if (relation.oid, command) in study.reach(actor).errors:
        return frozenset()
    by_id = {r.id: r for r in study.ground.rows.get(relation.oid, ())}
    gained = {i for i in result.value if i in by_id and not study.is_own(by_id[i], actor)}
    gained |= {moved[i] for i in result.value if i in moved and study.is_anothers(study.ground.by_id[moved[i]], actor)}
    return frozenset(gained) - before
