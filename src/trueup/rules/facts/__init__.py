"""What the scratch server was asked, once for all rules; each answer when it is first wanted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import psycopg

from trueup.catalog.model import Catalog
from trueup.diagnostic import NotEvaluated
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.replay.model import Outcome
from trueup.rules.bodies.run import CheckedBodies, check_bodies
from trueup.rules.facts.checks import check_verdicts
from trueup.rules.facts.constants import broken_defaults, reads_state
from trueup.rules.facts.plans import PolicyCalls, policy_calls
from trueup.rules.facts.privileges import Privileges, read_privileges
from trueup.rules.facts.statistics import ProductionStatistics

__all__ = ["Facts", "Privileges", "ProductionStatistics"]


class Facts:
    """The server's answers about one catalog.

    Args:
        database: holds the catalog; read only, nothing is left behind.
        catalog: what to ask about.
        roles: the roles whose privileges are asked for.
        outcomes: of the statements, whose DO blocks are asked about.
    """

    def __init__(
        self,
        database: Database | None,
        catalog: Catalog,
        *,
        roles: tuple[str, ...],
        outcomes: Sequence[Outcome] = (),
    ) -> None:
        self._outcomes = outcomes
        self._database = database
        self._catalog = catalog
        self._roles = roles
        self._asked_bodies = False

    @property
    def _there(self) -> Database:
        if self._database is None:
            raise LookupError("no scratch database holds this catalog")
        return self._database

    @cached_property
    def bodies(self) -> CheckedBodies:
        """What the server refuses in the bodies of functions. Text of files runs: as the replay role only."""
        self._asked_bodies = True
        with self._there.connect() as connection:
            return check_bodies(connection, self._catalog, self._outcomes)

    @cached_property
    def privileges(self) -> Privileges:
        """What the API's roles may do. Catalog reading only."""
        with self._there.connect(superuser=True) as connection:
            return read_privileges(connection, self._roles)

    @cached_property
    def function_names(self) -> frozenset[str]:
        """The names of all functions, PostgreSQL's own too."""
        with self._there.connect(superuser=True) as connection:
            return frozenset(name for (name,) in connection.execute("SELECT DISTINCT proname FROM pg_proc"))

    @cached_property
    def extension_functions(self) -> frozenset[str]:
        """The names of the functions that belong to an extension."""
        with self._there.connect(superuser=True) as connection:
            return frozenset(name for (name,) in connection.execute(_EXTENSION_FUNCTIONS))

    @cached_property
    def policy_calls(self) -> PolicyCalls:
        """Which calls of each policy are made anew for each row."""
        with self._there.connect() as connection:
            return policy_calls(connection, self._catalog)

    @cached_property
    def extensions(self) -> dict[str, tuple[str, str]]:
        """Name to (installed version, default version) of the scratch server."""
        with self._there.connect(superuser=True) as connection:
            return _extensions(connection)

    @cached_property
    def broken_defaults(self) -> frozenset[ObjectRef]:
        """CHECK constraints that refuse the constant default of the one column that they read."""
        with self._there.connect() as connection:
            return broken_defaults(connection, self._catalog)

    @cached_property
    def check_verdicts(self) -> dict[ObjectRef, str]:
        """CHECK constraints that are ``never`` true, or ``always`` not false, as the planner proves it."""
        with self._there.connect() as connection:
            return check_verdicts(connection, self._catalog)

    @cached_property
    def reads_state(self) -> dict[ObjectRef, str]:
        """IMMUTABLE functions to the first table or changing function that their queries name."""
        with self._there.connect() as connection:
            return reads_state(connection, self._catalog)

    @cached_property
    def public_buckets(self) -> frozenset[str]:
        """Ids of the storage buckets that the replayed text makes public; none where there is no storage schema."""
        with (
            self._there.connect() as connection
        ):  # it may be a view that the text made: not with the superuser's rights
            row = connection.execute("SELECT to_regclass('storage.buckets') IS NOT NULL").fetchone()
            if not row or not row[0]:
                return frozenset()
            return frozenset(bucket for (bucket,) in connection.execute("SELECT id FROM storage.buckets WHERE public"))

    @property
    def not_evaluated(self) -> tuple[NotEvaluated, ...]:
        """What the server could not answer, among what was asked so far."""
        return self.bodies.not_evaluated if self._asked_bodies else ()


_EXTENSION_FUNCTIONS = """
SELECT DISTINCT p.proname FROM pg_proc p
JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
"""


def _extensions(connection: psycopg.Connection) -> dict[str, tuple[str, str]]:
    rows = connection.execute(
        "SELECT e.extname, e.extversion, a.default_version"
        " FROM pg_extension e JOIN pg_available_extensions a ON a.name = e.extname"
    )
    return {name: (installed, default or installed) for name, installed, default in rows}
