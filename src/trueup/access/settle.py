"""From claims to findings: each proof is run again on a fresh copy, each fix is executed before it is offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from trueup.access.acting import Actor, read_grants
from trueup.access.fixes.touched import Touched, touched
from trueup.access.ground import Row
from trueup.access.inserts import own_inserts
from trueup.access.proofs import Proof, run_proof, steady, together
from trueup.access.reach import COMMANDS, Reach, measure
from trueup.access.served import as_served
from trueup.access.study import Claim, Remedy, Study
from trueup.access.unmask import MASKING
from trueup.diagnostic import NotEvaluated
from trueup.finding import Consequence, Evidence, Finding, Fix
from trueup.origin import Origin
from trueup.ref import ObjectRef
from trueup.replay.model import Provenance
from trueup.seeding.schema import Relation
from trueup.step import Step

# Findings whose fix is meant to let somebody in who got an error, or nothing, before.
_OPENING = frozenset(
    {
        "policy-recursion",
        "policy-needs-privilege",
        "write-policy-finds-nothing",
        "sign-up-fails",
        "trigger-denied",
        "function-without-effect",
        "trigger-without-effect",
        "only-restrictive-policies",
        "policy-without-grant",
        "policy-never-true",
        "policy-compares-row-key",
        "owner-asked-otherwise",
        "function-sees-own-rows",
        "path-of-another-name",
        "trigger-always-refuses",
        "default-needs-privilege",
        "function-always-refused",
    }
)
# Findings whose fix rightly takes reading away.
_CLOSING_READS = frozenset(
    {
        "rls-disabled",
        "policies-without-rls",
        "child-table-bypasses-rls",
        "user-metadata-trusted",
        "signed-out-reads-more",
    }
)
_ROOTS = frozenset({"rls-disabled", "policies-without-rls"})
_MAX_FIXES = 2
_MAX_TABLES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Findings, and the claims that a fresh copy did not bear out."""

    findings: tuple[Finding, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()


def settle(
    study: Study, fresh: psycopg.Connection[Any], provenance: Mapping[ObjectRef, Provenance], *, with_fixes: bool = True
) -> Settled:
    """Prove every claim on `fresh`, try its remedies there and on the seeded copy.

    What can be done to a table only because its row-level security is off is told with that, as its consequence.
    """
    findings: list[Finding] = []
    missing = []
    roots: dict[ObjectRef, tuple[int, Sequence[str]]] = {}
    for made in sorted(study.claims, key=lambda claim: claim.rule not in _ROOTS):
        claim = made
        evidence: tuple[Evidence, ...] = ()
        if made.proof is not None:
            proof, answers = _proven(study, fresh, made.proof)
            if proof is None:
                what = f"{claim.rule} on {claim.ref}"
                last = answers[-1] if answers else "nothing came of it"
                missing.append(NotEvaluated(what=what, reason=f"its proof did not run again: {last}"))
                continue
            root, statements = roots.get(_table(claim.ref), (-1, ()))
            if statements and not run_proof(fresh, proof, statements)[0]:
                follows = Consequence(origin=None, message=claim.message)
                findings[root] = replace(findings[root], consequences=(*findings[root].consequences, follows))
                continue
            ways = [(proof, answers), *_proven_too(study, fresh, made)]
            also = tuple(f"Another way: {way.title}" for way, _ in ways[1:] if way.title != made.message)
            claim = replace(made, proof=proof, further=tuple(way for way, _ in ways[1:]), also=(*made.also, *also))
            evidence = tuple(Evidence(kind="transcript", text=way.script(gave)) for way, gave in ways)
        elif claim.catalog_evidence:
            evidence = (Evidence(kind="catalog", text=claim.catalog_evidence),)
        fixes = tuple(_fixes(study, fresh, claim)) if with_fixes or claim.rule in MASKING else ()
        if claim.rule in _ROOTS and claim.remedies:
            roots[claim.ref] = (len(findings), claim.remedies[0].statements)
        findings.append(_finding(claim, evidence, fixes, provenance))
    return Settled(findings=tuple(findings), not_evaluated=tuple(missing))


def _table(ref: ObjectRef) -> ObjectRef:
    """The table itself, or the one that a column or a policy is on."""
    return ObjectRef("table", ref.schema, (ref.parent_name,)) if ref.parent_name else ref


def _proven(study: Study, fresh: psycopg.Connection[Any], proof: Proof) -> tuple[Proof | None, list[str]]:
    """The proof as it ran on the fresh copy: with the rows it needs, or, if that is not enough, with all."""
    for tried in (proof, study.with_all_rows(proof)):
        good, answers = run_proof(fresh, tried)
        if good:
            return tried, steady(fresh, tried, answers)
    return None, answers


def _proven_too(study: Study, fresh: psycopg.Connection[Any], claim: Claim) -> list[tuple[Proof, list[str]]]:
    """The other ways of a claim that hold on the fresh copy."""
    tried = [_proven(study, fresh, proof) for proof in claim.further]
    return [(proof, answers) for proof, answers in tried if proof is not None]


def _finding(
    claim: Claim, evidence: tuple[Evidence, ...], fixes: tuple[Fix, ...], provenance: Mapping[ObjectRef, Provenance]
) -> Finding:
    finding = Finding(
        rule=claim.rule,
        severity=claim.severity,
        message=claim.message,
        help=claim.help,
        ref=claim.ref,
        evidence=evidence,
        consequences=tuple(Consequence(origin=None, message=text) for text in claim.also),
        fixes=fixes,
        related=tuple(r for r in claim.related if r != claim.ref),
        principal=claim.proof.actor.name if claim.proof is not None else "",
        subject=claim.subject,
    )
    return placed(finding, provenance)


def placed(finding: Finding, provenance: Mapping[ObjectRef, Provenance]) -> Finding:
    """A finding of the examination with the place where the fault was written.

    One examination may serve several sources that come to the same state: each has its own places.
    """
    if finding.ref is None:
        return finding
    places = tuple(_written(provenance.get(ref)) for ref in finding.related) if provenance else ()
    return replace(finding, origin=_origin(finding, provenance), places=places)


def _written(known: Provenance | None) -> Origin | None:
    return (known.altered or known.created) if known is not None else None


def _origin(finding: Finding, provenance: Mapping[ObjectRef, Provenance]) -> Origin | None:
    """Where the fault was written: the policy that lets it happen, else the object, else what it lives on."""
    ref = finding.ref
    assert ref is not None, "every claim of the examination is about an object"
    policies = [r for r in finding.related if r.kind == "policy"]
    about_policies = finding.rule in {
        "forgery", "tampering", "ownership-transfer", "open-writes", "policy-recursion", "policy-needs-privilege",
        "user-metadata-trusted", "self-join", "membership-not-tied", "reads-not-tied", "signed-in-reads-less",
        "own-standing-writable",
    }  # fmt: skip
    order = [*policies, ref] if about_policies and ref.kind != "policy" else [ref]
    if ref.parent_name:
        order.append(ObjectRef("table", ref.schema, (ref.parent_name,)))
    for other in (*order, *finding.related):
        place = _written(provenance.get(other))
        if place is not None:
            return place
    return None


def _fixes(study: Study, fresh: psycopg.Connection[Any], claim: Claim) -> list[Fix]:
    out: list[Fix] = []
    tables = [study.schema.relations[oid] for oid in claim.tables] if claim.rule == "forgery" else []
    inserting = {a.name: own_inserts(study, a, tables) for a in study.actors if tables}
    for remedy in claim.remedies:
        if len(out) == _MAX_FIXES or not remedy.statements:
            break
        if not _applies(fresh, remedy):
            continue
        ways = (claim.proof, *claim.further) if claim.proof is not None else ()
        if any(run_proof(fresh, way, remedy.statements)[0] for way in ways):
            continue
        trouble = _breaks(study, claim, remedy, inserting)
        if trouble:
            continue
        steps = tuple(Step(sql=sql.rstrip() + ";", reason=remedy.title, ref=claim.ref) for sql in remedy.statements)
        shown = "Executed: the proof fails after it, and the accesses of owners, readers and the service are as before."
        if remedy.closes:
            left = "the service" if study.platform == "supabase" else "its owner"
            shown = (
                f"Executed: the proof fails after it, nobody but {left} {remedy.closes} any more, and what else "
                "owners, readers and the service may is as before."
            )
        out.append(Fix(title=remedy.title, steps=steps, executed=True, note=f"{shown} {remedy.note}".strip()))
    return out


def _applies(fresh: psycopg.Connection[Any], remedy: Remedy) -> bool:
    try:
        fresh.execute(together(["BEGIN", *remedy.statements]))
    except psycopg.Error:
        return False
    finally:
        fresh.execute("ROLLBACK")
    return True


def _breaks(study: Study, claim: Claim, remedy: Remedy, inserting: Mapping[str, frozenset[int]]) -> str:
    """What a fix would break on the seeded copy, or "".

    Args:
        study, claim, remedy: what is fixed, and how.
        inserting: by principal, the tables into which it could put rows of its own, where that has to stay.
    """
    conn = study.running.conn
    try:
        conn.execute(together(["BEGIN", *remedy.statements]))
        grants = study.grants
        if any(sql.startswith(("GRANT", "REVOKE")) for sql in remedy.statements):
            grants = as_served(read_grants(study.running, {a.principal.role for a in study.actors}), study.unserved)
        relations, commands = _to_measure(study, claim, touched(conn, study, grants))
        for actor in study.actors if relations else ():
            if actor.name in ("B", "anonymous sign-in"):
                continue  # the same role and the same policies as A and the stranger
            after = measure(study.running, study.ground, grants, actor, relations, only=commands)
            if conn.info.transaction_status == TransactionStatus.IDLE:
                return "the time limit ended the trial, and took the fix back with it"
            trouble = _difference(study, claim, actor.name, relations, commands, study.reach(actor), after)
            if trouble:
                return trouble
        if not remedy.closes:
            return _loses_inserts(study, inserting)
    except psycopg.Error as error:
        return str(error)
    finally:
        conn.execute("ROLLBACK")
    return ""


def _loses_inserts(study: Study, before: Mapping[str, frozenset[int]]) -> str:
    """Who can't put in a row of its own any more, with the fix in place."""
    for name, tables in before.items():
        actor = study.actor(name)
        assert actor is not None
        lost = tables - own_inserts(study, actor, [study.schema.relations[oid] for oid in sorted(tables)])
        if lost:
            return f"{name} can no longer insert rows of its own into {study.schema.relations[min(lost)].name}"
    return ""


def _to_measure(study: Study, claim: Claim, changed: Touched | None) -> tuple[list[Relation], Touched]:
    """The tables to look at again and the commands to try there: the claim's own ones first."""
    own = [o for o in claim.tables if study.schema.relations[o].is_table]
    if changed is None:
        dependents = [d.oid for o in own for d in study.dependents(study.schema.relations[o])]
        changed = {oid: set(COMMANDS) for oid in (*own, *dependents)}
    ordered = [*(o for o in own if o in changed), *(o for o in changed if o not in own)]
    there = [r for o in ordered if changed[o] and (r := study.schema.relations.get(o)) is not None]
    known = {r.oid for r in study.relations}
    relations = [r for r in there if r.is_table and r.oid in known][:_MAX_TABLES]
    return relations, {r.oid: changed[r.oid] for r in relations}


def _difference(
    study: Study,
    claim: Claim,
    name: str,
    relations: Sequence[Relation],
    commands: Touched,
    before: Reach,
    after: Reach,
) -> str:
    actor = study.actor(name)
    assert actor is not None
    opening = claim.rule in _OPENING
    for relation in relations:
        rows = {r.id: r for r in study.ground.rows.get(relation.oid, ())}
        for command in sorted(commands[relation.oid], key=COMMANDS.index):
            key = (relation.oid, command)
            refused = key in after.errors and "row-level security" not in after.errors[key].message
            if refused and key not in before.errors:
                return f"{command} on {relation.name} by {name} fails after it"
            was, now = before.of(*key), after.of(*key)
            if now - was and not opening and actor.attacks:
                return f"{command} on {relation.name} by {name} reaches more after it"
            if opening and actor.principal.role == "anon" and now - was and key not in before.errors:
                return f"{command} on {relation.name} by anon reaches more after it"
            lost = [rows[i] for i in was - now if i in rows]
            if not lost:
                continue
            if name == "service" or actor.principal.role in study.grants.bypass:
                return f"the service loses {command} on {relation.name}"
            if _rightly_lost(study, claim, actor, lost):
                continue
            if command == "SELECT" and claim.rule not in _CLOSING_READS:
                return f"{name} can no longer read {relation.name}"
            own = [r for r in lost if study.is_own(r, actor)]
            if own and claim.rule not in {"rls-disabled", "policies-without-rls", "open-writes", "tampering"}:
                return f"{name} loses {command} on rows of its own in {relation.name}"
    return ""


def _rightly_lost(study: Study, claim: Claim, actor: Actor, lost: Sequence[Row]) -> bool:
    """Whether the rows are those that the finding says should not be reached, and no others."""
    if claim.rule in ("membership-not-tied", "reads-not-tied"):
        return not any(study.is_own(r, actor) or study.hangs_on_own(r, actor) for r in lost)
    owners = study.ground.owner_columns
    return claim.rule == "ownerless-rows-open" and all(
        r.relation in claim.tables and all(r.values.get(o) is None for o in owners.get(r.relation, ())) for r in lost
    )
