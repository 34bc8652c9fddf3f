"""Forgery and tampering: rows written in another's name, and another's rows changed or deleted."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access import ground, remedies
from trueup.access.acting import Actor
from trueup.access.ground import Row
from trueup.access.kinds.errors import judge
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import policy_texts
from trueup.seeding.schema import Relation, quote

_VERBS = {"UPDATE": "change", "DELETE": "delete"}


def find(study: Study) -> Iterator[Claim]:
    """Claims about every table that has row-level security."""
    for relation in study.relations:
        if relation.is_table and relation.rls and not relation.partition:
            yield from _tampering(study, relation)
            yield from _own_insert(study, relation)
            yield from _untied(study, relation)


def _attackers(study: Study) -> list[Actor]:
    """Those whom nothing binds to any row: what they can do, anyone can."""
    return [a for a in study.attackers if a.person in ("", "n")]


def _tampering(study: Study, relation: Relation) -> Iterator[Claim]:
    if relation.schema == "storage" and relation.name != "objects":
        return
    for command in ("UPDATE", "DELETE"):
        for actor in _attackers(study):
            if actor.name.endswith("no tenant"):
                continue
            reached = study.reach(actor).of(relation.oid, command)
            rows = [r for r in study.ground.rows.get(relation.oid, ()) if r.id in reached]
            claim = _tampered(study, relation, command, actor, rows)
            if claim is not None:
                yield claim
                break
        else:
            yield from _tampering_of_tenants(study, relation, command)


def _tampering_of_tenants(study: Study, relation: Relation, command: str) -> Iterator[Claim]:
    """On plain PostgreSQL a tenant that changes another tenant's rows."""
    if study.platform == "supabase":
        return
    for actor in study.attackers:
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
    statement = _write(study, relation, command, actor, found[3]) if found else None
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
        remedies=remedies.bind_to_owner(study, relation, command, actor, owners)
        or remedies.keep_reading(study, relation, command, actor),
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
        severity = Severity.ERROR if anonymous or (bound and not partly) else Severity.WARNING
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


def _write(study: Study, relation: Relation, command: str, actor: Actor, row: Row) -> str | None:
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


def _untied(study: Study, relation: Relation) -> Iterator[Claim]:
    """A is a member of its own things, and with that reaches everybody's: the look-up is not tied to the row."""
    actor, stranger = study.actor("A"), study.actor("stranger")
    if actor is None or stranger is None or relation.schema == "storage":
        return
    theirs = {str(r.values) for r in study.world.rows.get(relation.oid, ()) if r.context == "b" and r.owner == "b"}
    for command in ("SELECT", "UPDATE", "DELETE"):
        members = _member_tables(study, relation, command, actor)
        reached = study.reach(actor).of(relation.oid, command) - study.reach(stranger).of(relation.oid, command)
        rows = [
            r
            for r in study.ground.rows.get(relation.oid, ())
            if r.id in reached and str(r.values) in theirs and not study.is_own(r, actor)
        ]
        if not members or not rows or len(rows) < len(theirs):
            continue
        names = ", ".join(m.ref.qualified for m in members)
        message = (
            f"Whoever has any row in {names} reaches every row of {relation.ref.qualified} ({command}): the policy's "
            "look-up is not tied to the row that it decides about."
        )
        where = where_is(relation, rows[0])
        line = Line(sql=f"SELECT count(*) FROM {relation.sql} WHERE {where}", value="1", comment="A row of B's.")
        if command != "SELECT":
            sql = _write(study, relation, command, actor, rows[0])
            line = Line(sql=sql or line.sql, affected=sql is not None, comment="A row of B's.")
        yield Claim(
            rule="membership-not-tied",
            severity=Severity.ERROR,
            ref=relation.ref,
            message=message,
            help="Compare the member's column with the row's own, qualified by the table's name; no fix is offered: "
            "the schema doesn't say which columns belong together.",
            related=(*study.policy_refs(relation, command, actor), *(m.ref for m in members)),
            proof=study.proof(message, actor, [relation.oid], [line]),
            tables=(relation.oid,),
        )
        return


def _member_tables(study: Study, relation: Relation, command: str, actor: Actor) -> list[Relation]:
    """Tables of members that the policies read and that point to the rows, or to what the rows point to."""
    found = []
    targets = {fk.target for fk in relation.foreign_keys} | {relation.oid}
    targets = {t for t in targets if t in study.schema.relations}
    targets = {t for t in targets if not study.world.planner.is_user_table(study.schema.relations[t])}
    for policy in study.applying(relation, command, actor):
        for oid in study.world.insight.influences.get(policy.oid, ()):
            member = study.schema.relations.get(oid)
            if member is None or oid == relation.oid or not policy.permissive:
                continue
            personal = any(p[0] == oid and p in study.world.planner.by_owner for p in study.world.insight.members)
            if any(p[0] == oid for p in study.world.insight.constants):
                continue  # it holds roles, and a role may be meant to reach everything
            if personal and any(fk.target in targets for fk in member.foreign_keys):
                found.append(member)
    return list({m.oid: m for m in found}.values())


def _own_insert(study: Study, relation: Relation) -> Iterator[Claim]:
    """A inserts a row of its own; only an error inside (a trigger, a recursion) says something."""
    for actor in study.attackers:
        rights = study.rights(actor, relation)
        if not (rights.insert or rights.insert_columns) or not study.applying(relation, "INSERT", actor):
            continue
        if actor.person == "":
            continue
        sql = study.new_row(relation, actor, owner=actor.person, context=actor.person if actor.person != "n" else "b")
        if sql is None:
            continue
        result = study.running.run([Task(actions=(study.action(actor, sql),))])[0][0]
        if result.ok:
            return
        claim = judge(study, relation, actor, "INSERT", result, sql)
        if claim is not None and result.state[:2] == "42":
            already = (relation.oid, "SELECT") in study.reach(actor).errors
            if not (already and result.state == "42P17"):
                yield claim
            return
