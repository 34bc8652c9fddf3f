"""What asks for the effect of a migration: the declared schema, production's own failed statements, a finding. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trueup.catalog.model import Catalog
from trueup.diff.model import Change, ChangeKind, Drift
from trueup.finding import Finding
from trueup.migrations.missing import MISSING, missing_names
from trueup.ref import ObjectRef
from trueup.replay.model import Outcome, ServerError, Status

_UNDONE = frozenset({Status.REFUSED, Status.ROLLED_BACK, Status.NOT_RUN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """Everything that may ask for what a migration makes.

    Args:
        production: what is there.
        declared: what should be there, or None where nothing declares it.
        refs: objects that production's own statements tried to make and could not, each with who tried.
        names: names that a refused statement or a finding looked for, each set with who looked.
    """

    production: Catalog
    declared: Catalog | None = None
    refs: tuple[tuple[ObjectRef, str], ...] = ()
    names: tuple[tuple[frozenset[str], str], ...] = ()


def gather(
    production: Catalog,
    declared: Catalog | None,
    outcomes: Iterable[Outcome],
    findings: Iterable[Finding],
    wanted: Iterable[ObjectRef],
) -> Wants:
    """Collect what asks.

    Args:
        production, declared: as in `Wants`.
        outcomes: of production's own history; what was refused or rolled back is wanted there.
        findings: their server errors name what is missing.
        wanted: further objects that somebody asks for.
    """
    refs: list[tuple[ObjectRef, str]] = [(ref, "it is asked for") for ref in wanted]
    names: list[tuple[frozenset[str], str]] = []
    for outcome in outcomes:
        if outcome.status in _UNDONE and outcome.statement.target is not None:
            refs.append((outcome.statement.target, f"{outcome.unit} of production tried to make it and failed"))
        if outcome.error is not None and outcome.error.sqlstate in MISSING:
            names.append((missing_names(outcome.error), f"{outcome.statement.origin} looks for it"))
    for finding in findings:
        for evidence in finding.evidence:
            if evidence.kind == "server" and evidence.sqlstate in MISSING:
                error = ServerError(sqlstate=evidence.sqlstate or "", message=evidence.text)
                names.append((missing_names(error), f"finding {finding.rule} at {finding.origin} looks for it"))
        if finding.ref is not None and finding.ref not in production.objects:
            refs.append((finding.ref, f"finding {finding.rule} is about it"))
    return Wants(production=production, declared=declared, refs=tuple(refs), names=tuple(n for n in names if n[0]))


def asked_for(effect: Drift, wants: Wants) -> str:
    """Who asks for a migration's effect, in words; "" where nobody does."""
    for change in effect.counted:
        reason = _by_declared(change, wants)
        if reason:
            return reason
    for change in effect.counted:
        if change.kind is not ChangeKind.REMOVED:
            reason = _by_others(change.ref, wants)
            if reason:
                return reason
    return ""


def _by_declared(change: Change, wants: Wants) -> str:
    declared, production = wants.declared, wants.production
    if declared is None:
        return ""
    there = declared.objects.get(change.ref)
    if change.kind is ChangeKind.ADDED and there is not None and change.ref not in production.objects:
        return f"the declared schema has {change.ref}, and production has not"
    if change.kind is ChangeKind.REMOVED and there is None and change.ref in production.objects:
        return f"production has {change.ref}, and the declared schema has not"
    if change.kind is ChangeKind.RENAMED and there is not None and change.ref not in production.objects:
        return f"the declared schema has {change.ref}, and production has it as {change.old_ref}"
    if change.kind in (ChangeKind.CHANGED, ChangeKind.RENAMED) and there is not None:
        for field in change.fields:
            if getattr(there, field.field, None) == field.after != field.before:
                return f"the declared schema has {field.field} of {change.ref} as the migration makes it"
    return ""


def _by_others(ref: ObjectRef, wants: Wants) -> str:
    for other, who in wants.refs:
        same = other.kind == ref.kind and other.name[0] == ref.name[0] and other.name[-1] == ref.name[-1]
        if same and other.schema in ("", ref.schema):
            return f"{ref}: {who}"
    for names, who in wants.names:
        if ref.name[-1] in names and (len(names) == 1 or len(ref.name) == 1 or ref.name[0] in names):
            return f"{ref}: {who}"
    return ""
