"""Requests that whoever asks may answer too, though a new row has to begin as asked."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.cuts import without_offices
from trueup.access.entitled import ties_owner
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.naming import authors
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.ref import ObjectRef
from trueup.seeding.engine import Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, quote


def find(study: Study) -> Iterator[Claim]:
    """Claims about columns that policies for new rows pin, and that two people of one row may change."""
    other = study.actor("B")
    told = {c.ref for c in study.claims}
    if other is None or study.platform != "supabase":
        return
    for relation in study.relations:
        if not relation.is_table or not relation.rls or relation.partition or relation.is_platform:
            continue
        for name, begins in _pinned(study, relation).items():
            ref = ObjectRef("column", relation.schema, (relation.name, name))
            tried = (_answered(study, relation, asker, other, name, begins) for asker in _askers(study))
            claim = next((c for c in tried if c is not None), None) if ref not in told else None
            if claim is not None:
                yield claim


def _askers(study: Study) -> list[Actor]:
    """A, who asks B where a row names both; the person c, whose rows hang on B's things."""
    return [a for name in ("A", "privileged") if (a := study.actor(name)) is not None]


def _pinned(study: Study, relation: Relation) -> dict[str, str]:
    """Columns of a few words that every policy for new rows asks to hold one of them, with that one."""
    policies = [p for p in relation.policies if p.permissive and p.command in ("INSERT", "ALL")]
    if not policies or not all(
        p.command == "INSERT" and ties_owner(relation, p.check, authors(study, relation)) for p in policies
    ):
        return {}
    facts = [expression_facts(p.check or "") for p in policies]
    found = {}
    for name, column in relation.columns.items():
        asked = [{c for (_, n), of in f.constants.items() if n == name for c in of} for f in facts]
        words = study.world.planner.values.words(relation, column)
        if len(words) > 2 and all(len(of) == 1 for of in asked) and len(set().union(*asked)) == 1:
            found[name] = asked[0].pop()
    return found


def _answered(study: Study, relation: Relation, asker: Actor, other: Actor, name: str, begins: str) -> Claim | None:
    rights = study.rights(asker, relation)
    if not (rights.update or name in rights.update_columns):
        return None
    reached = study.reach(asker).of(relation.oid, "UPDATE") & study.reach(other).of(relation.oid, "UPDATE")
    written = authors(study, relation)
    row = next(
        (
            r
            for r in study.ground.rows.get(relation.oid, ())
            if r.id in reached
            and r.values.get(name) == begins
            and asker.person in study.ground.names(r, written)
            and other.person not in study.ground.names(r, written)
        ),
        None,
    )
    words = sorted(study.world.planner.values.words(relation, relation.columns[name]) - {begins})
    if row is None or not all(_sets(study, relation, asker, row, name, word) for word in words):
        return None
    return _claim(study, relation, asker, row, name, begins, words[0])


def _change(relation: Relation, row: Row, name: str, word: str) -> str:
    value = sql_value(word, relation.columns[name].type_name)
    return f"UPDATE {relation.sql} SET {quote(name)} = {value} WHERE {where_is(relation, row)}"


def _sets(study: Study, relation: Relation, asker: Actor, row: Row, name: str, word: str) -> bool:
    """Whether the one who asked sets it, without an office, and it holds: a trigger may put the old one back."""
    value = sql_value(word, relation.columns[name].type_name)
    held = f"SELECT count(*) FROM {relation.sql} WHERE {where_is(relation, row)} AND {quote(name)} = {value}"
    away = without_offices(study, asker)
    change = study.action(asker, _change(relation, row, name, word), soft=False)
    results = study.running.run([Task(actions=(*away, change, study.action(asker, held, rows=True)))])[0]
    return len(results) == len(away) + 2 and all(r.ok for r in results) and results[-1].value == 1


def _claim(study: Study, relation: Relation, asker: Actor, row: Row, name: str, begins: str, word: str) -> Claim:
    message = (
        f"Whoever puts a row into {relation.ref.qualified} may set its {name} to anything, though a new row has to "
        f"begin as {begins!r} and it is somebody else, who may change it too, that it asks."
    )
    line = Line(sql=_change(relation, row, name, word), affected=True, comment="Who asked answers for the other side.")
    return Claim(
        rule="update-frees-what-is-held",
        severity=Severity.WARNING,
        ref=ObjectRef("column", relation.schema, (relation.name, name)),
        message=message,
        help="Let each side set what is its own to say: a policy each, with the words in WITH CHECK.",
        related=(relation.ref, *study.policy_refs(relation, "UPDATE", asker)),
        proof=study.proof(message, asker, [relation.oid], [line]),
        remedies=remedies.pin_columns(study, relation, asker, [name]),
        tables=(relation.oid,),
    )
