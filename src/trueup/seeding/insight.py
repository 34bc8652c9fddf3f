"""What policies, views and functions read of which table: the facts of `expressions`, brought to real columns."""

from __future__ import annotations

from dataclasses import dataclass, field

from trueup.seeding.bodies import body_words
from trueup.seeding.conditions import Term, expression_arms
from trueup.seeding.documents import holding
from trueup.seeding.expressions import expression_facts, function_facts, query_facts
from trueup.seeding.facts import Facts
from trueup.seeding.schema import PgType, Policy, Relation, Routine, Schema
from trueup.seeding.trees import Column

_FEW_WORDS = (
    "role",
    "type",
    "status",
    "level",
    "plan",
    "tier",
    "kind",
    "permission",
    "scope",
    "action",
    "access",
    "state",
)
Place = tuple[int, str]  # a relation's oid and a column's name


@dataclass(slots=True)
class Insight:
    """What is worth trying, by column.

    Args:
        constants: texts that the column is compared with somewhere.
        mentions: how many conditions ask for a text; what few ask for gives little.
        nulls: columns tested for NULL.
        touched: columns that some condition reads.
        compared: columns that some condition compares with something.
        amounts: columns that functions take from, or ask whether they are enough.
        charged: columns that functions take from.
        owners: columns that a policy *of the column's own table* compares with a caller expression.
        members: columns of any table that a policy or function compares with a caller expression.
        roles: columns that hold names of roles, which have to be there.
        settings, claims, metadata_keys: see `Facts`.
        levels: columns of two tables that a policy compares with each other (`classification <= clearance`).
        documents: JSON columns to documents that hold what conditions ask for.
        conditions: by table's oid, what must hold together of its rows: what the table is called there, and the terms.
        influences: per policy oid, the other tables (and itself, if by sub-query) that it reads, through functions too.
    """

    constants: dict[Place, set[str]] = field(default_factory=dict)
    mentions: dict[tuple[Place, str], int] = field(default_factory=dict)
    nulls: set[Place] = field(default_factory=set)
    touched: set[Place] = field(default_factory=set)
    compared: set[Place] = field(default_factory=set)
    amounts: set[Place] = field(default_factory=set)
    charged: set[Place] = field(default_factory=set)
    owners: dict[Place, list[str]] = field(default_factory=dict)
    members: dict[Place, list[str]] = field(default_factory=dict)
    pairs: set[tuple[Place, Place]] = field(default_factory=set)
    roles: set[Place] = field(default_factory=set)
    settings: set[str] = field(default_factory=set)
    claims: set[tuple[tuple[str, ...], str]] = field(default_factory=set)
    metadata_keys: set[str] = field(default_factory=set)
    influences: dict[int, frozenset[int]] = field(default_factory=dict)
    conditions: dict[int, dict[tuple[str, tuple[Term, ...]], None]] = field(default_factory=dict)
    trusted: set[Place] = field(default_factory=set)
    levels: set[tuple[Place, Place]] = field(default_factory=set)
    documents: dict[Place, set[str]] = field(default_factory=dict)


def routine_facts(routine: Routine) -> Facts:
    """Facts of a routine's body."""
    return function_facts(routine.full or "", routine.body, routine.language)


def is_dynamic(routine: Routine) -> bool:
    """Whether its body builds statements, or is in a language that is not read here: it may ask and call anything."""
    return routine.language not in ("sql", "plpgsql") or "execute" in body_words(routine.body)


def custom_settings(facts: Facts) -> set[str]:
    """Settings of the application, the token's among them; PostgreSQL's own have no dot."""
    return {s for s in facts.settings if "." in s and (not s.startswith("request.") or s.startswith("request.jwt."))}


def policy_texts(policy: Policy) -> tuple[str, ...]:
    """Its expressions."""
    return tuple(text for text in (policy.using, policy.check) if text)


def reachable_routines(schema: Schema, first: frozenset[int]) -> frozenset[int]:
    """The schema's own routines that are called, and those that these call, by name."""
    by_name = schema.routines_by_name
    seen = {oid for oid in first if oid in schema.routines}
    todo = list(seen)
    while todo:
        for name in routine_facts(schema.routines[todo.pop()]).calls:
            for oid in by_name.get(name, []):
                if oid not in seen:
                    seen.add(oid)
                    todo.append(oid)
    return frozenset(seen)


def gather(schema: Schema) -> Insight:
    """Gather from every policy, view and routine of the project (and policies on the host's tables)."""
    insight = Insight()
    index = Names(schema)
    for relation in schema.relations.values():
        for policy in relation.policies:
            _policy(schema, index, insight, relation, policy)
        if relation.definition and not relation.is_platform:
            _add(index, insight, query_facts(relation.definition), None)
    _given(schema, index, insight)
    for routine in schema.routines.values():
        if routine.schema not in ("auth", "storage", "extensions", "realtime", "vault", "graphql", "cron", "net"):
            _add(index, insight, routine_facts(routine), None)
    return insight


