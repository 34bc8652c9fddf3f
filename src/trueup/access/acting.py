"""Who acts: the principals of a platform, and what each role may do by its grants."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from trueup.access.model import Principal
from trueup.seeding.engine import Engine
from trueup.seeding.model import Person
from trueup.seeding.people import claims_of, request_settings
from trueup.seeding.schema import Policy, Relation
from trueup.seeding.seed import World
from trueup.seeding.tokens import SENT
from trueup.seeding.values import uuid_for

GUEST = "anonymous sign-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A principal with the person behind it.

    Args:
        principal: name, role and settings.
        person: key of the person whose rows are its own, or "" for nobody.
        attacks: whether what it can do is judged (the service and privileged people are controls).
    """

    principal: Principal
    person: str
    attacks: bool = True

    @property
    def name(self) -> str:
        """The principal's name."""
        return self.principal.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Privileges:
    """What one role may do to one relation by its grants; columns where it is restricted to some."""

    select: bool = False
    insert: bool = False
    update: bool = False
    delete: bool = False
    truncate: bool = False
    select_columns: tuple[str, ...] = ()
    insert_columns: tuple[str, ...] = ()
    update_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grants:
    """Privileges by role and relation, and routines by role.

    Args:
        relations, routines, bypass, members: what the server says of the roles.
        login: by role, somebody who logs in and is, or may become, that role: itself, if it may log in.
        grantees: who holds any grant.
    """

    relations: Mapping[tuple[str, int], Privileges] = field(default_factory=dict)
    routines: frozenset[tuple[str, int]] = frozenset()
    bypass: frozenset[str] = frozenset()
    login: Mapping[str, str] = field(default_factory=dict)
    grantees: tuple[str, ...] = ()
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def on(self, role: str, relation: int) -> Privileges:
        """What the role may do to the relation."""
        return self.relations.get((role, relation), Privileges())

    def counts(self, role: str, policy: Policy) -> bool:
        """Whether a policy is about the role: by name, as PUBLIC, or by a role whose rights it inherits."""
        named = set(policy.roles)
        return "public" in named or role in named or bool(named & self.members.get(role, frozenset()))

    def is_exempt(self, role: str, relation: Relation) -> bool:
        """Whether policies on the table do not hold the role: it bypasses them, or has the owner's rights."""
        if not relation.rls or role in self.bypass:
            return True
        return not relation.force and (role == relation.owner or relation.owner in self.members.get(role, ()))

    def is_shut(self, role: str, relation: Relation, command: str) -> bool:
        """Whether no policy lets the role in, so that the server gives no row, whatever the row."""
        if self.is_exempt(role, relation):
            return False
        # What is changed or deleted has to be found first, so the policies for SELECT count too; and where the
        # others read tables, PostgreSQL may refuse them before it comes to that nobody gets in.
        by_command = [self._letting_in(role, relation, c) for c in dict.fromkeys((command, "SELECT"))]
        reading = any(p.reads or p.reads_itself for policies in by_command for p in policies)
        return not all(by_command) and not reading

    def _letting_in(self, role: str, relation: Relation, command: str) -> list[Policy]:
        return [p for p in relation.policies if p.permissive and p.command in (command, "ALL") and self.counts(role, p)]


def read_grants(running: Engine, roles: Iterable[str]) -> Grants:
    """Ask the server."""
    text = resources.files("trueup.access").joinpath("sql/privileges.sql").read_text()
    row = running.conn.execute(text.encode(), {"roles": sorted(set(roles))}).fetchone()
    data: dict[str, Any] = row[0] if row else {}
    members: dict[str, set[str]] = {}
    for role, other in data["members"]:
        members.setdefault(role, set()).add(other)
    relations = {}
    for role, oid, select, insert, update, delete, truncate, read, write, change in data["relations"]:
        relations[(role, oid)] = Privileges(
            select=select,
            insert=insert,
            update=update,
            delete=delete,
            truncate=truncate,
            select_columns=tuple(read or ()),
            insert_columns=tuple(write or ()),
            update_columns=tuple(change or ()),
        )
    return Grants(
        relations=relations,
        routines=frozenset((role, oid) for role, oid in data["routines"]),
        bypass=frozenset(data["bypass"]),
        login=dict(reversed(data["login"])),
        grantees=tuple(sorted(data["grantees"])),
        members={role: frozenset(others) for role, others in members.items()},
    )


def guest_uid() -> str:
    """The id of who signed in anonymously."""
    return uuid_for(GUEST)


def supabase_actors(world: World) -> list[Actor]:
    """anon, a stranger (just signed up), A, B, an anonymous sign-in; c and the service as controls."""
    people = world.people
    anon_claims = {"role": "anon", "iss": "supabase", "exp": 4102444800}
    guest = claims_of(guest_uid(), "", is_anonymous=True)
    service_claims = {"role": "service_role", "iss": "supabase", "exp": 4102444800}
    return [
        Actor(principal=_principal("anon", "anon", request_settings(anon_claims)), person=""),
        Actor(principal=_of_person("stranger", people["n"]), person="n"),
        Actor(principal=_of_person("A", people["a"]), person="a"),
        Actor(principal=_of_person("B", people["b"]), person="b", attacks=False),
        Actor(
            principal=_principal(GUEST, "authenticated", request_settings(guest)),
            person="",
            attacks=False,
        ),
        Actor(principal=_of_person("privileged", people["c"]), person="c", attacks=False),
        Actor(
            principal=_principal("service", "service_role", request_settings(service_claims)), person="", attacks=False
        ),
    ]


def plain_actors(world: World, grants: Grants) -> list[Actor]:
    """Each role that holds grants; where policies use settings, as tenant A, B and with the setting empty."""
    actors = []
    owners = {world.planner.pinned[place]["a"] for place in world.planner.by_owner if place in world.planner.pinned}
    for role in grants.grantees:
        if role.startswith("pg_") or role == "trueup_prober":
            continue
        control = role in grants.bypass
        if not world.insight.settings:
            person = "a" if role in owners else next((key for key, p in world.people.items() if p.role == role), "")
            actors.append(Actor(principal=_principal(role, role, ()), person=person, attacks=not control))
            continue
        for key, name in (("n", "no tenant"), ("a", "tenant A"), ("b", "tenant B")):
            settings = world.people[key].settings
            actors.append(
                Actor(
                    principal=_principal(f"{role}, {name}", role, settings),
                    person="" if key == "n" else key,
                    attacks=not control and key != "b",
                )
            )
    return actors


def _principal(name: str, role: str, settings: tuple[tuple[str, str], ...]) -> Principal:
    return Principal(name=name, role=role, settings=settings)


def _of_person(name: str, person: Person) -> Principal:
    return Principal(name=name, role=person.role or "", settings=person.settings)


def with_claim(actor: Actor, path: tuple[str, ...], value: str) -> Actor:
    """The actor with a part of its token changed, or of what it sends with the request."""
    settings = dict(actor.principal.settings)
    setting, path = (path[0], path[1:]) if path[0] in SENT else ("request.jwt.claims", path)
    claims = json.loads(settings[setting])
    here = claims
    for step in path[:-1]:
        here = here.setdefault(step, {})
    here[path[-1]] = {"true": True, "false": False}.get(value, value)
    settings[setting] = json.dumps(claims, sort_keys=True)
    principal = Principal(name=actor.name, role=actor.principal.role, settings=tuple(settings.items()))
    return Actor(principal=principal, person=actor.person, attacks=actor.attacks)
