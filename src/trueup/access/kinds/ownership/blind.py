"""Writes without a WHERE: policies for SELECT are not asked then, so that rows are reached that nobody was shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from trueup.access.acting import Actor, Privileges
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.kinds.ownership.writes import write_of
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, quote
from trueup.seeding.tasks import ORIGIN, REPLICA

_VERBS = {"UPDATE": "change", "DELETE": "delete"}


def find(study: Study) -> Iterator[Claim]:
    """Claims about tables whose policies for writing let more through than those for reading show."""
    known = {(c.ref, c.subject) for c in study.claims if c.rule in ("tampering", "open-writes")}
    for relation in study.relations:
        if not relation.is_table or not relation.rls or relation.partition or relation.is_platform:
            continue
        for command in _VERBS:
            claim = None if (relation.ref, command) in known else _blind(study, relation, command)
            if claim is not None:
                yield claim


def _blind(study: Study, relation: Relation, command: str) -> Claim | None:
    for actor in study.attackers_on(relation):
        wanted = ("", "n") if study.platform == "supabase" else ("a",)
        if (
            actor.person not in wanted
            or actor.name.endswith("no tenant")
            or not differs(study, relation, command, actor)
        ):
            continue
        sql = _statement(study, relation, command, actor)
        for cleared in ((), hanging(study, relation)):
            if sql is None:
                break
            row, held = _hit(study, relation, command, actor, (*cleared, sql))
            if row is not None:
                claim = _claim(study, relation, command, actor, (*cleared, sql), row)
                return _by_who_sees_them(study, relation, command, claim) or claim
            if not held:
                break
    return None


def _by_who_sees_them(study: Study, relation: Relation, command: str, claim: Claim) -> Claim | None:
    """The claim as the API lets it be sent: the policy asks nobody who they are, and A sees some rows of another's."""
    if study.platform != "supabase":
        return None
    for actor in study.attackers_on(relation):
        if actor.person != "a":
            continue
        reached = study.reach(actor).of(relation.oid, command)
        rows = [r for r in study.ground.rows.get(relation.oid, ()) if r.id in reached and study.is_anothers(r, actor)]
        sql = write_of(study, relation, command, actor, rows[0]) if rows else None
        if sql is None:
            continue
        message = (
            f"Whoever sees rows of {relation.ref.qualified} that belong to others can {_VERBS[command]} them: the "
            f"policy for {command} does not ask whose they are, and only the one for SELECT says which are found."
        )
        line = Line(sql=sql, affected=True, comment=f"{actor.name} sees it, and it is not {actor.name}'s:")
        return replace(
            claim,
            severity=Severity.ERROR,
            message=message,
            proof=study.proof(message, actor, [relation.oid], [line]),
        )
    return None


def hanging(study: Study, relation: Relation, kept: Collection[int] = ()) -> tuple[str, ...]:
    """Statements that take away what hangs on the rows: a foreign key keeps some rows, and says nothing of others.

    What hangs on these in turn stays where it is. Rows of `kept` are left alone.
    """
    tables = [r for r in study.relations if r.is_table and not r.partition and r.oid not in (relation.oid, *kept)]
    found = [f"DELETE FROM {r.sql}" for r in tables if any(fk.target == relation.oid for fk in r.foreign_keys)]
    return (REPLICA.sql, *found, ORIGIN.sql) if found else ()


def differs(study: Study, relation: Relation, command: str, actor: Actor) -> bool:
    """Whether a policy lets the command through that the ones for SELECT do not repeat; no other can reach more."""
    shown = {p.using for p in study.applying(relation, "SELECT", actor)}
    return any(p.permissive and p.using not in shown for p in study.applying(relation, command, actor))


def _statement(study: Study, relation: Relation, command: str, actor: Actor) -> str | None:
    rights = study.rights(actor, relation)
    if command == "DELETE":
        return f"DELETE FROM {relation.sql}" if rights.delete else None
    column = settable(relation, rights)
    rows = study.ground.rows.get(relation.oid, ())
    if column is None or not rows:
        return None
    value = sql_value(rows[0].values.get(column), relation.columns[column].type_name)
    return f"UPDATE {relation.sql} SET {quote(column)} = {value}"


