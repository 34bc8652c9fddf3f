"""Pending migrations: verdict, why, run twice, order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trueup.report.document import Block, Bullets, Code, Heading, Line, Paragraph, Styled, code, dim, line, strong
from trueup.report.model import FolderEntry, MigrationEntry, Report, SaferEntry
from trueup.report.sections.common import named, shorten

_MAX_REFUSED = 3
_STYLES = {"needed": "good", "optional": "good", "broken": "error", "conflicts": "error", "destructive": "error"}


def blocks(report: Report, verbose: bool) -> Iterator[Block]:
    """Nothing where there is no pending migration."""
    part = report.migrations
    if part is None:
        return
    if report.command != "migrations":
        yield Heading(2, "Pending migrations")
    if not part.migrations:
        yield Paragraph(line("none"))
    for migration in part.migrations:
        verdicts = ", ".join(migration.verdicts)
        yield Paragraph(line(code(migration.name), ": ", Styled(verdicts, _STYLES.get(migration.verdict, "warning"))))
        yield Bullets(tuple(_items(migration, verbose)), indent=1)
        if migration.repeatable_sql and verbose:
            yield Code("sql", migration.repeatable_sql, 1)
        if migration.reversal_sql and verbose:
            yield Bullets((line("the way back"),), indent=1)
            yield Code("sql", migration.reversal_sql, 1)
        yield from _safer(migration, verbose)
    if part.order:
        how = "executed as a whole" if part.executed else "not executed"
        yield Paragraph(line(strong("Order to run"), dim(f" ({how})")))
        yield Bullets(tuple(line(code(name)) for name in part.order), numbered=True)
    for cycle in part.cycles:
        yield Paragraph(line(Styled("These wait for each other: ", "error"), ", ".join(cycle)))
    if part.folder is not None:
        yield from _folder(part.folder)
    if part.note:
        yield Paragraph(line(part.note))


def _folder(folder: FolderEntry) -> Iterator[Block]:
    """The folder as a whole."""
    yield Paragraph(
        line(strong("The folder as a whole"), dim(f" (run from empty; {folder.equal} objects are the same)"))
    )
    named_lists = (
        ("made by the folder, not in production: ", folder.in_files_only),
        ("in production, made by no migration: ", folder.by_hand),
        ("made by the folder and in production, not declared: ", folder.undeclared),
        ("declared, made by no migration: ", folder.unmade),
    )
    items = [line(label, *named(objects)) for label, objects in named_lists if objects]
    items += [line(*named((obj,)), f": not the same in {' and '.join(sides)}") for obj, sides in folder.unlike]
    items += [line(code(name), f" does not run from empty: {words}") for name, words in folder.refused]
    if items:
        yield Bullets(tuple(items))


def _safer(migration: MigrationEntry, verbose: bool) -> Iterator[Block]:
    """Forms that block less: each with its SQL, or one line for those that are alike."""
    alike: dict[object, list[SaferEntry]] = {}
    for form in migration.safer:
        alike.setdefault(form if verbose else (form.how, form.executed, form.by_hand), []).append(form)
    for forms in alike.values():
        form = forms[0]
        how = "executed to the same end state" if form.executed else "not executed"
        at = f"line {form.origin.line} blocks" if len(forms) == 1 else f"lines {_listed(forms)} block"
        told = line(f"{at} less as: {form.how}", dim(f" ({how})"))
        yield Bullets((told, *([line(f"by hand: {form.by_hand}")] if form.by_hand else [])), indent=1)
        if form.sql and verbose:
            yield Code("sql", form.sql, 1)


def _listed(forms: Sequence[SaferEntry]) -> str:
    return ", ".join(str(form.origin.line) for form in forms)


def _items(migration: MigrationEntry, verbose: bool) -> Iterator[Line]:
    yield line(migration.reason)
    for label, objects in (("creates", migration.creates), ("changes", migration.alters), ("drops", migration.drops)):
        if objects:
            yield line(f"{label} ", *named(objects))
    for evidence in migration.evidence:
        state = f"{evidence.sqlstate}: " if evidence.sqlstate else ""
        place = f" at {evidence.origin}" if evidence.origin else ""
        yield line(dim("evidence "), state + shorten(evidence.text, False, 3), dim(place))
    for name, why in migration.after:
        yield line("must come after ", code(name), f": {why}")
    if migration.repeatable is True:
        yield line("can be run twice (executed)")
    refused = migration.not_repeatable
    shown = refused if verbose or len(refused) <= _MAX_REFUSED + 1 else refused[:_MAX_REFUSED]
    for statement in shown:
        yield line(Styled("second run fails ", "warning"), code(statement.origin), f": {statement.message}")
    if len(shown) < len(refused):
        rest = ", ".join(str(statement.origin.line) for statement in refused[len(shown) :])
        yield line(Styled("second run fails ", "warning"), f"at lines {rest} too", dim(" (--verbose lists them)"))
    for query in migration.verifications:
        said = f"does not run: {query.message}" if query.message else "runs"
        yield line(f"line {query.origin.line}: the query that checks it {said}")
    for risk in migration.data:
        if risk.rows is not None or risk.failed:
            yield line(f"line {risk.origin.line}: {risk.told}; it is asked with ", code(risk.query or "-"))
    for told in (*migration.locks, migration.reversal, *migration.runners):
        if told:
            yield line(told)
