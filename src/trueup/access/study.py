"""What the kinds of findings work on: the seeded copy, the principals, what they reach; and the claims they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from trueup.access.acting import Actor, Grants, Privileges
from trueup.access.ground import Ground, Row
from trueup.access.proofs import Line, Proof, row_inserts
from trueup.access.reach import Reach
from trueup.finding import Severity
from trueup.ref import ObjectRef
from trueup.seeding.engine import Action, Engine
from trueup.seeding.insight import Names, reachable_routines, routine_facts
from trueup.seeding.model import SeededRow
from trueup.seeding.rows import NoParent, RowSpec, insert_sql, sql_value
from trueup.seeding.schema import Policy, Relation, Routine, Schema, quote
from trueup.seeding.seed import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A fix to try: it is offered only if it takes the exploit away and leaves the rest as it was.

    Args:
        title, note: what it does, and what else is to be said.
        statements: in order.
        closes: what nobody but the service can do then, where that is what the fix is for.
    """

    title: str
    statements: tuple[str, ...]
    note: str = ""
    closes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something found wrong, before its proof was run again.

    Args:
        rule, severity, ref, subject, message, help, related: as in `Finding`.
        proof: how to show it; None for what the catalog shows.
        remedies: fixes to try, best first.
        tables: oids of the tables whose accesses a fix may change.
        catalog_evidence: what the catalog says, where there is nothing to run.
        also: further failures, or ways, that have the same cause.
        further: proofs of the other ways; a fix has to close them all.
    """

    rule: str
    severity: Severity
    ref: ObjectRef
    message: str
    help: str
    subject: str = ""
    related: tuple[ObjectRef, ...] = ()
    proof: Proof | None = None
    remedies: tuple[Remedy, ...] = ()
    tables: tuple[int, ...] = ()
    catalog_evidence: str = ""
    also: tuple[str, ...] = ()
    further: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """How somebody becomes a plain member: the INSERT, into which table, and the WHERE that finds the row again."""

    relation: int
    sql: str
    where: str


_EVENTS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16}  # bits of pg_trigger.tgtype


@dataclass(slots=True)
class Study:
    """All that is known. `running` works on the seeded copy."""

    running: Engine
    world: World
    ground: Ground
    grants: Grants
    actors: list[Actor]
    platform: str
    exposed: frozenset[str]
    relations: list[Relation] = field(default_factory=list)
    unserved: frozenset[int] = frozenset()
    granted: Grants = field(default_factory=Grants)
    reaches: dict[str, Reach] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    routine_cache: dict[int, tuple[set[int], set[int]]] = field(default_factory=dict)
    dependents_cache: dict[int, list[Relation]] = field(default_factory=dict)
    names: dict[str, list[Relation]] = field(default_factory=dict)
    named_columns: dict[int, frozenset[tuple[int, str]]] = field(default_factory=dict)
    index: Names | None = None
    office_cuts: dict[str, tuple[Action, ...]] = field(default_factory=dict)
    joined: dict[str, tuple[Joining, ...]] = field(default_factory=dict)
    chance: dict[str, str] = field(default_factory=lambda: {"": ""})

    @property
    def schema(self) -> Schema:
        """What the copy holds."""
        return self.world.schema

    def actor(self, name: str) -> Actor | None:
        """The actor of that name."""
        return next((a for a in self.actors if a.name == name), None)

    @property
    def attackers(self) -> list[Actor]:
        """Those whose accesses are judged, least entitled first."""
        return [a for a in self.actors if a.attacks]

    def attackers_on(self, relation: Relation) -> list[Actor]:
        """Those whose accesses to a table are judged: not a role that the table's policies let have everything."""
        return [a for a in self.attackers if not self._has_everything(a, relation)]

    def _has_everything(self, actor: Actor, relation: Relation) -> bool:
        """Whether policies name the role (`TO app_admin`) without a condition, where other roles are held to one."""
        role = actor.principal.role
        if self.platform == "supabase":
            return False
        if relation.owner == role and not relation.force:
            return True
        if not _entitled(relation, role):
            return False
        others = {a.principal.role for a in self.attackers} - {role}
        return any(not _entitled(relation, o) and self.grants.on(o, relation.oid) != Privileges() for o in others)

    def rights(self, actor: Actor, relation: Relation) -> Privileges:
        """What the actor's role may do by its grants."""
        return self.grants.on(actor.principal.role, relation.oid)

    def may_insert(self, actor: Actor, relation: Relation) -> bool:
        """Whether the actor's role may insert rows by its grants, into some of the columns at least."""
        rights = self.rights(actor, relation)
        return bool(rights.insert or rights.insert_columns)

    def reach(self, actor: Actor) -> Reach:
        """What the actor reaches."""
        return self.reaches[actor.name]

    def is_anothers(self, row: Row, actor: Actor) -> bool:
        """Whether the schema itself calls the row somebody else's."""
        named = self.ground.owner_key(row)
        return bool(named) and actor.person not in named

    def is_own(self, row: Row, actor: Actor) -> bool:
        """Whether the schema itself calls the row the actor's."""
        return bool(actor.person) and actor.person in self.ground.owner_key(row)

    def hangs_on_own(self, row: Row, actor: Actor) -> bool:
        """Whether the row was put in among the actor's own things, whomever it names."""
        seeded = self.world.rows.get(row.relation, ())
        return bool(actor.person) and any(s.context == actor.person and s.values == row.values for s in seeded)

    def applying(self, relation: Relation, command: str, actor: Actor) -> list[Policy]:
        """The policies that apply to a command of the actor."""
        role = actor.principal.role
        return [p for p in relation.policies if p.command in (command, "ALL") and self.grants.counts(role, p)]

    def action(self, actor: Actor, sql: str, *, rows: bool = False, soft: bool = True, undo: bool = False) -> Action:
        """A statement of the actor."""
        principal = actor.principal
        return Action(sql=sql, role=principal.role, settings=principal.settings, rows=rows, soft=soft, undo=undo)

    def new_row(
        self,
        relation: Relation,
        actor: Actor,
        *,
        owner: str,
        context: str,
        values: Mapping[str, str] | None = None,
        drop: Iterable[str] = (),
        into: Relation | None = None,
        under: SeededRow | None = None,
    ) -> str | None:
        """INSERT of one more good row as the actor could send it; None where nothing can be pointed to.

        Args:
            relation, actor: the table, and who inserts.
            owner, context: whom the row names, and whose things it hangs on.
            values: columns that are set, as SQL.
            drop: columns that are left to their defaults.
            into: a view on the table through which it goes.
            under: a row that it hangs on, instead of the first one of the context's.
        """
        planner = self.world.planner
        spec = RowSpec(context=context, owner=owner, values=tuple((values or {}).items()), under=under)
        try:
            assigned = planner.assign(relation, spec, planner.next_number(relation))
        except NoParent:
            return None
        way = into or relation
        rights = self.rights(actor, way)
        kept = {}
        for name, value in assigned.items():
            allowed = name in way.columns and (rights.insert or name in rights.insert_columns)
            forced = name in spec_names(spec)
            if not allowed and forced:
                return None
            if not allowed or name in drop or (relation.columns[name].identity and not forced):
                continue
            if value == "DEFAULT" or (value == "NULL" and not forced):
                continue
            kept[name] = value
        if into is not None:
            return insert_sql(relation, kept, returning=False).replace(relation.sql, into.sql, 1)
        return insert_sql(relation, kept, returning=False)

    def policy_ref(self, relation: Relation, policy: Policy) -> ObjectRef:
        """Identity of a policy."""
        return ObjectRef("policy", relation.schema, (relation.name, policy.name))

    def policy_refs(self, relation: Relation, command: str, actor: Actor) -> tuple[ObjectRef, ...]:
        """Identities of the permissive policies that apply."""
        return tuple(self.policy_ref(relation, p) for p in self.applying(relation, command, actor) if p.permissive)

    def proof(self, title: str, actor: Actor, tables: Iterable[int], lines: Iterable[Line]) -> Proof:
        """A proof with all rows that the tables, what they point to and what their policies read, hold."""
        relations = [self.schema.relations[oid] for oid in self.closure(tables)]
        proof = Proof(title=title, rows=row_inserts(relations, self.world.rows), actor=actor, lines=tuple(lines))
        return self._steady(proof)

    def _steady(self, proof: Proof) -> Proof:
        """The proof with fixed values for what defaults and triggers drew by chance or took from the clock."""
        if "" in self.chance:
            self.chance.clear()
            self.chance.update(chance_values(self.world, self.ground))
        if not any(value in text for value in self.chance for text in (*proof.rows, *(x.sql for x in proof.lines))):
            return proof

        def fixed(text: str) -> str:
            for value, other in self.chance.items():
                text = text.replace(value, other)
            return text

        lines = tuple(replace(x, sql=fixed(x.sql), value=fixed(x.value) if x.value else x.value) for x in proof.lines)
        return replace(proof, rows=tuple(fixed(row) for row in proof.rows), lines=lines)

    def with_all_rows(self, proof: Proof) -> Proof:
        """The proof with every row that is there, those of triggers too, in place of the seeded ones."""
        held = {
            oid: [SeededRow(relation=oid, context="", owner="", values=r.values, assigned={}) for r in rows]
            for oid, rows in self.ground.rows.items()
        }
        everything = {**self.world.rows, **held}
        ordered = [self.schema.relations[oid] for oid in everything if not self.schema.relations[oid].partition]
        refreshes = tuple(sql for sql in proof.rows if sql.startswith("REFRESH"))
        return self._steady(replace(proof, rows=(*row_inserts(ordered, everything), *refreshes)))

    def closure(self, tables: Iterable[int]) -> list[int]:
        """Tables with all that they point to and all that their policies and triggers read."""
        seen: set[int] = set()
        todo = [oid for oid in tables if oid in self.schema.relations]
        while todo:
            oid = todo.pop()
            if oid in seen:
                continue
            seen.add(oid)
            relation = self.schema.relations[oid]
            todo += [fk.target for fk in relation.foreign_keys if fk.target in self.schema.relations]
            for policy in relation.policies:
                todo += [o for o in self.world.insight.influences.get(policy.oid, ()) if o in self.schema.relations]
            todo += [o for o in relation.reads if o in self.schema.relations]
            todo += [o for o in relation.parents if o in self.schema.relations]
        order = {oid: i for i, oid in enumerate(self.world.rows)}
        return sorted((oid for oid in seen if oid in order), key=lambda oid: order[oid])

    def dependents(self, relation: Relation) -> list[Relation]:
        """Tables whose policies read this one (itself too, if by a sub-query or function)."""
        known = self.dependents_cache.get(relation.oid)
        if known is None:
            influences = self.world.insight.influences
            known = [
                other
                for other in self.relations
                if other.is_table
                and other.rls
                and any(relation.oid in influences.get(p.oid, ()) for p in other.policies)
            ]
            self.dependents_cache[relation.oid] = known
        return known

    def routine_tables(self, routine: Routine) -> tuple[set[int], set[int]]:
        """The tables that a routine names, and those that it writes, through what it calls and through views."""
        if routine.oid in self.routine_cache:
            return self.routine_cache[routine.oid]
        named: set[int] = set()
        written: set[int] = set()
        for oid in reachable_routines(self.schema, frozenset({routine.oid})):
            facts = routine_facts(self.schema.routines[oid])
            named |= {r.oid for t in facts.tables if (r := self.find(t)) is not None}
            written |= {r.oid for t in facts.writes if (r := self.find(t)) is not None}
        # As far as it is known: a trigger of the view may call the routine itself.
        self.routine_cache[routine.oid] = (named, written)
        todo = sorted(named | written)
        while todo:
            view = self.schema.relations.get(todo.pop())
            if view is None or view.kind != "v":
                continue
            behind = set(view.reads) & set(self.schema.relations)
            todo += sorted(behind - named)
            named |= behind
            if view.oid in written:
                written |= behind | self.set_off(view.oid)
        return named, written

    def set_off(self, table: int, command: str = "") -> set[int]:
        """The tables that triggers write when rows of a table are written, and those that these set off in turn.

        Args:
            table: oid of the table.
            command: how its rows are written, where that is known: the first triggers are those for it.
        """
        seen: set[int] = set()
        todo = [table]
        bit = _EVENTS.get(command, ~0)
        while todo:
            relation = self.schema.relations.get(todo.pop())
            triggers = [t for t in relation.triggers if t.type & bit] if relation else []
            bit = ~0
            for trigger in triggers:
                routine = self.schema.routines.get(trigger.function)
                written = self.routine_tables(routine)[1] if routine else set()
                todo += sorted(written - seen)
                seen |= written
        return seen - {table}

    def find(self, name: tuple[str, str]) -> Relation | None:
        """A relation by (schema or "", name), the project's own first."""
        if not self.names:
            for relation in self.schema.relations.values():
                self.names.setdefault(relation.name, []).append(relation)
        found = [r for r in self.names.get(name[1], ()) if not name[0] or r.schema == name[0]]
        return min(found, key=lambda r: (r.is_platform, r.schema != "public", r.schema), default=None)


