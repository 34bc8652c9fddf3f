"""Small labelled schemas: each file says what is wrong with it, or is clean.

`-- expect: SEVERITY RULE OBJECT` names a finding that must be there; nothing else at error or warning may be.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from trueup.access.examine import examine
from trueup.access.model import AccessReport
from trueup.finding import Severity
from trueup.postgres.server import Server

CASES = sorted((Path(__file__).parent / "cases").glob("*.sql"))
# One of each kind on every run; all of them every night.
DAILY = {
    "self-promotion-role.bad", "self-promotion-role.good", "self-join-team.bad", "self-join-team.good",
    "service-insert-open.bad", "update-true.bad", "posts.good", "ownership-transfer.bad", "view-definer.bad",
    "definer-read.bad", "definer-counter.good", "counter-invoker.bad", "rls-off.bad", "user-metadata.bad",
    "sign-up-fails.bad", "storage-scoped.good", "tenant-setting.good", "tenant-setting-insert.bad",
    "view-writes.bad", "view-writes.good",
}  # fmt: skip


def expected(text: str) -> list[tuple[str, str, str]]:
    lines = [line.removeprefix("-- expect: ").split() for line in text.splitlines() if line.startswith("-- expect: ")]
    return [(severity, rule, name) for severity, rule, name in lines]


def run(path: Path, server: Server, platform: str) -> AccessReport:
    database = server.create()
    try:
        with database.connect() as conn:
            conn.execute(path.read_bytes())
        return examine(database, None, platform)
    finally:
        database.drop()


def judge(report: AccessReport, text: str) -> None:
    left = list(report.findings)
    for severity, rule, name in expected(text):
        matching = [
            f for f in left if f.severity == severity and f.rule.startswith(rule) and f.ref and name in f.ref.name
        ]
        assert matching, f"not found: {severity} {rule} on {name}"
        assert all(f.evidence for f in matching)
        left = [f for f in left if f not in matching]
    loud = [(f.severity.value, f.rule, f.message) for f in left if f.severity in (Severity.ERROR, Severity.WARNING)]
    assert not loud
    assert not report.not_evaluated


@pytest.mark.parametrize(
    "path",
    [pytest.param(p, id=p.stem, marks=() if p.stem in DAILY else pytest.mark.nightly) for p in CASES],
)
def test_case(path: Path, request: pytest.FixtureRequest) -> None:
    text = path.read_text()
    platform = "postgres" if "-- platform: postgres" in text else "supabase"
    server = request.getfixturevalue("server" if platform == "postgres" else "supabase_server")
    judge(run(path, server, platform), text)
