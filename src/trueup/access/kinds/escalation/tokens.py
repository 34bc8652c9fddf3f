"""Escalation by what somebody says about itself: user_metadata in the token, and headers, are its own to write."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import postgast

from trueup.access.acting import Actor, with_claim
from trueup.access.fixes import remedies, rewrite
from trueup.access.gains import Gain, gained_rows
from trueup.access.ground import RowId
from trueup.access.kinds.escalation.climbs import HELP, proof_lines
from trueup.access.kinds.escalation.wanted import wanted_values
from trueup.access.proofs import Line
from trueup.access.reach import COMMANDS, probe
from trueup.access.study import Claim, Remedy, Study
from trueup.finding import Severity
from trueup.seeding.bodies import body_queries
from trueup.seeding.engine import Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import Place, policy_texts, reachable_routines
from trueup.seeding.model import Person
from trueup.seeding.schema import Policy, Relation, Routine, literal
from trueup.seeding.tokens import SENT, json_path, token_path
from trueup.seeding.trees import name_of, walk

_OWN = "user_metadata"
_WRITTEN = {_OWN, *SENT}
_HEADERS = "Read who asks from the token: headers and cookies are what the client writes."
_MAX_VALUES = 6
Path = tuple[str, ...]


def find(study: Study) -> Iterator[Claim]:
    """A claim for each table whose own policies trust it; those that trust it through a function are told as one."""
    if study.platform != "supabase":
        return
    told: set[tuple[Path, int]] = set()
    for actor in study.attackers:
        for path, value in _tries(study):
            if actor.person not in ("a", "n") and path[0] == _OWN:
                continue
            other = with_claim(actor, path, value)
            gains = _gains_of(study, actor, other)
            groups = _groups(study, gains)
            for target, relations in groups:
                if (path, target) not in told:
                    told.add((path, target))
                    yield _claim(study, actor, other, path, value, gains, relations)


def _tries(study: Study) -> list[tuple[Path, str]]:
    """Paths into user_metadata, and headers, that something reads, each with values that may be asked for."""
    found = [(path, value) for path, value in sorted(study.world.insight.claims) if path[0] == _OWN]
    for place, callers in sorted(study.world.insight.owners.items()):
        for caller in callers:
            path = token_path(caller)
            value = study.world.planner.pinned.get(place, {}).get("b")
            if path and path[0] in _WRITTEN and value and not (path[0] in SENT and _is_code(study, place)):
                found.append((path, value))
    known = {path for path, _ in found}
    for path in sorted(_paths_read(study) - known):
        theirs = _claim_of(study.world.people["b"], path)
        values = ["true", *wanted_values(study)[:_MAX_VALUES]]
        found += [(path, value) for value in ([theirs] if theirs else values)]
    return list(dict.fromkeys(found))


def _is_code(study: Study, place: Place) -> bool:
    """Whether the column holds what only those know who were told it: drawn for each row, or another in each."""
    relation = study.schema.relations[place[0]]
    default = relation.columns[place[1]].default
    drawn = default is not None and bool(expression_facts(default).calls)
    return drawn or any(u.columns == (place[1],) for u in relation.uniques)


def _severity(study: Study, path: Path) -> Severity:
    """What a header has to say may be a secret that is kept elsewhere, unless it is the key of a thing."""
    if path[0] == _OWN:
        return Severity.ERROR
    for (oid, name), callers in study.world.insight.owners.items():
        keys = {c for fk in study.schema.relations[oid].foreign_keys for c in fk.columns}
        if name in keys and path in {token_path(caller) for caller in callers}:
            return Severity.ERROR
    return Severity.WARNING


def _claim_of(person: Person, path: Path) -> str | None:
    """What another's token says there: its tenant."""
    here: Any = json.loads(dict(person.settings).get("request.jwt.claims", "{}"))
    for step in path:
        here = here.get(step) if isinstance(here, dict) else None
    return here if isinstance(here, str) else None


def _paths_read(study: Study) -> set[Path]:
    policies = [p for r in study.schema.relations.values() for p in r.policies]
    called = frozenset(f for p in policies for f in p.functions)
    texts = ["SELECT " + text for p in policies for text in policy_texts(p)]
    for oid in reachable_routines(study.schema, called):
        routine = study.schema.routines[oid]
        texts += body_queries(routine.body) if routine.language == "plpgsql" else [routine.body]
    return {path for text in texts if _OWN in text for path in _paths_in(text) if len(path) > 1}


