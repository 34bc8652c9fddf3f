"""What writes give their actor: do them, then look which rows of others are reached that were not before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from trueup.access.acting import Actor
from trueup.access.ground import RowId
from trueup.access.reach import COMMANDS, probe
from trueup.access.study import Study
from trueup.seeding.engine import Action, Result, Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import policy_texts, reachable_routines, routine_facts
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Policy, Relation, quote

Gain = tuple[int, str]  # relation and command


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


def attempt(study: Study, actor: Actor, path: Sequence[Write]) -> dict[Gain, frozenset[RowId]]:
    """Do the writes, then look what is reached that was not before; {} where the server refuses a write."""
    found = _looked(study, actor, path, narrow=True)
    # Few writes give anything: only then is every command worth a look.
    return _looked(study, actor, path, narrow=False) if found else {}


def _looked(study: Study, actor: Actor, path: Sequence[Write], *, narrow: bool) -> dict[Gain, frozenset[RowId]]:
    written = {oid for write in path for oid in write.tables}
    written |= {oid for write in path for oid in study.set_off(write.table)}
    taken = [write for write in path if write.row]
    writes = actions_of(study, actor, path)
    found_again = [_again(study, write.row) for write in taken]
    from_given = bool(given(path))
    asked: list[tuple[Relation, str]] = []
    for relation, commands in _judged_by(study, path, written):
        for command in COMMANDS if not narrow else _affected(relation, commands, written):
            if from_given or _may_give(study, actor, relation, command):
                asked.append((relation, command))
    if asked and not from_given and not taken:
        asked = _shown(study, actor, path, asked)
    tried = [(r, c, probe(r, c, study.rights(actor, r), actor)) for r, c in asked]
    asked = [(r, c) for r, c, look in tried if look is not None]
    looks = [look for *_, look in tried if look is not None]
    if not asked:
        return {}
    tasks = [Task(actions=(*writes, *found_again, *looks))]
    if first := given(path):
        tasks.append(Task(actions=(*first, *found_again, *looks)))
    outcomes = study.running.run(tasks)
    results = outcomes[0]
    if not all_did(path, results):
        return {}
    gains: dict[Gain, frozenset[RowId]] = {}
    start = len(writes) + len(found_again)
    moved = {r.value: w.row for w, r in zip(taken, results[len(writes) : start], strict=False) if r.ok}
    earlier = _seen_before(taken, outcomes[1][len(first) :]) if first else [None] * len(asked)
    for (relation, command), result, before in zip(asked, results[start:], earlier, strict=False):
        gained = gained_rows(study, actor, relation, command, result, moved, before)
        gained = frozenset(i for i in gained if not _is_agreed(study, path, i))
        if gained:
            gains[(relation.oid, command)] = gained
    return gains


def _may_give(
    study: Study, actor: Actor, relation: Relation, command: str, shown: frozenset[RowId] | None = None
) -> bool:
    """Whether there are rows of others (among those shown) that a command did not reach in the copy as seeded."""
    reach = study.reach(actor)
    if (relation.oid, command) in reach.errors or study.grants.is_shut(actor.principal.role, relation, command):
        return False
    before = reach.of(relation.oid, command)
    rows = study.ground.rows.get(relation.oid, ())
    return any(r.id not in before and (shown is None or r.id in shown) and not study.is_own(r, actor) for r in rows)


def _shown(
    study: Study, actor: Actor, path: Sequence[Write], asked: Sequence[tuple[Relation, str]]
) -> list[tuple[Relation, str]]:
    """The looks that are worth it once the writes are done: a row that is not read is not changed or deleted either.

    Every look reads what it changes, so the policies for SELECT hold for all of them.
    """
    relations = {r.oid: r for r, _ in asked}
    looks = {
        oid: look
        for oid, r in relations.items()
        if study.rights(actor, r).select and (look := probe(r, "SELECT", study.rights(actor, r), actor)) is not None
    }
    writes = actions_of(study, actor, path)
    results = study.running.run([Task(actions=(*writes, *looks.values()))])[0]
    if not all_did(path, results):
        return []
    read = {
        oid: frozenset(i for i in result.value or () if isinstance(i, str))
        for oid, result in zip(looks, results[len(writes) :], strict=False)
        if result.ok
    }
    return [(r, c) for r, c in asked if _may_give(study, actor, r, c, read.get(r.oid))]


def _seen_before(taken: Sequence[Write], results: Sequence[Result]) -> list[frozenset[RowId] | None]:
    """The rows that were reached from what is given, before the path's first write."""
    now = {r.value: w.row for w, r in zip(taken, results, strict=False) if r.ok}
    looks = results[len(taken) :]
    return [frozenset(now.get(i, i) for i in r.value or () if isinstance(i, str)) if r.ok else None for r in looks]


