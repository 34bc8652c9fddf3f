"""Escalation: allowed writes after which somebody sees or changes rows of others that it could not before."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from trueup.access import remedies
from trueup.access.acting import Actor
from trueup.access.ground import Row, RowId
from trueup.access.kinds.calls import Call, callable_routines, calls_of
from trueup.access.proofs import Line
from trueup.access.reach import probe
from trueup.access.study import Claim, Remedy, Study, where_is
from trueup.finding import Severity
from trueup.ref import ObjectRef
from trueup.seeding.engine import Action, Result, Task
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, literal, quote

_DEPTH = 3
_MAX_CHAINS = 120
Gain = tuple[int, str]  # relation and command


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A write that may give its actor more.

    Args:
        sql: the statement.
        table: the table that is written, or None for a token.
        columns: the columns that matter.
        kind: ``update``, ``insert``, ``call``, ``profile`` (own metadata).
        says: what it does, for the reader.
        role: who runs it, if not the actor (the authentication service).
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


def find(study: Study) -> Iterator[Claim]:
    """Claims about single writes, then about chains."""
    told: set[tuple[str, int, tuple[str, ...]]] = set()
    for actor in study.attackers:
        if actor.name.endswith("no tenant"):
            continue
        yield from _by_writes(study, actor, told)


def trusted_tables(study: Study) -> list[Relation]:
    """Tables that the policies of others, or their own sub-queries, read."""
    return [
        r for r in study.schema.relations.values()
        if r.is_table and not r.partition and (not r.is_platform) and study.dependents(r)
    ]  # fmt: skip


def _by_writes(study: Study, actor: Actor, told: set[tuple[str, int, tuple[str, ...]]]) -> Iterator[Claim]:
    writes = list(_candidates(study, actor))
    if not writes:
        return
    done_alone = _which_do(study, actor, writes)
    results = [
        _attempt(study, actor, (write,)) if done else (False, {})
        for write, done in zip(writes, done_alone, strict=True)
    ]
    worked: list[tuple[Write, dict[Gain, frozenset[RowId]]]] = []
    refused: list[Write] = []
    for write, (done, gains) in zip(writes, results, strict=True):
        if not done:
            refused.append(write)
            continue
        worked.append((write, gains))
        key = (write.kind, write.table, write.columns)
        if gains and key not in told:
            told.add(key)
            yield _claim(study, actor, (write,), gains)
    yield from _chains(study, actor, worked, refused, told)


def _which_do(study: Study, actor: Actor, writes: Sequence[Write]) -> list[bool]:
    """Which of the writes the server lets through and which change something, in few round trips."""
    before: dict[int, str] = {}
    tasks = []
    for write in writes:
        action = study.action(actor, write.sql, soft=False)
        action = replace(action, role=write.role) if write.role else action
        state = _state_action(study, write)
        if write.kind == "call" and write.table not in before:
            before[write.table] = str(study.running.run([Task(actions=(state,))])[0][0].value)
        tasks.append(Task(actions=(action, state) if write.kind == "call" else (action,)))
    out = []
    for start in range(0, len(tasks), 100):
        for write, results in zip(
            writes[start : start + 100], study.running.run(tasks[start : start + 100]), strict=True
        ):
            done = bool(results) and _did_something(write, results[0])
            if done and write.kind == "call":
                done = len(results) > 1 and str(results[1].value) != before[write.table]
            out.append(done)
    return out


def _state_action(study: Study, write: Write) -> Action:
    table = study.schema.relations[write.table].sql
    return Action(sql=f"SELECT to_jsonb(md5(string_agg(t::text, '' ORDER BY t::text))) FROM {table} t", rows=True)


def _chains(
    study: Study,
    actor: Actor,
    worked: Sequence[tuple[Write, dict[Gain, frozenset[RowId]]]],
    refused: Sequence[Write],
    told: set[tuple[str, int, tuple[str, ...]]],
) -> Iterator[Claim]:
    """A write that only another write makes possible, up to three."""
    paths: list[tuple[tuple[Write, ...], dict[Gain, frozenset[RowId]]]] = [((write,), gains) for write, gains in worked]
    for _ in range(_DEPTH - 1):
        longer = []
        wanted = [(path, gains, write) for path, gains in paths for write in _next_writes(study, path, refused)]
        wanted = wanted[:_MAX_CHAINS]
        tasks = [Task(actions=_actions(study, actor, (*path, write))) for path, _, write in wanted]
        for (path, gains, write), results in zip(wanted, study.running.run(tasks), strict=True):
            chain = (*path, write)
            if not _all_did(chain, results):
                continue
            _, more = _attempt(study, actor, chain)
            extra = {k: v - gains.get(k, frozenset()) for k, v in more.items()}
            extra = {k: v for k, v in extra.items() if v}
            longer.append((chain, more))
            key = ("chain", write.table, write.columns)
            single = (write.kind, write.table, write.columns)
            if extra and key not in told and single not in told:
                told.add(key)
                yield _claim(study, actor, chain, extra)
        paths = longer


def _next_writes(study: Study, path: Sequence[Write], refused: Sequence[Write]) -> list[Write]:
    """Refused writes to tables whose policies read what the path wrote last."""
    reached = {r.oid for r in study.dependents(study.schema.relations[path[-1].table])}
    return [w for w in refused if w.table in reached and w not in path]


def _actions(study: Study, actor: Actor, path: Sequence[Write]) -> tuple[Action, ...]:
    actions = []
    for write in path:
        action = study.action(actor, write.sql, soft=False)
        actions.append(replace(action, role=write.role) if write.role else action)
    return tuple(actions)


def _all_did(path: Sequence[Write], results: Sequence[Result]) -> bool:
    return len(results) >= len(path) and all(_did_something(w, r) for w, r in zip(path, results, strict=False))


def _attempt(study: Study, actor: Actor, path: Sequence[Write]) -> tuple[bool, dict[Gain, frozenset[RowId]]]:
    """Do the writes, then look what is reached that was not before."""
    asked: list[tuple[Relation, str]] = []
    actions = list(_actions(study, actor, path))
    seen: set[int] = set()
    for write in path:
        first = study.schema.relations[write.table]
        for relation in (*study.dependents(first), first):
            if relation.oid in seen or not relation.rls:
                continue
            seen.add(relation.oid)
            for command in _affected(study, relation):
                look = probe(relation, command, study.rights(actor, relation), actor)
                if look is not None:
                    asked.append((relation, command))
                    actions.append(look)
    results = study.running.run([Task(actions=tuple(actions))])[0]
    if not _all_did(path, results):
        return False, {}
    gains: dict[Gain, frozenset[RowId]] = {}
    for (relation, command), result in zip(asked, results[len(path) :], strict=False):
        gained = gained_rows(study, actor, relation, command, result)
        if gained:
            gains[(relation.oid, command)] = gained
    return True, gains


def _affected(study: Study, relation: Relation) -> list[str]:
    """The commands whose policies read another table, so that a write there may change what they reach."""
    found = {p.command for p in relation.policies if study.world.insight.influences.get(p.oid)}
    return [c for c in ("SELECT", "UPDATE", "DELETE") if found & {c, "ALL", "SELECT"}]


def _did_something(write: Write, result: Result) -> bool:
    return result.ok and (result.count > 0 or write.kind == "call")


def gained_rows(study: Study, actor: Actor, relation: Relation, command: str, result: Result) -> frozenset[RowId]:
    """Rows of others that a command reaches now and did not before."""
    if not result.ok or not result.value or not isinstance(result.value[0], str):
        return frozenset()
    before = study.reach(actor).of(relation.oid, command)
    if (relation.oid, command) in study.reach(actor).errors:
        return frozenset()
    gained = frozenset(result.value) - before
    by_id = {r.id: r for r in study.ground.rows.get(relation.oid, ())}
    return frozenset(i for i in gained if i in by_id and not study.is_own(by_id[i], actor))


def _candidates(study: Study, actor: Actor) -> Iterator[Write]:
    for relation in trusted_tables(study):
        yield from _updates(study, actor, relation)
        yield from _inserts(study, actor, relation)
    yield from _function_calls(study, actor)
    yield from _own_metadata(study, actor)


def _matters(study: Study, relation: Relation) -> list[str]:
    """Columns that conditions read."""
    touched = [n for n in relation.columns if (relation.oid, n) in study.world.insight.touched]
    return [n for n in touched if not relation.columns[n].generated]


def _own_rows(study: Study, actor: Actor, relation: Relation) -> list[Row]:
    reached = study.reach(actor).of(relation.oid, "UPDATE")
    rows = [r for r in study.ground.rows.get(relation.oid, ()) if r.id in reached]
    own = [r for r in rows if actor.person and actor.person in study.ground.named_in(r)]
    return own or rows


def _updates(study: Study, actor: Actor, relation: Relation) -> Iterator[Write]:
    rights = study.rights(actor, relation)
    rows = _own_rows(study, actor, relation)[:1]
    switches = study.world.planner.switches(relation)
    for column in _matters(study, relation):
        if not rights.update and column not in rights.update_columns:
            continue
        for row in rows:
            for value, moves in _values(study, actor, relation, column, switches):
                if value == sql_value(row.values.get(column), relation.columns[column].type_name):
                    continue
                yield Write(
                    sql=f"UPDATE {relation.sql} SET {quote(column)} = {value} WHERE {where_is(relation, row)}",
                    table=relation.oid,
                    columns=(column,),
                    kind="update",
                    says=f"sets {column} of its own row of {relation.ref.qualified} to {_shown(value)}",
                    moves=moves,
                )


def _shown(value: str) -> str:
    return value.partition("::")[0].strip()


def _values(
    study: Study, actor: Actor, relation: Relation, column: str, switches: dict[str, list[str]]
) -> list[tuple[str, bool]]:
    """Values that conditions ask for; for what points somewhere, what other people's rows hold."""
    found = [(v, False) for v in switches.get(column, [])]
    points = (
        any(column in fk.columns for fk in relation.foreign_keys)
        or (relation.oid, column) in study.world.planner.pinned
    )
    base = study.schema.types.get(relation.columns[column].type)
    if points or (base is not None and base.plain == "uuid" and column not in relation.primary_key):
        rows = study.world.rows.get(relation.oid, ())
        for key in ("b", "c"):
            if key == actor.person:
                continue
            held = [r.values.get(column) for r in rows if r.context == key and r.values.get(column) is not None]
            if not held:
                pinned = study.world.planner.pinned.get((relation.oid, column), {})
                held = [pinned[key]] if key in pinned else []
            found += [(sql_value(v, relation.columns[column].type_name), True) for v in held[:1]]
    return list(dict.fromkeys(found))[:8]


