"""Parts of hidden things: rows that all may read, of a thing that policies keep from them."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.ground import Row
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.schema import Constraint, Relation


def find(study: Study) -> Iterator[Claim]:
    """One claim for each table whose rows are there for strangers while the row that they are a part of is not."""
    if study.platform != "supabase":
        return
    for child in study.relations:
        if not child.is_table or not child.rls or child.partition or child.schema not in study.exposed:
            continue
        claims = (_shown(study, child, fk, actor) for fk in _wholes(study, child) for actor in study.attackers)
        claim = next((c for c in claims if c is not None), None)
        if claim is not None:
            yield claim


def _wholes(study: Study, child: Relation) -> list[Constraint]:
    """Keys to what a row goes with (ON DELETE CASCADE), where it holds words of its own; a mark tells little."""
    keys = {*child.primary_key, *(c for fk in child.foreign_keys for c in fk.columns)}
    texts = {n for n, c in child.columns.items() if n not in keys and _is_text(study, c.type)}
    found = []
    for fk in child.foreign_keys if texts else ():
        whole = study.schema.relations.get(fk.target)
        part = fk.on_delete == "c" and len(fk.columns) == 1 and child.columns[fk.columns[0]].notnull
        if part and whole is not None and whole.rls and whole.oid != child.oid and not whole.is_platform:
            found.append(fk)
    return [fk for fk in found if not study.world.planner.is_user_table(study.schema.relations[fk.target])]


def _is_text(study: Study, oid: int) -> bool:
    type_ = study.schema.types.get(oid)
    return type_ is not None and type_.category == "S"


def _shown(study: Study, child: Relation, fk: Constraint, actor: Actor) -> Claim | None:
    if actor.person not in ("", "n"):
        return None
    whole = study.schema.relations[fk.target]
    reach = study.reach(actor)
    if (whole.oid, "SELECT") in reach.errors:
        return None
    seen, known = reach.of(child.oid, "SELECT"), reach.of(whole.oid, "SELECT")
    hidden = {
        str(r.values.get(fk.target_columns[0])): r for r in study.ground.rows.get(whole.oid, ()) if r.id not in known
    }
    for row in study.ground.rows.get(child.oid, ()):
        of = hidden.get(str(row.values.get(fk.columns[0])))
        if row.id in seen and of is not None:
            return _claim(study, child, row, whole, of, actor)
    return None


def _claim(study: Study, child: Relation, row: Row, whole: Relation, of: Row, actor: Actor) -> Claim:
    who = "Anyone, without an account," if actor.principal.role == "anon" else f"Any signed-in user ({actor.name})"
    message = (
        f"{who} reads rows of {child.ref.qualified} that hang on rows of {whole.ref.qualified} which policies hide "
        "from it: what is private there may show here."
    )
    hidden = f"SELECT count(*) FROM {whole.sql} WHERE {where_is(whole, of)}"
    shown = f"SELECT count(*) FROM {child.sql} WHERE {where_is(child, row)}"
    rights = study.rights(actor, whole).select
    lines = [Line(sql=hidden, value="0", comment="The row itself is hidden.")] if rights else []
    lines.append(Line(sql=shown, at_least=1, comment="A part of it is not."))
    return Claim(
        rule="part-of-hidden-row-shown",
        severity=Severity.REVIEW,
        ref=child.ref,
        subject=whole.ref.qualified,
        message=message,
        help=f"Let the SELECT policy of {child.ref.qualified} ask whether the caller sees the row that it hangs on.",
        related=(whole.ref, *study.policy_refs(child, "SELECT", actor)),
        proof=study.proof(message, actor, [whole.oid, child.oid], lines),
        tables=(child.oid, whole.oid),
    )
