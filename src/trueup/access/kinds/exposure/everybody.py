"""What everybody reads: tables without row-level security, and sensitive columns of tables that all may read."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access import sensitive
from trueup.access.acting import Actor
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.expressions import expression_facts
from trueup.seeding.schema import Policy, Relation, quote


def find(study: Study) -> Iterator[Claim]:
    """Claims about tables that are open to all."""
    for relation in study.relations:
        if not relation.is_table or relation.schema not in study.exposed or relation.is_platform:
            continue
        if not relation.rls:
            if not relation.partition and not relation.parents:
                yield from _without_rls(study, relation)
        elif not relation.partition:
            told = list(_open_to_read(study, relation)) or list(_partly_open(study, relation))
            yield from told
            yield from _signed_out(study, relation)
            yield from _of_nobody(study, relation)


def _partly_open(study: Study, relation: Relation) -> Iterator[Claim]:
    """Rows of others that a condition shows to whom nothing ties to them, with columns that let their reader act."""
    rows = study.ground.rows.get(relation.oid, ())
    for actor in study.attackers:
        if actor.person not in ("", "n") or study.platform != "supabase":
            continue
        reached = study.reach(actor).of(relation.oid, "SELECT")
        others = [r for r in rows if r.id in reached and study.is_anothers(r, actor)]
        hidden = [r for r in rows if r.id not in reached and study.is_anothers(r, actor)]
        rights = study.rights(actor, relation)
        columns = list(relation.columns) if rights.select else list(rights.select_columns)
        names = [n for n in _keys_to_something(relation, columns) if any(r.values.get(n) is not None for r in others)]
        if not names or not others or not hidden:
            continue
        message = (
            f"{_who(study, actor)} reads {', '.join(names)} of rows of {relation.ref.qualified} that belong to others: "
            "a condition shows these rows, and whoever reads such a value can use it."
        )
        count = f"SELECT count({quote(names[0])}) FROM {relation.sql} WHERE {where_is(relation, others[0])}"
        yield Claim(
            rule="sensitive-columns-public",
            severity=Severity.WARNING,
            ref=relation.ref,
            subject=",".join(names),
            message=message,
            help="Show the rows without these columns (a view, a column grant); let a function look the value up.",
            related=study.policy_refs(relation, "SELECT", actor),
            proof=study.proof(message, actor, [relation.oid], [Line(sql=count, value="1")]),
            remedies=remedies.hide_columns(study, relation, names),
            tables=(relation.oid,),
        )
        return


def _keys_to_something(relation: Relation, columns: list[str]) -> list[str]:
    """Columns named like secrets, and unique codes: whoever knows one may use it."""
    unique = {u.columns[0] for u in relation.uniques if len(u.columns) == 1}
    codes = [n for n in columns if n in unique and (n == "code" or n.endswith("_code"))]
    usable = [n for n in sensitive.secret(columns) if not n.lower().endswith("_hash")]  # a digest opens nothing
    return [*usable, *(n for n in codes if n not in usable)]


def _first(study: Study, relation: Relation) -> tuple[Actor, bool] | None:
    """The least entitled who gets at the table, and whether by writing."""
    found = None
    for actor in study.attackers:
        rights = study.rights(actor, relation)
        writes = rights.insert or rights.update or rights.delete or rights.insert_columns or rights.update_columns
        if writes:
            return actor, True
        if (rights.select or rights.select_columns) and found is None:
            found = (actor, False)
    return found


def _without_rls(study: Study, relation: Relation) -> Iterator[Claim]:
    found = _first(study, relation)
    if found is None:
        return
    actor, writes = found
    severity = _severity(study, relation, writes)
    if severity is None:
        return
    who = _who(study, actor)
    rights = study.rights(actor, relation)
    verb = "read and write" if writes else "read"
    dormant = bool(relation.policies)
    message = f"{who} can {verb} every row of {relation.ref.qualified}: row-level security is off"
    message += ", so its policies count for nothing." if dormant else "."
    line = Line(sql=f"SELECT count(*) FROM {relation.sql}", at_least=1, comment="All rows, whoever they belong to.")
    if not rights.select:
        line = Line(
            sql=f"SELECT has_any_column_privilege({_text(relation.sql)}, 'SELECT, INSERT, UPDATE')", value="True"
        )
    yield Claim(
        rule="policies-without-rls" if dormant else "rls-disabled",
        severity=severity,
        ref=relation.ref,
        message=message,
        help="Enable row-level security and add the policies that the application needs.",
        related=tuple(study.policy_ref(relation, p) for p in relation.policies),
        proof=study.proof(message, actor, [relation.oid], [line]),
        remedies=remedies.enable_rls(study, relation),
        tables=(relation.oid,),
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _severity(study: Study, relation: Relation, writes: bool) -> Severity | None:
    if study.platform == "supabase":
        owned = bool(study.ground.user_columns.get(relation.oid)) or bool(relation.policies)
        return Severity.ERROR if writes or owned or sensitive.secret(relation.columns) else Severity.WARNING
    if relation.policies:
        return Severity.ERROR
    guarded = [r for r in study.relations if r.is_table and r.rls]
    tenant = {(c, r.columns[c].type_name) for r in guarded for c in study.ground.owner_columns.get(r.oid, ())}
    if any((n, c.type_name) in tenant for n, c in relation.columns.items()):
        return Severity.ERROR
    oids = {r.oid for r in guarded}
    return Severity.WARNING if any(fk.target in oids for fk in relation.foreign_keys) else None


def _who(study: Study, actor: Actor) -> str:
    if study.platform != "supabase":
        return actor.name
    return "Anyone, without an account," if actor.principal.role == "anon" else "Any signed-in user"


def _open_to_read(study: Study, relation: Relation) -> Iterator[Claim]:
    """Every row is there for all to read: a question, where its columns are such that somebody may "
    "not have meant it."""
    rows = {r.id for r in study.ground.rows.get(relation.oid, ())}
    owners = study.ground.owner_columns.get(relation.oid) or study.ground.user_columns.get(relation.oid)
    hanging = not owners and relation.oid in study.ground.through
    ours = owners or hanging
    for actor in study.attackers:
        plain = study.platform != "supabase"
        if actor.person not in ("", "n") or not rows or (plain and not _for_everybody(study, relation, actor)):
            continue
        reached = rows & study.reach(actor).of(relation.oid, "SELECT")
        if not reached or (reached != rows and not hanging):
            continue
        rights = study.rights(actor, relation)
        columns = list(relation.columns) if rights.select else list(rights.select_columns)
        secrets = sensitive.secret(columns)
        names = secrets or ([] if plain else sensitive.personal(columns))
        if not ours or plain:
            secrets = names = [n for n in secrets if _is_text(study, relation, n)]
        if not names:
            if owners and rights.select:
                yield _public(study, relation, actor, owners)
            return
        what = "every row" if reached == rows else "rows"
        message = f"{_who(study, actor)} reads {', '.join(names)} of {what} of {relation.ref.qualified}" + (
            f", though its rows {'hang on what belongs' if hanging else 'belong'} to users." if ours else "."
        )
        listed = ", ".join(quote(n) for n in names)
        line = Line(sql=f"SELECT count(*) FROM (SELECT {listed} FROM {relation.sql}) x", at_least=1)
        yield Claim(
            rule="sensitive-columns-public",
            severity=Severity.WARNING if secrets and not hanging and not plain else Severity.REVIEW,
            ref=relation.ref,
            subject=",".join(names),
            message=message,
            help="Grant SELECT on the columns that are meant to be public, or keep the others in a table of their own.",
            related=study.policy_refs(relation, "SELECT", actor),
            proof=study.proof(message, actor, [relation.oid], [line]),
            remedies=remedies.hide_columns(study, relation, names),
            tables=(relation.oid,),
        )
        return


