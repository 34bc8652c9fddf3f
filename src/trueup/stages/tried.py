"""The access examination of each state, once: equal states are tried once in a run, and remembered across runs.

A state is what the catalog says, and the rows that are there: nothing else of a database makes a probe come out
otherwise.
"""

from __future__ import annotations

import contextlib

import msgspec

from trueup import decoding, inputs
from trueup.access.examine import AccessOptions, examine
from trueup.access.model import AccessReport
from trueup.catalog.model import Catalog
from trueup.memo import Memo, digest
from trueup.postgres.server import Database
from trueup.sqltext import quote
from trueup.stages.once import Once

_FILLED = """
SELECT format('%I.%I', n.nspname, c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r' AND c.oid >= 16384 AND n.nspname <> 'trueup_internal' AND pg_relation_size(c.oid) > 0
 ORDER BY 1
"""

# Rows are numbered in the order in which tables were made: equal catalogs may have had them made in another one.
_IN_ORDER = """
SELECT coalesce(string_agg(format('%I.%I', n.nspname, c.relname), ' ' ORDER BY c.oid), '')
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.oid >= 16384 AND n.nspname <> 'trueup_internal'
"""


class Tried:
    """What was examined.

    Args:
        platform: the platform's name.
        exposed: the schemas that clients reach, or () for the platform's own.
        memo: where reports outlive the run; None where they don't.
    """

    def __init__(self, platform: str, exposed: tuple[str, ...], memo: Memo | None) -> None:
        self._platform = platform
        self._exposed = exposed
        self._memo = memo
        self._once = Once()

    def examine(self, database: Database, catalog: Catalog, *, fixes: bool) -> AccessReport:
        """The examination of a database, without the places of what it found (see `access.settle.placed`).

        Args:
            database: it is cloned.
            catalog: what it holds.
            fixes: whether fixes are looked for and executed; a report that has them serves both.
        """
        state = self._state(database, catalog)

        def make() -> AccessReport:
            return self._recalled(state, fixes) or self._made(state, database, catalog, fixes)

        report: AccessReport = self._once.get((state, fixes), make, also=(state, True))
        return report

    def _state(self, database: Database, catalog: Catalog) -> str:
        # What a user took away from the platform is in neither part.
        roles = [catalog.roles[name] for name in sorted(catalog.roles)]
        parts = [list(catalog.objects.values()), sorted(catalog.platform_objects), roles]
        return digest(
            msgspec.json.encode(parts, order="deterministic"),
            self._platform,
            "\x1f".join(self._exposed),
            *rows(database),
        )

    def _made(self, state: str, database: Database, catalog: Catalog, fixes: bool) -> AccessReport:
        before = inputs.spoils()
        options = AccessOptions(exposed=self._exposed, fixes=fixes)
        report = examine(database, catalog, self._platform, options=options)
        if self._memo is not None and inputs.spoils() == before:
            data = msgspec.json.encode(report)
            if _decoded(data) == report:
                self._memo.put(_key(state, fixes), data)
        return report

    def _recalled(self, state: str, fixes: bool) -> AccessReport | None:
        if self._memo is None:
            return None
        data = self._memo.get(_key(state, True)) or (None if fixes else self._memo.get(_key(state, False)))
        return _decoded(data) if data is not None else None


def _key(state: str, fixes: bool) -> str:
    return digest("access", state, str(fixes))


def _decoded(data: bytes) -> AccessReport | None:
    with contextlib.suppress(msgspec.MsgspecError):
        return decoding.decode(data, type=AccessReport)
    return None


def rows(database: Database) -> list[str]:
    """The tables in the order in which they were made; those that hold rows, each with a hash of them in no order."""
    with database.connect(superuser=True) as conn:
        order = [str(row[0]) for row in conn.execute(_IN_ORDER)]
        filled = conn.execute(_FILLED).fetchall()
        if not filled:
            return order
        # Not a cast to text: that may be the text's own, and its function would run with the superuser's rights.
        hashed = "count(*)::text, sum(hashtextextended(format('%s', ROW(t.*)), 0)::numeric)::text"
        hashes = " UNION ALL ".join(f"SELECT {quote.literal(n)}, {hashed} FROM ONLY {n} t" for (n,) in filled)
        return order + [" ".join(map(str, row)) for row in conn.execute(hashes.encode()).fetchall()]
