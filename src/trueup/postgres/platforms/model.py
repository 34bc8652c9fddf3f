"""A platform as its folder describes it."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from trueup.errors import UsageError

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role that the platform provides: its attributes as SQL, its settings, and the roles that are members of it."""

    name: str
    attributes: str = "NOLOGIN"
    settings: Mapping[str, str] = field(default_factory=dict)
    granted_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What in a project's text gives the platform away, and what (``own``) says that the text brings its own copy."""

    functions: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    publications: frozenset[str] = frozenset()
    extensions: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()
    packages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """What a host provides. ``sql`` is (file name, text) in order; ``fingerprint`` changes when any of it does.

    ``elevated`` is what its users may do although they are no superusers: ``event triggers``, ``publications`` (of all
    tables, of a schema).
    """

    name: str
    title: str
    superuser: str
    replay_role: str
    search_path: str | None
    settable: tuple[str, ...]
    elevated: frozenset[str]
    roles: tuple[Role, ...]
    memberships: Mapping[str, tuple[str, ...]]
    marks: Marks
    sql: tuple[tuple[str, str], ...]
    fingerprint: str

    @property
    def role_names(self) -> frozenset[str]:
        """The names of all roles that it provides, the superuser's included."""
        return frozenset(role.name for role in self.roles) | {self.superuser}


def names() -> tuple[str, ...]:
    """The names of all platforms, sorted."""
    return tuple(sorted(path.parent.name for path in _HERE.glob("*/platform.toml")))


@cache
def load(name: str) -> Platform:
    """The platform of that name.

    Raises:
        UsageError: there is none.
    """
    folder = _HERE / name
    if name not in names():
        raise UsageError(f"there is no platform {name!r}", help=f"Platforms: {', '.join(names())}.")
    raw = (folder / "platform.toml").read_bytes()
    data = tomllib.loads(raw.decode())
    scripts = tuple((path.name, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.sql")))
    digest = hashlib.sha256(raw)
    for script in scripts:
        digest.update("\0".join(script).encode())
    return Platform(
        name=name,
        title=data["title"],
        superuser=data["superuser"],
        replay_role=data["replay_role"],
        search_path=data.get("search_path"),
        settable=tuple(data.get("settable", ())),
        elevated=frozenset(data.get("elevated", ())),
        roles=tuple(_role(role) for role in data.get("roles", ())),
        memberships={role: tuple(members) for role, members in data.get("memberships", {}).items()},
        marks=_marks(data.get("marks", {})),
        sql=scripts,
        fingerprint=digest.hexdigest(),
    )


def _role(data: Mapping[str, Any]) -> Role:
    return Role(
        name=data["name"],
        attributes=data["attributes"],
        settings=data.get("settings", {}),
        granted_to=tuple(data.get("granted_to", ())),
    )


def _marks(data: Mapping[str, Sequence[str]]) -> Marks:
    return Marks(
        functions=frozenset(data.get("functions", ())),
        relations=frozenset(data.get("relations", ())),
        roles=frozenset(data.get("roles", ())),
        weak=frozenset(data.get("weak", ())),
        publications=frozenset(data.get("publications", ())),
        extensions=frozenset(data.get("extensions", ())),
        files=tuple(data.get("files", ())),
        own=frozenset(data.get("own", ())),
        packages=tuple(data.get("packages", ())),
    )
