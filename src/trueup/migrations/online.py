"""Runs migrations in the forms that block less, and offers those that lead to the same end with lighter locks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from trueup.catalog.model import Catalog
from trueup.migrations.attempt import runnable
from trueup.migrations.attribution import Attribution
from trueup.migrations.model import LockUse, SaferForm
from trueup.migrations.reading import differing
from trueup.migrations.safer import Safer, Scene, is_risky, safer
from trueup.migrations.target import Target
from trueup.migrations.walk import Walk
from trueup.origin import Origin
from trueup.replay.model import Migration
from trueup.sqltext.model import Statement
from trueup.step import Step


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement and the form that blocks less."""

    statement: Statement
    safer: Safer


def online(
    target: Target,
    walked: Walk,
    final: Catalog,
    held: Mapping[str, Sequence[LockUse]],
) -> dict[str, tuple[SaferForm, ...]]:
    """The forms that block less, by migration, for each statement that makes others wait while it works on a table.

    All migrations run in one course, those with such a form in it, each statement of theirs in its own transaction.
    What is then not as it was after the originals takes the forms of the migration that made it away again.

    Args:
        target: production.
        final: what it held after the migrations as they stand.
        walked: which of them ran, in which order.
        held: the locks that were read.
    """
    scene = Scene(before=target.catalog, after=final)
    forms = {
        name: found
        for name in walked.order
        if (found := _forms(walked.attempts[name].migration, held.get(name, ()), scene))
    }
    if not forms:
        return {}
    ran = _run(target, walked, final, forms)
    return {name: tuple(_offer(form, ran.get(name)) for form in found) for name, found in forms.items()}


def _forms(migration: Migration, held: Sequence[LockUse], scene: Scene) -> list[_Form]:
    heavy = {use.origin for use in held if use.heavy}
    found = []
    for statement in runnable(migration.up.statements)[0]:
        if statement.origin in heavy or (statement.kind == "AlterTableStmt" and is_risky(statement.sql)):
            form = safer(statement.sql, scene)
            if form is not None:
                found.append(_Form(statement, form))
    return found


def _run(
    target: Target,
    walked: Walk,
    final: Catalog,
    forms: Mapping[str, Sequence[_Form]],
) -> dict[str, tuple[LockUse, ...]]:
    """The locks of each migration that ran through in its forms and left what it leaves as it stands."""
    written = {
        name: text
        for name, found in forms.items()
        if any(form.safer.statements for form in found)
        for text in [_rewritten(walked.attempts[name].migration, found)]
    }
    if not written:
        return {}
    locks: dict[str, tuple[LockUse, ...]] = {}
    with target.course(sized=True) as course:
        for name in walked.order:
            uses = course.apart(written[name]) if name in written else None
            if uses is not None:
                locks[name] = uses
            else:
                course.run(walked.attempts[name].migration, twice=False)
        after = course.catalog(target.read)
    who = Attribution([walked.attempts[n] for n in walked.order])
    spoilt = {who.of(change) for change in differing(final, after, {*final.objects, *after.objects})}
    return {name: uses for name, uses in locks.items() if name not in spoilt}


def _rewritten(migration: Migration, found: Sequence[_Form]) -> Migration:
    """The migration with the forms in it."""
    by_place = {form.statement.offset: form.safer.statements for form in found if form.safer.statements}
    statements: list[Statement] = []
    for statement in migration.up.statements:
        texts = by_place.get(statement.offset, (statement.sql,))
        statements.extend(replace(statement, sql=text) for text in texts)
    return replace(migration, up=replace(migration.up, statements=tuple(statements)))


def _offer(form: _Form, uses: tuple[LockUse, ...] | None) -> SaferForm:
    origin: Origin = form.statement.origin
    own = tuple(use for use in uses or () if use.origin == origin)
    executed = uses is not None and bool(form.safer.statements) and not any(use.heavy for use in own)
    return SaferForm(
        origin=origin,
        how=form.safer.how,
        by_hand=form.safer.by_hand,
        steps=tuple(_step(text) for text in form.safer.statements) if executed else (),
        executed=executed,
        locks=own,
    )


def _step(text: str) -> Step:
    apart = " CONCURRENTLY " in text[:60].upper() or text.startswith("DO ")
    return Step(sql=f"{text.rstrip().rstrip(';')};", transactional=not apart)
