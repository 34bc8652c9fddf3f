"""Policies whose look-up compares the row's own key, where a foreign key of the row says what it hangs on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import postgast

from trueup.access.acting import Actor
from trueup.access.entitled import holds
from trueup.access.fixes.remedies import policy_name
from trueup.access.fixes.tying import partner_of
from trueup.access.ground import Row
from trueup.access.proofs import Line
from trueup.access.study import Claim, Remedy, Study, where_is
from trueup.finding import Severity
from trueup.seeding.schema import Policy, Relation
from trueup.seeding.trees import bare, column, name_of, selected, strings, walk
from trueup.seeding.values import uuid_for

_FRESH = {"uuid": uuid_for("a key of its own"), "bigint": "987654321", "integer": "987654"}


def find(study: Study) -> Iterator[Claim]:
    """Claims about policies of exposed tables that show rows: one for each table."""
    actor = next((a for a in study.attackers if a.person == "a"), None)
    known = {c.ref for c in study.claims if c.rule == "policy-compares-row-key"}
    for relation in study.relations if actor is not None else ():
        owned = relation.is_table and relation.rls and not relation.partition and not relation.is_platform
        if not owned or relation.schema not in study.exposed or len(relation.primary_key) != 1 or actor is None:
            continue
        for policy in study.applying(relation, "SELECT", actor):
            claim = _compared(study, relation, policy, actor) if policy.permissive and policy.using else None
            if claim is not None and claim.ref not in known:
                yield claim
                break


def _compared(study: Study, relation: Relation, policy: Policy, actor: Actor) -> Claim | None:
    key = relation.primary_key[0]
    if any(key in fk.columns for fk in relation.pointers) or not study.rights(actor, relation).select:
        return None
    tree = postgast.parse("SELECT " + (policy.using or ""))
    meant = [name for link in walk(tree) if name_of(link) == "SubLink" for name in _mended(study, relation, key, link)]
    if not meant:
        return None
    mended = str(postgast.deparse(tree))[len("SELECT ") :]
    row = _missed(study, relation, policy, actor, mended)
    return _claim(study, relation, policy, actor, (key, meant[0]), mended, row) if row is not None else None


def _mended(study: Study, relation: Relation, key: str, link: Any) -> Iterator[str]:
    """The columns that are put in place of the key, in a look-up that asks for what a foreign key of the row names."""
    select = bare(link.subselect)
    if name_of(select) != "SelectStmt":
        return
    tables = {}
    for table in (bare(n) for n in select.from_clause if name_of(bare(n)) == "RangeVar"):
        found = study.find((table.schemaname, table.relname))
        if found is not None:
            tables[table.alias.aliasname or table.relname] = found
    if relation.name in tables:
        return
    for one, other in _pairs(select, link):
        mine, theirs = column(one), column(other)
        if mine is None or theirs is None or mine[1] != key or theirs[0] not in tables:
            continue
        outside = mine[0] == relation.name or (mine[0] == "" and one is link.testexpr)
        partner = partner_of(relation, tables[theirs[0]], theirs[1]) if outside else None
        partner = partner or _points_to(relation, tables[theirs[0]], theirs[1]) if outside else None
        if partner is not None and partner != key:
            fields = bare(one).fields
            bare(fields[len(fields) - 1]).sval = partner
            yield partner


def _pairs(select: Any, link: Any) -> Iterator[tuple[Any, Any]]:
    """What is compared by `=` inside, each way, and what stands before IN with what is selected."""
    for node in walk(select):
        if name_of(node) == "A_Expr" and strings(node.name)[-1:] == ["="] and node.HasField("lexpr"):
            yield node.lexpr, node.rexpr
            yield node.rexpr, node.lexpr
    if link.HasField("testexpr"):
        given = selected(select)
        if given is not None:
            yield link.testexpr, given


def _points_to(relation: Relation, other: Relation, name: str) -> str | None:
    """The row's own foreign key to that column, if there is just one."""
    found = [fk.columns[0] for fk in relation.foreign_keys if fk.target == other.oid and fk.target_columns == (name,)]
    return found[0] if len(found) == 1 else None


def _missed(study: Study, relation: Relation, policy: Policy, actor: Actor, mended: str) -> Row | None:
    """A row that the actor does not see, and would by the other column; of its own things first.

    The condition is asked with a key that no other table has: numbers are counted up everywhere, and meet by chance.
    """
    key = relation.primary_key[0]
    fresh = _FRESH.get(relation.columns[key].type_name)
    seen = study.reach(actor).of(relation.oid, "SELECT")
    rows = [r for r in study.ground.rows.get(relation.oid, ()) if fresh and r.id not in seen]
    for row in sorted(rows, key=lambda r: not (study.is_own(r, actor) or study.hangs_on_own(r, actor))):
        asked = [replace(row, values={**row.values, key: fresh})]
        now, then = (holds(study, relation, text, actor, asked) for text in (policy.using or "", mended))
        if then and not now:
            return row
    return None


def _claim(
    study: Study, relation: Relation, policy: Policy, actor: Actor, columns: tuple[str, str], mended: str, row: Row
) -> Claim:
    key, meant = columns
    message = (
        f'The policy "{policy.name}" on {relation.ref.qualified} looks for what has the row\'s own {key}; what the row '
        f"hangs on, {meant} says. Users do not find the rows that it means."
    )
    count = f"SELECT count(*) FROM {relation.sql} WHERE {where_is(relation, row)}"
    return Claim(
        rule="policy-compares-row-key",
        severity=Severity.WARNING,
        ref=study.policy_ref(relation, policy),
        message=message,
        help=f"Compare {relation.name}.{meant} in the look-up.",
        related=(relation.ref,),
        proof=study.proof(message, actor, [relation.oid], [Line(sql=count, value="0", comment="A row that it means.")]),
        remedies=(
            Remedy(
                title=f"Compare {meant}", statements=(f"ALTER POLICY {policy_name(relation, policy)} USING ({mended})",)
            ),
        ),
        tables=(relation.oid,),
    )
