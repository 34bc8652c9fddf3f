"""Whom the rows of a scratch copy belong to, and the settings under which each of them acts."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import postgast

from trueup.seeding.bodies import body_queries
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import Insight, Place, custom_settings, policy_texts, reachable_routines, routine_facts
from trueup.seeding.model import Person
from trueup.seeding.schema import PLATFORM_SCHEMAS, Schema
from trueup.seeding.tokens import SENT, token_path, token_paths
from trueup.seeding.trees import bare, constant, is_nullif, name_of, strings, walk
from trueup.seeding.values import mark, uuid_for

KEYS = ("a", "b", "c", "n")

# Given columns, and a value per person, such values as the columns can hold.
Fit = Callable[[Sequence[Place], Mapping[str, str]], dict[str, str]]


def claims_of(uid: str, email: str, **more: Any) -> dict[str, Any]:
    """The token of a signed-in user, as Supabase Auth issues it."""
    return {
        "aud": "authenticated", "exp": 4102444800, "sub": uid, "email": email, "phone": "", "role": "authenticated",
        "aal": "aal1", "session_id": uuid_for(f"session {uid}"), "is_anonymous": False,
        "app_metadata": {"provider": "email", "providers": ["email"]}, "user_metadata": {"email": email}, **more,
    }  # fmt: skip


def request_settings(claims: Mapping[str, Any], sent: Mapping[str, Any] = {}) -> tuple[tuple[str, str], ...]:
    """What PostgREST sets for a request: the claims as one JSON value, and one by one as its old versions did.

    Args:
        claims: the token.
        sent: by setting of `SENT`, what the request says besides.
    """
    single = {f"request.jwt.claim.{key}": str(claims[key]) for key in ("sub", "role", "email") if key in claims}
    return (
        ("request.jwt.claims", json.dumps(claims, sort_keys=True)),
        *sorted(single.items()),
        ("request.method", "POST"),
        ("request.path", "/"),
        *((name, json.dumps(sent.get(name, {}), sort_keys=True)) for name in sorted(SENT, reverse=True)),
        # The storage service sets this before it deletes a file for a user; a plain DELETE is refused without it.
        ("storage.allow_delete_query", "true"),
    )


def supabase_people(schema: Schema, insight: Insight, fit: Fit) -> tuple[Person, ...]:
    """a, b, c and n, with the custom claims that policies ask for: a tenant each; what makes an admin only for c."""
    people = []
    tenant_paths = [
        (path, fit(places, _tenant_values(path, _type_of(schema, places[0]))))
        for path, places in _tenant_paths(schema, insight)
    ]
    for key in KEYS:
        uid, email = uuid_for(f"user {key}"), f"{key}@people.example"
        claims = claims_of(uid, email)
        sent: dict[str, Any] = {}
        if key != "n":
            for path, values in tenant_paths:
                _put(sent if path[0] in SENT else claims, path, values[key])
        if key == "c":
            for path, value in sorted(insight.claims):
                if path[0] != "user_metadata" and path not in {("role",), ("sub",), ("aud",)}:
                    _put(sent if path[0] in SENT else claims, path, value, keep=True)
        settings = request_settings(claims, sent)
        people.append(Person(key=key, uid=uid, role="authenticated", settings=settings, email=email))
    return tuple(people)


def plain_people(schema: Schema, insight: Insight, fit: Fit, grantees: Iterable[str] = ()) -> tuple[Person, ...]:
    """a, b and c with the values of the settings by which the policies tell tenants apart; n has the settings empty.

    Where rows belong to database roles (`owner = current_user`), a is one of those that hold grants.
    """
    role = _role_of_rows(schema, insight, list(grantees))
    behind: dict[str, list[Place]] = {}
    for place, callers in [*insight.owners.items(), *insight.members.items()]:
        for caller in callers:
            for setting in _settings_behind(schema, caller):
                behind.setdefault(setting, []).append(place)
    cast = _cast_settings(schema)
    values = {}
    for name in sorted(insight.settings):
        places = behind.get(name, [])
        plain = cast.get(name) or (_type_of(schema, places[0]) if places else "text")
        values[name] = {"n": "", **fit(places, _tenant_values((name,), plain))}
        if plain in {"json", "jsonb"}:
            values[name] = _documents(schema, insight, fit)
    people = []
    for key in KEYS:
        settings = [(name, values[name][key]) for name in sorted(insight.settings)]
        people.append(
            Person(
                key=key,
                uid=uuid_for(f"user {key}"),
                role=role if key == "a" else None,
                settings=tuple(settings),
                email=f"{key}@people.example",
            )
        )
    return tuple(people)


def _documents(schema: Schema, insight: Insight, fit: Fit) -> dict[str, str]:
    """A setting that holds JSON, a token's claims say, for each person; n's says nothing."""
    documents: dict[str, dict[str, Any]] = {key: {} for key in KEYS}
    for path, places in [each for each in _tenant_paths(schema, insight, ()) if each[0][0] not in SENT]:
        for key, value in fit(places, _tenant_values(path, _type_of(schema, places[0]))).items():
            _put(documents[key], path, value)
    for path, value in sorted(insight.claims):
        _put(documents["c"], path, value, keep=True)
    return {key: json.dumps(document, sort_keys=True) for key, document in documents.items()}


def _cast_settings(schema: Schema) -> dict[str, str]:
    """Settings that a policy or a function turns into a value of another type, wherever it stands in an expression."""
    policies = (p for r in schema.relations.values() for p in r.policies)
    texts = [f"SELECT {text}" for policy in policies for text in policy_texts(policy)]
    for routine in schema.routines.values():
        if routine.schema not in PLATFORM_SCHEMAS and routine_facts(routine).settings:
            texts += body_queries(routine.body) if routine.language == "plpgsql" else [routine.body]
    return {name: type_name for text in texts for name, type_name in _casts(text)}


@lru_cache(maxsize=2_000)
def _casts(text: str) -> tuple[tuple[str, str], ...]:
    """(setting, type) for each `current_setting(...)::type`, through `nullif` and `coalesce` too."""
    try:
        tree = postgast.parse(text)
    except postgast.PgQueryError:
        return ()
    found = []
    for node in walk(tree):
        if name_of(node) == "TypeCast" and (read := _setting_in(node.arg)):
            found.append((read, "".join(strings(node.type_name.names)[-1:])))
    return tuple((name, type_name) for name, type_name in found if type_name not in {"text", "varchar", "regclass"})


def _setting_in(node: Any) -> str:
    """The setting whose text an expression is, or ""."""
    here = bare(node)
    kind = name_of(here)
    if kind == "FuncCall" and strings(here.funcname)[-1:] == ["current_setting"] and here.args:
        return constant(here.args[0]) or ""
    if kind == "CoalesceExpr":
        return next((found for arg in here.args if (found := _setting_in(arg))), "")
    return _setting_in(here.lexpr) if is_nullif(here) else ""


@lru_cache(maxsize=2_000)
def reads_role(expression: str) -> bool:
    """Whether an expression is the name of the role that asks: `current_user`, `session_user`."""
    try:
        tree = postgast.parse("SELECT " + expression)
    except postgast.PgQueryError:
        return False
    found = [n for n in walk(tree) if name_of(n) == "SQLValueFunction"]
    kinds = [n.DESCRIPTOR.fields_by_name["op"].enum_type.values_by_number[n.op].name for n in found]
    return any(kind.endswith(("_USER", "_ROLE")) for kind in kinds)


def _role_of_rows(schema: Schema, insight: Insight, grantees: list[str]) -> str | None:
    """The role that a is, where policies compare a column with the caller's: one that these policies name, if any."""
    places = [place for place, callers in insight.owners.items() if any(map(reads_role, callers))]
    if not places or not grantees:
        return None
    named = {r for place in places for p in schema.relations[place[0]].policies for r in p.roles}
    return next((r for r in sorted(grantees) if r in named), sorted(grantees)[0])


