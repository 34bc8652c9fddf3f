"""Arguments for a function, from what the tables that it names hold and what its caller may know."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import postgast

from trueup.access import sensitive
from trueup.access.acting import Actor
from trueup.access.study import Study
from trueup.seeding import trees
from trueup.seeding.bodies import body_queries
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import routine_facts
from trueup.seeding.schema import PgType, Relation, Routine, literal, quote
from trueup.seeding.values import Values

_MAX_CALLS = 14
_BEGINNING = 4
_PER_ARGUMENT = 6
KNOWN = "known1"  # what an actor wrote itself, and so can hand over
_AMOUNT_WORDS = (
    "amount count limit qty quantity n num size price days hours offset page max min score value total rows by"
)
_AMOUNTS = frozenset(_AMOUNT_WORDS.split())
_DAYS = frozenset({"date", "timestamp", "timestamptz"})
_SPANS = frozenset({"daterange", "tsrange", "tstzrange"})
_SEARCH_WORDS = "q query search term keyword keywords text needle pattern filter"
_SEARCH = frozenset(_SEARCH_WORDS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: the routine, the SQL of its arguments, and the statement; `before` are statements of the owner's."""

    routine: Routine
    arguments: tuple[str, ...]
    before: tuple[str, ...] = ()

    @property
    def sql(self) -> str:
        """The statement, as one that can stand alone."""
        name = f"{quote(self.routine.schema)}.{quote(self.routine.name)}"
        given = ", ".join(self.arguments)
        return f"CALL {name}({given})" if self.routine.kind == "p" else f"SELECT * FROM {name}({given})"


def calls_of(study: Study, actor: Actor, routine: Routine) -> list[Call]:
    """Calls worth trying: each argument from what the table's columns and the function's own conditions hold."""
    choices = [_choices(study, actor, routine, index, type_) for index, type_ in enumerate(routine.types)]
    if not choices:
        return [Call(routine=routine, arguments=())]
    most = 2 * _PER_ARGUMENT if runs_text(routine) else _PER_ARGUMENT
    ranked = itertools.islice(_ranked([min(len(c), most) for c in choices]), _limit(study, routine))
    return [
        Call(routine=routine, arguments=tuple(c[i] for c, i in zip(choices, places, strict=True))) for places in ranked
    ]


