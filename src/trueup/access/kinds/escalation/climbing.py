"""Escalation: allowed writes after which somebody sees or changes rows of others that it could not before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from trueup.access.acting import Actor
from trueup.access.attempts import attempts
from trueup.access.cuts import cuts, ties, without_offices
from trueup.access.gains import Gain, Write, actions_of, all_did, named_columns, names_one
from trueup.access.ground import RowId
from trueup.access.kinds.escalation.candidates import candidates, founding
from trueup.access.kinds.escalation.climbs import claim_of, remedies_of, rule_of
from trueup.access.kinds.escalation.doors import is_open_door
from trueup.access.kinds.escalation.roads import further
from trueup.access.study import Claim, Study
from trueup.ref import ObjectRef
from trueup.seeding.engine import Action, Task

_DEPTH = 3
_MAX_CHAINS = 120
_MAX_TOGETHER = 20  # of those that are tried after one path in one go: the time limit holds for all
_MAX_AHEAD = 8  # of the writes that are tried in one go, before it is known what the first of them tell
_MAX_ALIKE = 4  # chains that differ in the values that they write only
_NOT_TIED = ("reads-not-tied", "membership-not-tied")
# The policies that a write of the actor's meets: what is changed or deleted has to be found first.
_MET = {"insert": ("INSERT",), "update": ("UPDATE", "SELECT"), "delete": ("DELETE", "SELECT")}
Told = set[tuple[str, int, tuple[str, ...]]]
Known = dict[tuple[Write, ...], dict[Gain, frozenset[RowId]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """One way up: who goes it, by which writes, and what they give."""

    actor: Actor
    path: tuple[Write, ...]
    gains: dict[Gain, frozenset[RowId]]


def find(study: Study) -> Iterator[Claim]:
    """Claims about single writes, then about chains: one for all the ways through the same hole."""
    told: Told = set()
    holes: dict[tuple[str, ObjectRef], list[_Way]] = {}
    for actor in study.attackers:
        if actor.name.endswith("no tenant"):
            continue
        for way in _by_writes(study, actor, told):
            holes.setdefault(rule_of(study, way.path), []).append(way)
    for ways in holes.values():
        yield _hole(study, ways)


def _hole(study: Study, ways: list[_Way]) -> Claim:
    """The way that gives the most leads (of equal ones the shortest); the others are told with it."""
    ways.sort(key=lambda w: (-len(w.gains), len(w.path), len(w.path[0].columns)))
    claims = [claim_of(study, way.actor, way.path, way.gains) for way in ways]
    lead, others = claims[0], claims[1:]
    if not others:
        return lead
    columns = tuple(dict.fromkeys(c for way in ways for c in way.path[0].columns))
    first = replace(ways[0].path[0], columns=columns)
    return replace(
        lead,
        subject=lead.subject if len(ways[0].path) > 1 else ",".join(sorted(columns)),
        related=tuple(dict.fromkeys(r for claim in claims for r in claim.related)),
        remedies=remedies_of(study, ways[0].actor, first),
        tables=tuple(sorted({oid for claim in claims for oid in claim.tables})),
        further=tuple(claim.proof for claim in others if claim.proof is not None),
    )


def _by_writes(study: Study, actor: Actor, told: Told) -> Iterator[_Way]:
    writes = [*candidates(study, actor), *further(study, actor)]
    if not writes:
        return
    done_alone = _which_do(study, actor, writes)
    worked = [write for write, done in zip(writes, done_alone, strict=True) if done]
    refused = [write for write, done in zip(writes, done_alone, strict=True) if not done]
    known: Known = {}
    for index, write in enumerate(worked):
        key = _key(write)
        if index % _MAX_AHEAD == 0:
            ahead = [(w,) for w in worked[index : index + _MAX_AHEAD] if not _is_told(w, told)]
            known |= attempts(study, actor, ahead)
        gains = {} if _is_told(write, told) else _gains(study, actor, (write,), known)
        if write.claims:  # what is claimed is the actor's then: only what else that opens counts
            gains = {k: v for k, v in gains.items() if k[0] != write.table}
        if write.guest:
            gains = {k: v for k, v in gains.items() if k[1] != "SELECT"}
        gains = {k: v for k, v in gains.items() if not _is_any_thing_enough(study, write, k[0])}
        if gains and not _is_let_in(study, actor, write) and not _through_door(study, actor, write, worked, known):
            told.add(key)
            yield _Way(actor=actor, path=(write,), gains=gains)
    yield from _chains(study, actor, worked, refused, told, known)
    yield from _founded(study, actor, told, known)


def _is_any_thing_enough(study: Study, write: Write, table: int) -> bool:
    """Whether it is told of the table that a thing of one's own, as the write makes it, opens what is everybody's."""
    written = study.schema.relations[write.table].ref
    return (
        write.kind == "insert"
        and not write.joins
        and any(c.rule in _NOT_TIED and table in c.tables and written in c.related for c in study.claims)
    )


def _is_let_in(study: Study, actor: Actor, write: Write) -> bool:
    """Whether it goes through only as long as there are rows that somebody else has to do with.

    An invitation, a friendship: who put such a row there let the actor in; where the actor can do so itself, that is
    the first step of a chain. An office: what its holder may do with rows of others is what it is there for.
    """
    table = study.schema.relations.get(write.table)
    if table is None or write.given or write.kind not in ("insert", "update"):
        return False
    away = (
        cuts(study, ties(study, table, "INSERT", actor))
        if write.kind == "insert"
        else without_offices(study, actor, write.table)
    )
    writes = actions_of(study, actor, (write,))
    if not away:
        return False
    results = study.running.run([Task(actions=(*away, *writes))])[0]
    return not all_did((write,), results[len(away) :])


def _through_door(study: Study, actor: Actor, write: Write, worked: Sequence[Write], known: Known) -> bool:
    """Whether it is what an open door is for: to join, with no more than who joins as a matter of course."""
    if not write.joins or not is_open_door(study, actor, write):
        return False
    plain = [w for w in worked if w.joins and w.table == write.table and not w.columns]
    if not write.columns or not plain:
        return not write.columns
    usual: dict[Gain, frozenset[RowId]] = {}
    for other in plain:
        usual |= {g: usual.get(g, frozenset()) | rows for g, rows in _gains(study, actor, (other,), known).items()}
    return all(rows <= usual.get(gain, frozenset()) for gain, rows in _gains(study, actor, (write,), known).items())


def _is_told(write: Write, told: Told) -> bool:
    """Whether it, or one that sets a part of what it sets, was told."""
    parts = [(write.kind, write.table, (c,)) for c in write.columns] if write.kind == "update" else []
    return any(key in told for key in [_key(write), *parts])


def _founded(study: Study, actor: Actor, told: Told, known: Known) -> Iterator[_Way]:
    """Whoever gives itself a role in a new thing of its own must not have it in everybody's."""
    for path in founding(study, actor):
        last = path[-1]
        if any(table == last.table for _, table, _ in told):
            continue
        results = study.running.run([Task(actions=actions_of(study, actor, path))])[0]
        if not all_did(path, results):
            continue
        alone = _gains(study, actor, path[:1], known)
        gains = {k: v - alone.get(k, frozenset()) for k, v in _gains(study, actor, path, known).items()}
        gains = {k: v for k, v in gains.items() if v}
        if gains:
            told.add(("founded", last.table, last.columns))
            yield _Way(actor=actor, path=path, gains=gains)


