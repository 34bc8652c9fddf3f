"""What only a human can decide, what to do first, and the steps after that: read off the results, nothing guessed."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.finding import Finding, Severity
from trueup.migrations.model import MigrationVerdict, VerdictKind
from trueup.stages.model import Reading

Question = tuple[str, tuple[tuple[str, str], ...]]

_HARMFUL = frozenset({VerdictKind.BROKEN, VerdictKind.CONFLICTS, VerdictKind.DESTRUCTIVE})


def questions(chosen: Reading, others: Sequence[Reading], settle: str) -> tuple[Question, ...]:
    """Questions with what follows from each answer."""
    found: list[Question] = []
    if others and settle:
        found.append(_reading_question(chosen, others[0]))
    if chosen.migrations:
        found += [q for verdict in chosen.migrations.verdicts for q in _migration_question(verdict)]
    for option in chosen.options:
        if option.opens:
            rules = ", ".join(sorted({f.rule for f in option.opens}))
            found.append(
                (
                    f"Option {option.id} as plain SQL would open a hole ({rules}). Run the lines that close it too?",
                    (
                        ("yes", "run all files of the option; the closing lines were executed with them"),
                        ("no", "the hole is there from the moment the plain files have run"),
                    ),
                )
            )
    return tuple(found)


def _reading_question(chosen: Reading, other: Reading) -> Question:
    return (
        "Was each saved query run as one, or were its parts run one by one?",
        (
            ("as one", f"the reading '{chosen.name}' holds: this report as it stands"),
            ("one by one", f"the reading '{other.name}' holds: run trueup audit --reading {other.name}"),
            ("not known", "run the query under 'Two readings' in production; it only reads"),
        ),
    )


def _migration_question(verdict: MigrationVerdict) -> list[Question]:
    name = verdict.migration.name
    lead = verdict.verdicts[0]
    if lead is VerdictKind.OPTIONAL:
        yes, no = "run it; it applies" + _after(verdict), "leave it out; nothing else changes"
        return [(f"Do you want {name}? Nothing that was found needs it.", (("yes", yes), ("no", no)))]
    if lead in _HARMFUL:
        mend, drop = "see the files that need updates", "what it would make is not made"
        return [(f"What shall become of {name}? {verdict.reason}", (("mend it", mend), ("drop it", drop)))]
    if VerdictKind.NEEDED in verdict.verdicts:
        yes, no = "run it" + _after(verdict), "what needs it stays broken, or has to go"
        return [(f"Run {name}? {verdict.reason}", (("yes", yes), ("no", no)))]
    return []


def _after(verdict: MigrationVerdict) -> str:
    names = [name for name, _ in verdict.after]
    return f", after {' and '.join(names)}" if names else ""


def first_steps(findings: Sequence[Finding], chosen: Reading | None, settle: str) -> tuple[str, ...]:
    """What to do first, most urgent first: at most five lines."""
    steps = [_step(f) for f in findings if f.severity is Severity.ERROR][:3]
    if settle:
        steps.insert(0, "Find out which reading of the saved queries is true: one read-only query tells (below).")
    proven = [option for option in chosen.options if option.proven] if chosen else []
    if proven:
        steps.append(f"Then option {proven[0].id}: {proven[0].title}; its {len(proven[0].files)} files were executed.")
    return tuple(steps[:5])


def _step(finding: Finding) -> str:
    place = f" ({finding.origin})" if finding.origin else ""
    return f"{finding.message.split('. ')[0].rstrip('.')}{place}."


def next_steps(chosen: Reading, settle: str) -> tuple[str, ...]:
    """The way from here, in order."""
    steps = []
    if settle:
        steps.append(
            "Run the query under 'Two readings' in production, and audit again with --reading as it turns out."
        )
    for option in chosen.options:
        if option.proven:
            files = ", ".join(file.name for file in option.files)
            where = "in production" if option.id == "A" else "into the declared schema"
            steps.append(f"Option {option.id}, {where}: {files}.")
    if chosen.patches:
        steps.append("Update the files that are listed above; the diffs apply with git apply.")
    optional = (
        [v.migration.name for v in chosen.migrations.verdicts if VerdictKind.OPTIONAL in v.verdicts]
        if chosen.migrations
        else []
    )
    if optional:
        steps.append(f"Decide on {', '.join(optional)}.")
    if steps:
        steps.append("Audit again: the findings above must be gone.")
    return tuple(steps)
