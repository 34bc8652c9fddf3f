"""Which values somebody is denied: what tells that a view or a function hands out a hidden row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from trueup.access import sensitive
from trueup.access.acting import Actor, Privileges
from trueup.access.ground import Row
from trueup.access.study import Study
from trueup.postgres.cluster import PROBER
from trueup.seeding.schema import Relation

Place = tuple[int, str]
_SEPARATORS = str.maketrans(dict.fromkeys(",;|\t", "\n"))
_TIMES = ("timestamp", "date", "tstz", "tsrange", "tsmulti")  # of when, and from when to when
_ACCOUNT = frozenset({"id", "email", "phone", "encrypted_password"})


@dataclass(slots=True)
class Secrets:
    """Values in rows that an actor is denied and sees nowhere else, each with the places that hold it; and the rows."""

    values: dict[str, list[tuple[Place, Row]]] = field(default_factory=dict)
    rows: list[tuple[Relation, Row]] = field(default_factory=list)

    def leaked(self, shown: Any) -> dict[Place, Row]:
        """The places whose hidden values are in what was shown."""
        found: dict[Place, Row] = {}
        for value in dict.fromkeys(pieces(shown)):
            for place, row in self.values.get(value, ()):
                found.setdefault(place, row)
        return found


def scalars(value: Any) -> Iterator[str]:
    """Every plain value in a JSON value, as text."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from scalars(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from scalars(inner)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def pieces(value: Any) -> Iterator[str]:
    """Every plain value, and the parts of texts that join several with commas, lines or the like."""
    for text in scalars(value):
        yield text
        parts = text.translate(_SEPARATORS).split("\n")
        if len(parts) > 1:
            yield from (part.strip() for part in parts)


def secrets_of(study: Study, actor: Actor, tables: Iterable[Relation]) -> Secrets:
    """What the actor is denied by policies, in tables of the exposed schemas."""
    users = study.schema.named("auth", "users")
    tables = [*tables, *([users] if users is not None else [])]
    known = set(scalars([actor.principal.settings]))
    if actor.person:
        person = study.world.people[actor.person]
        known |= {person.uid, person.email}
    hidden: list[tuple[Relation, Row]] = []
    reach = study.reach(actor)
    for relation in tables:
        visible = reach.of(relation.oid, "SELECT")
        guarded = relation.rls and (relation.schema in study.exposed or relation.schema == "auth")
        kept = relation.rls or study.rights(actor, relation) == Privileges()  # in a schema of its own
        for row in study.ground.rows.get(relation.oid, ()):
            if row.id in visible:
                known |= set(scalars(row.values))
            elif _is_about(study, relation, row, actor):
                continue
            elif (guarded and not study.is_own(row, actor)) or (kept and study.is_anothers(row, actor)):
                hidden.append((relation, row))
        for item in reach.visible.get(relation.oid, ()):
            known |= set(scalars(item))
    counts: dict[str, set[str]] = {}
    for _, row in hidden:
        for value in set(scalars(row.values)):
            counts.setdefault(value, set()).add(row.id)
    constants = {text for values in study.world.insight.constants.values() for text in values}
    secrets = Secrets(rows=hidden)
    for relation, row in hidden:
        for name, held in row.values.items():
            if name not in relation.columns or _is_common(study, relation, name):
                continue
            if relation.schema == "auth" and name not in _ACCOUNT:
                continue
            for value in scalars(held):
                if value in known or value in constants or len(value) < 5 or value[:4] in {"2199", "2001"}:
                    continue
                secrets.values.setdefault(value, []).append(((relation.oid, name), row))
    return secrets


def _is_about(study: Study, relation: Relation, row: Row, actor: Actor) -> bool:
    """Whether functions know the row for the actor's own, where no policy of the table says whose its rows are."""
    if study.ground.owner_columns.get(relation.oid):
        return False
    members = [n for n in relation.columns if (relation.oid, n) in study.world.insight.members]
    if any(row.values.get(n) == PROBER for n in members):
        return True  # session_user: whoever acts, it is the session's own
    return bool(actor.person) and actor.person in study.ground.names(row, members)


def _is_common(study: Study, relation: Relation, name: str) -> bool:
    """Whether many rows hold the same there, one of a few words say, so that a value tells nothing."""
    column = relation.columns[name]
    return column.type_name in {"boolean", "smallint"} or bool(study.world.planner.values.words(relation, column))


def identified(study: Study, leaked: dict[Place, Row], shown: Any, given: str) -> dict[Place, Row]:
    """Hidden times that were shown beside whom their row names, where the caller did not name that person itself."""
    records = shown if isinstance(shown, list) else [shown]
    found: dict[Place, Row] = {}
    for place, row in leaked.items():
        owners = study.ground.owner_columns.get(place[0], ())
        whose = {
            str(row.values[o]) for o in owners if row.values.get(o) is not None and str(row.values[o]) not in given
        }
        for record in records if whose and _type(study, place).startswith("timestamp") else ():
            held = set(scalars(record))
            if whose & held and str(row.values.get(place[1])) in held:
                found[place] = row
    return found


def whole_rows(study: Study, secrets: Secrets, tables: Collection[int], shown: Any) -> dict[Place, Row]:
    """Hidden rows that were shown as they are, whatever they hold: a setting and a flag are no secrets by themselves.

    A record is such a row if it has every column of it, by name, with its value. A profile that holds no more than
    what people show of themselves does not count.
    """
    records = list(_records(shown))
    found: dict[Place, Row] = {}
    for relation, row in secrets.rows:
        held = {name: value for name, value in row.values.items() if name in relation.columns}
        if relation.oid not in tables or len(held) < 2:
            continue
        if any(all(n in r and r[n] == v for n, v in held.items()) for r in records):
            telling = [n for n in held if held[n] is not None and not is_key(study, (relation.oid, n))]
            profile = study.world.planner.is_user_table(relation) and sensitive.only_for_display(telling)
            found |= {} if profile else {(relation.oid, n): row for n in telling or list(held)}
    return found


def _records(shown: Any) -> Iterator[dict[str, Any]]:
    """Every JSON object in what was shown."""
    if isinstance(shown, dict):
        yield shown
    for inner in shown.values() if isinstance(shown, dict) else shown if isinstance(shown, list) else ():
        yield from _records(inner)


def is_key(study: Study, place: Place) -> bool:
    """Whether a column only identifies: a primary key or a foreign key."""
    relation = study.schema.relations[place[0]]
    keys = {*relation.primary_key, *(c for fk in relation.foreign_keys for c in fk.columns)}
    return place[1] in keys


def _type(study: Study, place: Place) -> str:
    return study.schema.relations[place[0]].columns[place[1]].type_name


def telling(study: Study, leaked: dict[Place, Row]) -> dict[Place, Row]:
    """Without what only identifies, and without time stamps."""
    return {
        place: row
        for place, row in leaked.items()
        if not is_key(study, place)
        and not (_type(study, place) == "uuid" and not sensitive.secret([place[1]]))
        and not _type(study, place).startswith(_TIMES)
    }
