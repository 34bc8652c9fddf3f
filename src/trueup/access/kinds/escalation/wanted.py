"""Values worth writing: what conditions ask for, what rows of others hold, more than enough of a number."""

from __future__ import annotations

from trueup.access.acting import Actor
from trueup.access.naming import person_value
from trueup.access.study import Study
from trueup.seeding.facts import Facts
from trueup.seeding.insight import routine_facts
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, literal
from trueup.seeding.values import Values

MAX_WORDS = 5
PLENTY = 32_000  # fits a smallint


def matters(study: Study, relation: Relation) -> list[str]:
    """Columns that conditions, or the table's own triggers, read."""
    read = {name for facts in _trigger_facts(study, relation) for alias, name in facts.touched if alias == "new"}
    touched = [n for n in relation.columns if (relation.oid, n) in study.world.insight.touched or n in read]
    return [n for n in touched if not relation.columns[n].generated]


def _trigger_facts(study: Study, relation: Relation) -> list[Facts]:
    functions = [study.schema.routines.get(t.function) for t in relation.triggers]
    return [routine_facts(f) for f in functions if f is not None]


def shown(value: str) -> str:
    """A value without its cast, for the reader."""
    return value.partition("::")[0].strip()


def values_for(
    study: Study, actor: Actor, relation: Relation, column: str, switches: dict[str, list[str]]
) -> list[tuple[str, bool]]:
    """Values that conditions ask for; for what points somewhere, what other people's rows hold."""
    found = [(v, False) for v in switches.get(column, [])]
    if not found and is_amount(study, relation, column):
        found = [(v, False) for v in _plenty(study, relation, column)]
    own = person_value(study, relation, column, actor.person) if actor.person else None
    personal = column in (*study.ground.owner_columns.get(relation.oid, ()), *study.ground.user_columns[relation.oid])
    if own is not None and personal:
        found.append((own, True))
    points = (
        any(column in fk.columns for fk in relation.foreign_keys)
        or (relation.oid, column) in study.world.planner.pinned
    )
    tree = next((fk for fk in relation.foreign_keys if fk.columns == (column,) and fk.target == relation.oid), None)
    if tree is not None:  # to hang one's own thing on another's: what is above may be what is asked
        theirs = [r for r in study.world.rows.get(relation.oid, ()) if r.context == "b" and r.owner == "b"]
        found += [
            (sql_value(r.values.get(tree.target_columns[0]), relation.columns[column].type_name), True)
            for r in theirs[:1]
        ]
    found += [] if points else [(v, False) for v in _levels(study, relation, column)]
    base = study.schema.types.get(relation.columns[column].type)
    if points or (base is not None and base.plain == "uuid" and column not in relation.primary_key):
        rows = study.world.rows.get(relation.oid, ())
        for key in ("b", "c"):
            if key == actor.person:
                continue
            held = [r.values.get(column) for r in rows if r.context == key and r.values.get(column) is not None]
            if not held:
                pinned = study.world.planner.pinned.get((relation.oid, column), {})
                held = [pinned[key]] if key in pinned else []
            found += [(sql_value(v, relation.columns[column].type_name), True) for v in held[:1]]
    return list(dict.fromkeys(found))[:8]


def _plenty(study: Study, relation: Relation, column: str) -> list[str]:
    """More than enough of a number; where a check says what is the most, that."""
    name = relation.columns[column].type_name
    checks = study.world.planner.values.checks_of(relation, relation.columns[column])
    most = max((float(n) for facts in checks for n in facts.numbers), default=0.0)
    return [f"{PLENTY}::{name}", *([f"{most:.0f}::{name}"] if 0 < most < PLENTY else [])]


def _levels(study: Study, relation: Relation, column: str) -> list[str]:
    """What rows of other tables hold in the column that policies compare with this one: the most, and what is B's."""
    kind = relation.columns[column].type_name
    found: list[str] = []
    for one, (oid, name) in sorted(study.world.insight.levels):
        rows = study.world.rows.get(oid, ()) if one == (relation.oid, column) else ()
        held = [r.values[name] for r in rows if r.values.get(name) is not None]
        most = [max(held)] if held and all(isinstance(v, int | float) for v in held) else []
        theirs = [r.values[name] for r in rows if r.context == "b" and r.values.get(name) is not None]
        found += [sql_value(v, kind) for v in (*most, *theirs[:1]) if not isinstance(v, bool | list | dict)]
    return list(dict.fromkeys(found))


def is_amount(study: Study, relation: Relation, column: str) -> bool:
    """Whether it holds a number that conditions read: credits, a balance, a limit."""
    type_ = study.schema.types.get(relation.columns[column].type)
    keys = {*relation.primary_key, *(c for fk in relation.foreign_keys for c in fk.columns)}
    pinned = (relation.oid, column) in study.world.planner.pinned
    return type_ is not None and type_.category == "N" and column not in keys and not pinned


def switches_of(study: Study, relation: Relation) -> dict[str, list[str]]:
    """Values that conditions ask for; where none is asked for, the few words that a column may hold."""
    found = dict(study.world.planner.switches(relation))
    values = Values(study.schema)
    by_triggers = _trigger_facts(study, relation)
    for name in matters(study, relation):
        column = relation.columns[name]
        if (relation.oid, name) in study.world.planner.pinned:
            continue
        asked = {c for facts in by_triggers for c in facts.constants.get(("new", name), ())}
        by_words = [f"{literal(w)}::{column.type_name}" for w in sorted(asked)[:MAX_WORDS]]
        if name in found or by_words:
            found[name] = list(dict.fromkeys((*found.get(name, ()), *by_words)))
            continue
        plain = study.schema.types[column.type].plain if column.type in study.schema.types else ""
        if plain == "bool":  # a trigger asks for it
            found[name] = [f"true::{column.type_name}", f"false::{column.type_name}"]
            continue
        words = {c for facts in values.checks_of(relation, column) for c in facts.constants.get(("", name), ())}
        type_ = study.schema.types.get(column.type)
        if type_ is not None and type_.category in "SE":
            few = sorted({*words, *type_.labels})[:MAX_WORDS]
            found |= {name: [f"{literal(w)}::{column.type_name}" for w in few]} if few else {}
    return found


def wanted_values(study: Study) -> list[str]:
    """Constants that conditions ask for, the privileged ones first."""
    found = {text for values in study.world.insight.constants.values() for text in values}
    words = ("admin", "owner", "super", "mod", "staff", "manager")
    return sorted((t for t in found if t and len(t) < 30), key=lambda t: (not any(w in t.lower() for w in words), t))
