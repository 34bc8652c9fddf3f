"""Look-ups that are not tied to the row: whoever has one thing of its own reaches, or adds to, everybody's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from trueup.access.acting import Actor
from trueup.access.cuts import cuts, read_by, ties
from trueup.access.fixes.tying import tie_lookups
from trueup.access.ground import Row
from trueup.access.kinds.ownership.writes import write_of
from trueup.access.naming import person_value
from trueup.access.proofs import Line
from trueup.access.reach import probe
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import policy_texts, reachable_routines, routine_facts
from trueup.seeding.schema import Policy, Relation

_HELP = "Compare the column of the look-up with the row's own, qualified by the table's name."


def find(study: Study) -> Iterator[Claim]:
    """Claims about every table that has row-level security: one each."""
    actor, stranger = study.actor("A"), study.actor("stranger")
    if actor is None or stranger is None:
        return
    for relation in study.relations:
        if relation.is_table and relation.rls and not relation.partition and relation.schema != "storage":
            claim = _reached(study, relation, actor, stranger) or _added(study, relation, actor, stranger)
            if claim is not None:
                yield claim


def _reached(study: Study, relation: Relation, actor: Actor, stranger: Actor) -> Claim | None:
    """A is a member of its own things, and with that reaches all that B has of B's, which the stranger does not."""
    seeded = {str(r.values) for r in study.world.rows.get(relation.oid, ()) if r.context == "b" and r.owner == "b"}
    known = [r for r in study.ground.rows.get(relation.oid, ()) if str(r.values) in seeded]
    for command in ("SELECT", "UPDATE", "DELETE"):
        members = _looked_up(study, relation, command, actor)
        reached = study.reach(actor).of(relation.oid, command) - study.reach(stranger).of(relation.oid, command)
        rows = [r for r in known if r.id in reached and not study.is_own(r, actor)]
        if not members or not rows:
            continue
        for asked in (tuple(members), *(((m,) for m in members) if len(members) > 1 else ())):
            theirs = _by_these(study, relation, command, known, asked)
            if theirs and {r.id for r in theirs} <= _left(study, relation, command, actor, asked) & set(reached):
                # Where a row has to be released first, all who have anything there may be meant to see it.
                severity = Severity.ERROR if len(theirs) == len(known) else Severity.WARNING
                shown = next(r for r in rows if r in theirs)
                return _reached_claim(study, relation, command, actor, list(asked), shown, severity)
    return None


def _by_these(
    study: Study, relation: Relation, command: str, rows: list[Row], asked: tuple[Relation, ...]
) -> list[Row]:
    """Those of B's rows that B reaches by what it is a member of there; what is not released yet is none of them."""
    other = study.actor("B")
    held = _left(study, relation, command, other, asked) if other is not None else set()
    return [r for r in rows if r.id in held]


def _reached_claim(
    study: Study,
    relation: Relation,
    command: str,
    actor: Actor,
    members: list[Relation],
    row: Row,
    severity: Severity,
) -> Claim:
    message = (
        f"Whoever has any row in {_names(members)} reaches every row of {relation.ref.qualified} ({command}): the "
        "policy's look-up is not tied to the row that it decides about."
    )
    there = f"SELECT count(*) FROM {relation.sql} WHERE {where_is(relation, row)}"
    line = Line(sql=there, value="1", comment="A row of B's.")
    if command != "SELECT":
        sql = write_of(study, relation, command, actor, row)
        line = Line(sql=sql or line.sql, affected=sql is not None, comment="A row of B's.")
    return replace(_claim(study, relation, command, actor, members, message, line), severity=severity)


def _left(study: Study, relation: Relation, command: str, actor: Actor, members: Sequence[Relation]) -> set[str]:
    """What the actor reaches by those look-ups alone: by no office, and by no row that names A and B (parents)."""
    away = _others_cut(study, relation, command, actor, members)
    look = probe(relation, command, study.rights(actor, relation), actor)
    if not away or look is None:
        return set(study.reach(actor).of(relation.oid, command))
    results = study.running.run([Task(actions=(*away, look))])[0]
    return set(results[-1].value or ()) if len(results) > len(away) and results[-1].ok else set()


def _others_cut(
    study: Study, relation: Relation, command: str, actor: Actor, members: Sequence[Relation]
) -> tuple[Action, ...]:
    """What takes away A's rows in other tables that the policies look the caller up in, and those that name B too."""
    found = ties(study, relation, command, actor, "a" if actor.person == "b" else "b")
    for oid in read_by(study, relation, command, actor) - {m.oid for m in members}:
        if _is_personal(study, study.schema.relations[oid]):
            found[oid] = found.get(oid, []) + [r.id for r in study.ground.rows.get(oid, ()) if study.is_own(r, actor)]
    return cuts(study, found)


