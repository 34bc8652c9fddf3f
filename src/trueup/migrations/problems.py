"""Findings about pending migrations, from what was measured. Pure; each rule's page is in `rule_pages`."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Evidence, Finding, Fix, Severity
from trueup.migrations.claims import Claim, Promise, claims
from trueup.migrations.locks import STRENGTH
from trueup.migrations.model import LockUse, MigrationVerdict, SaferForm, VerdictKind
from trueup.migrations.runners import control, keeps_history, runner_of, unbalanced
from trueup.migrations.seeded import certain
from trueup.migrations.walk import Walk
from trueup.ref import ObjectRef

_SEVERITY = {
    VerdictKind.BROKEN: ("broken-migration", Severity.ERROR, "Mend the statement, or take the file out of the folder."),
    VerdictKind.CONFLICTS: (
        "conflicting-migration",
        Severity.ERROR,
        "Replace it by a migration that starts from what production has.",
    ),
    VerdictKind.SHADOWED: (
        "shadowed-migration",
        Severity.WARNING,
        "Alter what is there to what the migration means, instead of creating it if it isn't there.",
    ),
    VerdictKind.DESTRUCTIVE: (
        "destructive-migration",
        Severity.WARNING,
        "Make sure that nothing reads what goes, and keep a copy of the rows.",
    ),
    VerdictKind.BLOCKED: ("migration-out-of-order", Severity.ERROR, "Rename it so that it sorts behind what it needs."),
    VerdictKind.OBSOLETE: (
        "obsolete-migration",
        Severity.REVIEW,
        "Take it out of the folder, or record it as applied.",
    ),
}


# A tool that records what it ran runs nothing twice, unless a run broke off outside a transaction.
_RERUN = {True: Severity.STYLE, False: Severity.REVIEW}


def of(verdict: MigrationVerdict, walked: Walk) -> Iterator[Finding]:
    """Everything that is wrong with one migration."""
    yield from _by_verdict(verdict)
    yield from _not_repeatable(verdict)
    yield from _transactions(verdict)
    yield from _locks(verdict)
    yield from _reversal(verdict)
    yield from _data(verdict)
    yield from _verification(verdict)
    for claim in claims(verdict.migration.text, verdict.migration.up.origin.file):
        yield from _refuted(verdict, claim)


def _finding(
    verdict: MigrationVerdict,
    rule: str,
    severity: Severity,
    message: str,
    help: str,
    *,
    evidence: tuple[Evidence, ...] = (),
    subject: str = "",
    fixes: tuple[Fix, ...] = (),
) -> Finding:
    origin = next((e.origin for e in evidence if e.origin is not None), verdict.origin)
    return Finding(
        rule=rule,
        severity=severity,
        message=f"{verdict.migration.name}: {message}",
        help=help,
        origin=origin,
        side="pending",
        evidence=evidence,
        fixes=fixes,
        subject=f"{verdict.migration.name} {subject}".strip(),
    )


def _by_verdict(verdict: MigrationVerdict) -> Iterator[Finding]:
    for kind in verdict.verdicts:
        if kind in _SEVERITY:
            rule, severity, help_ = _SEVERITY[kind]
            fixes = (verdict.repeatable_fix,) if kind is VerdictKind.CONFLICTS and verdict.repeatable_fix else ()
            yield _finding(verdict, rule, severity, verdict.reason, help_, evidence=verdict.evidence, fixes=fixes)


def _not_repeatable(verdict: MigrationVerdict) -> Iterator[Finding]:
    """One finding per migration: the first statement that a second run refuses, the others with it."""
    stopped = [o for o in verdict.not_repeatable if o.error is not None]
    doubled = [o for o in verdict.not_repeatable if o.error is None]
    if stopped:
        first = stopped[0]
        assert first.error is not None
        more = f", and {len(stopped) - 1} more" if len(stopped) > 1 else ""
        yield _finding(
            verdict,
            "not-repeatable",
            _RERUN[keeps_history(verdict.migration.tool)],
            f"a second run is refused at line {first.statement.origin.line}{more}: {first.error.message}.",
            "Write it so that it can be run again, so that a run that broke off can be finished.",
            evidence=tuple(
                Evidence(kind="server", text=o.error.message, sqlstate=o.error.sqlstate, origin=o.statement.origin)
                for o in stopped
                if o.error is not None
            ),
            fixes=(verdict.repeatable_fix,) if verdict.repeatable_fix else (),
        )
    if doubled:
        yield _finding(
            verdict,
            "done-twice",
            _RERUN[keeps_history(verdict.migration.tool)],
            f"a second run does the same again at line {doubled[0].statement.origin.line} "
            f"({doubled[0].statement.sql.split(chr(10))[0][:60]}).",
            "Give what it makes a name, or write rows so that they are there once only.",
            evidence=tuple(
                Evidence(kind="transcript", text=o.statement.sql, origin=o.statement.origin) for o in doubled
            ),
            fixes=(verdict.repeatable_fix,) if verdict.repeatable_fix else (),
        )


def _transactions(verdict: MigrationVerdict) -> Iterator[Finding]:
    wrong = unbalanced(control(verdict.migration))
    own = runner_of(verdict.migration.tool)
    if wrong:
        keeps = all(r.ok for r in verdict.runners if r.runner == own)
        yield _finding(
            verdict,
            "unbalanced-transaction",
            Severity.WARNING if keeps else Severity.ERROR,
            f"{wrong}: its transaction commands don't match, so what a runner keeps is not what the file says.",
            "Leave BEGIN and COMMIT to the runner, or write one pair around the whole file.",
            subject=wrong,
        )
    bad = [r for r in verdict.runners if not r.ok and "transaction block" in r.error]
    if keeps_history(verdict.migration.tool):
        bad = [r for r in bad if r.runner == own]
    if bad:
        yield _finding(
            verdict,
            "cannot-run-in-transaction",
            Severity.WARNING,
            "a statement can't run inside a transaction block, and would be run in one by "
            f"{', '.join(r.runner for r in bad)}.",
            "Put it into a file of its own, marked for the runner as one without a transaction.",
        )
    for outcome in verdict.outcomes:
        if outcome.error is not None and outcome.error.sqlstate == "55P04":
            yield _finding(
                verdict,
                "enum-value-used-at-once",
                Severity.ERROR,
                "a new enum value is used in the transaction that adds it, which PostgreSQL refuses.",
                "Add the value in a migration of its own, before this one.",
                evidence=(
                    Evidence(
                        kind="server",
                        text=outcome.error.message,
                        sqlstate=outcome.error.sqlstate,
                        origin=outcome.statement.origin,
                    ),
                ),
            )


# From how many rows on a table that others wait for is more than a moment's work, and where it is surely none.
_MANY_ROWS, _FEW_ROWS = 1_000_000, 1_000


def _locks(verdict: MigrationVerdict) -> Iterator[Finding]:
    """Locks that block others while a table is written anew or read through: one finding for each table."""
    heavy: dict[tuple[bool, ObjectRef], list[LockUse]] = {}
    for use in verdict.locks:
        if use.heavy and use.ref.kind == "table":
            heavy.setdefault((use.rewritten, use.ref), []).append(use)
    for (rewritten, ref), uses in heavy.items():
        worst = max(uses, key=lambda use: STRENGTH.index(use.mode))
        how = "writes the whole table anew" if rewritten else "reads the whole table"
        size = f" of about {worst.rows} rows" if worst.rows is not None else ""
        later = f", {worst.behind} statement{'s' * (worst.behind > 1)} later" if worst.behind else ""
        forms = [form for form in verdict.safer if any(form.origin == use.origin for use in uses)]
        told = next((form.how for form in forms), "do it in steps that each hold the lock for a moment only")
        yield _finding(
            verdict,
            "table-rewritten-under-lock" if rewritten else "table-scanned-under-lock",
            _danger(worst.rows),
            f"line {worst.origin.line} {how} {ref.qualified}{size} under {worst.mode}, "
            f"and {worst.blocks} wait until its transaction ends{later}.",
            f"Blocks less: {told}.",
            evidence=tuple(Evidence(kind="transcript", text=str(use), origin=use.origin) for use in uses),
            subject=str(ref),
            fixes=tuple(_safer_fix(form) for form in forms if form.executed),
        )


def _danger(rows: int | None) -> Severity:
    """Where production's sizes are known, they rank the danger."""
    if rows is None:
        return Severity.REVIEW
    return Severity.WARNING if rows >= _MANY_ROWS else Severity.STYLE if rows < _FEW_ROWS else Severity.REVIEW


