"""Rows that change hands: one's own made another's, or said to be written by somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from trueup.access import ground, sensitive
from trueup.access.acting import Actor
from trueup.access.cuts import is_by_office
from trueup.access.entitled import by_role
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.joining import joinings
from trueup.access.kinds.ownership.blind import differs
from trueup.access.kinds.ownership.placing import first_to_hold, may_set, moved_elsewhere, takes_hold
from trueup.access.naming import authors, hidden_parent, owner_values, parent_value, person_value
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import policy_texts
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, quote

_MAX_ROWS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An UPDATE that changed whose a row is.

    Args:
        sql: the statement.
        columns: the columns that it sets.
        blind: whether it has no WHERE, so that the policies for SELECT are not asked about the new row.
    """

    sql: str
    columns: tuple[str, ...]
    blind: bool


def find(study: Study) -> Iterator[Claim]:
    """Claims about every table that has row-level security."""
    for relation in study.relations:
        if relation.is_table and relation.rls and not relation.partition and relation.schema != "storage":
            taken = next((c for c in (_taken(study, relation, who) for who in _takers(study, relation)) if c), None)
            if taken is not None:
                yield taken
            for actor in study.attackers_on(relation):
                if actor.person != "a":
                    continue
                claim = (
                    _handed_over(study, relation, actor)
                    or _written_by(study, relation, actor)
                    or moved_elsewhere(study, relation, actor)
                    or _of_two_things(study, relation, actor)
                )
                if claim is not None:
                    yield claim
                    break


def _of_two_things(study: Study, relation: Relation, actor: Actor) -> Claim | None:
    """Who has a say in one team and is a plain member of another moves rows from the one to the other."""
    joined = joinings(study, actor) if not study.grants.is_shut(actor.principal.role, relation, "UPDATE") else ()
    return moved_elsewhere(study, relation, actor, joined) if joined else None


def _reached(study: Study, relation: Relation, actor: Actor) -> list[Row]:
    reached = study.reach(actor).of(relation.oid, "UPDATE")
    return [r for r in study.ground.rows.get(relation.oid, ()) if r.id in reached]


def _handed_over(study: Study, relation: Relation, actor: Actor) -> Claim | None:
    """A makes its own row B's, or hangs it on B's things."""
    rows = _reached(study, relation, actor)
    mine = [r for r in rows if study.is_own(r, actor)]
    if not mine or any(study.is_anothers(r, actor) for r in rows) or not _decides(study, relation, actor):
        return None
    for values in _others_values(study, relation, actor):
        if not may_set(study, relation, actor, set(values)):
            continue
        move = _moved(study, relation, actor, mine[0], values)
        if move is not None and move.blind:
            move = next(_shown(study, relation, actor, mine[0], values), move)
        if move is not None:
            return None if by_role(study, relation, "UPDATE", actor) else _handed_claim(study, relation, actor, move)
    return None


def _shown(study: Study, relation: Relation, actor: Actor, row: Row, values: dict[str, str]) -> Iterator[Move]:
    """With one more column set, so that a policy for SELECT lets the new row be seen (`status = 'published'`)."""
    texts = [t for p in study.applying(relation, "SELECT", actor) for t in policy_texts(p)]
    read = {name for text in texts for _, name in expression_facts(text).touched} - set(values)
    switches = {n: v for n, v in study.world.planner.switches(relation).items() if n in read}
    tried = [{**values, n: value} for n, of in list(switches.items())[:3] for value in of[:3]]
    for both in tried:
        if may_set(study, relation, actor, set(both)):
            move = _moved(study, relation, actor, row, both)
            if move is not None and not move.blind:
                yield replace(move, columns=tuple(values))


def _others_values(study: Study, relation: Relation, actor: Actor) -> Iterator[dict[str, str]]:
    if study.ground.owner_columns.get(relation.oid):
        for key in ("b", "n", "c"):
            values = owner_values(study, relation, key)
            if values:
                yield values
        return
    parent = hidden_parent(study, relation, actor)
    if parent is not None:
        yield parent_value(study, relation, parent)


def _decides(study: Study, relation: Relation, actor: Actor) -> bool:
    """Whether whose the row is, is what lets the actor update it: else another may rightly set it."""
    owners = set(study.ground.owner_columns.get(relation.oid, ()))
    if not owners:
        fk = study.ground.through.get(relation.oid)
        reads = study.world.insight.influences
        policies = study.applying(relation, "UPDATE", actor)
        tying = [p for p in policies if p.permissive and fk is not None and fk.target in reads.get(p.oid, ())]
        # A column that no policy reads says who does the work, and not whose the row is.
        named = {name for p in tying for _, name in expression_facts(p.using or "").touched}
        return fk is not None and fk.columns[0] in named
    for policy in study.applying(relation, "UPDATE", actor):
        if policy.permissive and policy.using:
            found = {name for (_, name), _ in expression_facts(policy.using).callers}
            if found & owners:
                return True
    return bool(owners & set(ground.keyed_owner(study.world, relation)))