def _entitled(relation: Relation, role: str) -> bool:
    """Whether every policy that names the role lets it have all rows, reading included."""
    named = [p for p in relation.policies if role in p.roles]
    free = all(p.permissive and p.using in (None, "true") and p.check in (None, "true") for p in named)
    return free and any(p.command in ("ALL", "SELECT") for p in named)


def chance_values(world: World, ground: Ground) -> dict[str, str]:
    """Values of rows that differ from run to run, seeded or made by a trigger, each with a fixed one in its place."""
    given = "\n".join(text for rows in world.rows.values() for row in rows for text in row.assigned.values())
    given += "\n".join(person.uid for person in world.people.values())
    found: dict[str, str] = {}
    seeded = ((oid, [row.values for row in rows]) for oid, rows in world.rows.items())
    as_they_are = ((oid, [row.values for row in rows]) for oid, rows in ground.rows.items())
    for oid, held in (*seeded, *as_they_are):
        columns = world.schema.relations[oid].columns
        for values in held:
            for name, value in values.items():
                kind = columns[name].type_name if name in columns else ""
                if not isinstance(value, str) or value in found:
                    continue
                if kind == "uuid" and value not in given:
                    found[value] = f"00000000-0000-4000-9000-{len(found) + 1:012}"
                elif kind.startswith("timestamp") and value.startswith(world.today):
                    found[value] = f"2024-06-01T12:00:{len(found) % 60:02}+00:00"
    return found


