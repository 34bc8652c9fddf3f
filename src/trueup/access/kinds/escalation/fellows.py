"""What a plain member of a thing gives itself there: a rank in its row, or by a function that asks too little."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.arguments import calls_of
from trueup.access.gains import Write
from trueup.access.joining import given, joinings
from trueup.access.kinds.bypass.routines import callable_routines
from trueup.access.kinds.escalation.wanted import MAX_WORDS, shown, switches_of
from trueup.access.reach import probe
from trueup.access.study import Joining, Study
from trueup.seeding.engine import Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.schema import Relation, quote

_MAX_CALLS = 12


def as_fellow(study: Study, actor: Actor) -> Iterator[Write]:
    """Writes of the actor's, each from where it is a plain member of B's things."""
    joined = joinings(study, actor)
    if not joined or not _is_in(study, actor, joined):
        return
    start = "; ".join(j.sql for j in joined)
    tables = {j.relation: study.schema.relations[j.relation] for j in joined}
    for joining in joined:
        yield from _ranks(study, actor, joining, tables[joining.relation], start)
    for routine in callable_routines(study, actor):
        written = sorted(study.routine_tables(routine)[1] & set(tables))
        for call in itertools.islice(calls_of(study, actor, routine) if written else (), _MAX_CALLS):
            yield Write(
                sql=call.sql,
                table=written[0],
                columns=(),
                kind="call",
                says=f"who is a plain member of another's calls {routine.ref.qualified}",
                routine=routine.oid,
                further=tuple(written[1:]),
                given=start,
            )


def _is_in(study: Study, actor: Actor, joined: tuple[Joining, ...]) -> bool:
    """Whether members read more than others: who is only invited, and has to accept, is none yet."""
    first = given(joined)
    known = {j.relation for j in joined}
    asked = [r for r in study.relations if r.is_table and r.rls and r.oid not in known]
    looks = [(r, look) for r in asked if (look := probe(r, "SELECT", study.rights(actor, r), actor)) is not None]
    results = study.running.run([Task(actions=(*first, *(look for _, look in looks)))])[0][len(first) :]
    before = study.reach(actor)
    return any(
        x.ok and not {i for i in x.value or () if isinstance(i, str)} <= before.of(r.oid, "SELECT")
        for (r, _), x in zip(looks, results, strict=False)
    )


def _ranks(study: Study, actor: Actor, joining: Joining, relation: Relation, start: str) -> Iterator[Write]:
    rights = study.rights(actor, relation)
    for column, values in switches_of(study, relation).items():
        if not rights.update and column not in rights.update_columns:
            continue
        answers = _begins_the_same(relation, column)
        for value in values[:MAX_WORDS]:
            yield Write(
                sql=f"UPDATE {relation.sql} SET {quote(column)} = {value} WHERE {joining.where}",
                table=relation.oid,
                columns=(column,),
                kind="update",
                says=f"who is a plain member of another's sets {column} of its row of {relation.ref.qualified} to "
                f"{shown(value)}",
                given=start,
                guest=answers,
            )


def _begins_the_same(relation: Relation, column: str) -> bool:
    """Whether nobody may put a row in with another word: what its member makes of that is an answer (accepted)."""
    checks = [p.check or p.using or "" for p in relation.policies if p.permissive and p.command in ("INSERT", "ALL")]
    return bool(checks) and all({n for _, n in expression_facts(c).constants} & {column} for c in checks)
