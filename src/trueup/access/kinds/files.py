"""Files in storage: put into another's folder, shown to all, or of a form that a policy can't cope with."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.proofs import Line
from trueup.access.study import Claim, Remedy, Study
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.schema import Relation, literal, quote

_TRIED = "{folder}/tried.txt"


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


def _uploaded(study: Study, objects: Relation, owner: Actor) -> Iterator[Claim]:
    for bucket in sorted({str(r.values.get("bucket_id")) for r in study.ground.rows.get(objects.oid, ())}):
        for actor in study.attackers:
            sql = _upload(study, actor, bucket, study.world.people["b"].uid)
            tasks = [Task(actions=(study.action(actor, sql),))]
            if not study.running.run(tasks)[0][0].ok:
                continue
            command = _ties(study, objects, bucket, owner, actor)
            if command:
                yield _claim(study, objects, bucket, actor, command, sql)
                return


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
            sql = _upload(study, actor, bucket, study.world.people["b"].uid)
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


def _upload(study: Study, actor: Actor, bucket: str, folder: str) -> str:
    """An upload as the storage service makes it: it sets the owner to whoever asks."""
    uid = study.world.people[actor.person].uid if actor.person else None
    owner = f"{literal(uid)}::uuid, {literal(uid)}" if uid else "NULL, NULL"
    path = literal(_TRIED.format(folder=folder))
    return f"INSERT INTO storage.objects (bucket_id, name, owner, owner_id) VALUES ({literal(bucket)}, {path}, {owner})"


def _ties(study: Study, objects: Relation, bucket: str, owner: Actor, actor: Actor) -> str:
    """A command that a folder's name alone opens to whom it names and keeps from the actor; "" where there is none."""
    path = literal(_TRIED.format(folder=study.world.people["b"].uid))
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
