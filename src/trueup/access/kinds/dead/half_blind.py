"""Questions whether a name is taken, asked as a caller who sees nobody's rows but its own: every name is free."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.arguments import Call, calls_of, compared_with
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.schema import Relation, Routine, literal

_ABSENT = "nobody-has-this-1"
_TEXTS = frozenset({"text", "varchar", "citext", "bpchar"})


def find(study: Study) -> Iterator[Claim]:
    """Claims about exposed functions that run as their caller and answer yes or no, or how many."""
    actor = next((a for a in study.attackers if a.person == "a"), None)
    for routine in study.schema.routines.values() if actor is not None else ():
        asked = actor is not None and (actor.principal.role, routine.oid) in study.grants.routines
        answers = routine.returns in ("boolean", "bool", "integer", "bigint") and routine.kind == "f"
        if actor is None or routine.definer or not asked or not answers or routine.schema not in study.exposed:
            continue
        claim = next(filter(None, (_asked(study, actor, routine, *p) for p in _places(study, actor, routine))), None)
        if claim is not None:
            yield claim


def _places(study: Study, actor: Actor, routine: Routine) -> Iterator[tuple[int, Relation, str]]:
    """Arguments that are compared with a text that no two rows share, of a table whose other rows nobody sees."""
    named, written = study.routine_tables(routine)
    for relation in (study.schema.relations[o] for o in sorted(named - written)):
        if not relation.is_table or not relation.rls or not _sees_own_only(study, actor, relation):
            continue
        single = {u.columns[0] for u in relation.uniques if len(u.columns) == 1}
        for index, name in enumerate(routine.names[: len(routine.types)]):
            type_ = study.schema.types.get(routine.types[index])
            if type_ is None or type_.plain not in _TEXTS:
                continue
            for column in sorted(single & set(relation.columns)):
                if column in compared_with(routine, name) or name.lower().endswith(column):
                    yield index, relation, column


def _sees_own_only(study: Study, actor: Actor, relation: Relation) -> bool:
    """Whether there are rows that are hidden, and none of another's is shown."""
    seen = study.reach(actor).of(relation.oid, "SELECT")
    rows = study.ground.rows.get(relation.oid, ())
    shown = any(r.id in seen and not study.is_own(r, actor) for r in rows)
    return not shown and any(r.id not in seen for r in rows) and study.rights(actor, relation).select


def _asked(study: Study, actor: Actor, routine: Routine, index: int, relation: Relation, column: str) -> Claim | None:
    """For a name that a hidden row holds, the same answer as for one that nobody has; with every right, another."""
    seen = study.reach(actor).of(relation.oid, "SELECT")
    hidden = [r for r in study.ground.rows.get(relation.oid, ()) if r.id not in seen and r.values.get(column)]
    first = next(iter(calls_of(study, actor, routine)), None)
    if first is None or not hidden:
        return None

    def call(value: str) -> Call:
        given = list(first.arguments)
        given[index] = f"{literal(value)}::{routine.type_names[index]}"
        return Call(routine=routine, arguments=tuple(given))

    def wrapped(call: Call) -> str:
        return f"SELECT to_jsonb(x.*) FROM ({call.sql}) x"

    held = call(str(hidden[0].values[column]))
    tasks = [
        Task(actions=(study.action(actor, wrapped(held), rows=True),)),
        Task(actions=(study.action(actor, wrapped(call(_ABSENT)), rows=True),)),
        Task(actions=(Action(sql=wrapped(held), settings=actor.principal.settings, rows=True),)),
    ]
    mine, absent, theirs = (r[0] for r in study.running.run(tasks))
    answered = mine.ok and absent.ok and theirs.ok and mine.value is not None
    if not answered or mine.value != absent.value or mine.value == theirs.value:
        return None
    return _claim(study, actor, held, relation, column, hidden[0], str(next(iter(mine.value.values()), "")))


def _claim(study: Study, actor: Actor, call: Call, relation: Relation, column: str, row: Row, answer: str) -> Claim:
    routine = call.routine
    message = (
        f"{routine.ref.qualified} says of every {column} of {relation.ref.qualified} what it says of one that nobody "
        "has: it runs as its caller, who sees its own rows only."
    )
    told = f"SELECT (to_jsonb(x.*) ->> {literal(routine.name)}) FROM ({call.sql}) x"
    lines = [Line(sql=told, value=answer.lower(), comment=f"B has it, and {actor.name} is told as if nobody had.")]
    return Claim(
        rule="function-sees-own-rows",
        severity=Severity.WARNING,
        ref=routine.ref,
        message=message,
        help="Make it SECURITY DEFINER with a fixed search_path, and let it give no more than yes or no.",
        related=(relation.ref, *study.policy_refs(relation, "SELECT", actor)),
        proof=study.proof(message, actor, [relation.oid], lines),
        remedies=remedies.as_definer(routine),
        tables=(relation.oid,),
    )
