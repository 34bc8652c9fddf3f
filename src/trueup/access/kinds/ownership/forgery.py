"""Forgery: rows inserted in another's name, or among things of another's that their policies hide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trueup.access import sensitive
from trueup.access.acting import Actor
from trueup.access.cuts import is_by_office
from trueup.access.entitled import acts_for_others, is_addressed
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.kinds.ownership.meeting import apart, asked, emptied, other_sides, other_states
from trueup.access.naming import anothers, authors, hidden_parent, owner_values, parent_value, person_value, stored
from trueup.access.proofs import Line
from trueup.access.signing import is_for_another, is_signature, is_signed
from trueup.access.study import Claim, Study
from trueup.finding import Severity
from trueup.seeding.engine import Result, Task
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An INSERT in another's name.

    Args:
        sql: the statement.
        columns: the columns that name the other.
        own: whether the row hangs on the actor's own things.
        parent: whether it is the things that it hangs on that are another's.
        both: whether it names the actor too, in another column.
        instead: whether it takes another person's place because the first one's was taken.
        among: whose things it hangs on, where only members see them and the actor is none.
        signed: whether it names the actor as its writer.
    """

    sql: str
    columns: tuple[str, ...]
    own: bool = False
    parent: bool = False
    both: bool = False
    instead: bool = False
    among: str = ""
    signed: bool = False


def find(study: Study) -> Iterator[Claim]:
    """Claims about every table that has row-level security."""
    for relation in study.relations:
        if relation.is_table and relation.rls and not relation.partition and relation.schema != "storage":
            claim = _forged(study, relation)
            if claim is not None:
                yield claim


def _forged(study: Study, relation: Relation) -> Claim | None:
    for actor in study.attackers_on(relation):
        if actor.person == "b" or actor.name.endswith("no tenant") or not study.may_insert(actor, relation):
            continue
        worked = list(_worked(study, relation, actor))
        # The first one that its writer's own part in the thing does not explain.
        for attempt in worked:
            severity = _severity(study, relation, actor, attempt)
            if severity is not None:
                return _claim(study, relation, actor, attempt, severity)
        if worked:
            return None
    return _by_office(study, relation)


def _by_office(study: Study, relation: Relation) -> Claim | None:
    """Who adds rows by an office signs them with another's name: what it is let do for others is not to be them."""
    actor = study.actor("privileged")
    if actor is None or not study.may_insert(actor, relation):
        return None
    attempts = list(_in_one_column(study, relation, actor))
    for attempt, (result, rows) in zip(attempts, _tried(study, relation, actor, attempts), strict=True):
        if result.ok and _is_anothers(study, actor, attempt, rows) and _is_signed(study, relation, actor, attempt):
            return _claim(study, relation, actor, attempt, Severity.WARNING)
    return None


def _is_signed(study: Study, relation: Relation, actor: Actor, attempt: Attempt) -> bool:
    signed = is_signed(study, relation, actor, attempt.columns)
    return signed and not acts_for_others(study, relation, actor, attempt.columns)


def _worked(study: Study, relation: Relation, actor: Actor) -> Iterator[Attempt]:
    """Attempts that the server took and that were stored as they were sent: a trigger may put the caller's name in."""
    attempts = list(_attempts(study, relation, actor))
    outcomes = _tried(study, relation, actor, attempts)
    if any(result.state == "23505" for result, _ in outcomes):
        instead = list(_instead(study, relation, actor))
        attempts = [*instead, *attempts]
        outcomes = [*_tried(study, relation, actor, instead), *outcomes]
    if any(result.state in ("23514", "42501") for result, _ in outcomes):
        further = list(_apart(study, relation, actor))
        attempts = [*attempts, *further]
        outcomes = [*outcomes, *_tried(study, relation, actor, further)]
    for attempt, (result, rows) in zip(attempts, outcomes, strict=True):
        if result.ok and _is_anothers(study, actor, attempt, rows):
            yield attempt


def _tried(study: Study, relation: Relation, actor: Actor, attempts: list[Attempt]) -> list[tuple[Result, list[Row]]]:
    # Among things of another's counts only what that other then finds there.
    readers = [_other(study, actor, a.among or "b") if a.parent or a.among else None for a in attempts]
    return stored(study, actor, relation, [(a.sql, r) for a, r in zip(attempts, readers, strict=True)])


def _other(study: Study, actor: Actor, key: str) -> Actor | None:
    role = actor.principal.role if study.platform != "supabase" else "authenticated"
    return next((a for a in study.actors if a.person == key and a.principal.role == role), None)


def _is_anothers(study: Study, actor: Actor, attempt: Attempt, rows: list[Row]) -> bool:
    if attempt.among:
        return bool(rows)
    if attempt.parent:
        return anothers(study, actor, rows)
    named = [study.ground.names(row, attempt.columns) for row in rows]
    return any(people and actor.person not in people for people in named)


