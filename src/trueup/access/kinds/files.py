"""Files in storage: put into another's folder, shown to all, or of a form that a policy can't cope with."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.proofs import Line
from trueup.access.study import Claim, Remedy, Study
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.schema import Relation, literal, quote

# In the folder itself; where the name has to have the writer's own id somewhere, below it and in the file's name.
_TRIED = ("{folder}/tried.txt", "{folder}/{own}/tried.txt", "{folder}/tried-{own}.txt")


def find(study: Study) -> Iterator[Claim]:
    """Claims about `storage.objects`, where the project has policies on it."""
    objects = study.schema.named("storage", "objects")
    owner = study.actor("B")
    if objects is None or owner is None or not objects.policies:
        return
    stumbling = _stumbles(study, objects)
    if stumbling is not None:
        yield stumbling
    yield from _shown_to_all(study, objects)
    yield from _uploaded(study, objects, owner)
    yield from _of_any_member(study, objects)


def _uploaded(study: Study, objects: Relation, owner: Actor) -> Iterator[Claim]:
    for bucket in sorted({str(r.values.get("bucket_id")) for r in study.ground.rows.get(objects.oid, ())}):
        for actor in study.attackers:
            for path in _paths(study, actor):
                sql = _upload(study, actor, bucket, path)
                tasks = [Task(actions=(study.action(actor, sql),))]
                if not study.running.run(tasks)[0][0].ok:
                    continue
                command = _ties(study, objects, bucket, path, owner, actor)
                if command:
                    yield _claim(study, objects, bucket, actor, command, sql)
                    return


def _paths(study: Study, actor: Actor) -> list[str]:
    """Names in B's folder that the actor may try."""
    folder, own = study.world.people["b"].uid, study.world.people[actor.person].uid if actor.person else ""
    return [path.format(folder=folder, own=own) for path in (_TRIED if own else _TRIED[:1])]


def _stumbles(study: Study, objects: Relation) -> Claim | None:
    """A file beside all folders, which a policy that casts the folder's name can't cope with."""
    for bucket in sorted({str(r.values.get("bucket_id")) for r in study.ground.rows.get(objects.oid, ())}):
        stray = Action(sql=f"INSERT INTO {objects.sql} (bucket_id, name) VALUES ({literal(bucket)}, 'tried/tried.txt')")
        look = f"SELECT count(*) FROM {objects.sql} WHERE bucket_id = {literal(bucket)}"
        for actor in study.attackers:
            if (objects.oid, "SELECT") in study.reach(actor).errors:
                continue
            results = study.running.run([Task(actions=(stray, study.action(actor, look)))])[0]
            if len(results) == 2 and results[1].state == "22P02":
                return _stumbling(study, objects, bucket, actor, stray.sql, look, results[1].message)
    return None


def _stumbling(study: Study, objects: Relation, bucket: str, actor: Actor, stray: str, look: str, words: str) -> Claim:
    message = (
        f"One file of the bucket {bucket} in another form of folder makes every listing by {actor.name} fail: {words} "
        "(22P02). A policy casts the folder's name."
    )
    lines = [
        Line(sql="RESET ROLE", comment="A file that the dashboard, or the service, put there."),
        Line(sql=stray, affected=True),
        Line(sql=f"SET LOCAL ROLE {quote(actor.principal.role)}"),
        Line(sql=look, refused="22P02", comment=f"{actor.name} lists the bucket."),
    ]
    return Claim(
        rule="access-raises",
        severity=Severity.REVIEW,
        ref=objects.ref,
        subject=bucket,
        message=message,
        help="Compare as text: (storage.foldername(name))[1] = auth.uid()::text.",
        related=study.policy_refs(objects, "SELECT", actor),
        proof=study.proof(message, actor, [objects.oid], lines),
        tables=(objects.oid,),
    )