def _settings_behind(schema: Schema, caller: str) -> list[str]:
    """Settings that a caller expression reads, itself or in the schema's own functions that it calls."""
    facts = expression_facts(caller)
    called = {oid for name in facts.calls for oid in schema.routines_by_name.get(name, ())}
    found = custom_settings(facts)
    for oid in reachable_routines(schema, frozenset(called)):
        found |= custom_settings(routine_facts(schema.routines[oid]))
    return sorted(found)


def _tenant_paths(
    schema: Schema, insight: Insight, known: Collection[str] = ("sub", "email", "role", "aud")
) -> list[tuple[tuple[str, ...], list[Place]]]:
    """Paths in the token whose value a column is compared with, and the columns; not what every token says."""
    found: dict[tuple[str, ...], list[Place]] = {}
    for place, callers in sorted([*insight.owners.items(), *insight.members.items()]):
        for caller in callers:
            direct = token_path(caller)
            for path in [direct] if direct else _paths_behind(schema, caller):
                if not (len(path) == 1 and path[0] in known):
                    found.setdefault(path, []).append(place)
    return sorted(found.items())


def _paths_behind(schema: Schema, caller: str) -> list[tuple[str, ...]]:
    """Paths into the token that the schema's own functions read for a caller expression: `org_id = current_org()`."""
    called = {oid for name in expression_facts(caller).calls for oid in schema.routines_by_name.get(name, ())}
    routines = [schema.routines[oid] for oid in reachable_routines(schema, frozenset(called))]
    own = [r for r in routines if r.schema not in PLATFORM_SCHEMAS]
    texts = [t for r in own for t in (body_queries(r.body) if r.language == "plpgsql" else [r.body])]
    paths = {path for text in texts for path in token_paths(text)}
    return sorted(p for p in paths if not any(p != q and q[: len(p)] == p for q in paths))


def reads_address(expression: str) -> bool:
    """Whether an expression gives the caller's e-mail address, as the token says it."""
    return ("email",) in token_paths("SELECT " + expression) or "email" in expression_facts(expression).calls


def _type_of(schema: Schema, place: Place) -> str:
    column = schema.relations[place[0]].columns[place[1]]
    type_ = schema.types.get(column.type)
    while type_ is not None and type_.kind == "d":
        type_ = schema.types.get(type_.base)
    return type_.plain if type_ else "text"


def _tenant_values(path: Iterable[str], plain: str) -> dict[str, str]:
    return {key: _tenant_value(key, path, plain) for key in KEYS if key != "n"}


def _tenant_value(key: str, path: Iterable[str], plain: str) -> str:
    name = ".".join(path)
    if plain == "uuid":
        return uuid_for(f"tenant {key} {name}")
    if plain in {"int2", "int4", "int8", "numeric"}:
        return str(7001 + KEYS.index(key) * 100 + mark(name) % 50)
    return f"{key}tenant{mark(name) % 1000}"


def _put(claims: dict[str, Any], path: tuple[str, ...], value: str, *, keep: bool = False) -> None:
    here: Any = claims
    for step in path[:-1]:
        here = here.setdefault(step, {})
        if not isinstance(here, dict):
            return
    if not (keep and path[-1] in here):
        here[path[-1]] = {"true": True, "false": False}.get(value, value)
