"""Flaws that take more than one step: memberships, ranks, tenants that their holder can write."""

from __future__ import annotations

from collections.abc import Iterator

from mutation.shape import Mutant, Shape, Table, Tie, made, mutant, ties
from trueup.seeding.expressions import function_facts
from trueup.seeding.insight import reachable_routines
from trueup.seeding.schema import quote


def _readers(shape: Shape, table: Table) -> list[str]:
    """Tables whose policies ask this one, themselves or by a function."""
    out = []
    for other in shape.tables:
        for p in other.relation.policies:
            called = reachable_routines(shape.schema, frozenset(p.functions))
            by_function = any(
                (f := shape.routine(o)).schema == "public"
                and any(n == table.name for _, n in function_facts(f.full or "", f.body, f.language).tables)
                for o in called
                if o in shape.schema.routines
            )
            if other is not table and (table.relation.oid in p.reads or by_function):
                out.append(other.name)
    return sorted(set(out))


def _person(table: Table) -> Tie | None:
    """The column that a policy of the table equates with its caller."""
    for command in ("SELECT", "UPDATE", "INSERT", "DELETE"):
        for tie in table.ties(command):
            return tie
    for p in table.relation.policies:
        for tie in ties(p.using):
            return tie
    return None


def _things(shape: Shape, table: Table, person: str) -> list[str]:
    """Columns that point to something of the project else than a person."""
    found = []
    for fk in table.relation.foreign_keys:
        target = shape.schema.relations.get(fk.target)
        if target is not None and not target.is_platform and len(fk.columns) == 1 and fk.columns[0] != person:
            found.append(fk.columns[0])
    return found


def joins_itself(shape: Shape) -> Iterator[Mutant]:
    """Whoever wants to inserts itself into the members' table."""
    for t in shape.tables:
        person = _person(t)
        readers = _readers(shape, t)
        if person and readers and _things(shape, t, person.column) and t.relation.primary_key != (person.column,):
            sql = made(t, "INSERT", shape.role, check=f"{quote(person.column)} = {person.caller}")
            grant = f"GRANT INSERT ON {t.sql} TO {shape.role};\n"
            yield mutant("escalation", grant + sql, t.name, *readers, sure=False)


def writes_own_row(shape: Shape) -> Iterator[Mutant]:
    """One's own row, which policies of other tables trust, can be changed in all its columns."""
    for t in shape.tables:
        person = _person(t)
        readers = _readers(shape, t)
        if person and readers:
            sql = made(t, "UPDATE", shape.role, using=f"{quote(person.column)} = {person.caller}")
            grant = f"GRANT SELECT, UPDATE ON {t.sql} TO {shape.role};\n"
            also = made(t, "SELECT", shape.role, using=f"{quote(person.column)} = {person.caller}", name="Seen")
            yield mutant("escalation tampering", grant + sql + "\n" + also, t.name, *readers, sure=False)


def columns_granted(shape: Shape) -> Iterator[Mutant]:
    """UPDATE that was granted on some columns is granted on the table."""
    for t in shape.tables:
        if shape.role not in t.granted.get("UPDATE", ()) and t.policies("UPDATE"):
            sql = f"GRANT UPDATE ON {t.sql} TO {shape.role};"
            yield mutant("escalation tampering", sql, t.name, *_readers(shape, t), sure=False)
