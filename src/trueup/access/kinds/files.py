"""Files put into another's folder: the folder that other policies of the bucket take for the owner's."""

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
    """A claim for the first bucket into whose folders somebody else may upload."""
    objects = study.schema.named("storage", "objects")
    owner = study.actor("B")
    if objects is None or owner is None or not objects.policies:
        return
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
