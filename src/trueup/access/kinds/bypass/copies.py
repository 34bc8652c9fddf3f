"""Rows that policies hide, copied by a trigger into a table that shows them."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access import sensitive
from trueup.access.acting import Actor
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.knowledge import scalars
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, quote

_SHORTEST = 5  # a text that says something


def find(study: Study) -> Iterator[Claim]:
    """Claims about exposed tables into which triggers of others write: one each."""
    told: set[int] = set()
    for source in study.relations:
        if not source.is_table or not source.rls or source.partition or not source.triggers:
            continue
        for oid in sorted(study.set_off(source.oid)):
            target = study.schema.relations.get(oid)
            if target is None or oid in told or not target.is_table or target.schema not in study.exposed:
                continue
            claim = None if target.is_platform or target.partition else _copied(study, source, target)
            if claim is not None:
                told.add(oid)
                yield claim


def _copied(study: Study, source: Relation, target: Relation) -> Claim | None:
    for actor in study.attackers:
        if actor.person not in ("", "n") or actor.name.endswith("no tenant"):
            continue
        hidden = _hidden(study, source, actor)
        shown = _shown(study, target, actor) if hidden else {}
        found = [_names(study, source, row, list(shown)) for row in hidden] if shown else []
        # Where some rows are copied and others not, a condition chooses which: the schema means it.
        names = sorted(set.intersection(*found)) if found else []
        names = [n for n in names if not sensitive.only_for_display([n])]
        if names:
            columns = {name: _where_shown(shown, str(hidden[0].values[name])) for name in names}
            return _claim(study, source, target, actor, columns, hidden[0])
    return None


def _hidden(study: Study, source: Relation, actor: Actor) -> list[Row]:
    """Rows that the schema calls somebody else's and that the actor is not shown; none where it is shown some."""
    visible = study.reach(actor).of(source.oid, "SELECT")
    if visible or (source.oid, "SELECT") in study.reach(actor).errors:
        return []
    return [r for r in study.ground.rows.get(source.oid, ()) if study.is_anothers(r, actor)]


def _shown(study: Study, target: Relation, actor: Actor) -> dict[str, str]:
    """Every text that the actor reads in the other table, with its column."""
    visible = study.reach(actor).of(target.oid, "SELECT")
    rights = study.rights(actor, target)
    return {
        text: name
        for row in study.ground.rows.get(target.oid, ())
        if row.id in visible
        for name, held in row.values.items()
        if name in target.columns and (rights.select or name in rights.select_columns)
        for text in scalars(held)
    }


def _where_shown(shown: dict[str, str], text: str) -> str:
    """The column that shows a text, alone or as a part of a sentence."""
    return shown.get(text) or next(column for whole, column in shown.items() if text in whole)


def _names(study: Study, source: Relation, row: Row, shown: list[str]) -> set[str]:
    """Columns of the hidden row whose text is shown: what only identifies, or is one of a few words, tells nothing."""
    keys = {*source.primary_key, *(c for fk in source.foreign_keys for c in fk.columns)}
    owners = {*study.ground.owner_columns.get(source.oid, ()), *study.ground.user_columns.get(source.oid, ())}
    constants = {text for values in study.world.insight.constants.values() for text in values}
    found = set()
    for name in set(source.columns) - keys - owners:
        held = row.values.get(name)
        type_ = study.schema.types.get(source.columns[name].type)
        if held is None or type_ is None or type_.category not in "SN" or isinstance(held, bool):
            continue
        text = str(held)
        if len(text) < _SHORTEST or text in constants:
            continue
        # A number among others is a number; a word is the same one wherever it stands.
        if text in shown or (type_.category == "S" and any(text in whole for whole in shown)):
            found.add(name)
    return found


def _claim(study: Study, source: Relation, target: Relation, actor: Actor, columns: dict[str, str], row: Row) -> Claim:
    """`columns` of the row, each with the one of the copy that shows it."""
    who = "Anyone, without an account," if actor.principal.role == "anon" else "Any signed-in user"
    if study.platform != "supabase":
        who = actor.name
    message = (
        f"{who} reads in {target.ref.qualified} what the policies of {source.ref.qualified} hide "
        f"({', '.join(list(columns)[:6])}): a trigger copies every row there."
    )
    name, column = next(iter(columns.items()))
    value = sql_value(row.values[name], source.columns[name].type_name)
    lines = []
    if study.rights(actor, source).select:
        direct = f"SELECT count(*) FROM {source.sql} WHERE {where_is(source, row)}"
        lines.append(Line(sql=direct, value="0", comment="The row itself is hidden."))
    seen = f"SELECT count({quote(column)}) FROM {target.sql} WHERE strpos({quote(column)}::text, {value}::text) > 0"
    lines.append(Line(sql=seen, at_least=1, comment="Its copy is not."))
    triggers = [study.schema.routines[t.function].ref for t in source.triggers if t.function in study.schema.routines]
    return Claim(
        rule="copy-bypasses-rls",
        severity=Severity.WARNING,
        ref=target.ref,
        message=message,
        help="Give the copy the policies of what it is copied from, or copy only what all may read.",
        related=(source.ref, *triggers, *study.policy_refs(target, "SELECT", actor)),
        proof=study.with_all_rows(study.proof(message, actor, [source.oid, target.oid], lines)),
        remedies=remedies.hide_columns(study, target, sorted(set(columns.values()))),
        tables=(target.oid,),
    )
