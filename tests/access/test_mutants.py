"""A known flaw in a right schema is found: a few operators of benchmarks/access_mutants.py, on one schema each."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from trueup.postgres.server import Server

_BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
_NAMES = """
rls_off update_by_all insert_by_all turned_round for_visitors_only wrong_partner own_ring view fn_by_owner
fn_guard_null fn_delete fn_truncate child unlogged_copy cascade
"""


@pytest.fixture(scope="module")
def bench(supabase_server: Server) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "path", [str(_BENCHMARKS), *sys.path])
        from access_mutants import Bench
        from labels import cases

        right = [c for c in cases() if not c.expected and c.platform == "supabase"]
        yield Bench(server=supabase_server, schemas=right[::10])


@pytest.mark.nightly
@pytest.mark.parametrize("name", _NAMES.split())
def test_mutant(name: str, bench: Any) -> None:
    from access_mutants import operators

    case, mutant = next(bench.mutants(name, operators()[name]))
    verdict = bench.judge(case, mutant)
    assert verdict.word == "found", (case.name, mutant.sql)
    assert not verdict.false, [f.message for f in verdict.false]
