"""What rules fear and trying shows to be harmless: views with their owner's rights that show nothing hidden."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.kinds.bypass.views import tables_behind
from trueup.access.model import Refuted
from trueup.access.study import Study
from trueup.seeding.engine import Action, Result, Task
from trueup.seeding.schema import Relation

_Shown = Counter[str]


def refuted(study: Study) -> tuple[Refuted, ...]:
    """Findings of rules that what was tried refutes."""
    claimed = {c.ref for c in study.claims}
    views = [r for r in study.relations if r.kind == "v" and r.schema in study.exposed and r.ref not in claimed]
    return tuple(
        Refuted(rule="view-bypasses-rls", ref=view.ref, reason=reason)
        for view in views
        if not any(o.lower() in ("security_invoker=true", "security_invoker=on") for o in view.options)
        for reason in _harmless(study, view)
    )


def _harmless(study: Study, view: Relation) -> Iterator[str]:
    """Why a view is harmless; nothing where there is a doubt."""
    readers = [a for a in study.actors if a.principal.role not in study.grants.bypass]
    readers = [a for a in readers if study.rights(a, view).select]
    own = study.running.run([Task(actions=(_look(study, a, view),)) for a in readers])
    change = Action(sql=f"ALTER VIEW {view.sql} SET (security_invoker = true)")
    callers = study.running.run([Task(actions=(change, _look(study, a, view))) for a in readers])
    shown = [_rows(r[0]) for r in own]
    as_caller = [_rows(r[1]) if len(r) > 1 else None for r in callers]
    if not readers or any(s is None or s != c for s, c in zip(shown, as_caller, strict=True)):
        return
    seen = [s for s in shown if s]
    if not seen:
        return  # nothing was shown to anybody: nothing was tried
    if any(one - other for one in seen for other in shown if other is not None):
        yield "each caller was shown just what the tables' policies let it read, and not what others were shown"
    elif all(_sees_everything(study, a, view) for a in readers):
        yield "whoever may read it may read every row of the tables behind it"


def _look(study: Study, actor: Actor, view: Relation) -> Action:
    return study.action(actor, f"SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM {view.sql} x", rows=True)


def _rows(result: Result) -> _Shown | None:
    if not result.ok:
        return None
    return Counter(json.dumps(row, sort_keys=True) for row in result.value or ())


def _sees_everything(study: Study, actor: Actor, view: Relation) -> bool:
    tables = [study.schema.relations[o] for o in tables_behind(study, view)]
    return all(
        {r.id for r in study.ground.rows.get(t.oid, ())} <= study.reach(actor).of(t.oid, "SELECT")
        for t in tables
        if t.is_table
    )
