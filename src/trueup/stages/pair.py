"""Two sources, loaded: what the server refused of them, and what of them can't be compared."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from trueup.catalog.model import CLASSES, Catalog, CatalogObject
from trueup.catalog.not_captured import unread_sections
from trueup.diagnostic import Diagnostic, Level, NotEvaluated
from trueup.postgres.server import Server
from trueup.ref import ObjectRef
from trueup.replay.model import Outcome
from trueup.sources.model import Source
from trueup.sqltext.model import Statement
from trueup.stages.glance import read_side
from trueup.stages.model import Side
from trueup.stages.script import THERE

Reader: TypeAlias = Callable[[Server, Source, str], Side]

_ROWS = frozenset({"InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CopyData", "CopyStmt", "TruncateStmt"})
# Roles belong to the whole server, on which both sides are loaded: what a text says of them can't be told apart there.
_ROLES = {
    "CreateRoleStmt": "CREATE ROLE",
    "AlterRoleStmt": "ALTER ROLE",
    "AlterRoleSetStmt": "ALTER ROLE ... SET",
    "GrantRoleStmt": "GRANT or REVOKE of a membership",
    "DropRoleStmt": "DROP ROLE",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """FROM and TO, loaded.

    Args:
        before, after: FROM and TO.
        runner: the role who is taken to run a text that says no owner; "" where it is the scratch server's own.
    """

    before: Side
    after: Side
    runner: str = ""

    def unread(self) -> tuple[NotEvaluated, ...]:
        """The kinds of objects that one of the servers didn't let the role read: they are compared on neither side."""
        return tuple(unread_sections(_given(self.before.source, self.after.source)).values())

    def refused(self) -> tuple[Diagnostic, ...]:
        """What the server refused on either side: of what it would have made, the comparison can't speak."""
        return (*refused_of(self.before), *refused_of(self.after))

    def missing(self) -> tuple[Diagnostic, ...]:
        """Those of `refused` that would have made something which is compared."""
        about = {
            outcome.statement.origin
            for side in (self.before, self.after)
            for outcome in (side.replay.outcomes if side.replay else ())
            if outcome.statement.kind in _ROWS | _ROLES.keys() or (outcome.error and outcome.error.sqlstate in THERE)
        }
        return tuple(told for told in self.refused() if told.origin not in about)

    def roles(self) -> tuple[Diagnostic, ...]:
        """What only one of two texts says of roles: it is not compared."""
        sides = (self.before, self.after)
        said = [_of_roles(side) for side in sides]
        return tuple(
            Diagnostic(
                code="roles-not-compared",
                level=Level.WARNING,
                message=f"only one side says it: {_shown(statement)}",
                origin=statement.origin,
                help="Roles, their settings and memberships belong to the server: a plan leaves them alone.",
            )
            for here, there in (said, said[::-1])
            for text, statement in here.items()
            if text not in there and all(side.replay is not None for side in sides)
        )

    def seeds(self) -> tuple[Diagnostic, ...]:
        """Rows of seeds that were refused: no difference hangs on them."""
        return tuple(
            dataclasses.replace(
                told, level=Level.WARNING, help="Rows are not compared: nothing of the comparison hangs on it."
            )
            for side in (self.before, self.after)
            for outcome in (side.replay.outcomes if side.replay else ())
            if outcome.error is not None and _brings_rows(outcome, side)
            if (told := _refused(outcome, side.database.server.platform)) is not None
        )


def _of_roles(side: Side) -> dict[str, Statement]:
    """What a text says of roles, however it is laid out."""
    found: dict[str, Statement] = {}
    for outcome in side.replay.outcomes if side.replay else ():
        statement = outcome.statement
        if statement.kind in _ROLES:
            import postgast  # late: two servers are compared without it

            tree = postgast.parse(statement.sql)
            if not tree.stmts[0].stmt.alter_role_set_stmt.database:  # for one database: that is compared
                found.setdefault(postgast.deparse(tree), statement)
    return found


def _shown(statement: Statement) -> str:
    """Which statement it is; a password or a setting that holds a secret is not shown."""
    role = statement.target.name[0] if statement.target else ""
    return f"{_ROLES[statement.kind]} {role}".rstrip()