def _is_personal(study: Study, table: Relation) -> bool:
    """Whether policies or functions compare one of its columns with the caller, a person."""
    by_owner = study.world.planner.by_owner
    return any(p[0] == table.oid and p in by_owner for p in study.world.insight.members)


def _added(study: Study, relation: Relation, actor: Actor, stranger: Actor) -> Claim | None:
    """A has things of its own, and with that adds rows to B's, which the stranger may not."""
    members = _looked_up(study, relation, "INSERT", actor)
    if not members or not study.world.planner.has_context(relation):
        return None
    mine = study.new_row(relation, actor, owner=actor.person, context="b")
    theirs = study.new_row(relation, stranger, owner=stranger.person, context="b")
    if mine is None or theirs is None:
        return None
    insert = study.action(actor, mine)
    alone: tuple[Action, ...] = (study.action(stranger, theirs),)
    if not _name_alike(study, relation, mine, theirs):  # then A itself, without what it is a member of
        own = {m.oid: [r.id for r in study.ground.rows[m.oid] if study.is_own(r, actor)] for m in members}
        alone = (*cuts(study, own), insert)
    else_cut = (*_others_cut(study, relation, "INSERT", actor, members), insert)
    tried = study.running.run([Task(actions=a) for a in ((insert,), alone, else_cut)])
    done, refused, still = (results[-1] for results in tried)
    if not done.ok or not still.ok or refused.state != "42501" or "row-level security" not in refused.message:
        return None
    message = (
        f"Whoever has any row in {_names(members)} can add rows of {relation.ref.qualified} to what is another's: the "
        "INSERT policy's look-up is not tied to the row that it decides about."
    )
    line = Line(sql=mine, affected=True, comment="It hangs on what is B's.")
    return _claim(study, relation, "INSERT", actor, members, message, line)


def _name_alike(study: Study, relation: Relation, mine: str, theirs: str) -> bool:
    """Whether each row names its writer where the other one does: a stranger may have no profile to point to."""
    owners = study.ground.owner_columns.get(relation.oid, ())
    for column in owners:
        named = [person_value(study, relation, column, key) for key in ("a", "n")]
        if named[0] is not None and named[0] in mine and (named[1] is None or named[1] not in theirs):
            return False
    return True


def _names(members: list[Relation]) -> str:
    return ", ".join(m.ref.qualified for m in members)


def _claim(
    study: Study, relation: Relation, command: str, actor: Actor, members: list[Relation], message: str, line: Line
) -> Claim:
    return Claim(
        rule="reads-not-tied" if command == "SELECT" else "membership-not-tied",
        severity=Severity.ERROR,
        ref=relation.ref,
        message=message,
        help=_HELP,
        related=(*study.policy_refs(relation, command, actor), *(m.ref for m in members)),
        proof=study.proof(message, actor, [relation.oid], [line]),
        remedies=tie_lookups(study, relation, members),
        tables=(relation.oid,),
    )


def _looked_up(study: Study, relation: Relation, command: str, actor: Actor) -> list[Relation]:
    """Tables of the policies' look-ups that say whose a thing is: of members, or of the things that rows hang on."""
    found = []
    targets = _above(study, relation)
    for policy in study.applying(relation, command, actor):
        for member in _read(study, relation, policy):
            if _asks_for_role(study, policy, member):
                continue  # a role may be meant to reach everything
            if _is_personal(study, member) and (
                member.oid in targets or any(fk.target in targets for fk in member.foreign_keys)
            ):
                found.append(member)
    return list({m.oid: m for m in found}.values())


def _above(study: Study, relation: Relation) -> set[int]:
    """The table itself and all that its rows hang on, near and far: a note on a deal, which is a company's."""
    seen: set[int] = set()
    todo = [relation]
    while todo:
        here = todo.pop()
        seen.add(here.oid)
        for fk in here.foreign_keys:
            target = study.schema.relations.get(fk.target)
            if target is not None and target.oid not in seen and not study.world.planner.is_user_table(target):
                todo.append(target)
    return seen


def _asks_for_role(study: Study, policy: Policy, member: Relation) -> bool:
    """Whether the policy, or a function that it calls, compares a column of the looked-up row with a constant."""
    called = reachable_routines(study.schema, frozenset(policy.functions))
    facts = [expression_facts(text) for text in policy_texts(policy)]
    facts += [routine_facts(study.schema.routines[o]) for o in sorted(called)]
    return any(
        qualifier in ("", member.name) and name in member.columns
        for f in facts
        if any(name == member.name for _, name in f.tables)
        for qualifier, name in f.constants
    )


def _read(study: Study, relation: Relation, policy: Policy) -> list[Relation]:
    oids = study.world.insight.influences.get(policy.oid, ()) if policy.permissive else ()
    return [study.schema.relations[o] for o in oids if o in study.schema.relations and o != relation.oid]