def _inserts(study: Study, actor: Actor, relation: Relation) -> Iterator[Write]:
    """New rows that name the actor, among another's things, with what conditions ask for."""
    rights = study.rights(actor, relation)
    if not (rights.insert or rights.insert_columns):
        return
    switches = study.world.planner.switches(relation)
    on = {name: values[0] for name, values in switches.items()}
    owner = actor.person
    if not owner:
        return
    context_free = not study.world.planner.has_context(relation)
    for context in ("b", "c") if not context_free else ("b",):
        options: list[dict[str, str]] = [{}]
        options += [{name: value} for name, values in switches.items() for value in values][:6]
        options += [on] if len(on) > 1 else []
        for values in options:
            sql = study.new_row(relation, actor, owner=owner, context=context, values=values)
            if sql is None:
                continue
            named = tuple(values) or tuple(c for c in _matters(study, relation))
            with_values = "" if not values else " with " + ", ".join(f"{n} = {_shown(v)}" for n, v in values.items())
            yield Write(
                sql=sql,
                table=relation.oid,
                columns=tuple(values) if values else (),
                kind="insert",
                says=f"inserts itself into {relation.ref.qualified}{with_values}",
                joins=not context_free,
            )
            del named


def _function_calls(study: Study, actor: Actor) -> Iterator[Write]:
    trusted = {r.oid for r in trusted_tables(study)}
    for routine in callable_routines(study, actor):
        _, written = study.routine_tables(routine)
        tables = sorted(written & trusted)
        if not tables:
            continue
        calls: list[Call] = calls_of(study, actor, routine)
        for call in calls[:10]:
            yield Write(
                sql=call.sql,
                table=tables[0],
                columns=(),
                kind="call",
                says=f"calls {routine.ref.qualified}",
                routine=routine.oid,
            )


