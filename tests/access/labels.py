"""What a labelled schema says about itself, and how a report is held against it.

Comment lines at the top of a schema:

``-- expect: LEVELS KINDS OBJECTS PRINCIPALS``  a flaw that is there; ``a|b`` where either is a right name for it.
``-- also: KINDS OBJECTS``                      what may be told besides, because it follows from the same flaw.
``-- clean``                                    nothing is wrong: no error and no warning may be told.
``-- platform: postgres``                       no Supabase.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from trueup.access.examine import AccessOptions, examine
from trueup.access.flaws import find_flaw
from trueup.access.model import AccessReport
from trueup.finding import Finding, Severity
from trueup.postgres.server import Server

FOLDER = Path(__file__).parent / "labelled"
_LOUD = (Severity.ERROR, Severity.WARNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One flaw: the levels, kinds and objects that are right for it; ``levels`` is empty for an ``also``."""

    levels: frozenset[str]
    kinds: frozenset[str]
    objects: frozenset[str]

    def fits(self, finding: Finding) -> bool:
        if finding.ref is None or kind_of(finding) not in self.kinds:
            return False
        names = {part.split("(")[0] for part in (*finding.ref.name, finding.ref.name[0])}
        return bool(names & self.objects) and (not self.levels or self.is_loud_enough(finding))

    def is_loud_enough(self, finding: Finding) -> bool:
        return finding.severity in _LOUD or str(finding.severity) in self.levels


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A labelled schema."""

    name: str
    text: str
    platform: str
    expected: tuple[Label, ...]
    also: tuple[Label, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What was found of a case: labels found and missed, loud findings that no label knows."""

    found: tuple[Label, ...]
    missed: tuple[Label, ...]
    false: tuple[Finding, ...]


def kind_of(finding: Finding) -> str:
    """One word for one of the seven kinds."""
    flaw = find_flaw(finding.rule)
    return flaw.kind.split()[0] if flaw else finding.rule


def read(path: Path) -> Case:
    text = path.read_text()
    expected, also = [], []
    for line in text.splitlines():
        words = line.split()
        if line.startswith("-- expect: "):
            levels, kinds, objects = (frozenset(w.split("|")) for w in words[2:5])
            expected.append(Label(levels=levels, kinds=kinds, objects=objects))
        elif line.startswith("-- also: "):
            kinds, objects = (frozenset(w.split("|")) for w in words[2:4])
            also.append(Label(levels=frozenset(), kinds=kinds, objects=objects))
    assert expected or "-- clean" in text.splitlines(), path
    return Case(
        name=path.stem,
        text=text,
        platform="postgres" if "-- platform: postgres" in text else "supabase",
        expected=tuple(expected),
        also=tuple(also),
    )


def cases() -> list[Case]:
    return [read(path) for path in sorted(FOLDER.glob("*.sql"))]


def examined(case: Case, server: Server, *, fixes: bool = False) -> AccessReport:
    database = server.create()
    try:
        with database.connect() as conn:
            conn.execute(case.text.encode())
        return examine(database, None, case.platform, options=AccessOptions(fixes=fixes))
    finally:
        database.drop()


def judge(case: Case, report: AccessReport) -> Score:
    found = tuple(label for label in case.expected if any(label.fits(f) for f in report.findings))
    known = (*case.expected, *case.also)
    return Score(
        found=found,
        missed=tuple(label for label in case.expected if label not in found),
        false=tuple(f for f in report.findings if f.severity in _LOUD and not any(k.fits(f) for k in known)),
    )