def _safer_fix(form: SaferForm) -> Fix:
    by_hand = f" By hand: {form.by_hand}." if form.by_hand else ""
    return Fix(
        title=f"line {form.origin.line} in a form that blocks less",
        steps=form.steps,
        executed=True,
        note=f"Each statement in a transaction of its own; run on a copy to the same end state: {form.how}.{by_hand}",
    )


def _reversal(verdict: MigrationVerdict) -> Iterator[Finding]:
    back = verdict.reversal
    if back is None or back.exact is not False:
        return
    broken = bool(back.error)
    yield _finding(
        verdict,
        "reversal-fails" if broken else "reversal-incomplete",
        Severity.WARNING if broken else Severity.REVIEW,
        str(back) + ".",
        "Write the way back so that it undoes every statement, in the opposite order.",
        evidence=(Evidence(kind="transcript", text=_remaining(verdict)),),
    )


def _remaining(verdict: MigrationVerdict) -> str:
    back = verdict.reversal
    if back is None:
        return ""
    if back.error:
        return back.error
    changes = back.remaining.counted if back.remaining is not None else ()
    return "\n".join(f"{c.kind.value}: {c.ref}" for c in changes)


def _data(verdict: MigrationVerdict) -> Iterator[Finding]:
    """Statements that rows stop: those of production, where it could be asked; else seeded ones."""
    for risk in verdict.data:
        if not (risk.rows or risk.blocked or (risk.failed and risk.rows is None)):
            continue
        asked = bool(risk.rows or risk.blocked)
        sure = certain(risk)
        what = "as soon as {} holds a row" if sure else "on rows that {} may hold"
        query = f"\nAsk production: {risk.query};" if risk.query else ""
        seeded = f"on seeded rows: {risk.failed}" if risk.failed else "seeded rows let it pass"
        yield _finding(
            verdict,
            "fails-on-existing-rows",
            Severity.ERROR if asked else Severity.WARNING if sure else Severity.REVIEW,
            f"line {risk.origin.line} fails in production: {risk}."
            if asked
            else f"line {risk.origin.line} fails {what.format(risk.ref.qualified)}: {risk.failed}.",
            "Add a default, or mend the rows first; the query in the evidence counts those in the way.",
            evidence=(
                Evidence(
                    kind="transcript",
                    text=f"{seeded}{query}" + (f"\nProduction answered: {risk}" if asked else ""),
                    origin=risk.origin,
                ),
            ),
            subject=f"{risk.ref} {risk.query}",
        )


