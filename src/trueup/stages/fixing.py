"""The rules' own fixes as one migration, run together on a scratch copy; what does harm there is taken out again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from trueup.access.model import AccessReport
from trueup.catalog.model import Catalog
from trueup.finding import Finding, Fix
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.rules import RuleContext, Selection, check
from trueup.stages.context import Context
from trueup.stages.model import Judgement, Option, Side
from trueup.stages.script import Draft, run_draft
from trueup.step import Step

_ROUNDS = 4
_WORKS = frozenset({"all", "own", "conditional"})
_REFUSED = frozenset({"none", "error"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Try:
    """What running some fixes together showed.

    Args:
        ran: those that the server took; `refused`: finding to its message.
        left: findings that are still there, by fingerprint.
        new: findings that were not there before.
        lost: relations on which somebody may no longer do what worked before.
        catalog: what the copy holds afterwards.
    """

    ran: tuple[tuple[Finding, tuple[Step, ...]], ...]
    refused: dict[str, str]
    left: frozenset[str]
    new: tuple[Finding, ...]
    lost: frozenset[ObjectRef]
    catalog: Catalog


def fixes(
    context: Context, side: Side, judgement: Judgement, selection: Selection, name: str
) -> tuple[Option | None, Judgement]:
    """All fixes that rules have for a side's findings, executed together.

    A fix that the server refuses, that leaves its finding there, that brings a new one, or after which somebody can no
    longer do what worked, is left out, and the rest is run again on a fresh copy.

    Args:
        context: the run.
        side: what was checked.
        judgement: its findings.
        selection: the rules that were run.
        name: of the migration.

    Returns:
        The option, None where nothing is left; and the judgement, in which each finding has its executed fix.
    """
    wanted = tuple(_fixable(context, side, judgement.findings))
    out: dict[str, str] = {}
    tried = None
    for _ in range(_ROUNDS):
        chosen = tuple(pair for pair in wanted if pair[0].fingerprint not in out)
        if not chosen:
            return None, judgement
        tried = _try(context, side, judgement, selection, chosen)
        harm = _harmful(tried)
        if not harm:
            break
        out |= harm
    assert tried is not None
    statements = list(dict.fromkeys(step.sql for _, steps in tried.ran for step in steps))
    meant = [finding.fingerprint for finding, _ in tried.ran]
    gone = tuple(key for key in meant if key not in tried.left)
    option = Option(
        id="fix",
        title="what the rules can fix",
        files=(Draft(name=name, statements=statements, reason="fixes for what the rules found").file(),),
        verdict=_verdict(len(gone), len(meant), tried, out),
        proven=not _harmful(tried) and len(gone) == len(meant),
        removes=gone,
        after=tried.catalog,
    )
    return option, _with_fixes(judgement, tried) if option.proven else judgement


def _fixable(context: Context, side: Side, findings: Iterable[Finding]) -> Iterable[tuple[Finding, tuple[Step, ...]]]:
    before = context.rule_context(side)
    rules = context.rules
    for finding in findings:
        loaded = rules.find(finding.rule)
        steps = loaded.fix(finding, before) if loaded is not None and loaded.fix is not None else ()
        if steps:
            yield finding, steps


def _try(
    context: Context,
    side: Side,
    judgement: Judgement,
    selection: Selection,
    chosen: Sequence[tuple[Finding, tuple[Step, ...]]],
) -> _Try:
    database = side.database.clone()
    try:
        ran, refused = [], {}
        for finding, steps in chosen:
            error = run_draft(database, Draft(name=finding.rule, statements=[step.sql for step in steps]))
            if error:
                refused[finding.fingerprint] = error
            else:
                ran.append((finding, steps))
        catalog = database.read_catalog()
        before = context.rule_context(side)
        state = RuleContext(
            catalog=catalog,
            database=database,
            platform=context.platform,
            schemas=before.schemas,
            statistics=before.statistics,
            options=before.options,
        )
        after = check(state, selection, context.rules)
        lost = _lost(context, side, database, catalog)
    finally:
        database.drop()
    known = {finding.fingerprint for finding in judgement.findings}
    return _Try(
        ran=tuple(ran),
        refused=refused,
        left=frozenset(finding.fingerprint for finding in after.findings),
        new=tuple(finding for finding in after.findings if finding.fingerprint not in known),
        lost=lost,
        catalog=catalog,
    )


def _lost(context: Context, side: Side, database: Database, catalog: Catalog) -> frozenset[ObjectRef]:
    """The relations on which somebody could do something before and can't any longer, by trying it on both states."""
    before = context.judge_state(side.database, side.catalog, fixes=False).access
    after = context.judge_state(database, catalog, fixes=False).access
    return _refused_now(before, after) if before and after else frozenset()


def _refused_now(before: AccessReport, after: AccessReport) -> frozenset[ObjectRef]:
    """What somebody could do with rows of their own and can't, or what nobody at all can do any longer.

    That a stranger sees fewer of other people's rows is what a fix is for.
    """
    now = {(cell.principal, cell.ref, cell.command): cell.rows for cell in after.matrix}
    works = {(cell.ref, cell.command) for cell in after.matrix if cell.rows in _WORKS}
    return frozenset(
        cell.ref
        for cell in before.matrix
        if (cell.rows == "own" and now.get((cell.principal, cell.ref, cell.command)) in _REFUSED)
        or (cell.rows in _WORKS and (cell.ref, cell.command) not in works)
    )


def _harmful(tried: _Try) -> dict[str, str]:
    """The fixes to leave out, and why; a new finding is laid to the fixes of its own object or table, else to all."""
    harm = {key: f"the server refuses it: {message}" for key, message in tried.refused.items()}
    for finding, _ in tried.ran:
        if finding.fingerprint in tried.left:
            harm[finding.fingerprint] = "the finding is still there afterwards"
        elif _table(finding) in {(ref.schema, ref.name[0]) for ref in tried.lost}:
            harm[finding.fingerprint] = "somebody could no longer do what works now"
    for new in tried.new:
        near = [f for f, _ in tried.ran if _table(f) == _table(new)] or [f for f, _ in tried.ran]
        harm |= {f.fingerprint: f"it would bring {new.rule}" for f in near}
    return harm


def _table(finding: Finding) -> tuple[str, str]:
    ref = finding.ref
    return (ref.schema, ref.name[0]) if ref else ("", "")


def _verdict(gone: int, meant: int, tried: _Try, out: dict[str, str]) -> str:
    verdict = f"executed on a scratch copy: {gone} of {meant} findings are gone"
    new = sorted({finding.rule for finding in tried.new})
    verdict += f"; new ones came: {', '.join(new)}" if new else "; no new one came"
    verdict += "; nobody lost what worked before" if not tried.lost else ""
    reasons = sorted(set(out.values()))
    return verdict + (f"; {len(out)} more are not fixed, because {' and '.join(reasons)}" if out else "")


def _with_fixes(judgement: Judgement, tried: _Try) -> Judgement:
    """Each finding that is gone with the steps that took it away."""
    steps = {finding.fingerprint: steps for finding, steps in tried.ran}
    findings = tuple(
        replace(f, fixes=(*f.fixes, Fix(title=_title(steps[f.fingerprint]), steps=steps[f.fingerprint], executed=True)))
        if f.fingerprint in steps
        else f
        for f in judgement.findings
    )
    return replace(judgement, findings=findings)


def _title(steps: Sequence[Step]) -> str:
    return steps[0].reason or steps[0].sql.split("\n")[0][:80]