def _public(study: Study, relation: Relation, actor: Actor, owners: tuple[str, ...]) -> Claim:
    """Nothing in its columns says that it is private: all that is asked is whether that is meant."""
    message = (
        f"{_who(study, actor)} reads every row and column of {relation.ref.qualified}, though {', '.join(owners)} says "
        "whose the rows are."
    )
    line = Line(sql=f"SELECT count(*) FROM {relation.sql}", at_least=1)
    return Claim(
        rule="owned-rows-public",
        severity=Severity.REVIEW,
        ref=relation.ref,
        message=message,
        help="Nothing is to be done where it is meant; else bind the SELECT policy to the owner. "
        "--write-expect notes what is meant.",
        related=study.policy_refs(relation, "SELECT", actor),
        proof=study.proof(message, actor, [relation.oid], [line]),
        tables=(relation.oid,),
    )


def _for_everybody(study: Study, relation: Relation, actor: Actor) -> bool:
    """Whether what shows the rows is a policy for all roles, where policies hold writing to somebody."""
    shown = study.applying(relation, "SELECT", actor)
    bound = any(p.command != "SELECT" and expression_facts(p.using or p.check or "").callers for p in relation.policies)
    return relation.rls and bound and bool(shown) and all("public" in p.roles for p in shown)


def _is_text(study: Study, relation: Relation, name: str) -> bool:
    """Whether it holds a text, bytes or a uuid: a flag or a number called so is none."""
    type_ = study.schema.types.get(relation.columns[name].type)
    return type_ is not None and (type_.category == "S" or type_.plain in ("uuid", "bytea"))