def _verification(verdict: MigrationVerdict) -> Iterator[Finding]:
    """Queries that the file offers for checking it, and that the server refuses once it ran."""
    for query in verdict.verifications:
        if query.error:
            hint = f"\nHint: {query.hint}" if query.hint else ""
            yield _finding(
                verdict,
                "verification-query-fails",
                Severity.WARNING,
                f"the query at line {query.origin.line} that is to check it does not run: {query.error}.",
                "Correct the query, so that who runs the migration can check it.",
                evidence=(
                    Evidence(kind="transcript", text=f"{query.sql}\nERROR: {query.error}{hint}", origin=query.origin),
                ),
                subject=query.sql,
            )


def _refuted(verdict: MigrationVerdict, claim: Claim) -> Iterator[Finding]:
    """A promise in a comment that the run shows to be false."""
    shown = ""
    if claim.promise is Promise.REPEATABLE and verdict.repeatable is False:
        first = verdict.not_repeatable[0] if verdict.not_repeatable else None
        line = first.statement.origin.line if first is not None else 0
        shown = f"the second run does the same again at line {line}"
        if first is not None and first.error is not None:
            shown = f"the second run stops at line {line}: {first.error.message}"
    elif claim.promise is Promise.REVERSIBLE and verdict.reversal is not None:
        back = verdict.reversal
        shown = str(back) if back.exact is False or back.data_lost else ""
    elif claim.promise is Promise.NO_DOWNTIME:
        heavy = [u for u in verdict.locks if u.heavy]
        shown = str(heavy[0]) if heavy else ""
    elif claim.promise is Promise.KEEPS_DATA and VerdictKind.DESTRUCTIVE in verdict.verdicts:
        shown = verdict.reason[verdict.reason.find("Rows are lost") :].rstrip(".")
    if shown:
        yield _finding(
            verdict,
            "claim-refuted",
            Severity.WARNING,
            f"its comment says “{claim.words}”, and the run shows otherwise: {shown}.",
            "Correct the comment, or make it true.",
            evidence=(Evidence(kind="transcript", text=shown, origin=claim.origin),),
            subject=claim.promise.value,
        )
