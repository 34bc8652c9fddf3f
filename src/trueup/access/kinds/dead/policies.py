"""Access that can never do what it is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trueup.access.acting import Actor, Privileges, read_grants
from trueup.access.fixes import remedies
from trueup.access.kinds.dead import idle, idle_triggers, unmet
from trueup.access.kinds.ownership.blind import any_settable
from trueup.access.proofs import Line
from trueup.access.study import Claim, Remedy, Study
from trueup.finding import Severity
from trueup.seeding.engine import Task
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Policy, Relation, quote


def find(study: Study) -> Iterator[Claim]:
    """Claims about policies, functions and triggers."""
    tables = [r for r in study.relations if r.is_table and r.rls and not r.partition and r.schema in study.exposed]
    for relation in tables:
        yield from _no_policies(study, relation)
        yield from _only_restrictive(study, relation)
        yield from _unseen(study, relation)
    yield from _without_grant(study, tables)
    yield from unmet.find(study)
    yield from idle.find(study)
    yield from idle_triggers.find(study)


def _no_policies(study: Study, relation: Relation) -> Iterator[Claim]:
    if study.platform != "supabase":
        yield from _not_for_role(study, relation)
        return
    if relation.policies:
        return
    able = [a for a in study.attackers if study.rights(a, relation).select]
    if not able:
        return
    yield Claim(
        rule="rls-without-policy",
        severity=Severity.REVIEW,
        ref=relation.ref,
        message=f"{relation.ref.qualified} has row-level security and no policy: only the service gets at its rows.",
        help="Add policies, or revoke the grants to say that it is the service's alone.",
        catalog_evidence="relrowsecurity is true, and pg_policy has no row for it",
        remedies=tuple(
            replace(r, title="Revoke the grants, to say that it is the service's alone")
            for r in remedies.hide(relation, {a.principal.role for a in study.attackers})
        ),
        tables=(relation.oid,),
    )


def _not_for_role(study: Study, relation: Relation) -> Iterator[Claim]:
    """A role that a grant lets read, and no policy is about: it finds nothing, and is told nothing."""
    for role in dict.fromkeys(a.principal.role for a in study.attackers):
        actor = next(a for a in study.attackers if a.principal.role == role)
        owns = relation.owner == role and not relation.force
        if owns or not study.rights(actor, relation).select or study.applying(relation, "SELECT", actor):
            continue
        yield Claim(
            rule="rls-without-policy",
            severity=Severity.REVIEW,
            ref=relation.ref,
            subject=role,
            message=f"{role} may SELECT {relation.ref.qualified} by its grant, and no policy is about it: "
            "it gets no row.",
            help="Add a policy for the role, or revoke the grant.",
            catalog_evidence=f"has_table_privilege('{role}', '{relation.ref.qualified}', 'SELECT') is true, and no row "
            "of pg_policy is for the role and SELECT",
            tables=(relation.oid,),
        )


def _only_restrictive(study: Study, relation: Relation) -> Iterator[Claim]:
    """Restrictive policies with nothing to restrict: on the whole table, or for one command."""
    if not relation.policies:
        return
    if not any(p.permissive for p in relation.policies):
        yield from _restricting_nothing(relation, study, list(relation.policies), "")
        return
    for command in ("SELECT", "INSERT", "UPDATE", "DELETE"):
        narrowing = [p for p in relation.policies if not p.permissive and p.command == command]
        if not any(p.permissive and p.command in (command, "ALL") for p in relation.policies):
            yield from _restricting_nothing(relation, study, narrowing, command)


def _restricting_nothing(relation: Relation, study: Study, policies: list[Policy], command: str) -> Iterator[Claim]:
    shut = {r for p in policies if p.using == "false" or p.check == "false" for r in p.roles}
    if not policies or "public" in shut or (shut and shut >= {r for p in policies for r in p.roles}):
        return  # said to be closed, to all whom the policies are for
    about = f" for {command}" if command else ""
    lost = {"": "nobody gets a row", "SELECT": "nobody gets a row", "INSERT": "nobody can insert one"}
    yield Claim(
        rule="only-restrictive-policies",
        severity=Severity.WARNING,
        ref=relation.ref,
        subject=command,
        message=f"{relation.ref.qualified} has restrictive policies only{about}, which can only take away: "
        f"{lost.get(command, f'{command} reaches no row')}.",
        help="Add a permissive policy; restrictive ones narrow it down.",
        related=tuple(study.policy_ref(relation, p) for p in policies),
        catalog_evidence=f"polpermissive is false for every policy of the table{about}",
        remedies=(
            Remedy(
                title="Add a permissive policy with the same conditions",
                statements=tuple(_permissive(relation, p) for p in policies),
                note="The restrictive ones stay, and narrow down what further policies let in.",
            ),
        ),
        tables=(relation.oid,),
    )


def _permissive(relation: Relation, policy: Policy) -> str:
    roles = ", ".join("PUBLIC" if r == "public" else quote(r) for r in policy.roles)
    using = f" USING ({policy.using})" if policy.using else ""
    check = f" WITH CHECK ({policy.check})" if policy.check else ""
    name = quote(policy.name[:50] + " (permissive)")
    return f"CREATE POLICY {name} ON {relation.sql} FOR {policy.command} TO {roles}{using}{check}"


def _unseen(study: Study, relation: Relation) -> Iterator[Claim]:
    """UPDATE or DELETE policies without one for SELECT: with a WHERE, nothing is found."""
    for actor in sorted(study.actors, key=lambda a: not a.attacks):
        exempt = study.grants.is_exempt(actor.principal.role, relation)
        if not actor.person or exempt or [p for p in study.applying(relation, "SELECT", actor) if p.permissive]:
            continue
        rights = study.rights(actor, relation)
        for command in ("UPDATE", "DELETE"):
            policies = [p for p in study.applying(relation, command, actor) if p.permissive and p.command == command]
            if not policies or not rights.select:
                continue
            claim = _unseen_claim(study, relation, actor, command, policies)
            if claim is not None:
                yield claim
                return


def _unseen_claim(study: Study, relation: Relation, actor: Actor, command: str, policies: list[Policy]) -> Claim | None:
    rows = study.ground.rows.get(relation.oid, ())
    column = any_settable(relation, study.rights(actor, relation))
    key = next(iter(relation.primary_key or relation.columns))
    if not rows or (column is None and command == "UPDATE"):
        return None
    blind = f"DELETE FROM {relation.sql}"
    if command == "UPDATE" and column is not None:
        own = next((r for r in rows if study.is_own(r, actor)), rows[0])
        value = sql_value(own.values.get(column), relation.columns[column].type_name)
        blind = f"UPDATE {relation.sql} SET {quote(column)} = {value}"
    seeing = f"{blind} WHERE {quote(key)} IS NOT NULL"
    tasks = [Task(actions=(study.action(actor, sql, undo=True),)) for sql in (blind, seeing)]
    first, second = (r[0] for r in study.running.run(tasks))
    # Where nobody here meets the condition: it is still so, unless it is about the service, which needs no policy.
    meant = not any(unmet.asked_role(p) for p in policies) and policies[0].using != "false"
    if not ((first.ok and first.count) or meant) or not second.ok or second.count:
        return None
    names = ", ".join(f'"{p.name}"' for p in policies)
    counted = f"WITH done AS ({seeing} RETURNING 1) SELECT count(*) FROM done"
    return Claim(
        rule="write-policy-finds-nothing",
        severity=Severity.WARNING,
        ref=study.policy_ref(relation, policies[0]),
        message=f"The {command} policy {names} on {relation.ref.qualified} never finds a row: there "
        f"is no SELECT policy, and "
        f"a {command} with a WHERE has to read the row first.",
        help="Add a SELECT policy with the same condition.",
        related=(relation.ref,),
        proof=study.proof(f"{command} finds nothing", actor, [relation.oid], [Line(sql=counted, value="0")]),
        remedies=(
            Remedy(
                title="Add a SELECT policy with the same condition",
                statements=tuple(
                    f"CREATE POLICY {quote(p.name[:50] + ' (read)')} ON {relation.sql} FOR SELECT TO "
                    f"{', '.join('PUBLIC' if r == 'public' else quote(r) for r in p.roles)} USING ({p.using})"
                    for p in policies[:1]
                ),
            ),
        ),
        tables=(relation.oid,),
    )


def _without_grant(study: Study, tables: list[Relation]) -> Iterator[Claim]:
    """A policy none of whose roles has the privilege that it is about."""
    acting = {a.principal.role for a in study.actors}
    named = {r for t in tables for p in t.policies for r in p.roles if r != "public"}
    grants = study.grants if named <= acting else read_grants(study.running, named | acting)
    for relation in tables:
        for policy in relation.policies:
            roles = sorted((acting if "public" in policy.roles else set(policy.roles)) - grants.bypass)
            shut = not policy.permissive or policy.using == "false"
            if not roles or shut or any(_may(grants.on(role, relation.oid), policy) for role in roles):
                continue
            yield _grantless(study, relation, policy, roles)


def _grantless(study: Study, relation: Relation, policy: Policy, roles: list[str]) -> Claim:
    names = ", ".join(roles)
    command = "any command" if policy.command == "ALL" else policy.command
    return Claim(
        rule="policy-without-grant",
        severity=Severity.WARNING,
        ref=study.policy_ref(relation, policy),
        message=f'The policy "{policy.name}" on {relation.ref.qualified} lets nobody in: '
        f"{names} has no privilege for "
        f"{command} on the table.",
        help="Grant the privilege, or drop the policy.",
        related=(relation.ref,),
        catalog_evidence=f"has_table_privilege({names}, {relation.ref.qualified}, {policy.command}) is false",
        remedies=(
            Remedy(
                title="Grant the privilege that the policy is about",
                statements=(
                    f"GRANT {'SELECT, INSERT, UPDATE, DELETE' if policy.command == 'ALL' else policy.command} "
                    f"ON {relation.sql} TO {', '.join(map(quote, roles))}",
                ),
                note="Or drop the policy, if nobody is meant to get in.",
            ),
        ),
        tables=(relation.oid,),
    )


def _may(rights: Privileges, policy: Policy) -> bool:
    by_command = {
        "SELECT": rights.select or bool(rights.select_columns),
        "INSERT": rights.insert or bool(rights.insert_columns),
        "UPDATE": rights.update or bool(rights.update_columns),
        "DELETE": rights.delete,
    }
    return any(by_command.values()) if policy.command == "ALL" else by_command[policy.command]
