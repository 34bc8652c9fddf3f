"""What tells tenants apart: values that the columns compared with a setting, or with a claim, can hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trueup.seeding.engine import Action, Engine, Task
from trueup.seeding.insight import Place
from trueup.seeding.rows import without_cast
from trueup.seeding.schema import Relation, Schema, literal, quote
from trueup.seeding.values import Values


def fitting(running: Engine, schema: Schema, places: Iterable[Place], usual: Mapping[str, str]) -> dict[str, str]:
    """A value for each person that all the columns can hold: of their length, their form, their list of words.

    Args:
        running, schema: the engine, and what the copy holds.
        places: columns that are compared with the setting or the claim.
        usual: by person, the value where nothing is asked of it; kept where the columns take it.
    """
    held = [place for place in _connected(schema, places) if _is_bound(schema, place)]
    if not held:
        return dict(usual)
    values = Values(schema)
    tried = {
        key: list(dict.fromkeys(_candidates(schema, values, held, text, n))) for n, (key, text) in _numbered(usual)
    }
    good = {text for texts in tried.values() for text in texts}
    for place in held:
        good &= _taken(running, schema, place, sorted(good))
    found: dict[str, str] = {}
    for key, texts in tried.items():
        found[key] = next((t for t in texts if t in good and t not in found.values()), usual[key])
    return found


def _numbered(usual: Mapping[str, str]) -> list[tuple[int, tuple[str, str]]]:
    return list(enumerate(usual.items(), start=11))


def _connected(schema: Schema, places: Iterable[Place]) -> list[Place]:
    """The columns, and those that foreign keys tie to them, either way."""
    seen: dict[Place, None] = {}
    todo = list(places)
    while todo:
        place = todo.pop(0)
        if place in seen or place[0] not in schema.relations:
            continue
        seen[place] = None
        for relation in schema.relations.values():
            for fk in relation.foreign_keys:
                for name, other in zip(fk.columns, fk.target_columns, strict=True):
                    todo += [(fk.target, other)] if (relation.oid, name) == place else []
                    todo += [(relation.oid, name)] if (fk.target, other) == place else []
    return list(seen)


def _is_bound(schema: Schema, place: Place) -> bool:
    """Whether the column's type or a check says what it may hold."""
    relation = schema.relations[place[0]]
    column = relation.columns[place[1]]
    type_ = schema.types.get(column.type)
    if type_ is None or relation.is_platform:
        return False
    short = type_.category == "S" and column.mod > 0
    return short or type_.kind in "de" or bool(_checks(relation, place[1]))


def _checks(relation: Relation, name: str) -> list[str]:
    return [c.expression for c in relation.constraints if c.type == "c" and c.expression and set(c.columns) == {name}]


def _candidates(schema: Schema, values: Values, held: list[Place], usual: str, number: int) -> list[str]:
    found = [usual]
    for oid, name in held:
        relation = schema.relations[oid]
        column = relation.columns[name]
        found += [usual[: column.mod - 4]] if column.mod > 4 else []
        made = values.candidates(relation, column, f"{relation.schema}.{relation.name}", number)
        found += [without_cast(sql).replace("''", "'") for sql in made if sql not in ("NULL", "DEFAULT")]
    return [text for text in found if text]


def _taken(running: Engine, schema: Schema, place: Place, texts: list[str]) -> set[str]:
    """Those of the texts that the column holds as they are; one by one where the type refuses some."""
    if not texts:
        return set()
    at_once = Action(sql=_query(schema, place, texts), rows=True, soft=True)
    result = running.run([Task(actions=(at_once,))])[0][0]
    if result.ok:
        return set(result.value or ())
    single = tuple(Action(sql=_query(schema, place, [text]), rows=True, soft=True) for text in texts)
    return {text for r in running.run([Task(actions=single)])[0] if r.ok for text in r.value or ()}


def _query(schema: Schema, place: Place, texts: list[str]) -> str:
    relation = schema.relations[place[0]]
    column = quote(place[1])
    rows = ", ".join(f"({literal(text)})" for text in texts)
    source = (
        f"SELECT v.t AS trueup_t, v.t::{relation.columns[place[1]].type_name} AS {column} FROM (VALUES {rows}) v(t)"
    )
    where = "".join(f" AND ({check}) IS NOT FALSE" for check in _checks(relation, place[1]))
    return (
        f"SELECT jsonb_agg(trueup_t) FROM ({source}) AS {quote(relation.name)} WHERE {column}::text = trueup_t{where}"
    )