def asked_of(schema: Schema, names: Names, relation: Relation, policy: Policy) -> dict[Place, set[str]]:
    """Constants by column that a policy compares with, itself or in the functions that it calls."""
    insight, index = Insight(), names
    _policy(schema, index, insight, relation, policy)
    given = {n: v for text in policy_texts(policy) for n, v in expression_facts(text).given.items()}
    for oid in reachable_routines(schema, frozenset(policy.functions)):
        facts = routine_facts(schema.routines[oid])
        _add(index, insight, facts, None)
        values = given.get(schema.routines[oid].name, set())
        for found, place in ((f, p) for f in facts.touched for p in index.place(facts, f, None)):
            if values and _may_hold(schema, schema.routines[oid], facts, found, place, values):
                insight.constants.setdefault(place, set()).update(values)
    return insight.constants


def _given(schema: Schema, index: Names, insight: Insight) -> None:
    """Constants that policies hand to the schema's own functions (`has_role(uid, 'admin')`) reach what these read."""
    given: dict[str, set[str]] = {}
    asked: dict[str, int] = {}
    for relation in schema.relations.values():
        for policy in relation.policies:
            for text in policy_texts(policy):
                for name, values in expression_facts(text).given.items():
                    given.setdefault(name, set()).update(values)
                    for value in values:
                        asked[value] = asked.get(value, 0) + 1
    for routine in schema.routines.values():
        if routine.name in given:
            facts = routine_facts(routine)
            for found in sorted(facts.touched):
                for place in index.place(facts, found, None):
                    if _may_hold(schema, routine, facts, found, place, given[routine.name]):
                        insight.constants.setdefault(place, set()).update(given[routine.name])
                        insight.documents.setdefault(place, set()).update(holding(sorted(given[routine.name])))
                        for value in given[routine.name]:
                            known = insight.mentions.get((place, value), 0)
                            insight.mentions[(place, value)] = known + asked.get(value, 0)


def _may_hold(schema: Schema, routine: Routine, facts: Facts, found: Column, place: Place, values: set[str]) -> bool:
    """Whether a column is what a function is asked about, or gives: by its type, its check, its name, or its use."""
    relation = schema.relations[place[0]]
    type_ = schema.types.get(relation.columns[place[1]].type)
    if type_ is not None and type_.labels:
        return bool(set(type_.labels) & values)
    for constraint in relation.constraints:
        if constraint.type == "c" and place[1] in constraint.columns and constraint.expression:
            known = set().union(*expression_facts(constraint.expression).constants.values(), set())
            if known & values:
                return True
    if any(word in place[1].lower() for word in _FEW_WORDS):
        return True
    keys = {*relation.primary_key, *(c for fk in relation.foreign_keys for c in fk.columns)}
    if type_ is None or place[1] in keys or any(found == column for column, _ in facts.callers):
        return False
    if type_.category == "N" and not all(map(_is_number, values)):
        return False
    return _is_given(schema, routine, type_) or _is_asked(facts, found)


def _is_given(schema: Schema, routine: Routine, type_: PgType) -> bool:
    """Whether the function gives what a column of the type holds: a rank, a word."""
    return any(t.name == routine.returns and t.category == type_.category != "B" for t in schema.types.values())


def _is_asked(facts: Facts, found: Column) -> bool:
    """Whether the column is compared with an argument or a variable: `perm = p_perm`, `perms ->> p_perm`."""
    others = {b if a == found else a for a, b in facts.pairs if found in (a, b)}
    return any(not qualifier for qualifier, _ in others)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit()


def _of_variables(facts: Facts, column: str) -> set[str]:
    """Constants that a variable named after the column is compared with: `v_role = 'admin'`."""
    found: set[str] = set()
    for (_, name), values in facts.constants.items():
        if len(column) > 2 and column in name:
            found |= values
    return found


def _hold_together(insight: Insight, relation: Relation, alias: str, alone: bool, terms: tuple[Term, ...]) -> None:
    """Keep of an alternative what the table's own columns decide."""
    qualifiers = {alias, ""} if alone else {alias}
    kept = tuple(t for t in terms if all(q in qualifiers and name in relation.columns for q, name in t.columns))
    if len({c for t in kept for _, c in t.columns}) > 1:
        insight.conditions.setdefault(relation.oid, {})[(alias, kept)] = None


def _is_amount(facts: Facts, found: Column, name: str) -> bool:
    """Whether the column, or a variable named after it, is an amount: `v_balance < p_amount`."""
    return found in facts.amounts or (len(name) > 3 and any(name in variable for _, variable in facts.amounts))