def _shown_to_all(study: Study, objects: Relation) -> Iterator[Claim]:
    """Files of a bucket that the project made private, shown to whom nothing ties to them, though uploads are bound."""
    # Older than the people who were put in: the project made it, and said that it is not public.
    first = f"(SELECT age(xmin) FROM auth.users WHERE id = {literal(study.world.people['c'].uid)})"
    private = f"SELECT coalesce(jsonb_agg(id), '[]') FROM storage.buckets WHERE NOT public AND age(xmin) > {first}"
    for bucket in sorted(study.running.query(private) or ()):
        for actor in [a for a in study.attackers if a.person in ("", "n")]:
            sql = _upload(study, actor, bucket, _paths(study, actor)[0])
            refused = not study.running.run([Task(actions=(study.action(actor, sql),))])[0][0].ok
            seen = study.reach(actor).of(objects.oid, "SELECT")
            files = [r for r in study.ground.rows.get(objects.oid, ()) if r.values.get("bucket_id") == bucket]
            theirs = [r for r in files if r.id in seen and study.is_anothers(r, actor)]
            if refused and theirs:
                yield _shown_claim(study, objects, bucket, actor, str(theirs[0].values.get("name")))
                break


def _shown_claim(study: Study, objects: Relation, bucket: str, actor: Actor, name: str) -> Claim:
    who = "Anyone, without an account," if actor.principal.role == "anon" else "Any signed-in user"
    message = (
        f"{who} can list and download every file of the bucket {bucket}, which is not public, though its uploads are "
        "bound to their owners' folders."
    )
    where = f"bucket_id = {literal(bucket)} AND name = {literal(name)}"
    line = Line(sql=f"SELECT count(*) FROM {objects.sql} WHERE {where}", value="1", comment="A file of B's.")
    return Claim(
        rule="sensitive-columns-public",
        severity=Severity.REVIEW,
        ref=objects.ref,
        subject=bucket,
        message=message,
        help="Bind the SELECT policy to the folder's owner too, or make the bucket public to say that all may read it.",
        related=study.policy_refs(objects, "SELECT", actor),
        proof=study.proof(message, actor, [objects.oid], [line]),
        tables=(objects.oid,),
    )


def _of_any_member(study: Study, objects: Relation) -> Iterator[Claim]:
    """Files that A reaches for being a member of something, whatever of, and may not upload there."""
    actor, stranger = study.actor("A"), study.actor("stranger")
    if actor is None or stranger is None:
        return
    theirs = [r for r in study.ground.rows.get(objects.oid, ()) if "b" in study.ground.named_in(r)]
    for command in ("DELETE", "UPDATE", "SELECT"):
        members = _member_tables(study, objects, command, actor)
        reached = study.reach(actor).of(objects.oid, command) - study.reach(stranger).of(objects.oid, command)
        row = next((r for r in theirs if r.id in reached), None)
        if row is None or not members:
            continue
        bucket, name = str(row.values.get("bucket_id")), str(row.values.get("name"))
        upload = study.action(actor, _upload(study, actor, bucket, f"{name}.tried"))
        if not study.running.run([Task(actions=(upload,))])[0][0].ok:
            yield _any_member_claim(study, objects, actor, command, members, bucket, name)
            return


def _member_tables(study: Study, objects: Relation, command: str, actor: Actor) -> list[Relation]:
    """Tables of members that the policies for files look the caller up in: their key is a person and what it is of."""
    found = []
    by_owner = study.world.planner.by_owner
    for policy in study.applying(objects, command, actor):
        for oid in study.world.insight.influences.get(policy.oid, ()) if policy.permissive else ():
            table = study.schema.relations[oid]
            personal = [c for c in table.primary_key if (oid, c) in by_owner]
            has_roles = any(p[0] == oid for p in study.world.insight.constants)
            if not table.is_platform and personal and len(table.primary_key) > len(personal) and not has_roles:
                found.append(table)
    return list({t.oid: t for t in found}.values())


