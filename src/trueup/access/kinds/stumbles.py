"""Conditions that fail over a row that the table may hold: a zero that is divided by, a second row where one fits."""

from __future__ import annotations

from collections.abc import Iterator

import postgast

from trueup.access.acting import Actor
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.conditions import columns_in
from trueup.seeding.engine import Action, Result, Task
from trueup.seeding.insight import Names, policy_texts
from trueup.seeding.schema import Relation, quote
from trueup.seeding.trees import bare, name_of, strings, walk

_ZERO, _MANY = "22012", "21000"
_COMPARES = 5  # EXPR_SUBLINK in pg_query.SubLinkType


def find(study: Study) -> Iterator[Claim]:
    """Claims about tables that people read now, and would not over such a row: one for each table."""
    names = Names(study.schema)
    for relation in study.relations:
        if not relation.is_table or not relation.rls or relation.partition or relation.schema not in study.exposed:
            continue
        texts = [text for p in relation.policies if p.command in ("SELECT", "ALL") for text in policy_texts(p)]
        zeros = sorted({n for text in texts for n in _divisors(text)} & set(relation.columns))
        tables = [t for text in texts for n in _single(text) if (t := names.relation(n)) is not None]
        for actor in [a for a in study.attackers if a.person == "a"]:
            error = study.reach(actor).errors.get((relation.oid, "SELECT"))
            if error is not None and error.state == _ZERO and zeros:
                yield _stumbled(study, relation, actor, error)
                break
            if error is not None or not study.rights(actor, relation).select:
                continue
            tried = (
                *(_zero(study, relation, actor, n) for n in zeros),
                *(_second(study, relation, actor, t) for t in tables),
            )
            claim = next(filter(None, tried), None)
            if claim is not None:
                yield claim
                break


def _stumbled(study: Study, relation: Relation, actor: Actor, error: Result) -> Claim:
    """It fails over what the rows hold already."""
    line = Line(sql=f"SELECT count(*) FROM {relation.sql}", refused=error.state, comment=f"{actor.name} reads.")
    return _claim(study, relation, actor, "a row with a zero", error, [line])


def _divisors(text: str) -> set[str]:
    """Columns that something is divided by."""
    found = set()
    for node in walk(postgast.parse("SELECT " + text)):
        if name_of(node) == "A_Expr" and strings(node.name)[-1:] in (["/"], ["%"]) and node.HasField("rexpr"):
            found |= {name for _, name in columns_in(node.rexpr)}
    return found


def _single(text: str) -> list[tuple[str, str]]:
    """Tables of sub-queries whose one value is compared: `team_id = (SELECT team_id FROM members WHERE ...)`."""
    found = []
    for node in walk(postgast.parse("SELECT " + text)):
        if name_of(node) != "SubLink" or node.sub_link_type != _COMPARES:
            continue
        select = bare(node.subselect)
        plain = name_of(select) == "SelectStmt" and not select.HasField("limit_count") and len(select.from_clause) == 1
        calls = any(name_of(n) == "FuncCall" and _is_aggregate(n) for t in select.target_list for n in walk(t))
        table = bare(select.from_clause[0]) if plain else None
        if table is not None and name_of(table) == "RangeVar" and not calls and not select.group_clause:
            found.append((table.schemaname, table.relname))
    return found


def _is_aggregate(node: object) -> bool:
    name = strings(node.funcname)[-1]  # type: ignore[attr-defined]
    return name in {"max", "min", "count", "sum", "avg", "bool_or", "bool_and", "array_agg", "string_agg", "jsonb_agg"}


def _zero(study: Study, relation: Relation, actor: Actor, name: str) -> Claim | None:
    seen = study.reach(actor).of(relation.oid, "SELECT")
    row = next((r for r in study.ground.rows.get(relation.oid, ()) if r.id in seen), None)
    if row is None:
        return None
    change = f"UPDATE {relation.sql} SET {quote(name)} = 0 WHERE {where_is(relation, row)}"
    says = f"a row with {name} = 0"
    return _tried(study, relation, actor, change, _ZERO, says)


def _second(study: Study, relation: Relation, actor: Actor, table: Relation) -> Claim | None:
    if not table.is_table or table.is_platform:
        return None
    sql = study.new_row(table, actor, owner="a", context="b", values={}) if study.rights(actor, table).insert else None
    if sql is None:
        return None
    return _tried(study, relation, actor, sql, _MANY, f"a second row of the caller's in {table.ref.qualified}", table)


def _tried(
    study: Study, relation: Relation, actor: Actor, change: str, state: str, says: str, table: Relation | None = None
) -> Claim | None:
    look = f"SELECT count(*) FROM {relation.sql}"
    write = Action(sql=change, settings=actor.principal.settings)
    results = study.running.run([Task(actions=(write, study.action(actor, look)))])[0]
    if len(results) < 2 or results[1].state != state:
        return None
    lines = [
        Line(sql="RESET ROLE"),
        Line(sql=change, affected=True, comment=f"{says[0].upper()}{says[1:]}."),
        Line(sql=f"SET LOCAL ROLE {quote(actor.principal.role)}"),
        Line(sql=look, refused=state, comment=f"{actor.name} reads."),
    ]
    return _claim(study, relation, actor, says, results[1], lines, table)


def _claim(
    study: Study,
    relation: Relation,
    actor: Actor,
    says: str,
    error: Result,
    lines: list[Line],
    table: Relation | None = None,
) -> Claim:
    message = (
        f"SELECT on {relation.ref.qualified} fails over {says}, which nothing forbids: {error.message} ({error.state})."
    )
    return Claim(
        rule="access-raises",
        severity=Severity.WARNING,
        ref=relation.ref,
        subject=says,
        message=message,
        help="Divide by nullif(x, 0); ask IN (SELECT ...) where there may be several rows.",
        related=study.policy_refs(relation, "SELECT", actor),
        proof=study.proof(message, actor, [relation.oid, *([table.oid] if table else [])], lines),
        tables=(relation.oid,),
    )