def _policy(schema: Schema, index: Names, insight: Insight, relation: Relation, policy: Policy) -> None:
    routines = reachable_routines(schema, frozenset(policy.functions))
    reads = set(policy.reads)
    for text in policy_texts(policy):
        facts = expression_facts(text)
        _add(index, insight, facts, relation)
        _compared_levels(index, insight, facts, relation)
        for terms in expression_arms(text):
            _hold_together(insight, relation, relation.name, True, terms)
        own = {("", name) for name in relation.columns} | {(relation.name, name) for name in relation.columns}
        for found, caller in facts.ties:
            if found in own and found[1] in relation.columns:
                known = insight.owners.setdefault((relation.oid, found[1]), [])
                if caller not in known:
                    known.append(caller)
    if policy.reads_itself:
        reads.add(relation.oid)
    for oid in routines:
        facts = routine_facts(schema.routines[oid])
        _compared_levels(index, insight, facts, None)
        for name in facts.tables:
            found_relation = index.relation(name)
            if found_relation is not None:
                reads.add(found_relation.oid)
        if relation.is_platform is False or relation.schema == "storage":
            insight.settings |= custom_settings(facts)
    # A view that is read stands for the tables behind it.
    todo = [oid for oid in reads if oid in schema.relations and schema.relations[oid].kind in "vm"]
    while todo:
        for oid in schema.relations[todo.pop()].reads:
            if oid not in reads and oid in schema.relations:
                reads.add(oid)
                if schema.relations[oid].kind in "vm":
                    todo.append(oid)
    insight.influences[policy.oid] = frozenset(reads)


def _compared_levels(index: Names, insight: Insight, facts: Facts, own: Relation | None) -> None:
    for one, other in facts.pairs:
        places = [(a, b) for a in index.place(facts, one, own) for b in index.place(facts, other, own)]
        insight.levels |= {pair for a, b in places if a[0] != b[0] for pair in ((a, b), (b, a))}


class Names:
    """Relations by name; `public` first."""

    def __init__(self, schema: Schema) -> None:
        self.by_name: dict[str, list[Relation]] = {}
        for relation in schema.relations.values():
            self.by_name.setdefault(relation.name, []).append(relation)
        for relations in self.by_name.values():
            relations.sort(key=lambda r: (r.is_platform, r.schema != "public", r.schema))

    def relation(self, name: tuple[str, str]) -> Relation | None:
        """By (schema or "", name)."""
        found = self.by_name.get(name[1], [])
        return next((r for r in found if not name[0] or r.schema == name[0]), None)

    def place(self, facts: Facts, found: Column, own: Relation | None) -> list[Place]:
        """The columns that a reference may mean."""
        qualifier, name = found
        if own is not None and qualifier in ("", own.name) and name in own.columns:
            return [(own.oid, name)]
        named = [self.relation(t) for t in sorted(facts.tables) if not qualifier or t[1] == qualifier]
        return [(r.oid, name) for r in named if r is not None and name in r.columns]


def _add(index: Names, insight: Insight, facts: Facts, own: Relation | None) -> None:
    for found in sorted(facts.touched):
        for place in index.place(facts, found, own):
            insight.touched.add(place)
            loose = set() if own is not None else _of_variables(facts, place[1])
            if loose:
                insight.constants.setdefault(place, set()).update(loose)
            if own is None and _is_amount(facts, found, place[1]):
                insight.amounts.add(place)
            if own is None and found in facts.charged:
                insight.charged.add(place)
    for found in facts.compared:
        insight.compared.update(index.place(facts, found, own))
    for found, documents in facts.documents.items():
        for place in index.place(facts, found, own):
            insight.documents.setdefault(place, set()).update(documents)
    for found in facts.nulls:
        insight.nulls.update(index.place(facts, found, own))
    for found, values in facts.constants.items():
        for place in index.place(facts, found, own):
            insight.constants.setdefault(place, set()).update(values)
            for value in values:
                insight.mentions[(place, value)] = insight.mentions.get((place, value), 0) + 1
    for found, caller in facts.callers:
        for place in index.place(facts, found, own):
            known = insight.members.setdefault(place, [])
            if caller not in known:
                known.append(caller)
    for one, other in facts.pairs:
        for a in index.place(facts, one, own):
            for b in index.place(facts, other, own):
                insight.pairs.add((a, b))
    for arm in facts.arms:
        read = index.relation(arm.table)
        if read is not None and read.is_table:
            _hold_together(insight, read, arm.alias, arm.alone, arm.terms)
    insight.roles |= {place for found in facts.roles for place in index.place(facts, found, own)}
    insight.settings |= custom_settings(facts)
    insight.claims |= facts.claims
    insight.metadata_keys |= facts.metadata_keys