def settable(relation: Relation, rights: Privileges) -> str | None:
    """A column that may hold the same value in every row."""
    unique = {c for u in relation.uniques for c in u.columns} | {c for fk in relation.foreign_keys for c in fk.columns}
    names = [n for n, c in relation.columns.items() if not c.generated and not c.identity and n not in unique]
    return next((n for n in names if rights.update or n in rights.update_columns), None)


def any_settable(relation: Relation, rights: Privileges) -> str | None:
    """A column that may be set at all: where no other is there, one that must differ from row to row."""
    names = [n for n, c in relation.columns.items() if not c.generated and c.identity != "a"]
    single = next((n for n in reversed(names) if rights.update or n in rights.update_columns), None)
    return settable(relation, rights) or single


def _hit(
    study: Study, relation: Relation, command: str, actor: Actor, statements: tuple[str, ...]
) -> tuple[Row | None, bool]:
    """A row of another's that the last statement reaches, and that the command with a WHERE does not.

    Those before it are not the actor's. Also whether only a foreign key kept the rows.
    """
    reached = study.reach(actor).of(relation.oid, command)
    kept = f"SELECT jsonb_agg(t.tableoid::int8::text || t.ctid::text) FROM {relation.sql} t"
    before = [Action(sql=sql) for sql in statements[:-1]]
    actions = (*before, study.action(actor, statements[-1], soft=False), Action(sql=kept, rows=True))
    results = study.running.run([Task(actions=actions)])[0]
    if len(results) < len(actions) or not results[-1].ok:
        return None, results[-1].state in {"23503", "23001"}
    left = set(results[-1].value or ())
    gone = [r for r in study.ground.rows.get(relation.oid, ()) if r.id not in left and r.id not in reached]
    members = _shown_to_some(study, relation, actor)
    return next((r for r in gone if study.is_anothers(r, actor) or r.id in members), None), False


def _shown_to_some(study: Study, relation: Relation, actor: Actor) -> set[str]:
    """Rows that name no owner, and that policies show to A or to B and hide from the actor: a company's own record."""
    if study.platform != "supabase" or study.ground.owner_columns.get(relation.oid):
        return set()
    seen = [study.reach(a).of(relation.oid, "SELECT") for a in study.actors if a.person in ("a", "b")]
    return set().union(*seen) - study.reach(actor).of(relation.oid, "SELECT")


def _claim(
    study: Study, relation: Relation, command: str, actor: Actor, statements: tuple[str, ...], row: Row
) -> Claim:
    *cleared, sql = statements
    on_supabase = study.platform == "supabase"
    who = actor.name
    if on_supabase:
        who = "Anyone, without an account," if actor.principal.role == "anon" else f"Any signed-in user ({actor.name})"
    message = (
        f"{who} can {_VERBS[command]} rows of {relation.ref.qualified} that belong to others, by {command} without a "
        "WHERE: then no policy for SELECT is asked, and the one for writing does not ask whose they are."
    )
    if cleared:
        message += " A foreign key saves the rows that something hangs on, and no other."
    if on_supabase:
        message += " The API refuses a write without a filter; a function's body or another client does not."
    same = "count(*) FILTER (WHERE t.ctid IS NOT NULL)" if command == "DELETE" else "count(*)"
    where = where_is(relation, row, "t")
    change = sql.partition(" SET ")[2]
    after = f"SELECT {same} FROM {relation.sql} t WHERE {where}" + (f" AND t.{change}" if change else "")
    first = [Line(sql=s) for s in cleared]
    if first:
        why = "A foreign key keeps rows that something hangs on."
        first = [Line(sql="RESET ROLE", comment=why), *first, Line(sql=f"SET LOCAL ROLE {quote(actor.principal.role)}")]
    lines = [
        *first,
        Line(sql=sql, affected=True, comment=f"{actor.name}, without a WHERE:"),
        Line(sql="RESET ROLE"),
        Line(sql=after, value="0" if command == "DELETE" else "1", comment="Another's row is not what it was."),
    ]
    owners = study.ground.owner_columns.get(relation.oid, ())
    return Claim(
        rule="tampering",
        severity=Severity.WARNING if on_supabase else Severity.ERROR,
        ref=relation.ref,
        subject=command,
        message=message,
        help="Bind the policy to the owner, in USING and in WITH CHECK.",
        related=study.policy_refs(relation, command, actor),
        proof=study.proof(message, actor, [relation.oid], lines),
        remedies=remedies.bind_to_owner(study, relation, command, actor, owners),
        tables=(relation.oid,),
    )