def _key(write: Write) -> tuple[str, int, tuple[str, ...]]:
    """What tells two writes apart: the values that they write don't."""
    return (write.kind, write.routine or write.table, write.columns)


def _gains(study: Study, actor: Actor, path: tuple[Write, ...], known: Known) -> dict[Gain, frozenset[RowId]]:
    """What a path gives, tried once."""
    if path not in known:
        known |= attempts(study, actor, [path])
    return known[path]


def _which_do(study: Study, actor: Actor, writes: Sequence[Write]) -> list[bool]:
    """Which of the writes the server lets through and which change something, in few round trips."""
    before: dict[int, str] = {}
    tasks = []
    for write in writes:
        actions = actions_of(study, actor, (write,))
        state = _state_action(study, write)
        if write.kind == "call" and write.table not in before:
            before[write.table] = str(study.running.run([Task(actions=(state,))])[0][0].value)
        tasks.append(Task(actions=(*actions, state) if write.kind == "call" else actions))
    out = []
    for start in range(0, len(tasks), 100):
        for write, results in zip(
            writes[start : start + 100], study.running.run(tasks[start : start + 100]), strict=True
        ):
            done = all_did((write,), results)
            if done and write.kind == "call":
                done = len(results) > 1 and str(results[1].value) != before[write.table]
            out.append(done)
    return out


def _state_action(study: Study, write: Write) -> Action:
    table = study.schema.relations[write.table].sql
    return Action(
        sql=f"SELECT to_jsonb(md5(string_agg((t.*)::text, '' ORDER BY (t.*)::text))) FROM {table} t", rows=True
    )


