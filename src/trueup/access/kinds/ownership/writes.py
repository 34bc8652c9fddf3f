"""Forgery and tampering: rows written in another's name, and another's rows changed or deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trueup.access import ground
from trueup.access.acting import Actor
from trueup.access.again import once_more, taken_away
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.kinds.errors import judge
from trueup.access.proofs import Line
from trueup.access.study import Claim, Remedy, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import policy_texts
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, quote

_VERBS = {"UPDATE": "change", "DELETE": "delete"}
_ON_UPDATE = 16  # a bit of pg_trigger.tgtype


def find(study: Study) -> Iterator[Claim]:
    """Claims about every table that has row-level security."""
    for relation in study.relations:
        if relation.is_table and relation.rls and not relation.partition:
            yield from _tampering(study, relation)
            yield from _own_insert(study, relation)
            yield from _own_update(study, relation)


def _attackers(study: Study, relation: Relation) -> list[Actor]:
    """Those whom nothing binds to any row: what they can do, anyone can."""
    return [a for a in study.attackers_on(relation) if a.person in ("", "n")]


def _tampering(study: Study, relation: Relation) -> Iterator[Claim]:
    if relation.schema == "storage" and relation.name != "objects":
        return
    found = []
    for command in ("UPDATE", "DELETE"):
        for actor in _attackers(study, relation):
            if actor.name.endswith("no tenant"):
                continue
            reached = study.reach(actor).of(relation.oid, command)
            rows = [r for r in study.ground.rows.get(relation.oid, ()) if r.id in reached]
            claim = _tampered(study, relation, command, actor, rows)
            if claim is not None:
                found.append(claim)
                break
        else:
            found += _tampering_of_tenants(study, relation, command)
    yield from _as_one(found)


def _as_one(claims: list[Claim]) -> list[Claim]:
    """Changing and deleting as one claim, where one policy lets both through."""
    if len(claims) != 2 or len({(c.rule, c.severity) for c in claims}) > 1:
        return claims
    change, delete = claims
    message = change.message.replace("can change", "can change and delete", 1)
    same = message.replace("change and delete", "delete", 1) == delete.message  # by the same people, on the same rows
    if not same or delete.proof is None or not set(change.related) & set(delete.related):
        return claims
    return [
        replace(
            change,
            subject="UPDATE,DELETE",
            message=message,
            related=tuple(dict.fromkeys((*change.related, *delete.related))),
            remedies=tuple(_both(change.remedies, delete.remedies)),
            further=(replace(delete.proof, title=message),),
        )
    ]


def _both(of_change: tuple[Remedy, ...], of_delete: tuple[Remedy, ...]) -> Iterator[Remedy]:
    """Each remedy with what it does about the other command."""
    others = {r.title: r for r in of_delete}
    for remedy in of_change:
        other = others.get(remedy.title)
        statements = dict.fromkeys((*remedy.statements, *(other.statements if other else ())))
        yield replace(remedy, statements=tuple(statements))


def _tampering_of_tenants(study: Study, relation: Relation, command: str) -> Iterator[Claim]:
    """On plain PostgreSQL a tenant that changes another tenant's rows."""
    if study.platform == "supabase":
        return
    for actor in study.attackers_on(relation):
        if actor.person != "a":
            continue
        reached = study.reach(actor).of(relation.oid, command)
        rows = [r for r in study.ground.rows.get(relation.oid, ()) if r.id in reached and study.is_anothers(r, actor)]
        claim = _tampered(study, relation, command, actor, rows)
        if claim is not None:
            yield claim
            return


def _tampered(study: Study, relation: Relation, command: str, actor: Actor, rows: list[Row]) -> Claim | None:
    if not rows:
        return None
    owners = _owners(study, relation)
    found = _judged(study, relation, command, actor, rows, owners)
    statement = write_of(study, relation, command, actor, found[3]) if found else None
    if found is None or statement is None:
        return None
    rule, severity, message, _ = found
    line = Line(sql=statement, affected=True, comment=f"{actor.name} is not its owner, and yet:")
    return Claim(
        rule=rule,
        severity=severity,
        ref=relation.ref,
        subject=command,
        message=message,
        help="Bind the policy to the owner, in USING and in WITH CHECK.",
        related=study.policy_refs(relation, command, actor),
        proof=study.proof(message, actor, [relation.oid], [line]),
        remedies=(
            *remedies.bind_to_owner(study, relation, command, actor, owners),
            *remedies.keep_reading(study, relation, command, actor),
        ),
        tables=(relation.oid,),
    )