def _attempts(study: Study, relation: Relation, actor: Actor) -> Iterator[Attempt]:
    owners = study.ground.owner_columns.get(relation.oid, ())
    values = owner_values(study, relation, "b") if owners else None
    contexts = ("a", "b") if actor.person == "a" else ("b",)
    for context in contexts if values else ():
        sql = study.new_row(relation, actor, owner="b", context=context, values=values)
        if sql is not None:
            yield Attempt(sql=sql, columns=owners, own=context == actor.person)
    for given in _turned_on(study, relation, actor) if values else ():
        sql = study.new_row(relation, actor, owner="b", context="b", values={**given, **(values or {})})
        if sql is not None:
            yield Attempt(sql=sql, columns=owners, own=actor.person == "b")
    if values and actor.person:
        yield from _met(study, relation, actor, values)
    if actor.person == "a":
        yield from _in_one_column(study, relation, actor)
    if actor.person and len(owners) > 1:
        yield from _as_author(study, relation, actor)
    parent = hidden_parent(study, relation, actor)
    if parent is not None:
        given = parent_value(study, relation, parent)
        sql = study.new_row(relation, actor, owner=actor.person or "b", context="b", values=given)
        if sql is not None:
            yield Attempt(sql=sql, columns=tuple(given), parent=True)
    if actor.person == "n" and parent is None:
        yield from _among_members(study, relation, actor)


def _met(study: Study, relation: Relation, actor: Actor, values: dict[str, str]) -> Iterator[Attempt]:
    """Rows in B's name that may meet what else the INSERT policies ask: a NULL, a thing in another state."""
    for column in emptied(study, relation, actor):
        left = {n: v for n, v in values.items() if n != column}
        if not any(n in authors(study, relation) or is_signature(study, relation, n) for n in left):
            continue  # then it says of nobody that it is the author
        null = {column: f"NULL::{relation.columns[column].type_name}"}
        for context in ("a", "b") if actor.person == "a" else ("b",):
            sql = study.new_row(relation, actor, owner="b", context=context, values={**left, **null})
            if sql is not None:
                yield Attempt(sql=sql, columns=tuple(left), own=actor.person == context)
    for row in other_states(study, relation, actor):
        sql = study.new_row(relation, actor, owner="b", context="b", values=values, under=row)
        if sql is not None:
            yield Attempt(sql=sql, columns=tuple(values))
    for row in other_sides(study, relation, actor):
        sql = study.new_row(relation, actor, owner="b", context="b", values=values, under=row)
        if sql is not None:
            yield Attempt(sql=sql, columns=tuple(values), own=True)


def _among_members(study: Study, relation: Relation, actor: Actor) -> Iterator[Attempt]:
    """A row in what others are members of: the actor sees neither the thing nor any row that hangs on it."""
    anon = study.actor("anon")
    if anon is None or not study.grants.is_shut(anon.principal.role, relation, "INSERT"):
        return  # who needs no account may be meant to send it: a form
    reach = study.reach(actor)
    for fk in relation.foreign_keys:
        target = study.schema.relations.get(fk.target)
        if target is None or not target.rls or study.world.planner.is_user_table(target):
            continue
        rows = study.ground.rows.get(target.oid, ())
        if not rows or target.oid == relation.oid or (target.oid, "SELECT") in reach.errors:
            continue
        if reach.of(target.oid, "SELECT") or any(reach.of(relation.oid, c) for c in ("SELECT", "UPDATE", "DELETE")):
            continue
        # B is a plain member; c has what conditions ask for, an office perhaps that lets it read.
        for key in "bc":
            sql = study.new_row(relation, actor, owner=actor.person, context=key)
            signed = bool(study.ground.owner_columns.get(relation.oid))
            if sql is not None and not (signed and _reads_it(study, relation, actor, sql)):
                yield Attempt(sql=sql, columns=fk.columns, among=key, signed=signed)


def _reads_it(study: Study, relation: Relation, actor: Actor, sql: str) -> bool:
    """Whether the actor reads its own new row: then it may be its own record, and not one of the thing."""
    look = study.action(actor, f"SELECT to_jsonb(count(*)) FROM {relation.sql}", rows=True)
    results = study.running.run([Task(actions=(study.action(actor, sql, soft=False), look))])[0]
    return not (len(results) == 2 and results[1].ok and results[1].value == 0)


def _turned_on(study: Study, relation: Relation, actor: Actor) -> Iterator[dict[str, str]]:
    """Values that may meet what the INSERT policies ask of other columns (`hours <= 12`, `status = 'open'`)."""
    read = asked(study, relation, actor)
    switches = {n: v for n, v in study.world.planner.switches(relation).items() if n in read}
    if switches:
        yield {name: values[0] for name, values in switches.items()}
    for name, values in list(switches.items())[:3]:
        for value in [*values[:2], *_held(study, relation, name)]:
            yield {name: value}


def _held(study: Study, relation: Relation, name: str) -> list[str]:
    """A value that a row holds there, and so one that the table's checks let through."""
    rows = study.ground.rows.get(relation.oid, ())
    held = [r.values[name] for r in rows if r.values.get(name) is not None]
    return [sql_value(v, relation.columns[name].type_name) for v in held[:1]]


