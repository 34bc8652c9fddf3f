"""Migrations in a form that can be run again, each executed twice on a copy before it is offered."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from trueup.catalog.model import Catalog
from trueup.finding import Fix
from trueup.migrations.attempt import Attempt
from trueup.migrations.attribution import Attribution
from trueup.migrations.course import Course
from trueup.migrations.execute import Ran
from trueup.migrations.missing import MISSING
from trueup.migrations.presence import Presence
from trueup.migrations.reading import differing
from trueup.migrations.repeatable import ALREADY_THERE, repeatable
from trueup.migrations.runners import keeps_history
from trueup.migrations.second import Second
from trueup.migrations.target import Target
from trueup.migrations.walk import Walk
from trueup.replay.model import Migration, ServerError
from trueup.sqltext.model import Statement
from trueup.step import Step

MOST_WRITTEN = 200  # of more pending migrations, only those in conflict are written anew
_ROUNDS = 3  # each round replaces what the one before found refused
# Kinds whose repeatable form makes the object anew: what differs is replaced rather than skipped over.
_MADE_ANEW = frozenset({"policy", "trigger", "function", "procedure", "view", "rule"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerun:
    """What came of writing the repeatable forms.

    Args:
        fixes: by name, those that ran twice and left what their originals leave.
        attempts: the runs of those in `fixes` whose originals are refused.
        errors: by name, what production refuses of those, with nothing else run before.
        after: the catalog after all of them; the walk's own where nothing was rewritten.
    """

    fixes: Mapping[str, Rewritten] = field(default_factory=dict)
    attempts: Mapping[str, Attempt] = field(default_factory=dict)
    errors: Mapping[str, tuple[ServerError, ...]] = field(default_factory=dict)
    after: Catalog | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A migration in its repeatable form: as a migration, and as a `Fix` that was executed."""

    migration: Migration
    fix: Fix


def rerun(target: Target, walked: Walk, final: Catalog, present: Mapping[str, Presence]) -> Rerun:
    """The repeatable form of each migration that has a statement which a second run, or production, refuses.

    All of them run in one course, in the order found before, each twice. What is then not as it was after the
    originals takes the fix of the migration that made it away again.
    """
    conflicting = _conflicting(walked, present)
    own = walked.order if len(walked.order) <= MOST_WRITTEN else ()
    asked = {n for n in own if not keeps_history(walked.attempts[n].migration.tool)} | {*conflicting}
    if all(walked.attempts[n].ok and walked.second[n].repeatable for n in asked):
        return Rerun()
    with target.course() as course:
        errors = {n: _missing(course.refusals(walked.attempts[n].migration)) for n in conflicting}
        tried = _try(course, walked, (*walked.order, *conflicting), asked)
        if not tried:
            return Rerun(errors=errors)
        after = course.catalog(target.read)
    spoilt = _spoilt(walked, final, after, frozenset(tried))
    held = {n: form for n, form in tried.items() if n not in spoilt}
    return Rerun(
        fixes={n: _offer(form.migration, walked.attempts[n].migration, form.hows) for n, form in held.items()},
        attempts={n: form.ran for n, form in held.items() if n in conflicting and form.ran is not None},
        errors=errors,
        after=after,
    )


def _try(course: Course, walked: Walk, names: Sequence[str], asked: frozenset[str] | set[str]) -> dict[str, _Form]:
    """Run all of them, those that are asked for in their repeatable form where one is found; these, with their runs."""
    tried: dict[str, _Form] = {}
    for number, name in enumerate(names):
        original = walked.attempts[name]
        if number == len(names) - 1:
            course.keep(sum(len(walked.attempts[n].migration.up.statements) for n in names[:-1]))
        form = _work_out(course, original, walked.second.get(name)) if name in asked else None
        if form is not None and form.ran is None:
            form = form._replace(ran=course.run(form.migration, twice=False)[0])
        if form is not None and form.ran is not None and form.ran.ok:
            tried[name] = form
        elif original.ok:
            course.run(original.migration, twice=False)
    return tried


def _missing(refused: Mapping[int, Ran]) -> tuple[ServerError, ...]:
    return tuple(r.error for r in refused.values() if r.error is not None and r.error.sqlstate in MISSING)


def _conflicting(walked: Walk, present: Mapping[str, Presence]) -> tuple[str, ...]:
    """Those refused because something is there, where no form would skip over a difference."""
    names = []
    for name, attempt in walked.attempts.items():
        failure, seen = attempt.failure, present.get(name)
        if failure is None or failure[1].sqlstate not in ALREADY_THERE or seen is None or seen.failed:
            continue
        if all(change.ref.kind in _MADE_ANEW for change in seen.differing):
            names.append(name)
    return tuple(names)