def _moved(study: Study, relation: Relation, actor: Actor, row: Row, values: dict[str, str]) -> Move | None:
    """With a WHERE first, as the API sends it; without one, no policy for SELECT looks at the new row."""
    change = f"UPDATE {relation.sql} SET " + ", ".join(f"{quote(n)} = {v}" for n, v in values.items())
    one = f"{change} WHERE {where_is(relation, row)}"
    # Without a WHERE all of the actor's rows are written: each has to meet what WITH CHECK asks besides.
    every = (change, change + _as_checked(study, relation, actor, *values))
    sql = first_to_hold(study, relation, actor, dict.fromkeys((one, *every)), values)
    return Move(sql=sql, columns=tuple(values), blind=sql != one) if sql is not None else None


def _handed_claim(study: Study, relation: Relation, actor: Actor, move: Move) -> Claim:
    columns = ", ".join(move.columns)
    whom = "another user" if study.ground.owner_columns.get(relation.oid) else "what another user's rows hang on"
    message = (
        f"A user can hand a row of {relation.ref.qualified} over to somebody else: UPDATE lets {columns} be set to "
        f"{whom}, since no WITH CHECK holds the new row to its owner."
    )
    severity = Severity.ERROR
    if move.blind and study.platform == "supabase":
        severity = Severity.WARNING
        message += (
            " Only the SELECT policy stops it where the request has a filter, and the API refuses an UPDATE without "
            "one; a function's body or another client does not."
        )
    line = Line(sql=move.sql, affected=True, comment="A's own row becomes another's.")
    return Claim(
        rule="ownership-transfer",
        severity=severity,
        ref=relation.ref,
        subject="UPDATE",
        message=message,
        help="Repeat the owner's condition in WITH CHECK, or drop the WITH CHECK so that USING counts for both.",
        related=study.policy_refs(relation, "UPDATE", actor),
        proof=study.proof(message, actor, [relation.oid], [line]),
        remedies=remedies.same_check(study, relation, actor),
        tables=(relation.oid,),
    )


def _takers(study: Study, relation: Relation) -> list[Actor]:
    if study.platform != "supabase":
        return [a for a in study.attackers_on(relation) if a.person == "a"]
    return [a for a in (study.actor(name) for name in ("stranger", "A")) if a is not None]


def _taken(study: Study, relation: Relation, actor: Actor) -> Claim | None:
    """Whom nothing ties to the rows puts its own name in place of another's, and so meets WITH CHECK."""
    if study.grants.is_shut(actor.principal.role, relation, "UPDATE"):
        return None
    reached = study.reach(actor).of(relation.oid, "UPDATE")
    rows = [r for r in study.ground.rows.get(relation.oid, ()) if study.is_anothers(r, actor)]
    owners = study.ground.owner_columns.get(relation.oid, ())
    if any(r.id in reached for r in rows):
        return None  # told as tampering, or meant: others may change these rows anyway
    # A WHERE finds only what the policies for SELECT show.
    unseen = (relation.oid, "SELECT") in study.reach(actor).errors
    seen = study.reach(actor).of(relation.oid, "SELECT")
    tried: list[tuple[str, str, str]] = []
    named: dict[tuple[str, str], None] = {}
    for column in owners:
        value = person_value(study, relation, column, actor.person)
        if value is None or not may_set(study, relation, actor, {column}):
            continue
        theirs = [r for r in rows if study.ground.names(r, [column])]
        if theirs:
            named[(column, value)] = None
        for row in [r for r in theirs if unseen or r.id in seen][:_MAX_ROWS]:
            change = f"UPDATE {relation.sql} SET {quote(column)} = {value} WHERE {where_is(relation, row)}"
            tried.append((change, column, value))
    outcomes = study.running.run([Task(actions=(study.action(actor, sql),)) for sql, _, _ in tried])
    for (sql, column, value), results in zip(tried, outcomes, strict=True):
        went = results[0].ok and results[0].count
        if went and takes_hold(study, relation, actor, sql, {column: value}):
            severity = Severity.ERROR if len(owners) == 1 else Severity.WARNING
            return _taken_claim(study, relation, actor, column, sql, severity)
    return _taken_blind(study, relation, actor, list(named))