def _signed_out(study: Study, relation: Relation) -> Iterator[Claim]:
    """Without an account, or a tenant, one reads what others are denied, by a policy that is about both."""
    for nobody, somebody in _pairs(study):
        if (relation.oid, "SELECT") in study.reach(somebody).errors:
            continue
        more = study.reach(nobody).of(relation.oid, "SELECT") - study.reach(somebody).of(relation.oid, "SELECT")
        tenants = study.platform != "supabase" and bool(study.reach(somebody).of(relation.oid, "SELECT"))
        rows = [r for r in study.ground.rows.get(relation.oid, ()) if r.id in more]
        rows = [r for r in rows if tenants or study.is_anothers(r, somebody)]
        policies = study.applying(relation, "SELECT", nobody)
        shared = [p for p in policies if p.permissive and p in study.applying(relation, "SELECT", somebody)]
        if rows and shared:
            yield _more(study, relation, nobody, rows[0], shared)
            return
        lost = [r for r in study.ground.rows.get(relation.oid, ()) if r.id in more]
        if lost and study.platform == "supabase":
            yield _lost(study, relation, nobody, lost[0], [p for p in policies if p.permissive])
            return


def _pairs(study: Study) -> list[tuple[Actor, Actor]]:
    """Who is nobody, and who is somebody by the same policies."""
    anon, stranger = study.actor("anon"), study.actor("stranger")
    if anon is not None and stranger is not None:
        return [(anon, stranger)]
    tenants = {a.principal.role: a for a in study.attackers if a.person == "a"}
    return [
        (a, tenants[a.principal.role])
        for a in study.attackers
        if a.name.endswith("no tenant") and a.principal.role in tenants
    ]