def _owners(study: Study, relation: Relation) -> tuple[str, ...]:
    """The columns that say whose a row is: its own, or the one to the row that it hangs on."""
    own = study.ground.owner_columns.get(relation.oid, ())
    if not own and relation.oid in study.ground.through:
        return study.ground.through[relation.oid].columns
    return own or study.ground.user_columns.get(relation.oid, ())


def _judged(
    study: Study, relation: Relation, command: str, actor: Actor, rows: list[Row], owners: tuple[str, ...]
) -> tuple[str, Severity, str, Row] | None:
    """Rule, severity, message, and the row to show it with; None where nobody is wronged."""
    others = [r for r in rows if study.is_anothers(r, actor)]
    anonymous = actor.principal.role == "anon"
    who = "anyone without an account" if anonymous else f"any signed-in user ({actor.name})"
    if study.platform != "supabase":
        who = actor.name
    can = f"{_capital(who)} can {_VERBS[command]}"
    if owners and others:
        partly = len(others) < len(_theirs(study, relation, actor, rows))
        bound = _is_bound_to_caller(study, relation, rows)
        meant = partly and not _as_read(study, relation, actor, others)
        severity = Severity.ERROR if anonymous or (bound and not meant) else Severity.WARNING
        message = (
            f"{can} rows of {relation.ref.qualified} that belong to somebody else "
            f"({', '.join(owners)} names another user)."
        )
        return "tampering", severity, message, others[0]
    total = len(rows) == len(study.ground.rows.get(relation.oid, ()))
    if owners or not total or study.platform != "supabase":
        return None
    severity = Severity.ERROR if anonymous else Severity.WARNING
    return "open-writes", severity, f"{can} every row of {relation.ref.qualified}.", rows[0]


def _as_read(study: Study, relation: Relation, actor: Actor, others: list[Row]) -> bool:
    """Whether it writes just those rows of others that it reads: what shares them for reading opens them."""
    shown = study.reach(actor).of(relation.oid, "SELECT")
    return {r.id for r in _theirs(study, relation, actor, others) if r.id in shown} == {r.id for r in others}


def _theirs(study: Study, relation: Relation, actor: Actor, rows: list[Row]) -> list[Row]:
    """All rows of others; policies on files are about one bucket each: another bucket's files say nothing."""
    everything = [r for r in study.ground.rows.get(relation.oid, ()) if study.is_anothers(r, actor)]
    if relation.schema == "storage":
        buckets = {r.values.get("bucket_id") for r in rows}
        everything = [r for r in everything if r.values.get("bucket_id") in buckets]
    return everything


def _is_bound_to_caller(study: Study, relation: Relation, rows: list[Row]) -> bool:
    """Whether some policy of the table ties its rows to their owner: only then do its policies contradict."""
    if relation.oid in study.ground.through and not study.ground.owner_columns.get(relation.oid):
        return True
    if relation.schema != "storage":
        return study.platform != "supabase" or any(
            (relation.oid, c) in study.world.insight.owners or c in ground.keyed_owner(study.world, relation)
            for c in study.ground.owner_columns.get(relation.oid, ())
        )
    buckets = {str(r.values.get("bucket_id")) for r in rows}
    for policy in relation.policies:
        for text in policy_texts(policy):
            facts = expression_facts(text)
            named = facts.constants.get(("", "bucket_id"), set())
            ties = {name for _, name in facts.touched} & {"name", "owner", "owner_id", "path_tokens"}
            if facts.calls & {"uid", "jwt"} and ties and (not named or named & buckets):
                return True
    return False