def _chains(
    study: Study,
    actor: Actor,
    worked: Sequence[Write],
    refused: Sequence[Write],
    told: Told,
    known: Known,
) -> Iterator[_Way]:
    """A write that only another write makes possible, up to three."""
    paths: list[tuple[Write, ...]] = [(write,) for write in worked]
    refused = [write for write in refused if not _is_shut_out(study, actor, write)]
    tried: Counter[tuple[tuple[str, int, tuple[str, ...]], ...]] = Counter()
    for _ in range(_DEPTH - 1):
        longer: list[tuple[Write, ...]] = []
        wanted = [(path, write) for path in paths for write in _next_writes(study, path, refused)]
        wanted = wanted[:_MAX_CHAINS]
        done = _done_after(study, actor, wanted)
        for path, write in wanted:
            chain = (*path, write)
            if chain not in done:
                continue
            longer.append(chain)
            key = ("chain", *_key(write)[1:])
            alike = tuple(_key(w) for w in chain)
            tried[alike] += 1
            if key in told or _key(write) in told or tried[alike] > _MAX_ALIKE:
                continue
            gains = _gains(study, actor, path, known)
            extra = {k: v - gains.get(k, frozenset()) for k, v in _gains(study, actor, chain, known).items()}
            extra = {k: v for k, v in extra.items() if v}
            if extra:
                told.add(key)
                yield _Way(actor=actor, path=chain, gains=extra)
        paths = longer


def _done_after(
    study: Study, actor: Actor, wanted: Sequence[tuple[tuple[Write, ...], Write]]
) -> set[tuple[Write, ...]]:
    """The chains whose last write goes through too: a path is gone once for many that may come next."""
    groups: dict[tuple[Write, ...], list[list[Write]]] = {}
    for path, write in wanted:
        parts = groups.setdefault(path, [])
        # What a write starts from is made before the path.
        if not parts or parts[-1][0].given != write.given or len(parts[-1]) == _MAX_TOGETHER:
            parts.append([])
        parts[-1].append(write)
    asked = [(path, part) for path, parts in groups.items() for part in parts]
    tasks = []
    for path, part in asked:
        first = actions_of(study, actor, (*path, part[0]))[:-1]
        last = [actions_of(study, actor, (replace(write, given=""),))[0] for write in part]
        tasks.append(Task(actions=(*first, *(replace(action, soft=True, undo=True) for action in last))))
    done: set[tuple[Write, ...]] = set()
    for (path, part), results in zip(asked, study.running.run(tasks), strict=True):
        before = len(results) - len(part)
        for write, result in zip(part, results[max(before, 0) :], strict=False):
            if all_did((*path, write), (*results[: max(before, 0)], result)):
                done.add((*path, write))
    return done


def _next_writes(study: Study, path: Sequence[Write], refused: Sequence[Write]) -> list[Write]:
    """Refused writes to tables whose policies, and refused calls of functions that, read what the path wrote last.

    Rows that name a user through a profile, too, where a profile is what the path wrote last.
    """
    written = set(path[-1].tables)
    named = named_columns(study, path[-1:])
    reached = {r.oid for t in written for r in study.dependents(study.schema.relations[t])}
    keyed = set()
    if path[-1].kind == "insert" and study.world.planner.is_user_table(study.schema.relations[path[-1].table]):
        keyed = {r.oid for r in study.relations if any(fk.target in written for fk in r.foreign_keys)}
    asking = {
        w.routine for w in refused if w.routine and study.routine_tables(study.schema.routines[w.routine])[0] & written
    }
    return [
        w
        for w in refused
        if w not in path
        and (w.table in keyed or w.routine in asking or (w.table in reached and _hangs_on(study, w, written, named)))
    ]


def _hangs_on(study: Study, write: Write, written: set[int], named: set[tuple[int, str]] | None) -> bool:
    """Whether a policy that the write meets, or a function that it sets off, reads what was written."""
    if write.kind not in _MET or write.view:
        return True
    table = study.schema.relations[write.table]
    met = [p for p in table.policies if p.command in (*_MET[write.kind], "ALL")]
    if any(
        study.world.insight.influences.get(p.oid, frozenset()) & written and names_one(study, table, p, named)
        for p in met
    ):
        return True
    functions = [study.schema.routines[t.function] for t in table.triggers if t.function in study.schema.routines]
    return any(study.routine_tables(f)[0] & written for f in functions)


def _is_shut_out(study: Study, actor: Actor, write: Write) -> bool:
    """Whether no policy at all lets the actor do such a write, whatever rows there are."""
    table = study.schema.relations[write.table]
    if write.kind not in _MET or write.view or study.grants.is_exempt(actor.principal.role, table):
        return False
    return not any(p.permissive for p in study.applying(table, _MET[write.kind][0], actor))
