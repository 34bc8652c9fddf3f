"""Precision, recall and F1 of the access examination over labelled schemas.

python benchmarks/access_labelled.py [-v] [NAME ...]    without a name: all of tests/access/labelled

A flaw counts as found when a finding names its kind and its object; a finding at error or warning that no label
knows counts as false. Reviews ask for intent: they are held neither for nor against a schema.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "access"))

from labels import Case, Score, cases, examined, judge, kind_of

from trueup.finding import Severity
from trueup.postgres.server import start


@dataclass(slots=True)
class Totals:
    """Counts over all schemas."""

    found: int = 0
    missed: int = 0
    false: int = 0
    schemas: int = 0
    schemas_right: int = 0
    clean: int = 0
    clean_with_error: list[str] = field(default_factory=list)
    not_evaluated: int = 0

    def add(self, case: Case, score: Score, not_evaluated: int) -> None:
        self.found += len(score.found)
        self.missed += len(score.missed)
        self.false += len(score.false)
        self.schemas += 1
        self.schemas_right += not score.missed and not score.false
        self.not_evaluated += not_evaluated
        if not case.expected:
            self.clean += 1
            if any(f.severity is Severity.ERROR for f in score.false):
                self.clean_with_error.append(case.name)

    def text(self) -> str:
        precision = self.found / max(self.found + self.false, 1)
        recall = self.found / max(self.found + self.missed, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return (
            f"{self.schemas} schemas, {self.clean} of them clean; {self.schemas_right} judged right in full\n"
            f"flaws: {self.found} found, {self.missed} missed; {self.false} false findings; "
            f"{self.not_evaluated} not evaluated\n"
            f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}\n"
            f"clean schemas with an error: {len(self.clean_with_error)} {' '.join(self.clean_with_error)}"
        )


def show(case: Case, score: Score, verbose: bool) -> None:
    if score.missed or score.false or verbose:
        print(case.name)
    for label in score.missed:
        print(f"    missed: {'|'.join(sorted(label.kinds))} on {'|'.join(sorted(label.objects))}")
    for finding in score.false:
        print(f"    false: {finding.severity} {kind_of(finding)} {finding.rule} {finding.ref}: {finding.message}")


def main(arguments: list[str]) -> None:
    names = [a for a in arguments if not a.startswith("-")]
    chosen = [c for c in cases() if not names or any(n in c.name for n in names)]
    totals = Totals()
    for platform in ("supabase", "postgres"):
        ours = [c for c in chosen if c.platform == platform]
        if not ours:
            continue
        with start(platform) as server:
            for case in ours:
                report = examined(case, server)
                score = judge(case, report)
                totals.add(case, score, len(report.not_evaluated))
                show(case, score, "-v" in arguments)
                for reason in report.not_evaluated:
                    print(f"    {case.name}: not evaluated: {reason.what}: {reason.reason}")
                if "-v" in arguments:
                    for f in report.findings:
                        print(f"    {f.severity} {f.rule} {f.ref}: {f.message}")
                sys.stdout.flush()
    print(totals.text())
    spent = os.times()
    print(f"CPU of this process: {spent.user + spent.system:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