def _more(study: Study, relation: Relation, nobody: Actor, row: Row, shared: list[Policy]) -> Claim:
    if study.platform == "supabase":
        message = (
            f"Anyone, without an account, reads rows of {relation.ref.qualified} that signed-in users are denied: the "
            "condition holds where nobody is signed in (auth.uid() is null then)."
        )
        help_ = "Say TO authenticated in the policy, or leave auth.uid() IS NULL out of its condition."
    else:
        message = (
            f"{nobody.name} reads rows of {relation.ref.qualified} that a tenant is denied: the condition holds "
            "where the setting is empty, so a connection that forgets to set it sees every tenant's rows."
        )
        help_ = "Let the condition fail where the setting is empty."
    where = where_is(relation, row)
    line = Line(sql=f"SELECT count(*) FROM {relation.sql} WHERE {where}", value="1", comment="As nobody in particular.")
    return Claim(
        rule="signed-out-reads-more",
        severity=Severity.ERROR,
        ref=relation.ref,
        message=message,
        help=help_,
        related=tuple(study.policy_ref(relation, p) for p in shared),
        proof=study.proof(message, nobody, [relation.oid], [line]),
        remedies=remedies.signed_in_only(relation, shared) if study.platform == "supabase" else (),
        tables=(relation.oid,),
    )


def _lost(study: Study, relation: Relation, nobody: Actor, row: Row, policies: list[Policy]) -> Claim:
    """What is for anon alone: whoever has an account reads it only by leaving its token away."""
    private = sensitive.personal(relation.columns) if study.ground.owner_columns.get(relation.oid) else []
    message = (
        f"Anyone, without an account, reads rows of {relation.ref.qualified} that signed-in users are denied"
        f"{', ' + ', '.join(private) + ' included' if private else ''}: a policy is for anon alone, "
        "so whoever signs in loses them, and gets them back by leaving the token away."
    )
    count = f"SELECT count(*) FROM {relation.sql} WHERE {where_is(relation, row)}"
    return Claim(
        rule="signed-in-reads-less",
        severity=Severity.WARNING if private else Severity.REVIEW,
        ref=relation.ref,
        message=message,
        help="Say TO anon, authenticated where all are meant to read them; else bind the policy to what may be public.",
        related=tuple(study.policy_ref(relation, p) for p in policies),
        proof=study.proof(message, nobody, [relation.oid], [Line(sql=count, value="1")]),
        tables=(relation.oid,),
    )


def _of_nobody(study: Study, relation: Relation) -> Iterator[Claim]:
    """Rows without an owner, in a table whose other rows are their owners' alone."""
    owners = study.ground.owner_columns.get(relation.oid, ())
    rows = [r for r in study.ground.rows.get(relation.oid, ()) if all(r.values.get(o) is None for o in owners)]
    private = sensitive.personal(relation.columns) or sensitive.secret(relation.columns)
    for actor in study.attackers if owners and rows else ():
        if actor.person not in ("", "n") or actor.name.endswith("no tenant"):
            continue
        written = [r for r in rows if r.id in study.reach(actor).of(relation.oid, "UPDATE")]
        read = [r for r in rows if r.id in study.reach(actor).of(relation.oid, "SELECT")]
        if not written and not (read and private):
            continue
        doing = "reads and changes" if written else "reads"
        message = (
            f"{_who(study, actor).rstrip(',')} {doing} the rows of {relation.ref.qualified} that have no owner "
            f"({', '.join(owners)} is null)" + (f", {', '.join(private)} included." if private else ".")
        )
        count = f"SELECT count(*) FROM {relation.sql} WHERE {where_is(relation, (written or read)[0])}"
        yield Claim(
            rule="ownerless-rows-open",
            severity=Severity.WARNING if written and private else Severity.REVIEW,
            ref=relation.ref,
            message=message,
            help="Tie such rows to something that only their author knows (a token), or write them by the service.",
            related=study.policy_refs(relation, "UPDATE" if written else "SELECT", actor),
            proof=study.proof(message, actor, [relation.oid], [Line(sql=count, value="1")]),
            remedies=remedies.owned_only(relation, _about_nobodys(relation, owners), owners),
            tables=(relation.oid,),
        )
        return


def _about_nobodys(relation: Relation, owners: tuple[str, ...]) -> list[Policy]:
    """Policies that ask whether the owner is NULL."""
    return [p for p in relation.policies if p.using and {n for _, n in expression_facts(p.using).nulls} & set(owners)]
