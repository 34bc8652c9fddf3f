"""SQL that may mend a finding. Nothing here is offered before it was executed: see `settle`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trueup.access import sensitive
from trueup.access.acting import Actor
from trueup.access.study import Remedy, Study
from trueup.seeding.schema import Policy, Relation, Routine, literal, quote
from trueup.seeding.tokens import token_path

__all__ = ["Remedy"]


def policy_name(relation: Relation, policy: Policy) -> str:
    """`"name" ON schema.table`."""
    return f"{quote(policy.name)} ON {relation.sql}"


def owner_condition(study: Study, relation: Relation, owners: Iterable[str]) -> str | None:
    """The condition that a row is the caller's, in the words of the table's own policies."""
    parts = []
    for column in owners:
        callers = study.world.insight.owners.get((relation.oid, column), [])
        callers = [c for c in callers if "user_metadata" not in token_path(c)]
        caller = callers[0] if callers else _by_key(study, relation, column)
        if caller:
            # The policy that says whose a row is may compare as text what is none.
            as_text = caller.endswith(("::text", "::text)"))
            cast = "::text" if as_text and relation.columns[column].type_name == "uuid" else ""
            parts.append(f"{caller} = {quote(column)}{cast}")
    return " OR ".join(parts) if parts else None


def _by_key(study: Study, relation: Relation, column: str) -> str | None:
    users = study.schema.named("auth", "users")
    points = any(users is not None and f.target == users.oid and f.columns == (column,) for f in relation.foreign_keys)
    if points or (relation.schema == "storage" and column == "owner"):
        return "(SELECT auth.uid())"
    if relation.schema == "storage" and column == "owner_id":
        return "(SELECT auth.uid())::text"
    return None


def bind_to_owner(
    study: Study, relation: Relation, command: str, actor: Actor, owners: Sequence[str]
) -> tuple[Remedy, ...]:
    """Policies of a command hold rows to their owner."""
    condition = owner_condition(study, relation, owners)
    policies = [p for p in study.applying(relation, command, actor) if p.permissive]
    drop = Remedy(
        title="Drop the policy; the service needs none",
        statements=tuple(f"DROP POLICY {policy_name(relation, p)}" for p in policies if p.command == command),
        closes=f"does {command} there",
    )
    if condition is None:
        return (drop,) if drop.statements else ()
    statements = []
    for policy in policies:
        roles = ", ".join("PUBLIC" if r == "public" else quote(r) for r in policy.roles)
        if policy.command == "ALL" and policy.using:
            statements.append(
                f"CREATE POLICY {quote(policy.name[:50] + ' (read)')} ON {relation.sql} FOR SELECT TO {roles} "
                f"USING ({policy.using})"
            )
        check = f" WITH CHECK ({condition})" if policy.command in ("UPDATE", "ALL") else ""
        statements.append(f"ALTER POLICY {policy_name(relation, policy)} USING ({condition}){check}")
    bound = Remedy(title="Bind the policy to the owner", statements=tuple(statements), note="Owners keep their access.")
    return (bound, drop) if drop.statements else (bound,)


def signed_in_only(relation: Relation, policies: Iterable[Policy]) -> tuple[Remedy, ...]:
    """The policies are about those who are signed in."""
    statements = tuple(
        f"ALTER POLICY {policy_name(relation, p)} TO authenticated" for p in policies if p.roles == ("public",)
    )
    return (Remedy(title="Let the policy be for those who are signed in", statements=statements),)


def keep_reading(study: Study, relation: Relation, command: str, actor: Actor) -> tuple[Remedy, ...]:
    """Policies FOR ALL become policies for reading."""
    statements = []
    for policy in study.applying(relation, command, actor):
        if policy.command == "ALL" and policy.permissive and policy.using:
            roles = ", ".join("PUBLIC" if r == "public" else quote(r) for r in policy.roles)
            read = f"CREATE POLICY {quote(policy.name[:50] + ' (read)')} ON {relation.sql} FOR SELECT TO {roles}"
            statements += [f"{read} USING ({policy.using})", f"DROP POLICY {policy_name(relation, policy)}"]
    note = "Add policies for whoever else is meant to."
    read_only = Remedy(title="Leave reading only", statements=tuple(statements), note=note, closes="writes there")
    return (read_only,) if statements else ()


def bind_insert(study: Study, relation: Relation, actor: Actor, owners: Sequence[str]) -> tuple[Remedy, ...]:
    """INSERT policies hold new rows to the caller, or go."""
    condition = owner_condition(study, relation, owners)
    policies = [p for p in study.applying(relation, "INSERT", actor) if p.permissive]
    out = []
    if condition:
        changes = tuple(
            f"ALTER POLICY {policy_name(relation, p)} WITH CHECK ({_also(p.check or p.using, condition)})"
            for p in policies
        )
        note = "Users can insert rows of their own."
        out.append(Remedy(title="Bind new rows to the caller", statements=changes, note=note))
    if policies and all(p.command == "INSERT" for p in policies):
        meant = all(sensitive.is_for_the_service(p.name) for p in policies)
        drop = Remedy(
            title="Drop the policy: the service bypasses row-level security and needs none",
            statements=tuple(f"DROP POLICY {policy_name(relation, p)}" for p in policies),
            closes="inserts there" if meant else "",
        )
        out.insert(0 if meant else len(out), drop)
    return tuple(out)


def _also(text: str | None, condition: str) -> str:
    """Both conditions; the second alone where the first asks for nothing."""
    return condition if text in (None, "true") else f"({text}) AND ({condition})"


def same_check(study: Study, relation: Relation, actor: Actor) -> tuple[Remedy, ...]:
    """WITH CHECK repeats USING."""
    policies = [p for p in study.applying(relation, "UPDATE", actor) if p.permissive and p.using and p.check]
    statements = tuple(f"ALTER POLICY {policy_name(relation, p)} WITH CHECK ({p.using})" for p in policies)
    return (Remedy(title="Hold the new row to the same condition", statements=statements),) if statements else ()


def pin_columns(study: Study, relation: Relation, actor: Actor, columns: Sequence[str]) -> tuple[Remedy, ...]:
    """The columns can't be changed by the role any more."""
    role = quote(actor.principal.role)
    rest = [quote(n) for n, c in relation.columns.items() if n not in columns and not c.generated and c.identity != "a"]
    rights = study.rights(actor, relation)
    allowed = rest if rights.update else [quote(n) for n in rights.update_columns if n not in columns]
    named = ", ".join(columns)
    grant = [
        f"REVOKE UPDATE ON {relation.sql} FROM PUBLIC, {_both(study, role)}",
        *([f"GRANT UPDATE ({', '.join(allowed)}) ON {relation.sql} TO {_both(study, role)}"] if allowed else []),
    ]
    out = [
        Remedy(
            title=f"Take away the privilege to change {named}",
            statements=tuple(grant),
            note="A REVOKE of the column alone would do nothing while the table-wide grant stands.",
        )
    ]
    key = relation.primary_key
    policies = [p for p in study.applying(relation, "UPDATE", actor) if p.permissive and p.using]
    if key and policies:
        same = " AND ".join(f"old.{quote(k)} = {quote(relation.name)}.{quote(k)}" for k in key)
        pins = " AND ".join(
            f"{quote(relation.name)}.{quote(c)} IS NOT DISTINCT FROM (SELECT old.{quote(c)} FROM {relation.sql} old "
            f"WHERE {same})"
            for c in columns
        )
        statements = tuple(
            f"ALTER POLICY {policy_name(relation, p)} WITH CHECK (({p.check or p.using}) AND {pins})" for p in policies
        )
        out.append(Remedy(title=f"Hold {named} to what it was", statements=statements))
    return tuple(out)


