"""Escalation: allowed writes after which somebody sees or changes rows of others that it could not before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from trueup.access import remedies
from trueup.access.acting import Actor
from trueup.access.cuts import cuts, offices, ties
from trueup.access.gains import Gain, Write, actions_of, all_did, attempt
from trueup.access.ground import Row, RowId
from trueup.access.kinds.candidates import candidates, founding
from trueup.access.kinds.doors import is_open_door
from trueup.access.kinds.roads import further
from trueup.access.proofs import Line
from trueup.access.reach import probe
from trueup.access.study import Claim, Remedy, Study, where_is
from trueup.finding import Severity
from trueup.ref import ObjectRef
from trueup.seeding.engine import Action, Task
from trueup.seeding.schema import Relation, quote

_DEPTH = 3
_MAX_CHAINS = 120
_MAX_TOGETHER = 20  # of those that are tried after one path in one go: the time limit holds for all
_MAX_ALIKE = 4  # chains that differ in the values that they write only
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
            holes.setdefault(_rule_of(study, way.path), []).append(way)
    for ways in holes.values():
        yield _hole(study, ways)


def _hole(study: Study, ways: list[_Way]) -> Claim:
    """The way that gives the most leads (of equal ones the shortest); the others are told with it."""
    ways.sort(key=lambda w: (-len(w.gains), len(w.path), len(w.path[0].columns)))
    claims = [_claim(study, way.actor, way.path, way.gains) for way in ways]
    lead, others = claims[0], claims[1:]
    if not others:
        return lead
    columns = tuple(dict.fromkeys(c for way in ways for c in way.path[0].columns))
    first = replace(ways[0].path[0], columns=columns)
    return replace(
        lead,
        subject=lead.subject if len(ways[0].path) > 1 else ",".join(sorted(columns)),
        related=tuple(dict.fromkeys(r for claim in claims for r in claim.related)),
        remedies=_remedies(study, ways[0].actor, first),
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
    for write in worked:
        key = _key(write)
        gains = {} if _is_told(write, told) else _gains(study, actor, (write,), known)
        if write.claims:  # what is claimed is the actor's then: only what else that opens counts
            gains = {k: v for k, v in gains.items() if k[0] != write.table}
        if gains and not _is_let_in(study, actor, write) and not _through_door(study, actor, write, worked, known):
            told.add(key)
            yield _Way(actor=actor, path=(write,), gains=gains)
    yield from _chains(study, actor, worked, refused, told, known)
    yield from _founded(study, actor, told, known)


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
        else offices(study, actor, write.table)
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
        known[path] = attempt(study, actor, path)
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
        if not parts or write.given or parts[-1][0].given or len(parts[-1]) == _MAX_TOGETHER:
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
    reached = {r.oid for t in written for r in study.dependents(study.schema.relations[t])}
    if path[-1].kind == "insert" and study.world.planner.is_user_table(study.schema.relations[path[-1].table]):
        reached |= {r.oid for r in study.relations if any(fk.target in written for fk in r.foreign_keys)}
    asking = {
        w.routine for w in refused if w.routine and study.routine_tables(study.schema.routines[w.routine])[0] & written
    }
    return [w for w in refused if w not in path and (w.table in reached or w.routine in asking)]


def _claim(study: Study, actor: Actor, path: Sequence[Write], gains: dict[Gain, frozenset[RowId]]) -> Claim:
    last = path[-1]
    first = study.schema.relations[path[0].table]
    ordered = sorted(
        gains, key=lambda g: (("SELECT", "DELETE", "UPDATE").index(g[1]), study.schema.relations[g[0]].name)
    )
    target, command = ordered[0]
    relation = study.schema.relations[target]
    row = next(r for r in study.ground.rows[target] if r.id in gains[(target, command)])
    rule, ref = _rule_of(study, path)
    if path[0].kind == "profile":  # the platform's table is not at fault
        ref = relation.ref
    who = {"": "Anyone, without an account,", "n": "Any signed-in user"}.get(actor.person, "A user")
    if study.platform != "supabase":
        who = actor.name
    what = "; then ".join(w.says for w in path)
    tables = sorted({study.schema.relations[t].ref.qualified for t, _ in gains})
    verbs = {"SELECT": "reads", "UPDATE": "changes", "DELETE": "deletes"}
    doing = " and ".join(dict.fromkeys(verbs[c] for _, c in ordered))
    message = f"{who} {what}, and then {doing} rows of others that it could not before ({', '.join(tables[:5])})."
    needed = {w.table for w in path} | {t for t, _ in gains}
    related = [study.policy_ref(relation, p) for p in relation.policies if p.command in (command, "ALL")]
    write_command = {"update": "UPDATE", "insert": "INSERT", "delete": "DELETE"}.get(path[0].kind)
    if write_command:
        related = [*study.policy_refs(first, write_command, actor), *related]
    lines = proof_lines(study, actor, path, relation, command, row)
    return Claim(
        rule=rule,
        severity=_severity(study, path),
        ref=ref,
        subject=",".join(last.columns) if len(path) == 1 else "chain " + ",".join(w.says for w in path)[:80],
        message=message,
        help=_help(rule, path[0]),
        related=tuple(dict.fromkeys([*related, *(study.schema.relations[t].ref for t, _ in ordered[:5])])),
        proof=study.proof(message, actor, needed, lines),
        remedies=_remedies(study, actor, last if _begins_anew(study, path) else path[0]),
        tables=tuple(sorted({w.table for w in path})),
    )


def _help(rule: str, first: Write) -> str:
    """What to do; help on changing a column says nothing of a row that is made or deleted."""
    other = "Take the privilege to write what policies trust away from those whom they judge."
    return other if rule == "self-promotion" and first.kind in ("insert", "delete") else HELP.get(rule, other)


def _severity(study: Study, path: Sequence[Write]) -> Severity:
    """To claim what is open may be meant; the API refuses a write without a WHERE."""
    unsent = study.platform == "supabase" and any(w.blind for w in path)
    return Severity.WARNING if path[0].claims or unsent else Severity.ERROR


HELP = {
    "self-promotion": "Revoke UPDATE on the table and grant it on the columns that users may change.",
    "self-join": "Let only those who may invite insert members, or a function that checks an invitation.",
    "tenant-switch": "Revoke UPDATE on the table and grant it on the columns that users may change.",
    "function-escalates": "Check inside the function that the caller may, or revoke EXECUTE from the API's roles.",
    "user-metadata-trusted": "Read app_metadata, which only the service can write, instead of user_metadata.",
}


def _begins_anew(study: Study, path: Sequence[Write]) -> bool:
    """Whether the first write only makes what anybody may: a new thing, or one's own profile as it is by default."""
    first = path[0]
    if len(path) < 2 or first.kind != "insert" or first.columns:
        return first.founds
    return first.founds or study.world.planner.is_user_table(study.schema.relations[first.table])


