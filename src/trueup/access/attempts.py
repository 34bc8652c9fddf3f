"""Attempts: writes are done, and then it is looked which rows of others are reached that were not before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from trueup.access.acting import Actor
from trueup.access.gains import Gain, Write, actions_of, all_did, gained_rows, given, named_columns, names_one, set_off
from trueup.access.ground import RowId
from trueup.access.reach import COMMANDS, probe
from trueup.access.study import Study
from trueup.seeding.engine import Action, Result, Task
from trueup.seeding.insight import is_dynamic, reachable_routines
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, quote

_TOGETHER = 60  # statements in one go: the time limit holds for all of them
Path = tuple[Write, ...]
Gains = dict[Gain, frozenset[RowId]]


def attempts(study: Study, actor: Actor, paths: Iterable[Path]) -> dict[Path, Gains]:
    """Do the writes of each path, then look what is reached that was not before; {} where a write is refused.

    Few writes give anything: only then is every command worth a look.
    """
    narrow = [_Look(path, _asked(study, actor, path, narrow=True)) for path in paths]
    _look(study, actor, narrow)
    wide = [_Look(look.path, _asked(study, actor, look.path, narrow=False)) for look in narrow if look.gains]
    _look(study, actor, wide)
    return {look.path: look.gains for look in (*narrow, *wide)}


@dataclass(slots=True)
class _Look:
    """What is asked after a path, and what it came to."""

    path: Path
    asked: list[tuple[Relation, str]]
    gains: Gains = field(default_factory=dict)

    @property
    def taken(self) -> list[Write]:
        """The writes that make another's row the actor's."""
        return [write for write in self.path if write.row]


def _asked(study: Study, actor: Actor, path: Path, *, narrow: bool) -> list[tuple[Relation, str]]:
    """The tables and commands that are worth a look."""
    written = {oid for write in path for oid in write.tables}
    written |= {oid for write in path for oid in set_off(study, write)}
    from_given = bool(given(path))
    changing = _changing(study, path, written)
    return [
        (relation, command)
        for relation, commands in _judged_by(study, path, written, changing)
        for command in (COMMANDS if not narrow else _affected(relation, commands, changing))
        if from_given or _may_give(study, actor, relation, command)
    ]


def _look(study: Study, actor: Actor, looks: Sequence[_Look]) -> None:
    """Work out what the paths give, many in one round trip: first what is read, then what is changed and deleted."""
    plain = [look for look in looks if look.asked and not given(look.path) and not look.taken]
    for some in _together(plain):
        _look_first(study, actor, some)
    for some in _together([look for look in looks if look.asked]):
        _look_closely(study, actor, some)


def _together(looks: Iterable[_Look]) -> list[list[_Look]]:
    """Parts of at most so many statements, or one path each."""
    parts: list[list[_Look]] = []
    held = 0
    for look in looks:
        size = len(look.path) + len(look.asked)
        if not parts or held + size > _TOGETHER:
            parts.append([])
            held = 0
        parts[-1].append(look)
        held += size
    return parts


def _look_first(study: Study, actor: Actor, looks: Sequence[_Look]) -> None:
    """Read the tables once the writes are done: a row that is not read is not changed or deleted either.

    Every look reads what it changes, so the policies for SELECT hold for all of them.
    """
    asked = [_selects(study, actor, look) for look in looks]
    writes = [actions_of(study, actor, look.path) for look in looks]
    tasks = [Task(actions=(*first, *then.values())) for first, then in zip(writes, asked, strict=True)]
    for look, first, selects, results in zip(looks, writes, asked, study.running.run(tasks), strict=True):
        if not all_did(look.path, results):
            look.asked = []
            continue
        found = {oid: r for oid, r in zip(selects, results[len(first) :], strict=False) if r.ok}
        read = {oid: frozenset(i for i in r.value or () if isinstance(i, str)) for oid, r in found.items()}
        for relation, command in look.asked:
            if command == "SELECT" and relation.oid in found:
                _note(study, look, relation, command, gained_rows(study, actor, relation, command, found[relation.oid]))
        look.asked = [
            (r, c)
            for r, c in look.asked
            if not (c == "SELECT" and r.oid in found) and _may_give(study, actor, r, c, read.get(r.oid))
        ]


def _selects(study: Study, actor: Actor, look: _Look) -> dict[int, Action]:
    found = {}
    for relation in {r.oid: r for r, _ in look.asked}.values():
        rights = study.rights(actor, relation)
        action = probe(relation, "SELECT", rights, actor) if rights.select else None
        if action is not None:
            found[relation.oid] = action
    return found


def _look_closely(study: Study, actor: Actor, looks: Sequence[_Look]) -> None:
    """Do the writes and try every command that is asked about."""
    tasks: list[Task] = []
    for look in looks:
        tried = [(r, c, probe(r, c, study.rights(actor, r), actor)) for r, c in look.asked]
        look.asked = [(r, c) for r, c, action in tried if action is not None]
        closely = (*(_again(study, w.row) for w in look.taken), *(action for *_, action in tried if action is not None))
        tasks.append(Task(actions=(*actions_of(study, actor, look.path), *closely)))
        tasks.append(Task(actions=(*given(look.path), *closely) if given(look.path) else ()))
    outcomes = iter(study.running.run([task for task in tasks if task.actions]))
    results = [next(outcomes) if task.actions else [] for task in tasks]
    for look, done, before in zip(looks, results[::2], results[1::2], strict=True):
        if look.asked and all_did(look.path, done):
            _compare(study, actor, look, done, before)


def _compare(study: Study, actor: Actor, look: _Look, results: Sequence[Result], before: Sequence[Result]) -> None:
    first = given(look.path)
    done = len(first) + len(look.path)
    start = done + len(look.taken)
    moved = {r.value: w.row for w, r in zip(look.taken, results[done:start], strict=False) if r.ok}
    earlier = _seen_before(look.taken, before[len(first) :]) if first else [None] * len(look.asked)
    for (relation, command), result, then in zip(look.asked, results[start:], earlier, strict=False):
        _note(study, look, relation, command, gained_rows(study, actor, relation, command, result, moved, then))


def _note(study: Study, look: _Look, relation: Relation, command: str, rows: frozenset[RowId]) -> None:
    gained = frozenset(i for i in rows if not _is_agreed(study, look.path, i))
    if gained:
        look.gains[(relation.oid, command)] = gained


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


def _judged_by(
    study: Study, path: Sequence[Write], written: set[int], changing: set[int]
) -> list[tuple[Relation, set[str]]]:
    """Tables whose rows may be reached otherwise once these were written, and the commands that the policies are for.

    Of policies that read a written table, an UPDATE of a column leaves alone those that never name a column so called.
    """
    names = named_columns(study, path)
    influences = study.world.insight.influences
    found: dict[int, tuple[Relation, set[str]]] = {}
    for oid in sorted(written):
        first = study.schema.relations[oid]
        for relation in (*study.dependents(first), first):
            policies = [p for p in relation.policies if influences.get(p.oid, frozenset()) & written]
            commands = {p.command for p in policies if names_one(study, relation, p, names)}
            if relation.rls and (commands or relation.oid in changing):
                found[relation.oid] = (relation, commands)
    return list(found.values())


def _changing(study: Study, path: Sequence[Write], written: set[int]) -> set[int]:
    """Written tables whose own rows may be reached otherwise, though no policy of theirs is known to read them.

    Of what the path leaves where it is, that is so only where something else than a row decides: what a function that
    was called set, or what a policy reads by statements that a function builds. Else it is the row that is made the
    actor's own.
    """
    if any(write.kind == "call" for write in path):
        return written
    taken = {write.table for write in path if write.row}
    return taken | {oid for oid in written if _is_opaque(study, study.schema.relations[oid])}


def _is_opaque(study: Study, relation: Relation) -> bool:
    """Whether a policy calls a function that may read any table."""
    called = frozenset(f for p in relation.policies for f in p.functions)
    return any(is_dynamic(study.schema.routines[o]) for o in reachable_routines(study.schema, called))


def _affected(relation: Relation, commands: set[str], changing: set[int]) -> list[str]:
    """The commands whose own policies read what was written; reading counts for what else may have changed, too."""
    own = {"SELECT", "DELETE"} if relation.oid in changing else set()
    return [c for c in COMMANDS if (commands | own) & {c, "ALL"}]
