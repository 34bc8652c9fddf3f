"""What owners have by themselves hangs on the server's version."""

from __future__ import annotations

import pytest

from trueup.catalog.model import Catalog, DefaultPrivileges
from trueup.plan.make import make_plan
from trueup.ref import ObjectRef

REF = ObjectRef("default privileges", "", ("app", "tables", "app"))
BEFORE_17 = ("delete", "references", "select", "trigger", "truncate", "update")


@pytest.mark.parametrize(
    ("version", "had", "given"),
    [
        (160009, BEFORE_17, "INSERT"),
        (180004, BEFORE_17, "INSERT, MAINTAIN"),
        (180004, (*BEFORE_17, "maintain"), "INSERT"),
    ],
)
def test_default_privileges_go_back_to_what_owners_of_that_version_have(
    version: int, had: tuple[str, ...], given: str
) -> None:
    entry = DefaultPrivileges(
        ref=REF, role="app", object_type="tables", grantee="app", privileges=tuple((name, False) for name in had)
    )
    before = Catalog(objects={REF: entry}, server_version=version)
    plan = make_plan(before, Catalog(objects={}, server_version=version))
    assert [s.sql for s in plan.steps] == [f"ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT {given} ON TABLES TO app;"]