def _paths_in(text: str) -> Iterator[Path]:
    try:
        tree: Any = postgast.parse(text)
    except postgast.PgQueryError:
        return
    for node in walk(tree):
        if name_of(node) == "A_Expr":
            path = json_path(node)
            if path[:1] == (_OWN,):
                yield path


def _gains_of(study: Study, actor: Actor, other: Actor) -> dict[Gain, frozenset[RowId]]:
    asked = []
    actions = []
    for relation in study.relations:
        if not relation.is_table or not relation.rls:
            continue
        for command in COMMANDS:
            action = probe(relation, command, study.rights(actor, relation), other)
            if action is not None:
                asked.append((relation, command))
                actions.append(action)
    results = study.running.run([Task(actions=(a,)) for a in actions])
    gains = {}
    for (relation, command), outs in zip(asked, results, strict=True):
        gained = gained_rows(study, actor, relation, command, outs[0])
        if gained:
            gains[(relation.oid, command)] = gained
    return gains


def _groups(study: Study, gains: dict[Gain, frozenset[RowId]]) -> list[tuple[int, list[Relation]]]:
    """Tables whose own policies name it, each alone; all others together, under the first."""
    relations = [study.schema.relations[oid] for oid in sorted({oid for oid, _ in gains})]
    direct = [r for r in relations if _trusting(r)]
    rest = [r for r in relations if r not in direct]
    return [(r.oid, [r]) for r in direct] + ([(0, rest)] if rest else [])


def _trusting(relation: Relation) -> list[Policy]:
    return [p for p in relation.policies if any(word in text for word in _WRITTEN for text in policy_texts(p))]


def _claim(
    study: Study,
    actor: Actor,
    other: Actor,
    path: Path,
    value: str,
    gains: dict[Gain, frozenset[RowId]],
    relations: list[Relation],
) -> Claim:
    oids = {r.oid for r in relations}
    ours = [g for g in gains if g[0] in oids]
    target, command = min(ours, key=lambda g: (("SELECT", "DELETE", "UPDATE").index(g[1]), g[0]))
    relation = study.schema.relations[target]
    row = next(r for r in study.ground.rows[target] if r.id in gains[(target, command)])
    lines = proof_lines(study, actor, (), relation, command, row)
    change = _change(other, path, value)
    names = ", ".join(r.ref.qualified for r in relations[:5]) + (" …" if len(relations) > 5 else "")
    trusted, who = (
        (f"{path[-1]} of {path[0]}", "whoever sends the request writes")
        if path[0] in SENT
        else (".".join(path), "every user can set")
    )
    message = f"Policies on {names} trust {trusted}, which {who}: whoever sets it to {value} reaches rows of others."
    policies = _trusting(relation)
    routine = None if policies else _routine(study, relation)
    return Claim(
        rule="user-metadata-trusted",
        severity=_severity(study, path),
        ref=relation.ref,
        subject=".".join(path),
        message=message,
        help=_HEADERS if path[0] in SENT else HELP["user-metadata-trusted"],
        related=(
            *(study.policy_ref(relation, p) for p in policies),
            *([routine.ref] if routine else ()),
            *(r.ref for r in relations[:8]),
        ),
        proof=study.proof(message, actor, oids, [lines[0], change, lines[-1]]),
        remedies=_remedies(relation, policies, routine) if path[0] == _OWN else (),
        tables=tuple(sorted(oids)),
    )


def _change(other: Actor, path: Path, value: str) -> Line:
    """The token, or the header, that says it."""
    setting = path[0] if path[0] in SENT else "request.jwt.claims"
    how = f"auth.updateUser() lets a user set {'.'.join(path)}; the next token says {value}."
    if path[0] in SENT:
        how = f"The request says {path[-1]}: {value}."
    held = dict(other.principal.settings)[setting]
    return Line(sql=f"SELECT set_config({literal(setting)}, {literal(held)}, true)", comment=how)


def _routine(study: Study, relation: Relation) -> Routine | None:
    """The function that reads it for the table's policies."""
    called = frozenset(f for p in relation.policies for f in p.functions)
    routines = [study.schema.routines[o] for o in sorted(reachable_routines(study.schema, called))]
    return next((r for r in routines if any(word in r.body for word in _WRITTEN)), None)


def _remedies(relation: Relation, policies: list[Policy], routine: Routine | None) -> tuple[Remedy, ...]:
    if policies:
        return remedies.trust_app_metadata(relation, policies)
    return rewrite.believe_app_metadata(routine) if routine is not None else ()
