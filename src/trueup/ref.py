"""The identity of a database object: its kind, its schema and its name."""

from __future__ import annotations

from functools import lru_cache

import msgspec

# Kinds whose name is (parent, child): they live on a relation, type or domain.
CHILD_KINDS = frozenset({"column", "constraint", "policy", "trigger", "rule", "attribute"})
_ROUTINES = frozenset({"function", "procedure", "aggregate"})
_ABOUT_ANOTHER = frozenset({"grant", "security label"})  # their names begin with the other object's kind and name


@lru_cache(maxsize=100_000)
def quote_identifier(name: str) -> str:
    """Quote `name` only where PostgreSQL needs it (manual, section 4.1.1); keywords are quoted by `sqltext.quote`."""
    plain = name[:1].isascii() and (name[:1].islower() or name[:1] == "_")
    plain = plain and all(c.isascii() and (c.islower() or c.isdigit() or c in "_$") for c in name)
    return name if plain else '"' + name.replace('"', '""') + '"'


class ObjectRef(msgspec.Struct, frozen=True, order=True, cache_hash=True, gc=False):
    """Names one object of one catalog.

    A struct and no dataclass, because it is the key of nearly every mapping: its hash is kept, and comparing two of
    them runs no Python.

    Args:
        kind: PostgreSQL's own word in lower case: ``table``, ``column``, ``policy``, ``materialized view`` ...
        schema: the schema that holds it, or ``""`` for what no schema holds (a role, an extension, a publication).
        name: its name; ``(table, child)`` for what lives on a relation; ``(name, "argument, types")`` for a routine.
    """

    kind: str
    schema: str
    name: tuple[str, ...]

    @property
    def parent_name(self) -> str | None:
        """The relation, type or domain that a child object lives on, else None."""
        return self.name[0] if self.kind in CHILD_KINDS and len(self.name) > 1 else None

    @property
    def qualified(self) -> str:
        """Schema-qualified display name: ``public.projects.title``, ``public.f(uuid)``, ``"My policy" on public.t``,
        and ``to anon on table public.t`` for a grant."""
        if self.kind in _ABOUT_ANOTHER and len(self.name) > 2:
            return self._about_another
        prefix = f"{quote_identifier(self.schema)}." if self.schema else ""
        first = quote_identifier(self.name[0])
        if self.kind in _ROUTINES and len(self.name) > 1:
            return f"{prefix}{first}({self.name[1]})"
        if self.kind in CHILD_KINDS and len(self.name) > 1:
            if self.kind in {"column", "attribute"}:
                return f"{prefix}{first}.{quote_identifier(self.name[1])}"
            return f"{quote_identifier(self.name[1])} on {prefix}{first}"
        return prefix + ".".join(quote_identifier(part) for part in self.name)

    @property
    def _about_another(self) -> str:
        """``to anon on table public.t``: what is named by another object and by whom it concerns."""
        kind, rest = self.name[0], self.name[1:]
        parts = 2 if kind in CHILD_KINDS or kind in _ROUTINES else 1
        target = ObjectRef(kind, self.schema, rest[:parts])
        who = " granted by ".join(rest[parts:])
        return f"{'to' if self.kind == 'grant' else 'of'} {who} on {target}"

    def __str__(self) -> str:
        return f"{self.kind} {self.qualified}"