def _again(study: Study, row_id: RowId) -> Action:
    """Where a row that was changed is now."""
    row = study.ground.by_id[row_id]
    relation = study.schema.relations[row.relation]
    key = " AND ".join(
        f"t.{quote(k)} = {sql_value(row.values[k], relation.columns[k].type_name)}" for k in relation.primary_key
    )
    return Action(
        sql=f"SELECT to_jsonb(t.tableoid::int8::text || t.ctid::text) FROM {relation.sql} t WHERE {key}",
        rows=True,
        soft=True,
    )


def _is_agreed(study: Study, path: Sequence[Write], row: RowId) -> bool:
    """Whether the row belongs to those who wrote what the path changes: a request for friendship is accepted."""
    agreed = frozenset().union(*(write.consent for write in path))
    owners = study.ground.owner_key(study.ground.by_id[row]) if agreed and row in study.ground.by_id else frozenset()
    return bool(owners) and owners <= agreed


def _judged_by(study: Study, path: Sequence[Write], written: set[int]) -> list[tuple[Relation, set[str]]]:
    """Tables whose rows may be reached otherwise once these were written, and the commands that the policies are for.

    Of policies that read a written table, an UPDATE of a column leaves alone those that never name a column so called.
    """
    plain = all(w.kind == "update" and not study.set_off(w.table) for w in path)
    names = {c for w in path for c in w.columns} if plain else None
    influences = study.world.insight.influences
    found: dict[int, tuple[Relation, set[str]]] = {}
    for oid in sorted(written):
        first = study.schema.relations[oid]
        for relation in (*study.dependents(first), first):
            policies = [p for p in relation.policies if influences.get(p.oid, frozenset()) & written]
            commands = {p.command for p in policies if names is None or _names_one(study, p, names)}
            if relation.rls and (commands or relation.oid in written):
                found[relation.oid] = (relation, commands)
    return list(found.values())


def _names_one(study: Study, policy: Policy, names: set[str]) -> bool:
    """Whether a policy, or a function that it calls, names one of the columns; one that reads a view may anyway."""
    known = study.named_columns.get(policy.oid)
    if known is None:
        routines = reachable_routines(study.schema, frozenset(policy.functions))
        facts = [expression_facts(text) for text in policy_texts(policy)]
        facts += [routine_facts(study.schema.routines[o]) for o in routines]
        tables = [study.find(t) for f in facts for t in f.tables]
        through_view = any(t is None or not t.is_table for t in tables)
        known = frozenset({"*"} if through_view else {name for f in facts for _, name in f.touched})
        study.named_columns[policy.oid] = known
    return "*" in known or bool(known & names)


def _affected(relation: Relation, commands: set[str], written: set[int]) -> list[str]:
    """The commands whose own policies read what was written; reading counts for the table that was written too."""
    own = {"SELECT", "DELETE"} if relation.oid in written else set()
    return [c for c in COMMANDS if (commands | own) & {c, "ALL"}]


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
