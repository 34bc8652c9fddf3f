"""Owners that a text says nothing of: whoever runs it owns what it makes.

Where all that it shares with a server is one role's there, it is that role who runs it: so it is compared, and so a
plan is made. Elsewhere such differences are shown and not counted.
"""

from __future__ import annotations

import dataclasses

from trueup.catalog.model import Catalog, CatalogObject, Column, DefaultPrivileges, Grant
from trueup.diagnostic import Diagnostic, Level
from trueup.diff.fields import gravest
from trueup.diff.model import Change, ChangeKind, Drift, FieldChange
from trueup.ref import ObjectRef
from trueup.stages.model import Side
from trueup.stages.pair import Pair

_SAID = ("owner to", "authorization", "set role")


def with_unsaid_owners(drift: Drift, pair: Pair) -> Drift:
    """The drift with those differences of owners as noise that only come from who ran a text on the scratch server."""
    runners = [_runner(side) for side in (pair.before, pair.after)]
    if bool(runners[0]) == bool(runners[1]):
        return drift  # two texts, run by the same role; or none
    changes = tuple(_unsaid(change, runners[0], runners[1]) for change in drift.changes)
    became = sum(1 for old, new in zip(drift.changes, changes, strict=True) if new.noise and not old.noise)
    return dataclasses.replace(drift, changes=changes, equal=drift.equal + became)


def _runner(side: Side) -> str:
    """Who owns what the text made, where it doesn't say so itself; "" for a server, a snapshot, a text that says it."""
    if side.replay is None or side.source.catalog is not None:
        return ""
    texts = (outcome.statement.sql.lower() for outcome in side.replay.outcomes)
    said = any(word in " ".join(text.split()) for text in texts for word in _SAID if word.split()[0] in text)
    return "" if said else side.database.server.replay_role


def run_by_its_owner(pair: Pair) -> Pair:
    """The pair with a text that says no owner on one side as the role would have made it who owns what both have.

    What changes is TO in either case: where FROM is the text, TO is said with the name of who ran that.
    """
    text, server = (pair.after, pair.before) if pair.after.replay is not None else (pair.before, pair.after)
    runner = _runner(text)
    if not runner or server.replay is not None:
        return pair
    theirs = server.catalog.objects
    shared = (ref for ref, obj in text.catalog.objects.items() if obj.owner == runner and ref in theirs)
    owners = {owner for ref in shared if (owner := theirs[ref].owner)}
    if len(owners) != 1 or owners == {runner}:
        return pair
    (owner,) = owners
    old, new = (runner, owner) if text is pair.after else (owner, runner)
    names = _Names(pair.after.catalog, old, new, defaults=not _says_whose_defaults(text))
    after = dataclasses.replace(
        pair.after,
        catalog=dataclasses.replace(
            pair.after.catalog, objects={o.ref: o for o in map(names.of, pair.after.catalog.objects.values())}
        ),
        provenance={
            names.of(obj).ref if (obj := pair.after.catalog.objects.get(ref)) is not None else ref: made
            for ref, made in pair.after.provenance.items()
        },
    )
    return dataclasses.replace(pair, after=after, runner=owner)


def told_runner(pair: Pair) -> tuple[Diagnostic, ...]:
    """What `run_by_its_owner` took for granted."""
    if not pair.runner:
        return ()
    text = pair.after if pair.after.replay is not None else pair.before
    return (
        Diagnostic(
            code="run-by-its-owner",
            level=Level.INFO,
            message=f"{text.source.label} does not say who owns what it makes: it is taken as run by "
            f"{pair.runner}, who owns on the other side all that both have.",
            help="Say ALTER ... OWNER TO in the text where it is to be another role, or compare with --strict.",
        ),
    )


def _says_whose_defaults(side: Side) -> bool:
    """Whether an ALTER DEFAULT PRIVILEGES says FOR ROLE."""
    import postgast  # late: two servers are compared without it

    statements = (outcome.statement for outcome in side.replay.outcomes) if side.replay else ()
    return any(
        option.def_elem.defname == "roles"
        for statement in statements
        if statement.kind == "AlterDefaultPrivilegesStmt"
        for option in postgast.parse(statement.sql).stmts[0].stmt.alter_default_privileges_stmt.options
    )


class _Names:
    """Puts one role in another one's place as the owner, and as who gave what the owner gives."""

    def __init__(self, catalog: Catalog, old: str, new: str, *, defaults: bool) -> None:
        self._catalog, self._old, self._new, self._defaults = catalog, old, new, defaults

    def of(self, obj: CatalogObject) -> CatalogObject:
        """The object as it is then."""
        if isinstance(obj, Grant):
            return self._grant(obj)
        if isinstance(obj, DefaultPrivileges):
            return self._default(obj) if self._defaults and obj.role == self._old else obj
        return dataclasses.replace(obj, owner=self._new) if obj.owner == self._old else obj

    def _other(self, role: str) -> str:
        return self._new if role == self._old else role

    def _grant(self, grant: Grant) -> Grant:
        target = self._catalog.objects.get(grant.target)
        if isinstance(target, Column):
            target = self._catalog.objects.get(target.table)
        own = target is not None and target.owner == self._old
        grantee = self._other(grant.grantee) if own else grant.grantee
        grantor = self._other(grant.grantor)
        head = (grant.target.kind, *grant.target.name)
        name = (*head, grantee, *map(self._other, grant.ref.name[len(head) + 1 :]))
        ref = ObjectRef(grant.ref.kind, grant.ref.schema, name)
        return dataclasses.replace(grant, ref=ref, grantee=grantee, grantor=grantor)

    def _default(self, entry: DefaultPrivileges) -> DefaultPrivileges:
        grantee = self._other(entry.grantee)
        ref = ObjectRef(entry.ref.kind, entry.ref.schema, (self._new, entry.object_type, grantee))
        return dataclasses.replace(entry, ref=ref, role=self._new, grantee=grantee)


def _unsaid(change: Change, before: str, after: str) -> Change:
    if change.kind is not ChangeKind.CHANGED or change.noise:
        return change
    fields = tuple(_field(field, change, before, after) for field in change.fields)
    if fields == change.fields:
        return change
    counted = [field for field in fields if not field.noise]
    noise = "" if counted else ", ".join(dict.fromkeys(field.noise for field in fields))
    meaning = gravest([field.meaning for field in counted or fields])
    return dataclasses.replace(change, fields=fields, noise=noise, meaning=meaning)


def _field(field: FieldChange, change: Change, before: str, after: str) -> FieldChange:
    by = field.before if before else field.after
    if field.field not in {"owner", "grantor"} or field.noise or by != (before or after):
        return field
    return dataclasses.replace(field, noise="the text does not say who owns it")