def _rule_of(study: Study, path: Sequence[Write]) -> tuple[str, ObjectRef]:
    first = path[0]
    relation = study.schema.relations[first.table]
    if _begins_anew(study, path):
        # To make something new is what anybody may: what is wrong is what a row in it is taken for.
        return "escalation-chain", study.schema.relations[path[-1].table].ref
    if len(path) > 1:
        return "escalation-chain", relation.ref
    if first.kind == "call":
        return "function-escalates", study.schema.routines[first.routine].ref
    if first.kind == "profile":
        return "user-metadata-trusted", relation.ref
    if first.kind == "delete":
        return "self-promotion", relation.ref
    if first.view:
        return "self-promotion", study.schema.relations[first.view].ref
    if first.kind == "insert":
        if first.joins:
            return "self-join", relation.ref
        return "self-promotion", relation.ref
    rule = "tenant-switch" if first.moves else "self-promotion"
    return rule, ObjectRef("column", relation.schema, (relation.name, first.columns[0]))


def _remedies(study: Study, actor: Actor, write: Write) -> tuple[Remedy, ...]:
    relation = study.schema.relations[write.table]
    if write.kind == "call":
        return remedies.close_routine(
            study.schema.routines[write.routine], {a.principal.role for a in study.attackers}
        )[1:]
    if write.view:
        view = study.schema.relations[write.view]
        return (remedies.read_only(study, view), *remedies.invoker_view(view))
    if write.kind == "delete":
        return remedies.drop_policies(study, relation, "DELETE", actor)
    if write.kind == "update":
        return remedies.pin_columns(study, relation, actor, write.columns)
    if write.kind == "insert":
        if write.columns and not write.joins:
            return (
                *remedies.pin_on_insert(study, relation, actor, write.columns),
                *remedies.drop_policies(study, relation, "INSERT", actor),
            )
        return remedies.drop_policies(study, relation, "INSERT", actor)
    return ()


def proof_lines(
    study: Study, actor: Actor, path: Sequence[Write], relation: Relation, command: str, row: Row
) -> list[Line]:
    """What is not reached, the writes, and what is reached then."""
    where = where_is(relation, row)
    if command == "SELECT":
        before = Line(
            sql=f"SELECT count(*) FROM {relation.sql} WHERE {where}", value="0", comment="Before: not to be seen."
        )
        after = Line(sql=f"SELECT count(*) FROM {relation.sql} WHERE {where}", value="1", comment="After: there it is.")
    else:
        action = probe(
            relation, command, study.rights(actor, relation), actor, f" WHERE {where_is(relation, row, 'x')}"
        )
        sql = action.sql if action else ""
        count = sql.replace("jsonb_agg(i)", "count(*)")
        before = Line(sql=count, value="0", comment=f"Before: {command} does not reach it.")
        after = Line(sql=count, value="1", comment=f"After: {command} reaches it.")
    steps: list[Line] = []
    for write in path:
        if write.role:
            steps.append(Line(sql=f"SET LOCAL ROLE {quote(write.role)}"))
        steps.append(Line(sql=write.sql, affected=write.kind != "call", comment=f"{actor.name} {write.says}."))
        if write.role:
            steps.append(Line(sql=f"SET LOCAL ROLE {quote(actor.principal.role)}"))
    first = [Line(sql=write.given, comment="It starts from this.") for write in path if write.given]
    if first:
        first = [Line(sql="RESET ROLE"), *first, Line(sql=f"SET LOCAL ROLE {quote(actor.principal.role)}")]
    return [*first, before, *steps, after]
