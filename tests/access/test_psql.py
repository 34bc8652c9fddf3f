"""A proof script that a user runs with psql prints what its comments say."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from trueup.access.examine import AccessOptions, examine
from trueup.access.expect import proof_files
from trueup.postgres.binaries import installed
from trueup.postgres.server import Database

CASES = Path(__file__).parent / "cases"


def psql(database: Database, script: Path) -> subprocess.CompletedProcess[str]:
    """As a superuser in the schema's own database, echoing each line before what it gives."""
    program = shutil.which("psql") or str(installed().program("psql"))
    with database.connect(superuser=True) as conn:
        info = conn.info
        where = ["-h", info.host, "-p", str(info.port), "-U", info.user, "-d", info.dbname]
        options = ["-X", "-a", "-At", "-v", "VERBOSITY=verbose", "-f", str(script)]
        return subprocess.run([program, *where, *options], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("case", ["self-promotion-role", "view-writes", "recursion-self", "update-true"])
def test_a_proof_prints_what_it_says(supabase_database: Database, tmp_path: Path, case: str) -> None:
    with supabase_database.connect() as conn:
        conn.execute((CASES / f"{case}.bad.sql").read_bytes())
    report = examine(supabase_database, None, "supabase", options=AccessOptions(fixes=False))
    files = proof_files(report.findings)
    assert files
    for name, text in files.items():
        (tmp_path / name).write_text(text)
        ran = psql(supabase_database, tmp_path / name)
        assert ran.returncode == 0, ran.stderr
        held = [holds(before, line, ran.stderr) for before, line in pairwise(ran.stdout.splitlines())]
        assert held.count(True) >= 1, text
        assert False not in held, ran.stdout
        if "-- refused" not in text:
            assert not ran.stderr


def holds(printed: str, comment: str, errors: str) -> bool | None:
    """Whether a line of answers says what was printed before it; None where it is no such line."""
    kind, _, said = comment.partition(": ")
    if kind == "-- gives":
        return printed.split("|")[0] == said
    if kind == "-- rows affected":
        return re.fullmatch(rf"(UPDATE|DELETE|INSERT 0) {said}", printed) is not None
    if kind == "-- refused":
        state, _, message = said.partition(" ")
        return f"{state}: {message}" in errors
    return None
