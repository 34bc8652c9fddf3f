"""Policies that are turned round: everybody reads a row but whom it belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import postgast

from trueup.access.fixes.remedies import policy_name
from trueup.access.ground import Row
from trueup.access.proofs import Line
from trueup.access.study import Claim, Remedy, Study, where_is
from trueup.finding import Severity
from trueup.seeding.schema import Relation
from trueup.seeding.trees import bare, column, is_caller, name_of, strings, walk


def find(study: Study) -> Iterator[Claim]:
    """Claims about exposed tables whose policies for writing say whose the rows are: one each."""
    for relation in study.relations:
        owned = relation.is_table and relation.rls and not relation.partition and not relation.is_platform
        if owned and relation.schema in study.exposed:
            claim = _turned(study, relation)
            if claim is not None:
                yield claim


def _turned(study: Study, relation: Relation) -> Claim | None:
    """None where its owner reads any of its rows, or somebody else does not."""
    people = {a.person: a for a in study.actors if a.person in ("a", "b", "n") and a.name != "anonymous sign-in"}
    if set(people) != {"a", "b", "n"}:
        return None
    owners = _held_in_writing(study, relation) & _unlike(study, relation)
    rows = study.ground.rows.get(relation.oid, ())
    seen = {key: study.reach(actor).of(relation.oid, "SELECT") for key, actor in people.items()}
    own = {key: [r for r in rows if key in study.ground.names(r, owners)] for key in ("a", "b")}
    if not owners or not own["a"] or not own["b"] or any(r.id in seen[key] for key in own for r in own[key]):
        return None
    shown = [r for r in own["b"] if r.id in seen["a"] and r.id in seen["n"]]
    back = [r for r in own["a"] if r.id in seen["b"] and r.id in seen["n"]]
    return _claim(study, relation, owners, shown[0], back[0]) if shown and back else None


def _held_in_writing(study: Study, relation: Relation) -> set[str]:
    """The owner columns that a policy for writing equates with the caller."""
    texts = [t for p in relation.policies if p.command != "SELECT" for t in (p.using, p.check) if t]
    return _compared(relation, texts, "=") & set(study.ground.owner_columns.get(relation.oid, ()))


def _unlike(study: Study, relation: Relation) -> set[str]:
    """The columns that a policy for reading wants to be another's."""
    return _compared(relation, [p.using for p in relation.policies if p.command in ("SELECT", "ALL") and p.using], "<>")


def _compared(relation: Relation, texts: Iterable[str], operator: str) -> set[str]:
    found = {c for text in texts for _, c in _comparisons(postgast.parse("SELECT " + text), operator)}
    return {name for qualifier, name in found if qualifier in ("", relation.name)}


def _comparisons(tree: Any, operator: str) -> Iterator[tuple[Any, tuple[str, str]]]:
    """Every comparison of a column with the caller by that operator: the node, and the column."""
    for node in walk(tree):
        plain = name_of(node) == "A_Expr" and node.kind == postgast.pg_query_pb2.AEXPR_OP and node.HasField("lexpr")
        if not plain or strings(node.name)[-1:] != [operator]:
            continue
        for one, other in ((node.lexpr, node.rexpr), (node.rexpr, node.lexpr)):
            found = column(one)
            if found is not None and is_caller(other):
                yield node, found


def _turned_back(text: str, owners: Collection[str]) -> str | None:
    """The condition with = for <> where an owner column is compared with the caller; None where it is not."""
    tree = postgast.parse("SELECT " + text)
    changed = False
    for node, found in list(_comparisons(tree, "<>")):
        if found[1] in owners:
            bare(node.name[-1]).sval = "="
            changed = True
    return str(postgast.deparse(tree))[len("SELECT ") :] if changed else None


def _claim(study: Study, relation: Relation, owners: set[str], theirs: Row, own: Row) -> Claim | None:
    actor = study.actor("A")
    if actor is None:
        return None
    message = (
        f"Everybody who is signed in reads the rows of {relation.ref.qualified} that belong to others, and nobody its "
        f"own: the policy for SELECT is turned round ({', '.join(sorted(owners))})."
    )
    count = f"SELECT count(*) FROM {relation.sql} WHERE "
    lines = [
        Line(sql=count + where_is(relation, theirs), value="1", comment="A row of B's, as A."),
        Line(sql=count + where_is(relation, own), value="0", comment="A's own."),
    ]
    statements = tuple(
        f"ALTER POLICY {policy_name(relation, p)} USING ({mended})"
        for p in study.applying(relation, "SELECT", actor)
        if p.permissive and p.using and (mended := _turned_back(p.using, owners)) is not None
    )
    return Claim(
        rule="only-others-rows-shown",
        severity=Severity.ERROR,
        ref=relation.ref,
        message=message,
        help=f"Compare {', '.join(sorted(owners))} with the caller by =, not by <>.",
        related=study.policy_refs(relation, "SELECT", actor),
        proof=study.proof(message, actor, [relation.oid], lines),
        remedies=(Remedy(title="Compare by = with the caller", statements=statements),) if statements else (),
        tables=(relation.oid,),
    )