def _both(study: Study, role: str) -> str:
    return "anon, authenticated" if study.platform == "supabase" else role


def pin_on_insert(study: Study, relation: Relation, actor: Actor, columns: Sequence[str]) -> tuple[Remedy, ...]:
    """The columns can't be given by the role when it inserts: their defaults count."""
    role = quote(actor.principal.role)
    rights = study.rights(actor, relation)
    names = [n for n, c in relation.columns.items() if n not in columns and not c.generated and c.identity != "a"]
    allowed = [quote(n) for n in names if rights.insert or n in rights.insert_columns]
    if not allowed:
        return ()
    return (
        Remedy(
            title=f"Take away the privilege to give {', '.join(columns)} on INSERT",
            statements=(
                f"REVOKE INSERT ON {relation.sql} FROM PUBLIC, {_both(study, role)}",
                f"GRANT INSERT ({', '.join(allowed)}) ON {relation.sql} TO {_both(study, role)}",
            ),
        ),
    )


def drop_policies(study: Study, relation: Relation, command: str, actor: Actor) -> tuple[Remedy, ...]:
    """Without the policies of one command."""
    policies = [p for p in study.applying(relation, command, actor) if p.permissive and p.command == command]
    statements = tuple(f"DROP POLICY {policy_name(relation, p)}" for p in policies)
    note = "A function that checks who may (an invitation) can do it for them."
    closes = f"does {command} there" if command != "INSERT" else "inserts there"
    drop = Remedy(title=f"Drop the {command} policy", statements=statements, note=note, closes=closes)
    return (drop,) if statements else ()


