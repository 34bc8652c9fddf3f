"""Who can do what to which row of a schema, by trying it on a seeded copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Self

from trueup.access.acting import plain_actors, read_grants, supabase_actors
from trueup.access.ground import survey
from trueup.access.kinds import casts, errors, files, stumbles
from trueup.access.kinds.bypass import calls, cascade, copies, glued, loosens, shared_parents, view_writes, views
from trueup.access.kinds.dead import (
    absent,
    captured,
    drawn_key,
    forbidden,
    half_blind,
    hidden_lookup,
    never,
    other_name,
    policies,
    refused,
    refused_views,
    refusing,
    unfound,
    wrong_key,
    wrong_partner,
)
from trueup.access.kinds.escalation import accounts, climbing, hooks, standing, tokens
from trueup.access.kinds.exposure import (
    everybody,
    factors,
    meant_to_close,
    outside,
    owners,
    parts,
    runs_as,
    truncate,
    turned,
)
from trueup.access.kinds.ownership import answering, blind, forgery, held, itself, moving, shared, untied, writes
from trueup.access.matrix import matrix
from trueup.access.model import AccessReport
from trueup.access.reach import measure
from trueup.access.refuted import refuted
from trueup.access.served import as_served, exposed, unserved
from trueup.access.settle import Settled, settle
from trueup.access.study import Claim, Study
from trueup.access.unmask import MASKING, Unmasked, unmask
from trueup.catalog.model import Catalog
from trueup.diagnostic import NotEvaluated
from trueup.finding import Finding
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.replay.model import Provenance
from trueup.seeding.engine import Action, Engine, Task, engine, prober
from trueup.seeding.insight import reachable_routines, routine_facts
from trueup.seeding.schema import Relation, Routine
from trueup.seeding.seed import World, plant

_KINDS = (
    errors,
    casts,
    stumbles,
    everybody,
    parts,
    truncate,
    owners,
    views,
    view_writes,
    cascade,
    shared_parents,
    copies,
    calls,
    glued,
    writes,
    blind,
    untied,
    itself,
    factors,
    meant_to_close,
    turned,
    forgery,
    files,
    moving,
    shared,
    climbing,
    tokens,
    hooks,
    accounts,
    held,
    answering,
    policies,
    unfound,
    refused,
    never,
    absent,
    forbidden,
    hidden_lookup,
    wrong_key,
    drawn_key,
    other_name,
    captured,
    refusing,
    wrong_partner,
    refused_views,
    half_blind,
    standing,
    runs_as,
    loosens,
    outside,
)

_PATH_PARTS = frozenset({"foldername", "filename", "extension"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessOptions:
    """How to examine.

    Args:
        exposed: schemas that the web API exposes; () for the platform's own.
        fixes: whether to look for fixes and execute them.
    """

    exposed: tuple[str, ...] = ()
    fixes: bool = True


def examine(
    database: Database,
    catalog: Catalog | None = None,
    platform: str = "supabase",
    *,
    provenance: Mapping[ObjectRef, Provenance] | None = None,
    options: AccessOptions | None = None,
) -> AccessReport:
    """Examine a scratch database; it is cloned and stays as it is.

    Args:
        database: holds the schema. Nobody may be connected to it meanwhile.
        catalog: what it holds; not needed, since everything is asked of the server.
        platform: ``supabase`` or ``postgres``.
        provenance: object to the places that made it, for the findings' origins.
        options: `AccessOptions`.
    """
    chosen = options or AccessOptions()
    report = _examined(database, platform, provenance or {}, chosen)

    def again(copy: Database) -> tuple[Finding, ...]:
        return _examined(copy, platform, provenance or {}, chosen).findings

    hidden = Unmasked()
    if any(f.rule in MASKING and f.fixes for f in report.findings):
        with _copy(database) as copy:
            hidden = unmask(copy, report.findings, again)
    findings = sorted((*report.findings, *hidden.findings), key=_order)
    return replace(
        report,
        findings=tuple(findings if chosen.fixes else (replace(f, fixes=()) for f in findings)),
        not_evaluated=(*report.not_evaluated, *hidden.not_evaluated),
    )


def _examined(
    database: Database, platform: str, provenance: Mapping[ObjectRef, Provenance], chosen: AccessOptions
) -> AccessReport:
    with _copy(database) as work, engine(work) as running, _Fresh(database) as fresh:
        study = _study(running, platform, chosen)
        for kind in _KINDS:
            study.claims += kind.find(study)
            if study.claims:
                fresh.begin()
        study.claims[:] = _without_doubles(study.claims)
        settled = Settled()
        if study.claims:
            with prober(fresh.made()) as proving:
                settled = settle(study, proving, provenance, with_fixes=chosen.fixes)
        return AccessReport(
            principals=tuple(a.principal for a in study.actors),
            matrix=matrix(study),
            findings=settled.findings,
            not_evaluated=(*study.world.report().not_evaluated, *settled.not_evaluated, *_unreadable(study)),
            refuted=refuted(study),
            coverage=_coverage(study, running),
        )


def _unreadable(study: Study) -> list[NotEvaluated]:
    relations = study.schema.relations
    return [
        NotEvaluated(what=f"rows of {relations[oid].ref}", reason=reason)
        for oid, reason in study.ground.unreadable.items()
    ]


@contextmanager
def _copy(database: Database) -> Iterator[Database]:
    copy = database.clone()
    try:
        yield copy
    finally:
        copy.drop()


class _Fresh:
    """One more copy, for proofs: it is made while the examination goes on, once there is something to prove."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._job: Future[Database] | None = None
        self._pool = ThreadPoolExecutor(max_workers=1)

    def begin(self) -> None:
        """Have it made, unless it is already."""
        self._job = self._job or self._pool.submit(self._database.clone)

    def made(self) -> Database:
        """The copy; whatever kept it from being made is raised here."""
        assert self._job is not None, "begun with the first claim"
        return self._job.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._pool.shutdown()
        if self._job is not None and self._job.exception() is None:
            self._job.result().drop()