def write_of(study: Study, relation: Relation, command: str, actor: Actor, row: Row) -> str | None:
    """An UPDATE that changes nothing, or a DELETE, of one row; None where the actor may set no column."""
    where = where_is(relation, row)
    if command == "DELETE":
        return f"DELETE FROM {relation.sql} WHERE {where}"
    from trueup.access.reach import updatable_column

    column = updatable_column(relation, study.rights(actor, relation))
    if column is None:
        return None
    return f"UPDATE {relation.sql} SET {quote(column)} = {quote(column)} WHERE {where}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _own_insert(study: Study, relation: Relation) -> Iterator[Claim]:
    """A inserts a row of its own, drawing defaults and not; only an error inside (a trigger) says something."""
    drawn = [n for n, c in relation.columns.items() if c.default]
    for actor in study.attackers:
        rights = study.rights(actor, relation)
        if not (rights.insert or rights.insert_columns) or not study.applying(relation, "INSERT", actor):
            continue
        if actor.person == "":
            continue
        context = actor.person if actor.person != "n" else "b"
        rows = [study.new_row(relation, actor, owner=actor.person, context=context, drop=d) for d in ((), drawn)]
        tried = [sql for sql in dict.fromkeys(rows) if sql is not None]
        results = [r[0] for r in study.running.run([Task(actions=(study.action(actor, sql),)) for sql in tried])]
        for sql, result in zip(tried, results, strict=True):
            already = (relation.oid, "SELECT") in study.reach(actor).errors and result.state == "42P17"
            if result.ok or already or result.state[:2] != "42":
                continue
            claim = judge(study, relation, actor, "INSERT", result, sql)
            if claim is not None:
                yield claim
                return
        if any(r.ok for r in results):
            return
        if results and all(r.state == "23505" for r in results):
            yield from _own_insert_again(study, relation, actor)
            return


def _own_insert_again(study: Study, relation: Relation, actor: Actor) -> Iterator[Claim]:
    """Where every row that could be the actor's is there: one that was there before."""
    for before, sql in once_more(study, relation, actor):
        results = study.running.run([Task(actions=(*before, study.action(actor, sql)))])[0]
        if len(results) > len(before) and results[-1].state[:2] == "42":
            claim = judge(study, relation, actor, "INSERT", results[-1], sql)
            if claim is not None:
                yield taken_away(claim, before, actor)
                return


def _own_update(study: Study, relation: Relation) -> Iterator[Claim]:
    """A changes a row that it reaches, column by column, to what another row holds: a trigger may raise only then."""
    if not any(t.type & _ON_UPDATE for t in relation.triggers):
        return
    for actor in [a for a in study.attackers if a.person == "a"]:
        if (relation.oid, "UPDATE") in study.reach(actor).errors:
            continue
        statements = list(_changes(study, relation, actor))
        results = study.running.run([Task(actions=(study.action(actor, sql),)) for sql in statements])
        for sql, result in zip(statements, (r[0] for r in results), strict=True):
            claim = judge(study, relation, actor, "UPDATE", result, sql) if result.state[:2] == "42" else None
            if claim is not None and _goes_in(study, actor, sql):
                yield replace(claim, message=claim.message.replace("Every UPDATE", "An UPDATE", 1))
                return


def _changes(study: Study, relation: Relation, actor: Actor) -> Iterator[str]:
    rights = study.rights(actor, relation)
    rows = study.ground.rows.get(relation.oid, ())
    reached = study.reach(actor).of(relation.oid, "UPDATE")
    mine = next((r for r in rows if r.id in reached), None)
    keys = {*relation.primary_key, *(c for fk in relation.pointers for c in fk.columns)}
    keys |= {*study.ground.owner_columns.get(relation.oid, ())}
    if mine is None:
        return
    for name, column in relation.columns.items():
        if name in keys or column.generated or not (rights.update or name in rights.update_columns):
            continue
        held = mine.values.get(name)
        if isinstance(held, int | float):
            value = sql_value(not held if isinstance(held, bool) else held + 1, column.type_name)
            yield f"UPDATE {relation.sql} SET {quote(name)} = {value} WHERE {where_is(relation, mine)}"
            continue
        other = next((v for r in rows if (v := r.values.get(name)) is not None and v != held), None)
        if other is not None:
            value = sql_value(other, column.type_name)
            yield f"UPDATE {relation.sql} SET {quote(name)} = {value} WHERE {where_is(relation, mine)}"


def _goes_in(study: Study, actor: Actor, sql: str) -> bool:
    """Whether it goes through with every right, so that it is the actor's that are missing."""
    return study.running.run([Task(actions=(Action(sql=sql, settings=actor.principal.settings),))])[0][0].ok