def _taken_blind(study: Study, relation: Relation, actor: Actor, named: list[tuple[str, str]]) -> Claim | None:
    """Without a WHERE no policy for SELECT hides the rows of others from the UPDATE."""
    told = any(c.ref == relation.ref and c.rule == "tampering" and c.subject == "UPDATE" for c in study.claims)
    if told or not differs(study, relation, "UPDATE", actor):
        return None
    owners = study.ground.owner_columns.get(relation.oid, ())
    mine = {o: person_value(study, relation, o, actor.person) for o in owners}
    foreign = " AND ".join(f"t.{quote(o)} IS DISTINCT FROM {v}" for o, v in mine.items() if v is not None)
    for column, value in named:
        anothers = f"SELECT to_jsonb(count(*)) FROM {relation.sql} t WHERE t.{quote(column)} IS NOT NULL AND {foreign}"
        held = Action(sql=anothers, rows=True)
        change = f"UPDATE {relation.sql} SET {quote(column)} = {value}"
        tries = [change + more for more in dict.fromkeys(("", _as_checked(study, relation, actor, column)))]
        tasks = [Task(actions=(study.action(actor, sql, soft=False), held)) for sql in tries]
        before, *after = study.running.run([Task(actions=(held,)), *tasks])
        for sql, results in zip(tries, after, strict=True):
            if len(results) == 2 and results[1].ok and before[0].ok and results[1].value < before[0].value:
                plain = study.platform != "supabase" and len(owners) == 1
                severity = Severity.ERROR if plain else Severity.WARNING
                return _taken_claim(study, relation, actor, column, sql, severity, blind=True)
    return None


def _as_checked(study: Study, relation: Relation, actor: Actor, *given: str) -> str:
    """What else WITH CHECK asks of a row, as a row of the actor's own has it: more to set."""
    mine = [r for r in _reached(study, relation, actor) if study.is_own(r, actor)]
    asked = {n for p in study.applying(relation, "UPDATE", actor) for _, n in expression_facts(p.check or "").touched}
    unique = {c for u in relation.uniques for c in u.columns} | set(relation.primary_key) | set(given)
    names = [n for n, c in relation.columns.items() if n in asked - unique and not c.generated and not c.identity]
    kept = [n for n in names if may_set(study, relation, actor, {n})] if mine else []
    return "".join(f", {quote(n)} = {sql_value(mine[0].values.get(n), relation.columns[n].type_name)}" for n in kept)


def _taken_claim(
    study: Study, relation: Relation, actor: Actor, column: str, sql: str, severity: Severity, *, blind: bool = False
) -> Claim:
    who = "A user" if blind else "Whoever sees them"
    if actor.person == "n":
        who = f"Any signed-in user ({actor.name})"
    if study.platform != "supabase":
        who = actor.name
    message = (
        f"{who} can take over rows of {relation.ref.qualified} that belong to somebody "
        f"else: WITH CHECK asks that {column} be the caller's own, but USING lets rows be changed that are another's."
    )
    if blind and study.platform == "supabase":
        message += (
            " Only without a WHERE, when no SELECT policy is asked: the API refuses that; a function's body or "
            "another client does not."
        )
    line = Line(sql=sql, affected=True, comment=f"The row names another in {column}; now it names {actor.name}.")
    return Claim(
        rule="tampering",
        severity=severity,
        ref=relation.ref,
        subject=f"UPDATE {column}",
        message=message,
        help="Ask in USING as well whose the row is: the caller's own, or nobody's yet.",
        related=study.policy_refs(relation, "UPDATE", actor),
        proof=study.proof(message, actor, [relation.oid], [line]),
        remedies=remedies.bind_to_owner(study, relation, "UPDATE", actor, (column,)),
        tables=(relation.oid,),
    )


def _written_by(study: Study, relation: Relation, actor: Actor) -> Claim | None:
    """A row that another wrote to A, or sent among those that A talks to, is made to say that a third person did."""
    owners = study.ground.owner_columns.get(relation.oid, ())
    written = sensitive.authors(authors(study, relation)) if len(owners) > 1 else sensitive.senders(owners)
    for column in written:
        if column not in owners or not may_set(study, relation, actor, {column}):
            continue
        for row in _reached(study, relation, actor):
            named = study.ground.names(row, [column])
            value = person_value(study, relation, column, "b" if "c" in named else "c")
            if actor.person in named or value is None or not (len(owners) == 1 or study.is_own(row, actor)):
                continue
            move = _moved(study, relation, actor, row, {column: value})
            if move is not None and not move.blind and not is_by_office(study, actor, move.sql):
                return _written_claim(study, relation, actor, column, move)
            break
    return None


def _written_claim(study: Study, relation: Relation, actor: Actor, column: str, move: Move) -> Claim:
    message = (
        f"Whoever a row of {relation.ref.qualified} is for can rewrite it, {column} included, which its policies "
        "take for who wrote it: the row then says what its author never wrote, or names another author."
    )
    line = Line(sql=move.sql, affected=True, comment=f"{column} names a third person; {actor.name} wrote it.")
    return Claim(
        rule="author-rewritten",
        severity=Severity.WARNING,
        ref=relation.ref,
        subject=column,
        message=message,
        help="Revoke UPDATE on the table and grant it on the columns that the other side may change (read_at ...).",
        related=study.policy_refs(relation, "UPDATE", actor),
        proof=study.proof(message, actor, [relation.oid], [line]),
        remedies=remedies.pin_columns(study, relation, actor, [column]),
        tables=(relation.oid,),
    )
