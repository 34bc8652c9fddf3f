"""Policies on files whose look-up takes a path apart that is none: `name` there is the looked-up table's own column.

Inside a sub-query a bare `name` means the inner table's column of that name, where it has one: the file's is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import postgast

from trueup.access.acting import Actor
from trueup.access.fixes.remedies import policy_name
from trueup.access.proofs import Line
from trueup.access.study import Claim, Remedy, Study
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import policy_texts
from trueup.seeding.schema import Policy, Relation, literal, quote
from trueup.seeding.trees import column, name_of, strings, walk

_PATH_PARTS = frozenset({"foldername", "filename", "extension"})
_MAX_TRIED = 6


def find(study: Study) -> Iterator[Claim]:
    """A claim about the policies on `storage.objects`, once mending them lets somebody in who was not."""
    objects = study.schema.named("storage", "objects")
    if objects is None:
        return
    caught = {p.oid: mended for p in objects.policies if (mended := _mended(objects, p))}
    for policy in objects.policies:
        for actor in study.attackers if policy.oid in caught else ():
            if actor.person == "a" and policy in study.applying(objects, policy.command, actor):
                claim = _tried(study, objects, policy, actor, list(caught.values()))
                if claim is not None:
                    yield claim
                    return


def _mended(objects: Relation, policy: Policy) -> str:
    """ALTER POLICY that takes the file's path apart instead; "" where nothing has to be changed."""
    parts = []
    for word, text in (("USING", policy.using), ("WITH CHECK", policy.check)):
        tree = postgast.parse("SELECT " + text) if text else None
        inner = [select for select in walk(tree) if name_of(select) == "SelectStmt"][1:] if tree is not None else []
        caught = [node for select in inner for node in _caught(objects, select)]
        for node in caught:
            node.fields[0].string.sval = objects.name
        if caught:
            parts.append(f"{word} ({str(postgast.deparse(tree))[len('SELECT ') :]})")
    return f"ALTER POLICY {policy_name(objects, policy)} {' '.join(parts)}" if parts else ""


def _caught(objects: Relation, select: Any) -> list[Any]:
    """In a sub-query that reads nothing of the file: columns of its tables that are taken apart as a path."""
    columns = [n for n in walk(select) if name_of(n) == "ColumnRef"]
    if any((column(n) or ("", ""))[0] == objects.name for n in columns):
        return []
    calls = [n for n in walk(select) if name_of(n) == "FuncCall" and strings(n.funcname)[-1] in _PATH_PARTS]
    taken = [n for call in calls for n in walk(call) if name_of(n) == "ColumnRef" and len(n.fields) == 2]
    return [n for n in taken if strings(n.fields)[-1] == "name"]


def _tried(study: Study, objects: Relation, policy: Policy, actor: Actor, mended: list[str]) -> Claim | None:
    for bucket in _buckets(study, objects, policy):
        for folder in _folders(study, policy, actor):
            path = f"{folder}/{folder}/{folder}.txt"
            sql = _statement(objects, policy.command, bucket, path)
            put = Action(sql=f"INSERT INTO {objects.sql} (bucket_id, name) VALUES ({literal(bucket)}, {literal(path)})")
            before = () if policy.command == "INSERT" else (put,)
            asked = study.action(actor, sql, rows=not sql.startswith("INSERT"))
            alter = tuple(Action(sql=text) for text in mended)
            tasks = [Task(actions=(*before, asked)), Task(actions=(*alter, *before, asked))]
            now, then = study.running.run(tasks)
            if _let_in(now, 1 + len(before)) is False and _let_in(then, 1 + len(before) + len(alter)):
                return _claim(study, objects, policy, actor, sql, put.sql, mended)
    return None


def _let_in(results: Any, length: int) -> bool | None:
    """Whether the last of the statements did something; None where one before it failed."""
    if len(results) < length:
        return None
    last = results[-1]
    if not last.ok:
        return False if last.state == "42501" else None
    return bool(last.value if last.value is not None else last.count)


def _buckets(study: Study, objects: Relation, policy: Policy) -> list[str]:
    """The buckets that the policy names; all where it names none."""
    facts = [expression_facts(text) for text in policy_texts(policy)]
    named = {
        b
        for f in facts
        for place in (("", "bucket_id"), (objects.name, "bucket_id"))
        for b in f.constants.get(place, ())
    }
    return sorted(named or {str(r.values.get("bucket_id")) for r in study.ground.rows.get(objects.oid, ())})


def _folders(study: Study, policy: Policy, actor: Actor) -> list[str]:
    """What the looked-up tables hold of the actor's, where folders may be called after it."""
    found = []
    for oid in study.world.insight.influences.get(policy.oid, ()):
        relation = study.schema.relations[oid]
        rows = [r for r in study.world.rows.get(oid, ()) if actor.person in (r.context, r.owner)]
        keys = [*relation.primary_key, *(c for fk in relation.foreign_keys for c in fk.columns)]
        found += [str(r.values[k]) for r in rows[:2] for k in dict.fromkeys(keys) if r.values.get(k) is not None]
    return list(dict.fromkeys(found))[:_MAX_TRIED]


def _statement(objects: Relation, command: str, bucket: str, path: str) -> str:
    where = f"WHERE bucket_id = {literal(bucket)} AND name = {literal(path)}"
    upload = f"INSERT INTO {objects.sql} (bucket_id, name) VALUES ({literal(bucket)}, {literal(path)})"
    counted = "SELECT to_jsonb(count(*)) FROM"
    changes = {"UPDATE": f"UPDATE {objects.sql} SET metadata = metadata", "DELETE": f"DELETE FROM {objects.sql}"}
    if command in changes:
        return f"WITH done AS ({changes[command]} {where} RETURNING 1) {counted} done"
    return upload if command == "INSERT" else f"{counted} {objects.sql} {where}"


def _claim(
    study: Study, objects: Relation, policy: Policy, actor: Actor, sql: str, put: str, mended: list[str]
) -> Claim:
    message = (
        f'The policy "{policy.name}" on {objects.ref.qualified} takes a path apart that is none: inside its look-up '
        f"\"name\" is the looked-up table's column and not the file's, so that it lets nobody in."
    )
    why = f"A file of {actor.name}'s own folder, and yet:"
    role = quote(actor.principal.role)
    lines = [Line(sql="RESET ROLE"), Line(sql=put, affected=True), Line(sql=f"SET LOCAL ROLE {role}")]
    lines.append(Line(sql=sql, value="0", comment=why))
    if policy.command == "INSERT":
        lines = [Line(sql=sql, refused="42501", comment=why)]
    looked_up = study.world.insight.influences.get(policy.oid, ())
    return Claim(
        rule="path-of-another-name",
        severity=Severity.WARNING,
        ref=study.policy_ref(objects, policy),
        message=message,
        help="Write objects.name inside the look-up.",
        related=(objects.ref,),
        proof=study.proof(message, actor, [objects.oid, *looked_up], lines),
        remedies=(Remedy(title="Take the file's path apart: objects.name", statements=tuple(mended)),),
        tables=(objects.oid,),
    )