def _ranked(sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Places in lists of the given sizes, first those that are near the beginning of all of them."""
    for total in range(sum(sizes) - len(sizes) + 1):
        yield from _adding_up(sizes, total)


def _adding_up(sizes: Sequence[int], total: int) -> Iterator[tuple[int, ...]]:
    if not sizes:
        yield from ((),) if total == 0 else ()
        return
    most = sum(sizes[1:]) - len(sizes[1:])
    for first in range(max(0, total - most), min(sizes[0] - 1, total) + 1):
        for rest in _adding_up(sizes[1:], total - first):
            yield (first, *rest)


def _limit(study: Study, routine: Routine) -> int:
    """More calls where two arguments may each name a person: who asks, and who is meant."""
    uuids = [t for t in routine.types if (known := study.schema.types.get(t)) is not None and known.plain == "uuid"]
    return _MAX_CALLS if len(uuids) < 2 else 2 * _MAX_CALLS


def _choices(study: Study, actor: Actor, routine: Routine, index: int, oid: int) -> list[str]:
    type_ = study.schema.types.get(oid)
    name = routine.names[index] if index < len(routine.names) else ""
    if type_ is None:
        return ["NULL"]
    base, _ = Values(study.schema).base_type(type_)
    cast = f"::{routine.type_names[index]}"
    texts: list[str] = []
    amount = base.category == "N" and not name.lower().endswith("id") and not _finds_by_key(study, routine, name)
    if amount and (base.plain not in {"int4", "int8", "int2"} or set(name.lower().split("_")) & _AMOUNTS):
        texts = ["37", "1", "-3"]
    elif amount:
        texts = [*_ids(study, actor, routine, base, name)[:4], "37", "1"]
    elif base.plain in {"uuid", "int4", "int8", "int2"}:
        texts = _ids(study, actor, routine, base, name)
    elif base.plain in {"text", "varchar", "citext", "bpchar", "name"}:
        texts = _texts(study, actor, routine, name)
    elif base.plain == "bool":
        texts = ["true", "false"]
    elif base.plain in _DAYS:
        texts = [*_days(study, routine), *Values(study.schema).plain(base, -1, f"{routine.name}.{name}", 3, name)]
    elif base.plain in {"json", "jsonb"}:
        texts = _documents(study, actor, routine, name)
    elif base.kind == "e":
        texts = list(base.labels)
    elif base.category == "A" and base.element:
        inner = study.schema.types.get(base.element)
        if inner is not None and inner.plain in {"uuid", "int4", "int8", "int2"}:
            texts = [f"{{{t}}}" for t in _ids(study, actor, routine, inner, name)]
        elif inner is not None and inner.category == "S":
            texts = [f'{{"{t}"}}' for t in _texts(study, actor, routine, name) if not set(t) & set('"\\')]
    if not texts:
        texts = Values(study.schema).plain(base, -1, f"{routine.name}.{name}", 3, name)
    return [literal(t) + cast for t in dict.fromkeys(texts)]


def _ids(study: Study, actor: Actor, routine: Routine, base: PgType, name: str) -> list[str]:
    """Ids of B's, then of the caller's own; keys of the tables that the function names, the likely one first."""
    named, written = study.routine_tables(routine)
    columns: list[tuple[int, str]] = []
    compared = compared_with(routine, name)
    for oid in sorted(named | written):
        relation = study.schema.relations[oid]
        keys = [*relation.primary_key, *(c for fk in relation.foreign_keys for c in fk.columns)]
        keys += [c for c in relation.columns if c in compared and not relation.is_platform]
        columns += [(oid, c) for c in dict.fromkeys(keys) if _same_type(study, relation, c, base)]
    lowered = name.lower().removeprefix("p_").removeprefix("_").removeprefix("in_").removesuffix("_param")
    columns.sort(key=lambda p: (p[1] not in compared or p[1] == "id", p[1] != lowered, not _fits(study, p, lowered)))
    person = study.world.people["b"]
    own = study.world.people[actor.person].uid if actor.person else ""
    users = [person.uid, own, study.world.people["c"].uid] if base.plain == "uuid" else []
    found: list[str] = []
    for oid, column in columns:
        if _is_token(study.schema.relations[oid], column):
            found += _seen(study, actor, oid, column)
            continue
        rows = study.world.rows.get(oid, ())
        ranked = sorted(rows, key=lambda r: (r.owner != "b", r.owner))
        values = [str(r.values[column]) for r in ranked if r.values.get(column) is not None]
        found += values[:1] + [v for r, v in zip(ranked, values, strict=False) if r.owner == "a"][:1]
        found += _shown(study, actor, oid, column, values[:1])
    likely_user = any(word in lowered for word in ("user", "owner", "uid", "profile", "member", "author", "target"))
    likely_user = likely_user or any(place in study.world.planner.by_owner for place in columns if place[1] in compared)
    out = [*users, *found] if likely_user or not found else [*found, *users]
    return [v for v in out if v] or (["1"] if base.plain != "uuid" else [person.uid])


def _is_token(relation: Relation, column: str) -> bool:
    """Whether to know it is to be let in: by its name, or drawn by chance beside the key."""
    keys = {*relation.primary_key, *(c for fk in relation.foreign_keys for c in fk.columns)}
    if sensitive.secret([column]) or column in keys:
        return bool(sensitive.secret([column]))
    default = relation.columns[column].default or ""
    return "code" in column or (default != "" and any("uuid" in call for call in expression_facts(default).calls))


def _days(study: Study, routine: Routine) -> list[str]:
    """When B's rows in the tables that a routine names are, or begin: somebody asks for what is on that day."""
    named, written = study.routine_tables(routine)
    found = []
    for oid in sorted(named | written):
        rows = sorted(study.world.rows.get(oid, ()), key=lambda r: (r.owner != "b", r.owner))
        for name, column in study.schema.relations[oid].columns.items() if rows else ():
            type_ = study.schema.types.get(column.type)
            value = rows[0].values.get(name)
            if type_ is None or not isinstance(value, str) or name in ("created_at", "updated_at"):
                continue
            plain = Values(study.schema).base_type(type_)[0].plain
            if plain in _DAYS:
                found.append(value)
            elif plain in _SPANS and "," in value:
                found.append(value[1:].partition(",")[0].strip('"'))
    return [v for v in dict.fromkeys(found) if v][:3]


def _same_type(study: Study, relation: Relation, column: str, base: PgType) -> bool:
    type_ = study.schema.types.get(relation.columns[column].type)
    return type_ is not None and Values(study.schema).base_type(type_)[0].category == base.category


def _fits(study: Study, place: tuple[int, str], name: str) -> bool:
    relation = study.schema.relations[place[0]]
    stem = name.removesuffix("_id")
    return place[1] == "id" and bool(stem) and (relation.name.startswith(stem) or stem in relation.name)


def _texts(study: Study, actor: Actor, routine: Routine, name: str) -> list[str]:
    """Constants that the function or its tables' checks compare, and B's values of the column of that name.

    Values of columns that hold secrets are left out, unless the actor may read them: who knows an invitation's token
    may use it.
    """
    named, written = study.routine_tables(routine)
    lowered = name.lower().removeprefix("p_").removeprefix("_").removeprefix("new_")
    hidden = bool(sensitive.secret([lowered])) or "code" in lowered
    found: list[str] = []
    values = Values(study.schema)
    for oid in sorted(named | written):
        relation = study.schema.relations[oid]
        for column in relation.columns.values():
            if lowered not in column.name and (len(column.name) < 4 or column.name not in lowered):
                continue
            if sensitive.secret([column.name]) or "code" in column.name:
                found += _seen(study, actor, oid, column.name)
                continue
            found += sorted(study.world.insight.constants.get((oid, column.name), set()))
            for facts in values.checks_of(relation, column):
                found += sorted(facts.constants.get(("", column.name), set()))
            for person in ("b", actor.person or "b"):
                rows = [r for r in study.world.rows.get(oid, ()) if r.owner == person]
                found += [str(r.values[column.name]) for r in rows[:1] if r.values.get(column.name) is not None]
            found += _shown(study, actor, oid, column.name, found)
    if runs_text(routine):
        return [*_statements(study, actor), *found, "x"]
    if hidden:
        return [*found, "x", KNOWN]
    if "email" in lowered:
        own = [study.world.people[actor.person].email] if actor.person else []
        found[:0] = [study.world.people["b"].email, *own]
    if not found:
        found = _held_where_compared(study, routine, name) or _ids_as_text(study, actor, routine, name)
    own_facts = routine_facts(routine)
    found += sorted(set().union(*own_facts.constants.values())) if own_facts.constants else []
    wide = ["", "%", *_beginnings(study, routine)]
    return [*wide, *found, "x"] if set(lowered.split("_")) & _SEARCH else [*found, *wide, "x"]


def _beginnings(study: Study, routine: Routine) -> list[str]:
    """How texts of B's begin that the body reads: what somebody searches for who does not know them."""
    found: list[str] = []
    for oid in sorted(study.routine_tables(routine)[0]):
        relation = study.schema.relations[oid]
        texts = [n for n, c in relation.columns.items() if (oid, n) in study.world.insight.compared]
        rows = [r.values for r in study.world.rows.get(oid, ()) if r.owner == "b"][:1]
        held = [str(values[n]) for values in rows for n in texts if isinstance(values.get(n), str)]
        found += [text[:_BEGINNING] for text in held if len(text) > _BEGINNING and "-" not in text[:9]]
    return list(dict.fromkeys(found))[:2]


def _held_where_compared(study: Study, routine: Routine, name: str) -> list[str]:
    """What rows hold in the columns that the body compares the argument with, what triggers wrote included."""
    named, written = study.routine_tables(routine)
    columns = compared_with(routine, name)
    found: list[str] = []
    for oid in sorted(named | written):
        for column in sorted(columns & set(study.schema.relations[oid].columns)):
            if not sensitive.secret([column]) and "code" not in column:
                rows = study.ground.rows.get(oid, ())
                found += [str(r.values[column]) for r in rows if r.values.get(column) is not None]
    # What most rows hold tells of most rows.
    return sorted(dict.fromkeys(found), key=lambda v: (-found.count(v), v))[:_PER_ARGUMENT]


def compared_with(routine: Routine, name: str) -> set[str]:
    """Names of the columns that the body compares an argument with."""
    pairs = routine_facts(routine).pairs
    return {one[1] for a, b in pairs for one, other in ((a, b), (b, a)) if other[1] == name and one[1] != name}


def _finds_by_key(study: Study, routine: Routine, name: str) -> bool:
    """Whether the body compares an argument, whatever it is called, with the key of a table that it names."""
    named, written = study.routine_tables(routine)
    keys = {study.schema.relations[oid].primary_key for oid in named | written}
    return any((column,) in keys for column in compared_with(routine, name))


def _ids_as_text(study: Study, actor: Actor, routine: Routine, name: str) -> list[str]:
    """What a text may name that no column is called after: a person, or the key of a table that is read."""
    by_name = {t.plain: t for t in study.schema.types.values() if t.plain in ("uuid", "int8")}
    return [
        v for plain in ("uuid", "int8") if plain in by_name for v in _ids(study, actor, routine, by_name[plain], name)
    ][:4]


def _documents(study: Study, actor: Actor, routine: Routine, name: str) -> list[str]:
    """JSON with the keys that the body reads of the argument, each with what an argument of that name would get."""
    uuid = next((t for t in study.schema.types.values() if t.plain == "uuid"), None)
    whole = next((t for t in study.schema.types.values() if t.plain == "int8"), None)
    choices: dict[str, list[str]] = {}
    for key in json_keys(routine, name):
        ids = [v for t in (uuid, whole) if t is not None for v in _ids(study, actor, routine, t, key)[:3]]
        looks_like_id = key.lower().endswith("id") or "user" in key.lower()
        texts = _texts(study, actor, routine, key)
        amount = bool(set(key.lower().split("_")) & _AMOUNTS)
        choices[key] = ["37", "1"] if amount else [*ids, *texts] if looks_like_id else [*texts[:3], *ids]
    combos = itertools.islice(itertools.product(*(v[:4] for v in choices.values())), 200)
    return [json.dumps(dict(zip(choices, combo, strict=True)), sort_keys=True) for combo in combos][:_MAX_CALLS]


def json_keys(routine: Routine, name: str) -> list[str]:
    """Keys that a body reads of a JSON argument: `payload ->> 'order_id'`."""
    texts = body_queries(routine.body) if routine.language == "plpgsql" else [routine.body]
    found: list[str] = []
    for text in texts:
        try:
            tree: Any = postgast.parse(text)
        except postgast.PgQueryError:
            continue
        for node in trees.walk(tree):
            if trees.name_of(node) == "A_Expr" and trees.strings(node.name)[-1:] in (["->"], ["->>"]):
                key, base = trees.constant(node.rexpr), trees.column(node.lexpr)
                if key and base and base[1] == name:
                    found.append(key)
    return list(dict.fromkeys(found))


def runs_text(routine: Routine) -> bool:
    """Whether its body builds statements out of text (EXECUTE), so that any table may be meant."""
    if routine.language != "plpgsql":
        return False
    try:
        tokens: Any = postgast.scan(routine.body)
    except postgast.PgQueryError:
        return False
    raw = routine.body.encode()
    return any(raw[t.start : t.end].lower() == b"execute" for t in tokens.tokens)


def _statements(study: Study, actor: Actor) -> list[str]:
    """Names of tables with rows that the actor is denied, and statements that read and empty one."""
    hidden = [
        r
        for r in study.relations
        if r.is_table
        and r.rls
        and not r.partition
        and r.schema in study.exposed
        and not r.is_platform
        and any(
            study.is_anothers(row, actor) and row.id not in study.reach(actor).of(r.oid, "SELECT")
            for row in study.ground.rows.get(r.oid, ())
        )
    ][:2]
    found = []
    for relation in hidden:
        found += [relation.name, f"SELECT * FROM {relation.sql}", f"DELETE FROM {relation.sql}"]
    return found


def _shown(study: Study, actor: Actor, oid: int, column: str, known: list[str]) -> list[str]:
    """What a row of another's holds that the actor is shown (a published post), where none of the known ones is it."""
    visible = study.reach(actor).of(oid, "SELECT")
    rows = study.ground.rows.get(oid, ())
    if not visible or len(visible) == len(rows):
        return []
    others = [r for r in rows if r.id in visible and study.is_anothers(r, actor) and r.values.get(column) is not None]
    values = [str(r.values[column]) for r in others]
    return [] if set(values) & set(known) else values[:1]


def _seen(study: Study, actor: Actor, oid: int, column: str) -> list[str]:
    """What the actor reads in a column of rows that are not its own."""
    visible = study.reach(actor).of(oid, "SELECT")
    rows = [r for r in study.ground.rows.get(oid, ()) if r.id in visible and not study.is_own(r, actor)]
    rows = [r for r in rows if actor.person not in study.ground.named_in(r)]
    found = [str(r.values[column]) for r in rows if r.values.get(column) is not None]
    return list(dict.fromkeys(found))[:_PER_ARGUMENT]