def _instead(study: Study, relation: Relation, actor: Actor) -> Iterator[Attempt]:
    """Where B already has the one row it can have, another person takes its place: then the key is free."""
    other = "n" if actor.person != "n" else "a"
    owners = study.ground.owner_columns.get(relation.oid, ())
    for key in (other, "b"):
        values = owner_values(study, relation, key) if owners else None
        for context in ("c", "b", "a") if values else ():
            sql = study.new_row(relation, actor, owner=key, context=context, values=values)
            if sql is not None:
                yield Attempt(sql=sql, columns=owners, own=context == actor.person, instead=True)


def _apart(study: Study, relation: Relation, actor: Actor) -> Iterator[Attempt]:
    """Where one person can't be both sides (`party_a <> party_b`): two others."""
    for values in apart(study, relation, actor):
        sql = study.new_row(relation, actor, owner="b", context="b", values=values)
        if sql is not None:
            yield Attempt(sql=sql, columns=study.ground.owner_columns[relation.oid])


def _as_author(study: Study, relation: Relation, actor: Actor) -> Iterator[Attempt]:
    """A row from B to the actor, where only one of its columns says who wrote it."""
    owners = study.ground.owner_columns[relation.oid]
    written = sensitive.authors(owners)
    if len(written) != 1:
        return
    values = {o: person_value(study, relation, o, "b" if o in written else actor.person) for o in owners}
    given = {o: v for o, v in values.items() if v is not None}
    sql = study.new_row(relation, actor, owner="b", context="b", values=given) if len(given) == len(owners) else None
    if sql is not None:
        yield Attempt(sql=sql, columns=tuple(written), both=True)


def _in_one_column(study: Study, relation: Relation, actor: Actor) -> Iterator[Attempt]:
    """A row of the actor's own, but for the one column that is filled with the caller where nothing is sent."""
    owners = study.ground.owner_columns.get(relation.oid, ())
    for column in owners:
        value = person_value(study, relation, column, "b") if is_signature(study, relation, column) else None
        given = {column: value} if value is not None else None
        sql = study.new_row(relation, actor, owner=actor.person, context=actor.person, values=given) if given else None
        if sql is not None:
            yield Attempt(sql=sql, columns=(column,), own=True)


def _severity(study: Study, relation: Relation, actor: Actor, attempt: Attempt) -> Severity | None:
    if attempt.signed:
        return Severity.WARNING  # everybody sees who wrote it, where it does not belong
    if actor.person != "a" or study.platform != "supabase" or attempt.parent or attempt.both:
        return Severity.ERROR
    if attempt.instead and not study.world.planner.has_context(relation) and not _looks_up(study, relation, actor):
        return Severity.ERROR
    # Only somebody with things of their own there can do it: it may be what they are there for.
    if attempt.own and _is_signed(study, relation, actor, attempt):
        return Severity.ERROR if sensitive.authors(attempt.columns) else Severity.WARNING
    decides = bool(study.dependents(relation))
    if decides or not attempt.own or not study.world.planner.has_context(relation):
        return None
    meant = acts_for_others(study, relation, actor, attempt.columns) or is_addressed(study, relation, attempt.columns)
    meant = meant or is_for_another(study, relation, actor, attempt.columns)
    if meant or is_by_office(study, actor, attempt.sql):
        return None
    # Who wrote it is nobody's to choose; what else names a user may be an assignment.
    return Severity.ERROR if sensitive.authors(attempt.columns) else Severity.WARNING


def _looks_up(study: Study, relation: Relation, actor: Actor) -> bool:
    """Whether a policy for INSERT asks other rows, so that what the actor has may be why it may."""
    policies = study.applying(relation, "INSERT", actor)
    return any(study.world.insight.influences.get(p.oid) for p in policies)


def _claim(study: Study, relation: Relation, actor: Actor, attempt: Attempt, severity: Severity) -> Claim:
    who = "Anyone, without an account," if actor.principal.role == "anon" else f"Any signed-in user ({actor.name})"
    if attempt.own:
        who = f"{actor.name}, among its own things,"
    if not actor.attacks:
        who = "Whoever may add rows"
    if study.platform != "supabase":
        who = actor.name
    columns = ", ".join(attempt.columns)
    message = (
        f"{who} can insert rows into {relation.ref.qualified} in another's name: {columns} is free to choose, though "
        "the table's own policies take it for the owner."
    )
    if attempt.parent or attempt.among:
        message = (
            f"{who} can insert rows into {relation.ref.qualified} among another's things ({columns}), which the "
            "policies hide: the new rows are the other's to read, and look like its own."
        )
    line = Line(sql=attempt.sql, affected=True, comment=f"{columns} names another; {actor.name} writes it.")
    return Claim(
        rule="forgery",
        severity=severity,
        ref=relation.ref,
        subject="INSERT",
        message=message,
        help="Hold new rows to the caller; where only the service writes them, drop the policy: it needs none.",
        related=study.policy_refs(relation, "INSERT", actor),
        proof=study.proof(message, actor, [relation.oid], [line]),
        remedies=remedies.bind_insert(
            study, relation, actor, () if attempt.parent or attempt.among else attempt.columns
        ),
        tables=(relation.oid,),
    )