def _own_metadata(study: Study, actor: Actor) -> Iterator[Write]:
    """What auth.updateUser() lets every user write about themselves."""
    users = study.schema.named("auth", "users")
    if users is None or not actor.person or not study.dependents(users):
        return
    uid = study.world.people[actor.person].uid
    for key in sorted(study.world.insight.metadata_keys):
        for value in wanted_values(study)[:8]:
            document = literal(json.dumps({key: value}))
            yield Write(
                sql=f"UPDATE auth.users SET raw_user_meta_data = coalesce(raw_user_meta_data, '{{}}') "
                f"|| {document}::jsonb "
                f"WHERE id = {literal(uid)}",
                table=users.oid,
                columns=(key,),
                kind="profile",
                says=f"sets {key} to {value} in its own user metadata",
                role="supabase_auth_admin",
            )


def wanted_values(study: Study) -> list[str]:
    """Constants that conditions ask for, the privileged ones first."""
    found = {text for values in study.world.insight.constants.values() for text in values}
    words = ("admin", "owner", "super", "mod", "staff", "manager")
    return sorted((t for t in found if t and len(t) < 30), key=lambda t: (not any(w in t.lower() for w in words), t))


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
    write_command = {"update": "UPDATE", "insert": "INSERT"}.get(path[0].kind)
    if write_command:
        related = [*study.policy_refs(first, write_command, actor), *related]
    lines = proof_lines(study, actor, path, relation, command, row)
    return Claim(
        rule=rule,
        severity=Severity.ERROR,
        ref=ref,
        subject=",".join(last.columns) if len(path) == 1 else "chain " + ",".join(w.says for w in path)[:80],
        message=message,
        help=HELP.get(rule, "Take the privilege to write what policies trust away from those whom they judge."),
        related=tuple(dict.fromkeys([*related, *(study.schema.relations[t].ref for t, _ in ordered[:5])])),
        proof=study.proof(message, actor, needed, lines),
        remedies=_remedies(study, actor, path[0]),
        tables=tuple(sorted({w.table for w in path})),
    )


