"""Views and materialized views (manual, CREATE VIEW, CREATE MATERIALIZED VIEW)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trueup.catalog.model import Column, MaterializedView, View
from trueup.plan import sql
from trueup.plan.kinds import column as columns
from trueup.plan.kinds.base import EXCLUSIVE, SHARE_UPDATE, Kind, altered, made, step
from trueup.plan.kinds.column_text import target
from trueup.plan.node import Node
from trueup.plan.scope import Delta, Scope
from trueup.step import Hazard, Step


def _options(view: View) -> list[str]:
    """As the view has them: ``security_invoker=on`` is kept by the server as it was said."""
    said = {option.partition("=")[0] for option in view.options}
    names = ("security_invoker", "security_barrier")
    found = [f"{name}=true" for name in names if getattr(view, name) and name not in said]
    if view.check_option:
        found.append(f"check_option={view.check_option}")
    return [*found, *view.options]


def _text(view: View, scope: Scope, *, replace: bool) -> str:
    """The query as the server printed it; the names of its columns are in the query."""
    options = _options(view)
    with_ = f" WITH ({sql.options_list(options)})" if options else ""
    word = "CREATE OR REPLACE VIEW" if replace else "CREATE VIEW"
    query = view.definition.strip().removesuffix(";")
    return f"{word} {sql.name(view.ref)}{with_} AS\n{query};"


def create(view: View, scope: Scope) -> Sequence[Node]:
    """CREATE VIEW with its options from the start, and its columns' own defaults."""
    own = scope.columns(view.ref)
    statements = [_text(view, scope, replace=False)]
    statements += [f"{target(c)} SET DEFAULT {c.default};" for c in own if c.default is not None]
    return [made(view, statements, also=[c.ref for c in own])]


def alter(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """CREATE OR REPLACE where the columns allow it (new ones only at the end), else made anew."""
    old, new = delta.old, delta.new
    steps: list[Step] = []
    if "definition" in delta:
        if not _columns_fit(new, scope):
            return None
        text = _text(new, scope, replace=True)
        steps.append(step(text, new.ref, "its query", lock=EXCLUSIVE, hazards=_opens(old, new)))
    elif delta.any("security_invoker", "security_barrier", "check_option", "options"):
        target = f"ALTER VIEW {sql.name(new.ref)}"
        for text in sql.changed_options(target, _options(old), _options(new)):
            steps.append(step(text, new.ref, "its options", lock=EXCLUSIVE, hazards=_opens(old, new)))
    node = altered(new.ref, steps)
    added = [c.ref for c in scope.columns(new.ref) if scope.old(c.ref) is None]
    node.makes |= frozenset(added)
    return [node]


def _opens(old: View, new: View) -> list[Hazard]:
    return [Hazard.OPENS_ACCESS] if old.security_invoker and not new.security_invoker else []


def _columns_fit(view: View, scope: Scope) -> bool:
    before, after = scope.columns(view.ref, before=True), scope.columns(view.ref)
    return len(before) <= len(after) and all(map(_same_column, before, after))


def _same_column(a: Column, b: Column) -> bool:
    return (a.ref, a.type, a.collation) == (b.ref, b.type, b.collation)


def create_materialized(view: MaterializedView, scope: Scope) -> Sequence[Node]:
    """CREATE MATERIALIZED VIEW, filled where it is on the other side."""
    using = f" USING {sql.quote(view.access_method)}" if view.access_method not in {"", "heap"} else ""
    with_ = f" WITH ({sql.options_list(view.options)})" if view.options else ""
    space = f" TABLESPACE {sql.quote(view.tablespace)}" if view.tablespace else ""
    query = view.definition.strip().removesuffix(";")
    filled = "" if view.populated else "\nWITH NO DATA"
    text = f"CREATE MATERIALIZED VIEW {sql.name(view.ref)}{using}{with_}{space} AS\n{query}{filled};"
    own = scope.columns(view.ref)
    statements = [text]
    for column in own:
        statements += columns.details(column, scope)
    return [made(view, statements, also=[c.ref for c in own])]


def alter_materialized(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """Its storage in place; another query is another materialized view."""
    new: Any = delta.new
    if delta.any("definition"):
        return None
    target = f"ALTER MATERIALIZED VIEW {sql.name(new.ref)}"
    options = sql.changed_options(target, delta.old.options, new.options)
    texts = []
    if "access_method" in delta:
        texts.append(f"{target} SET ACCESS METHOD {sql.quote(new.access_method)};")
    if "tablespace" in delta:
        texts.append(f"{target} SET TABLESPACE {sql.quote(new.tablespace or 'pg_default')};")
    if "populated" in delta:
        texts.append(f"REFRESH MATERIALIZED VIEW {sql.name(new.ref)}{'' if new.populated else ' WITH NO DATA'};")
    steps = [step(t, new.ref, "how it is kept", lock=SHARE_UPDATE) for t in options]
    steps += [step(t, new.ref, "how it is kept", lock=EXCLUSIVE, rewrites=True) for t in texts]
    return [altered(new.ref, steps)]


VIEW = Kind(rank=30, create=create, alter=alter)
MATERIALIZED_VIEW = Kind(rank=31, create=create_materialized, alter=alter_materialized)
