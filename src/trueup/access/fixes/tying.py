"""A look-up that is not tied to the row that it decides about gets tied to it, by its parse tree and foreign keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import postgast

from trueup.access.fixes.remedies import policy_name
from trueup.access.study import Remedy, Study
from trueup.seeding.schema import Policy, Relation, quote
from trueup.seeding.trees import bare, column, name_of, strings, walk

_EXISTS = 1  # in pg_query.SubLinkType


def tie_lookups(study: Study, relation: Relation, members: Sequence[Relation]) -> tuple[Remedy, ...]:
    """Every policy of the table whose look-up in `members` compares nothing with the row: the column that fits is.

    A column fits where foreign keys lead to the row itself, or to what the row hangs on; () where that is not one.
    """
    statements = [
        f"ALTER POLICY {policy_name(relation, policy)} {' '.join(parts)}"
        for policy in relation.policies
        if (parts := list(_parts(study, relation, members, policy)))
    ]
    note = "A foreign key says which columns belong together; those who have a row there for the thing keep access."
    title = "Compare the look-up with the row's own column"
    return (Remedy(title=title, statements=tuple(statements), note=note),) if statements else ()


def _parts(study: Study, relation: Relation, members: Sequence[Relation], policy: Policy) -> Iterator[str]:
    for word, text in (("USING", policy.using), ("WITH CHECK", policy.check)):
        tied = _tied(study, relation, members, text) if text else None
        if tied is not None:
            yield f"{word} ({tied})"


def _tied(study: Study, relation: Relation, members: Sequence[Relation], text: str) -> str | None:
    try:
        tree = postgast.parse("SELECT " + text)
    except postgast.PgQueryError:
        return None
    by_name = {m.name: m for m in members}
    changed = False
    for select in [bare(n.subselect) for n in walk(tree) if name_of(n) == "SubLink" and not _compared(n)]:
        if name_of(select) != "SelectStmt" or _names_row(select, relation):
            continue
        for table in [bare(n) for n in select.from_clause if name_of(bare(n)) == "RangeVar"]:
            member = by_name.get(table.relname)
            if member is not None and member.oid != relation.oid:
                alias = table.alias.aliasname or table.relname
                changed = _tie(study, relation, member, alias, select) or changed
    return str(postgast.deparse(tree))[len("SELECT ") :] if changed else None


def _compared(link: Any) -> bool:
    """Whether what it gives is compared with the row (`team_id IN (SELECT ...)`), or it is no question by itself."""
    if not link.HasField("testexpr"):
        return bool(link.sub_link_type != _EXISTS)
    return any(name_of(n) == "ColumnRef" for n in walk(link.testexpr))


def _names_row(select: Any, relation: Relation) -> bool:
    """Whether a column of the row that is decided about is in it already."""
    inner = {n.alias.aliasname or n.relname for n in walk(select) if name_of(n) == "RangeVar"}
    refs = [strings(n.fields) for n in walk(select) if name_of(n) == "ColumnRef"]
    return relation.name in inner or any(parts[:-1][-1:] == [relation.name] for parts in refs)


def _tie(study: Study, relation: Relation, member: Relation, alias: str, select: Any) -> bool:
    """Mend a column that is compared with itself, or add the comparison that is missing."""
    for node in walk(select):
        left = column(node.lexpr) if name_of(node) == "A_Expr" and node.HasField("lexpr") else None
        if left is None or left != column(node.rexpr) or left[0] not in ("", alias):
            continue
        partner = partner_of(relation, member, left[1], by_name=True)
        if partner is not None:
            node.rexpr.CopyFrom(_expression(f"{quote(relation.name)}.{quote(partner)}"))
            return True
    ties = [(n, partner_of(relation, member, n)) for n in _things(study, member)]
    ties = [(mine, theirs) for mine, theirs in ties if theirs is not None]
    if len(ties) != 1:
        return False
    condition = _expression(f"{quote(alias)}.{quote(ties[0][0])} = {quote(relation.name)}.{quote(str(ties[0][1]))}")
    if not select.HasField("where_clause"):
        select.where_clause.CopyFrom(condition)
        return True
    both = _expression("a AND b")
    both.bool_expr.args[0].CopyFrom(select.where_clause)
    both.bool_expr.args[1].CopyFrom(condition)
    select.where_clause.CopyFrom(both)
    return True


def partner_of(relation: Relation, member: Relation, name: str, *, by_name: bool = False) -> str | None:
    """The row's column that a column of the look-up is about."""
    for fk in member.foreign_keys:
        if fk.columns != (name,):
            continue
        if fk.target == relation.oid:
            return fk.target_columns[0]
        beside = [own.columns[0] for own in relation.foreign_keys if own.target == fk.target and len(own.columns) == 1]
        return beside[0] if len(beside) == 1 else None
    return name if by_name and name in relation.columns else None


def _things(study: Study, member: Relation) -> list[str]:
    """The columns that point to something else than a person."""
    planner, relations = study.world.planner, study.schema.relations
    found = [fk for fk in member.foreign_keys if len(fk.columns) == 1 and fk.target in relations]
    found = [fk for fk in found if not planner.is_user_table(relations[fk.target])]
    return [fk.columns[0] for fk in found if (member.oid, fk.columns[0]) not in planner.by_owner]


def _expression(text: str) -> Any:
    return postgast.parse("SELECT " + text).stmts[0].stmt.select_stmt.target_list[0].res_target.val
