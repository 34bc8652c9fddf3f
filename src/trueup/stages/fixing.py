"""The rules' own fixes as one migration, run together on a scratch copy."""

from __future__ import annotations

from trueup.rules import RuleContext, Selection, check
from trueup.stages.context import Context
from trueup.stages.model import Judgement, Option, Side
from trueup.stages.script import Draft, run_draft


def fixes(context: Context, side: Side, judgement: Judgement, selection: Selection, name: str) -> Option | None:
    """All fixes that rules have for a side's findings; None where there is none.

    Args:
        side: what was checked.
        judgement: its findings.
        selection: the rules that were run.
        name: of the migration.
    """
    rules = context.rules
    before = context.rule_context(side)
    database = side.database.clone()
    draft = Draft(name=name, statements=[], reason="fixes for what the rules found")
    meant: list[str] = []
    try:
        for finding in judgement.findings:
            loaded = rules.find(finding.rule)
            steps = loaded.fix(finding, before) if loaded is not None and loaded.fix is not None else ()
            one = Draft(name=finding.rule, statements=[step.sql for step in steps])
            if steps and not run_draft(database, one):
                draft.statements += [sql for sql in one.statements if sql not in draft.statements]
                meant.append(finding.fingerprint)
        if not draft.statements:
            return None
        catalog = database.read_catalog()
        after = check(
            RuleContext(catalog=catalog, database=database, platform=context.platform, schemas=before.schemas),
            selection,
            rules,
        )
    finally:
        database.drop()
    left = {f.fingerprint for f in after.findings}
    known = {f.fingerprint for f in judgement.findings}
    gone = tuple(key for key in meant if key not in left)
    new = sorted({f.rule for f in after.findings if f.fingerprint not in known})
    verdict = f"executed on a scratch copy: {len(gone)} of {len(meant)} findings are gone"
    verdict += f"; new ones came: {', '.join(new)}" if new else "; no new one came"
    return Option(
        id="fix",
        title="what the rules can fix",
        files=(draft.file(),),
        verdict=verdict,
        proven=not new and len(gone) == len(meant),
        removes=gone,
        after=catalog,
    )