def refused_of(side: Side) -> tuple[Diagnostic, ...]:
    """What the server refused of a side's text: what it would have made is not in its catalog."""
    return tuple(
        told
        for outcome in (side.replay.outcomes if side.replay else ())
        if not _brings_rows(outcome, side)
        if (told := _refused(outcome, side.database.server.platform)) is not None
    )


def _brings_rows(outcome: Outcome, side: Side) -> bool:
    """Whether it is a statement of a seed that makes nothing: the comparison holds without it."""
    seeds = {unit.name for unit in (side.replay.units if side.replay else ()) if unit.seed}
    return outcome.unit in seeds and outcome.statement.kind in _ROWS


def _refused(outcome: Outcome, platform: str) -> Diagnostic | None:
    if outcome.error is not None:
        return Diagnostic(
            code="statement-refused",
            level=Level.ERROR,
            message=f"{outcome.error.sqlstate}: {outcome.error.message}",
            origin=outcome.statement.origin,
            help="What it would have made is not compared.",
        )
    # Hosted platforms keep extensions as theirs, so there it is what happens; elsewhere who grants owns them.
    nothing = [n for n in outcome.notices if n.startswith(_NOTHING_GRANTED)] if platform == "postgres" else []
    if not nothing:
        return None
    return Diagnostic(
        code="grant-without-effect",
        level=Level.ERROR,
        message=f"{nothing[0].removeprefix('WARNING: ')}: members of extensions belong to the scratch server here",
        origin=outcome.statement.origin,
        help="What it would have granted is not compared.",
    )


_NOTHING_GRANTED = ("WARNING: no privileges were granted", "WARNING: no privileges could be revoked")


def load_pair(server: Server, before: Source, after: Source, *, to_try: bool) -> Pair:
    """Both sources, loaded at the same time; with a scratch copy of FROM where something is to be tried on it."""
    readers = _readers(before, after, to_try=to_try)
    with ThreadPoolExecutor(max_workers=2) as pool:
        first = pool.submit(readers[0], server, before, "from")
        second = pool.submit(readers[1], server, after, "to")
        sides = (first.result(), second.result())
    return Pair(before=_readable(sides[0], before, after), after=_readable(sides[1], before, after))


def _readers(before: Source, after: Source, *, to_try: bool) -> tuple[Reader, Reader]:
    if not to_try and as_they_are(before, after):
        return partial(read_side, as_printed=True), partial(read_side, as_printed=True)
    from trueup.stages.sides import load_side  # replay and plan: two servers are compared without them

    # Catalogs of two releases are compared as one server prints them, so then both are rebuilt.
    if len({s.catalog.server_version // 10000 for s in (before, after) if s.catalog is not None}) > 1:
        return load_side, load_side
    return load_side if to_try else read_side, read_side


def as_they_are(before: Source, after: Source) -> bool:
    """Whether two catalogs can be compared without a server: both of one release, printed alike."""
    if before.catalog is None or after.catalog is None:
        return False
    return before.catalog.server_version // 10000 == after.catalog.server_version // 10000


def _given(*sources: Source) -> list[Catalog]:
    return [source.catalog for source in sources if source.catalog is not None]


def _readable(side: Side, *sources: Source) -> Side:
    """The side without the kinds that could not be read of one of the two."""
    classes = tuple(CLASSES[name] for name in unread_sections(_given(*sources)))
    if not classes:
        return side
    catalog = side.catalog
    kinds = {kind for cls in classes for kind in cls.KINDS}

    def readable(objects: Mapping[ObjectRef, CatalogObject]) -> dict[ObjectRef, CatalogObject]:
        """Without what lives on something that was not read, either."""
        return {
            ref: obj
            for ref, obj in objects.items()
            if not isinstance(obj, classes) and not (obj.parent is not None and obj.parent.kind in kinds)
        }

    objects, provided = readable(catalog.objects), readable(catalog.platform_objects)
    return dataclasses.replace(side, catalog=dataclasses.replace(catalog, objects=objects, platform_objects=provided))
