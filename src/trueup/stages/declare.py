"""Option B: make the declared schema true to production (as it is, or as option A leaves it)."""

from __future__ import annotations

import difflib
from pathlib import Path

from trueup.catalog.model import Catalog
from trueup.diff.compare import compare
from trueup.diff.model import Drift
from trueup.origin import Origin
from trueup.plan.make import make_plan
from trueup.plan.node import PlanOptions
from trueup.replay.model import Atomicity, Unit
from trueup.replay.run import replay, replay_anew
from trueup.replay.session import leaves_session
from trueup.sqltext.read import read_sql
from trueup.stages.context import Context
from trueup.stages.model import Option, Patch, Side, SqlFile
from trueup.stages.script import script


def mend_declared(
    context: Context, declared: Side, target: Catalog, *, after_a: bool
) -> tuple[Option | None, Patch | None]:
    """Option B, executed: the declared text with what it lacks replayed from empty must equal `target`.

    Args:
        context: the run.
        declared: the side to mend.
        target: what it shall describe.
        after_a: whether `target` is production after option A (else production as it is).
    Returns: the option and the patch of the declared file; None and None where both sides are equal already.
    """
    options = PlanOptions(allow_destructive=True, online=False, role=context.server.replay_role)
    plan = make_plan(declared.catalog, target, options=options)
    if not plan.steps:
        return None, None
    what = "production as option A leaves it" if after_a else "production as it is"
    addition = script(f"To match {what}", [step.sql for step in plan.steps])
    file = declared.source.files[-1] if declared.source.files else "database-schema.sql"
    remaining, refused = _replayed(context, declared, addition, file, target)
    proven = not remaining.counted and not refused
    verdict = f"executed: {file} with these lines, replayed from empty, "
    verdict += f"equals {what}" if proven else f"still differs from {what} in {len(remaining.counted)} objects"
    if refused:
        verdict += f"; refused: {refused}"
    option = Option(
        id="B",
        title=f"make the declared schema true to {what}",
        files=(SqlFile(name=file, text=addition),),
        verdict=verdict,
        proven=proven,
        remaining=remaining,
        after=target,
        coverage={"statements": len(plan.steps), "objects": len(target.objects)},
    )
    return option, _patch(context.root, file, addition, what, proven)


def _replayed(context: Context, declared: Side, addition: str, file: str, target: Catalog) -> tuple[Drift, str]:
    def run() -> tuple[Catalog, str]:
        unit = Unit(
            name="addition",
            origin=Origin(file=file),
            statements=read_sql(addition, file).statements,
            atomicity=Atomicity.STATEMENT,
        )
        if leaves_session(declared.source.units):
            result = replay_anew(context.server, (*declared.source.units, unit))
        else:
            # What the text before makes is there already: as it ends, the rest begins.
            with context.declared_is_free:
                database = declared.database.clone()
            result = replay(database, (unit,))
        result.database.drop()
        errors = [o.error.message for o in result.outcomes if o.unit == "addition" and o.error]
        return result.catalog, "; ".join(errors)

    # Two readings that come to the same end ask for the same text.
    catalog, errors = context.once.get(("declared", file, addition), run)
    return compare(catalog, target), errors


def _patch(root: Path, file: str, addition: str, what: str, proven: bool) -> Patch | None:
    path = root / file
    if not path.is_file():
        return None
    old = path.read_text(encoding="utf-8", errors="replace")
    return Patch(
        path=file,
        reason=f"describe {what}",
        diff=unified(file, old, old.rstrip("\n") + "\n\n" + addition),
        executed=proven,
    )


def unified(path: str, old: str, new: str) -> str:
    """A unified diff that `git apply` and `patch -p1` take."""
    lines = difflib.unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{path}", f"b/{path}", n=3
    )
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)