HELP = {
    "self-promotion": "Revoke UPDATE on the table and grant it on the columns that users may change.",
    "self-join": "Let only those who may invite insert members, or a function that checks an invitation.",
    "tenant-switch": "Revoke UPDATE on the table and grant it on the columns that users may change.",
    "function-escalates": "Check inside the function that the caller may, or revoke EXECUTE from the API's roles.",
    "user-metadata-trusted": "Read app_metadata, which only the service can write, instead of user_metadata.",
}


def _rule_of(study: Study, path: Sequence[Write]) -> tuple[str, ObjectRef]:
    first = path[0]
    relation = study.schema.relations[first.table]
    if len(path) > 1:
        return "escalation-chain", relation.ref
    if first.kind == "call":
        return "function-escalates", study.schema.routines[first.routine].ref
    if first.kind == "profile":
        return "user-metadata-trusted", relation.ref
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
    steps = []
    for write in path:
        if write.role:
            steps.append(Line(sql=f"SET LOCAL ROLE {quote(write.role)}"))
        steps.append(Line(sql=write.sql, affected=write.kind != "call", comment=f"{actor.name} {write.says}."))
        if write.role:
            steps.append(Line(sql=f"SET LOCAL ROLE {quote(actor.principal.role)}"))
    return [before, *steps, after]