class _Form(NamedTuple):
    """A repeatable form, what was done line by line, and its run where it stays in the course already."""

    migration: Migration
    hows: tuple[str, ...]
    ran: Attempt | None = None


def _work_out(course: Course, attempt: Attempt, second: Second | None) -> _Form | None:
    """Replace what is refused until a first and a second run go through; None where that does not come about."""
    if attempt.ok and second is not None and second.repeatable:
        return None
    refused = {s.offset: r for s, r in (*second.refused, *second.doubled)} if second is not None else {}
    if not attempt.ok:
        refused |= course.refusals(attempt.migration)
    names = {s.offset: _made_name(r) for s, r in attempt.ran if r.ok}
    for _ in range(_ROUNDS):
        found = _rewrite(attempt.migration, refused, names)
        if found is None or attempt.autocommit:
            return _Form(*found) if found is not None else None
        first, again, stays = course.rehearse(found[0])
        if first.ok and again is not None and again.repeatable:
            return _Form(*found, first if stays else None)
        more = {s.offset: r for s, r in first.ran if not r.ok}
        more |= {s.offset: r for s, r in (*again.refused, *again.doubled)} if again is not None else {}
        names |= {s.offset: _made_name(r) for s, r in first.ran if r.ok}
        if not more or more.keys() <= refused.keys():
            return None
        refused = more | refused
    return None


def _made_name(ran: Ran) -> str:
    """The name that the server gave to what a statement made."""
    return next((e.ref.name[-1] for e in ran.effects if e.ref is not None and e.tag == "CREATE INDEX"), "")


def _rewrite(
    migration: Migration, refused: Mapping[int, Ran], names: Mapping[int, str]
) -> tuple[Migration, tuple[str, ...]] | None:
    """The migration with the repeatable form of each refused statement, and what was done, line by line."""
    statements: list[Statement] = []
    hows: list[str] = []
    for statement in migration.up.statements:
        ran = refused.get(statement.offset)
        if ran is None:
            statements.append(statement)
            continue
        state = ran.error.sqlstate if ran.error is not None else ""
        form = repeatable(statement.sql, sqlstate=state, name=names.get(statement.offset, ""))
        if form is None:
            return None
        statements.extend(replace(statement, sql=sql) for sql in form.statements)
        hows.append(f"line {statement.origin.line}: {form.how}")
    if not hows:
        return None
    return replace(migration, up=replace(migration.up, statements=tuple(statements))), tuple(hows)


def _spoilt(walked: Walk, final: Catalog, after: Catalog, rewritten: frozenset[str]) -> frozenset[str]:
    """Rewritten migrations that left something else than their originals, or than production had before."""
    there = set(final.objects)
    if all(attempt.ok for attempt in walked.attempts.values()):
        there |= set(after.objects)  # nothing may be there that their originals did not make
    accepted = [walked.attempts[n] for n in walked.order]
    who = Attribution(accepted)
    changes = differing(final, after, there)
    return frozenset(who.of(change) for change in changes) & rewritten


def _offer(rewritten: Migration, original: Migration, hows: tuple[str, ...]) -> Rewritten:
    steps = tuple(Step(sql=f"{s.sql};", reason="") for s in rewritten.up.statements)
    fix = Fix(
        title=f"{original.name} in a form that can be run again",
        steps=steps,
        executed=True,
        note="Run twice on a copy of production; " + "; ".join(hows) + ".",
        patch=_patch(original, rewritten),
    )
    return Rewritten(migration=rewritten, fix=fix)


def _patch(original: Migration, rewritten: Migration) -> str:
    """The file with the new forms put in where the old ones stand, as a unified diff; "" without the file's text."""
    text = original.text
    if not text:
        return ""
    new: dict[int, list[str]] = {}
    for statement in rewritten.up.statements:
        new.setdefault(statement.offset, []).append(statement.sql)
    result, at_ = [], 0
    for statement in original.up.statements:
        end = statement.offset + len(statement.sql)
        if text[statement.offset : end] != statement.sql:
            return ""
        result += [text[at_ : statement.offset], ";\n".join(new.get(statement.offset, [statement.sql]))]
        at_ = end
    result.append(text[at_:])
    file = original.up.origin.file
    lines = difflib.unified_diff(
        text.splitlines(keepends=True), "".join(result).splitlines(keepends=True), f"a/{file}", f"b/{file}"
    )
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)


def executes(target: Target, order: Sequence[Migration]) -> bool:
    """Whether migrations run through in this order, all of them, on a copy of production."""
    with target.course() as course:
        return all(course.run(migration, twice=False)[0].ok for migration in order)
