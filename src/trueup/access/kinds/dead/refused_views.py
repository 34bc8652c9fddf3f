"""Views that users may read by their grants, and that the server refuses them all: what is behind is not granted."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study
from trueup.finding import Severity
from trueup.seeding.engine import Result, Task
from trueup.seeding.schema import Relation

_REFUSED = ("42501", "42P17", "54001")


def find(study: Study) -> Iterator[Claim]:
    """Claims about exposed views: that all users fail on, though no table behind fails for them by itself."""
    views = [r for r in study.relations if r.kind == "v" and r.schema in study.exposed]
    for view in views:
        readers = [a for a in study.attackers if study.rights(a, view).select and a.person != "n"]
        signed_in = [a for a in readers if a.principal.role != "anon"]
        asked = [(a, _read(study, view, a)) for a in signed_in or readers]
        if asked and all(r.state in _REFUSED for _, r in asked) and not _told(study, view, asked[0][0]):
            yield _claim(study, view, *asked[0])


def _read(study: Study, view: Relation, actor: Actor) -> Result:
    action = study.action(actor, f"SELECT to_jsonb(count(*)) FROM {view.sql}", rows=True)
    return study.running.run([Task(actions=(action,))])[0][0]


def _told(study: Study, view: Relation, actor: Actor) -> bool:
    """Whether a table behind it fails by itself, which is told there."""
    return any((oid, "SELECT") in study.reach(actor).errors for oid in view.reads)


def _claim(study: Study, view: Relation, actor: Actor, refused: Result) -> Claim:
    role = actor.principal.role
    line = Line(sql=f"SELECT count(*) FROM {view.sql}", refused=refused.state, comment="The server refuses it.")
    behind = [oid for oid in view.reads if oid in study.schema.relations]
    return Claim(
        rule="view-always-refused",
        severity=Severity.WARNING,
        ref=view.ref,
        message=f"Every SELECT on the view {view.ref.qualified} by {role} fails, though {role} may read the view: "
        f"{refused.message}. What is behind it is read with its caller's rights.",
        help="Grant what the view reads (row-level security stays in force), or revoke the view.",
        related=tuple(study.schema.relations[oid].ref for oid in behind),
        proof=study.proof(f"The view {view.ref.qualified} is refused", actor, behind, [line]),
        tables=(view.oid,),
    )