def _study(running: Engine, platform: str, options: AccessOptions) -> Study:
    world = plant(running, platform=platform)
    running.prepares = _is_steady(world)
    relations = _relations(world)
    _refresh(running, world)
    users = world.schema.named("auth", "users")
    watched = [r for r in relations if r.is_table]
    ground = survey(running, world, [*watched, *([users] if users is not None else [])])
    on_supabase = platform == "supabase"
    actors = supabase_actors(world) if on_supabase else plain_actors(world, read_grants(running, []))
    grants = read_grants(running, {a.principal.role for a in actors})
    callable_ones = [world.schema.routines[oid] for _, oid in grants.routines if oid in world.schema.routines]
    served = exposed(world.schema.relations.values(), platform, options.exposed, grants, callable_ones)
    hidden = unserved(relations, platform, served)
    study = Study(
        running=running,
        world=world,
        ground=ground,
        grants=as_served(grants, hidden),
        actors=actors,
        platform=platform,
        exposed=served,
        relations=relations,
        unserved=hidden,
        granted=grants,
    )
    _measure(study)
    return study


def _is_steady(world: World) -> bool:
    """Whether no function that policies call says IMMUTABLE: what it gave once would be kept in a plan."""
    called = frozenset(f for r in world.schema.relations.values() for p in r.policies for f in p.functions)
    routines = [world.schema.routines[o] for o in reachable_routines(world.schema, called)]
    return all(r.volatility != "i" or _is_pure(world, r) for r in routines)


def _is_pure(world: World, routine: Routine) -> bool:
    """Whether it is one of the platform's that take a file's path apart, and so as IMMUTABLE as it says."""
    if routine.schema != "storage" or routine.name not in _PATH_PARTS:
        return False
    called = [world.schema.routines[o] for o in reachable_routines(world.schema, frozenset({routine.oid}))]
    facts = [routine_facts(r) for r in called]
    return all(r.volatility == "i" for r in called) and not any(f.tables or f.settings for f in facts)


def _relations(world: World) -> list[Relation]:
    """The project's own relations, and the host's tables that have policies of the project."""
    return [
        r
        for r in world.schema.relations.values()
        if not r.is_platform or (r.schema == "storage" and r.name == "objects" and r.policies)
    ]


def _refresh(running: Engine, world: World) -> None:
    """Materialized views show what was there when they were filled: fill them with the seeded rows."""
    views = [r for r in world.schema.relations.values() if r.kind == "m" and not r.is_platform]
    tasks = [Task(actions=(Action(sql=f"REFRESH MATERIALIZED VIEW {v.sql}"),), keep=True) for v in views]
    for _ in range(2 if len(views) > 1 else 1):
        running.run(tasks)


def _measure(study: Study) -> None:
    tables = [r for r in study.relations if r.is_table]
    for actor in study.actors:
        study.reaches[actor.name] = measure(study.running, study.ground, study.grants, actor, tables)


def _without_doubles(claims: list[Claim]) -> list[Claim]:
    """One claim per rule, object and subject; what a wider claim on the object already says is left out."""
    seen: set[tuple[str, ObjectRef, str]] = set()
    out = []
    for claim in claims:
        key = (claim.rule, claim.ref, claim.subject)
        if key not in seen:
            seen.add(key)
            out.append(claim)
    return out


def _order(finding: Finding) -> tuple[int, str, str, str]:
    return (finding.severity.rank, finding.rule, str(finding.ref), finding.subject)


def _coverage(study: Study, running: Engine) -> dict[str, int]:
    report = study.world.report()
    return {
        "tables": report.tables,
        "tables seeded": report.seeded,
        "rows": sum(report.rows.values()),
        "principals": len(study.actors),
        "probes": running.probes,
        "proofs": sum(1 for c in study.claims if c.proof is not None),
    }
