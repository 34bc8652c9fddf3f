"""Escalation by what a user says about itself in its token: user_metadata is the user's own to write."""

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
from trueup.seeding.expressions import json_path
from trueup.seeding.insight import policy_texts, reachable_routines
from trueup.seeding.model import Person
from trueup.seeding.people import token_path
from trueup.seeding.schema import Policy, Relation, Routine, literal
from trueup.seeding.trees import name_of, walk

_OWN = "user_metadata"
_MAX_VALUES = 6
Path = tuple[str, ...]


def find(study: Study) -> Iterator[Claim]:
    """A claim for each table whose own policies trust it; those that trust it through a function are told as one."""
    if study.platform != "supabase":
        return
    told: set[tuple[Path, int]] = set()
    for actor in study.attackers:
        if actor.person not in ("a", "n"):
            continue
        for path, value in _tries(study):
            other = with_claim(actor, path, value)
            gains = _gains_of(study, actor, other)
            groups = _groups(study, gains)
            for target, relations in groups:
                if (path, target) not in told:
                    told.add((path, target))
                    yield _claim(study, actor, other, path, value, gains, relations)


def _tries(study: Study) -> list[tuple[Path, str]]:
    """Paths into user_metadata that something reads, each with values that may be asked for."""
    found = [(path, value) for path, value in sorted(study.world.insight.claims) if path[0] == _OWN]
    for place, callers in sorted(study.world.insight.owners.items()):
        for caller in callers:
            path = token_path(caller)
            value = study.world.planner.pinned.get(place, {}).get("b")
            if path[:1] == (_OWN,) and value:
                found.append((path, value))
    known = {path for path, _ in found}
    for path in sorted(_paths_read(study) - known):
        theirs = _claim_of(study.world.people["b"], path)
        values = ["true", *wanted_values(study)[:_MAX_VALUES]]
        found += [(path, value) for value in ([theirs] if theirs else values)]
    return list(dict.fromkeys(found))


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
    return [p for p in relation.policies if any(_OWN in text for text in policy_texts(p))]


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
    claims = dict(other.principal.settings)["request.jwt.claims"]
    change = Line(
        sql=f"SELECT set_config('request.jwt.claims', {literal(claims)}, true)",
        comment=f"auth.updateUser() lets a user set {'.'.join(path)}; the next token says {value}.",
    )
    names = ", ".join(r.ref.qualified for r in relations[:5]) + (" …" if len(relations) > 5 else "")
    message = (
        f"Policies on {names} trust {'.'.join(path)}, which every user can set: whoever sets it to {value} reaches "
        "rows of others."
    )
    policies = _trusting(relation)
    routine = None if policies else _routine(study, relation)
    return Claim(
        rule="user-metadata-trusted",
        severity=Severity.ERROR,
        ref=relation.ref,
        subject=".".join(path),
        message=message,
        help=HELP["user-metadata-trusted"],
        related=(
            *(study.policy_ref(relation, p) for p in policies),
            *([routine.ref] if routine else ()),
            *(r.ref for r in relations[:8]),
        ),
        proof=study.proof(message, actor, oids, [lines[0], change, lines[-1]]),
        remedies=_remedies(relation, policies, routine),
        tables=tuple(sorted(oids)),
    )


def _routine(study: Study, relation: Relation) -> Routine | None:
    """The function that reads it for the table's policies."""
    called = frozenset(f for p in relation.policies for f in p.functions)
    routines = [study.schema.routines[o] for o in sorted(reachable_routines(study.schema, called))]
    return next((r for r in routines if _OWN in r.body), None)


def _remedies(relation: Relation, policies: list[Policy], routine: Routine | None) -> tuple[Remedy, ...]:
    if policies:
        return remedies.trust_app_metadata(relation, policies)
    return rewrite.believe_app_metadata(routine) if routine is not None else ()