def spec_names(spec: RowSpec) -> frozenset[str]:
    """Columns that a spec sets."""
    return frozenset(name for name, _ in spec.values)


def _other_key(relation: Relation, row: Row) -> list[str]:
    """The columns of a key that says the same in every copy, where the first one is drawn by chance in each."""
    if row.planted or not any(relation.columns[n].type_name == "uuid" for n in relation.primary_key):
        return []
    for unique in relation.uniques:
        types = [relation.columns[n].type_name for n in unique.columns if n in relation.columns]
        drawn = any(t == "uuid" or t.startswith("timestamp") for t in types)
        plain = not (unique.primary or unique.partial or unique.expressions or drawn) and len(types) > 0
        if plain and all(row.values.get(n) is not None for n in unique.columns):
            return list(unique.columns)
    return []


def where_is(relation: Relation, row: Row, alias: str = "") -> str:
    """A WHERE that names one row by its key, or by all its plain values."""
    names = (
        _other_key(relation, row)
        or [k for k in relation.primary_key if row.values.get(k) is not None]
        or [n for n, c in relation.columns.items() if row.values.get(n) is not None and "json" not in c.type_name]
    )
    prefix = f"{alias}." if alias else ""
    return " AND ".join(
        f"{prefix}{quote(n)} = {sql_value(row.values[n], relation.columns[n].type_name)}" for n in names
    )