def _any_member_claim(
    study: Study, objects: Relation, actor: Actor, command: str, members: list[Relation], bucket: str, name: str
) -> Claim:
    tables = ", ".join(m.ref.qualified for m in members)
    message = (
        f"Whoever has any row in {tables} reaches every file of the bucket {bucket} ({command}), also where it may not "
        "upload: the policy's look-up is not tied to the file's folder."
    )
    where = f"WHERE bucket_id = {literal(bucket)} AND name = {literal(name)}"
    statements = {
        "SELECT": f"SELECT count(*) FROM {objects.sql} {where}",
        "UPDATE": f"UPDATE {objects.sql} SET metadata = metadata {where}",
        "DELETE": f"DELETE FROM {objects.sql} {where}",
    }
    reads = command == "SELECT"
    line = Line(sql=statements[command], value="1" if reads else None, affected=not reads, comment="A file of B's.")
    return Claim(
        rule="reads-not-tied" if reads else "membership-not-tied",
        severity=Severity.WARNING if reads else Severity.ERROR,
        ref=objects.ref,
        subject=bucket,
        message=message,
        help="Compare the column of the look-up with the folder: m.team_id::text = (storage.foldername(name))[1].",
        related=(*study.policy_refs(objects, command, actor), *(m.ref for m in members)),
        proof=study.proof(message, actor, [objects.oid, *(m.oid for m in members)], [line]),
        tables=(objects.oid,),
    )


def _upload(study: Study, actor: Actor, bucket: str, path: str) -> str:
    """An upload as the storage service makes it: it sets the owner to whoever asks."""
    uid = study.world.people[actor.person].uid if actor.person else None
    owner = f"{literal(uid)}::uuid, {literal(uid)}" if uid else "NULL, NULL"
    values = f"{literal(bucket)}, {literal(path)}, {owner}"
    return f"INSERT INTO storage.objects (bucket_id, name, owner, owner_id) VALUES ({values})"


def _ties(study: Study, objects: Relation, bucket: str, name: str, owner: Actor, actor: Actor) -> str:
    """A command that a folder's name alone opens to whom it names and keeps from the actor; "" where there is none."""
    path = literal(name)
    nobodys = f"INSERT INTO {objects.sql} (bucket_id, name) VALUES ({literal(bucket)}, {path})"
    where = f"WHERE bucket_id = {literal(bucket)} AND name = {path}"
    statements = {
        "SELECT": f"SELECT name FROM {objects.sql} {where}",
        "UPDATE": f"UPDATE {objects.sql} SET metadata = metadata {where}",
        "DELETE": f"DELETE FROM {objects.sql} {where}",
    }
    tasks = [
        Task(actions=(Action(sql=nobodys), study.action(who, sql)))
        for sql in statements.values()
        for who in (owner, actor)
    ]
    counts = [r[1].count if len(r) > 1 and r[1].ok else 0 for r in study.running.run(tasks)]
    pairs = zip(statements, counts[::2], counts[1::2], strict=True)
    return next((command for command, owners, others in pairs if owners and not others), "")


def _claim(study: Study, objects: Relation, bucket: str, actor: Actor, command: str, sql: str) -> Claim:
    who = "Anyone, without an account," if actor.principal.role == "anon" else f"Any signed-in user ({actor.name})"
    message = (
        f"{who} can upload files into another user's folder of the bucket {bucket}: the INSERT policy does not ask "
        f"whose the folder is, though the {command} policy takes it for its owner's."
    )
    policies = [p for p in study.applying(objects, "INSERT", actor) if p.permissive and p.command == "INSERT"]
    folder = "(storage.foldername(name))[1] = (SELECT auth.uid())::text"
    remedies = tuple(
        Remedy(
            title="Bind uploads to the caller's own folder",
            statements=(f"ALTER POLICY {quote(p.name)} ON {objects.sql} WITH CHECK (({p.check}) AND {folder})",),
        )
        for p in policies
        if p.check
    )
    line = Line(sql=sql, affected=True, comment=f"Into B's folder; {actor.name} writes it.")
    return Claim(
        rule="forgery",
        severity=Severity.ERROR,
        ref=objects.ref,
        subject=f"INSERT {bucket}",
        message=message,
        help="Ask in the INSERT policy too whose folder it is: (storage.foldername(name))[1] = auth.uid()::text.",
        related=study.policy_refs(objects, "INSERT", actor),
        proof=study.proof(message, actor, [objects.oid], [line]),
        remedies=remedies,
        tables=(objects.oid,),
    )