def is_invoker(view: Relation) -> bool:
    """Whether it reads with its caller's rights."""
    return any(
        o.lower() in {"security_invoker=true", "security_invoker=on", "security_invoker=1"} for o in view.options
    )


def invoker_view(relation: Relation) -> tuple[Remedy, ...]:
    """The view obeys its caller's policies."""
    return (
        Remedy(
            title="Let the view obey the policies of whoever reads it",
            statements=(f"ALTER VIEW {relation.sql} SET (security_invoker = true)",),
        ),
    )


def read_only(study: Study, view: Relation) -> Remedy:
    """Nobody writes through the view."""
    roles = ", ".join(["PUBLIC", *sorted({quote(a.principal.role) for a in study.attackers})])
    return Remedy(
        title="Let the view be read only",
        statements=(f"REVOKE INSERT, UPDATE, DELETE ON {view.sql} FROM {roles}",),
    )


def use_sequences(study: Study, relation: Relation, actor: Actor) -> tuple[Remedy, ...]:
    """The role may use the sequences that the table's defaults draw from."""
    columns = [n for n, c in relation.columns.items() if c.default and not c.identity]
    asked = "".join(f", pg_get_serial_sequence({literal(relation.sql)}, {literal(n)})" for n in columns)
    names = [n for n in study.running.query(f"SELECT to_jsonb(ARRAY[NULL{asked}]::text[])") or () if n]
    role = quote(actor.principal.role)
    statements = tuple(f"GRANT USAGE ON SEQUENCE {name} TO {role}" for name in names)
    return (Remedy(title="Grant USAGE on the sequence", statements=statements),) if statements else ()


def hide(relation: Relation, roles: Iterable[str]) -> tuple[Remedy, ...]:
    """Nobody reads it through the API."""
    names = ", ".join(["PUBLIC", *sorted(quote(r) for r in roles)])
    statements = (f"REVOKE ALL ON {relation.sql} FROM {names}",)
    return (Remedy(title="Take it out of reach", statements=statements, closes="reads it"),)


def owned_only(relation: Relation, policies: Iterable[Policy], owners: Sequence[str]) -> tuple[Remedy, ...]:
    """The policies are about rows that have an owner."""
    owned = " OR ".join(f"{quote(o)} IS NOT NULL" for o in owners)
    statements = tuple(
        f"ALTER POLICY {policy_name(relation, p)} USING (({p.using}) AND ({owned}))"
        for p in policies
        if p.permissive and p.using
    )
    note = "Whoever put in such a row gets at it by a function then that asks for a token, or by the service."
    return (Remedy(title="Let the policy be about rows that have an owner", statements=statements, note=note),)


def hide_columns(study: Study, relation: Relation, columns: Sequence[str]) -> tuple[Remedy, ...]:
    """The roles of the API read the other columns only."""
    grants: dict[tuple[str, ...], list[str]] = {}
    for role in sorted({a.principal.role for a in study.attackers}):
        rights = study.grants.on(role, relation.oid)
        names = relation.columns if rights.select else rights.select_columns
        kept = tuple(n for n in names if n not in columns)
        if kept:
            grants.setdefault(kept, []).append(role)
    through = [v for v in study.relations if v.kind == "v" and relation.oid in v.reads and is_invoker(v)]
    if not grants or not columns or through:
        return ()  # a view that reads with its caller's rights would be refused
    roles = ", ".join(["PUBLIC", *(quote(r) for of in grants.values() for r in of)])
    return (
        Remedy(
            title=f"Take away the privilege to read {', '.join(columns)}",
            statements=(
                f"REVOKE SELECT ON {relation.sql} FROM {roles}",
                *(
                    f"GRANT SELECT ({', '.join(map(quote, kept))}) ON {relation.sql} TO {', '.join(map(quote, of))}"
                    for kept, of in grants.items()
                ),
            ),
            note="Requests have to name the columns then: SELECT * is refused. Whoever may read these reads them by a "
            "function.",
        ),
    )


def routine_name(routine: Routine) -> str:
    """`FUNCTION schema.name(types)`."""
    kind = "PROCEDURE" if routine.kind == "p" else "FUNCTION"
    return f"{kind} {quote(routine.schema)}.{quote(routine.name)}({', '.join(routine.type_names)})"


def close_routine(routine: Routine, roles: Iterable[str]) -> tuple[Remedy, ...]:
    """The function obeys its caller's policies, or is not theirs to call."""
    names = ", ".join(["PUBLIC", *sorted(quote(r) for r in roles)])
    return (
        Remedy(
            title="Let the function obey the policies of whoever calls it",
            statements=(f"ALTER {routine_name(routine)} SECURITY INVOKER",),
        ),
        Remedy(
            title="Take the function out of reach",
            statements=(f"REVOKE EXECUTE ON {routine_name(routine)} FROM {names}",),
            closes="calls it",
        ),
    )


def as_definer(routine: Routine) -> tuple[Remedy, ...]:
    """The function runs with its owner's rights."""
    return (
        Remedy(
            title="Let the function run with its owner's rights",
            statements=(f"ALTER {routine_name(routine)} SECURITY DEFINER SET search_path = public, pg_temp",),
        ),
    )


def enable_rls(study: Study, relation: Relation) -> tuple[Remedy, ...]:
    """Row-level security on, with policies that let owners, or readers, in."""
    base = f"ALTER TABLE {relation.sql} ENABLE ROW LEVEL SECURITY"
    if relation.policies:
        return (Remedy(title="Turn row-level security on: the policies are there", statements=(base,)),)
    owners = study.ground.user_columns.get(relation.oid, ())
    condition = owner_condition(study, relation, owners)
    if condition:
        policy = (
            f"CREATE POLICY {quote('Owners keep their rows')} ON {relation.sql} FOR ALL TO authenticated "
            f"USING ({condition}) WITH CHECK ({condition})"
        )
        return (Remedy(title="Turn row-level security on, for owners", statements=(base, policy)),)
    note = "Add the policies that the application needs; the service needs none."
    return (Remedy(title="Turn row-level security on", statements=(base,), note=note),)


def trust_app_metadata(relation: Relation, policies: Iterable[Policy]) -> tuple[Remedy, ...]:
    """What only the server can write decides."""
    statements = []
    for policy in policies:
        using = f" USING ({_app(policy.using)})" if policy.using else ""
        check = f" WITH CHECK ({_app(policy.check)})" if policy.check else ""
        statements.append(f"ALTER POLICY {policy_name(relation, policy)}{using}{check}")
    return (
        Remedy(
            title="Read app_metadata, which only the service can write",
            statements=tuple(statements),
            note="Set the value in app_metadata for those who should have it.",
        ),
    )


def _app(expression: str) -> str:
    """The expression with the key `user_metadata` replaced in its parse tree."""
    import postgast

    from trueup.seeding.trees import name_of, walk

    tree = postgast.parse("SELECT " + expression)
    for node in walk(tree):
        if name_of(node) == "A_Const" and node.WhichOneof("val") == "sval" and node.sval.sval == "user_metadata":
            node.sval.sval = "app_metadata"
    return str(postgast.deparse(tree))[len("SELECT ") :]


def look_up_as_owner(study: Study, relation: Relation, command: str, actor: Actor) -> tuple[Remedy, ...]:
    """The sub-queries of the policies that apply become functions that read with their owner's rights."""
    from trueup.access.fixes.recursion import lookups_as_functions

    commands = {command, "SELECT"}
    policies = [p for c in sorted(commands) for p in study.applying(relation, c, actor)]
    return lookups_as_functions(study, [(relation, p) for p in dict.fromkeys(policies)])


def break_recursion(study: Study, ring: Sequence[tuple[Relation, Policy]]) -> tuple[Remedy, ...]:
    """Nothing generic is known that keeps what the policies mean; see `recursion`."""
    from trueup.access.fixes.recursion import lookups_as_functions

    return lookups_as_functions(study, ring)
