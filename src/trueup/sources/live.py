"""A live server: its catalog in one read-only round trip. Nothing is written, and no secret leaves this module."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from urllib.parse import unquote

import msgspec
import psycopg
from psycopg.conninfo import make_conninfo

from trueup.catalog.live import Answer, count_rows, read_server, read_use
from trueup.config import Timeouts
from trueup.errors import ConnectionFailed, SourceError
from trueup.postgres.conninfo import SCHEMES, parameters
from trueup.sources.model import Source

_EACH_SECONDS = 10  # for one query that counts rows: a big table is scanned
_ASK_SECONDS = 60
_SECRETS = ("password", "sslpassword", "passfile", "sslkey")


def is_connection(spec: str) -> bool:
    """Whether a source's name is a connection string: a URL, or ``host=... dbname=...``."""
    if spec.lower().startswith(SCHEMES):
        return True
    return re.match(r"\s*(?:host|hostaddr|dbname|service|user|port)\s*=\s*\S", spec) is not None


def shown(spec: str) -> str:
    """A source's name as it may be shown: a connection string holds a password as often as not, so none is."""
    return "live server" if is_connection(spec) else spec


def read_live(spec: str, side: str, timeouts: Timeouts, *, use: bool = True, plain: bool = False) -> Source:
    """The catalog of the server that `spec` names, and what it counts about its own use unless `use` is False.

    With `plain` the catalog is what a comparison alone takes: no dependencies, no sizes, no history of migrations.

    Read-only in every transaction, with time limits for a statement and for a lock; application_name ``trueup``.

    Raises:
        ConnectionFailed: the server can't be reached, refuses, or went away; without a secret in the text.
        SourceError: `spec` is no connection string.
    """
    given = _parameters(spec)
    given |= {"application_name": "trueup", "connect_timeout": str(max(2, round(timeouts.connect)))}
    try:
        with psycopg.connect(make_conninfo(**given), autocommit=True, prepare_threshold=None) as conn:
            limits = {"timeout": timeouts.statement, "lock_timeout": timeouts.lock}
            catalog = read_server(conn, **limits, plain=plain)
            statistics, uncounted = read_use(conn, catalog, **limits) if use else (None, ())
    except psycopg.Error as error:
        raise ConnectionFailed(_reason(error, given), help=_help(error)) from None
    except msgspec.MsgspecError:  # pg_get_viewdef() and its like give NULL for what was dropped meanwhile
        raise ConnectionFailed(
            "The live server can't be read: objects were dropped or made while it was read",
            help="Try again once nobody changes the schema.",
        ) from None
    return Source(
        label="live server",
        side=side,
        kind="live server",
        catalog=catalog,
        statistics=statistics,
        not_evaluated=(*catalog.not_captured, *uncounted),
        ask=lambda queries: _ask(given, queries, timeouts),
    )


def _ask(given: dict[str, str], queries: Sequence[str], timeouts: Timeouts) -> tuple[Answer, ...]:
    """The number of rows that each query counts; all of them within `_ASK_SECONDS`, the rest is not asked."""
    answers: list[Answer] = []
    ends = time.monotonic() + _ASK_SECONDS
    try:
        with psycopg.connect(make_conninfo(**given), autocommit=True, prepare_threshold=None) as conn:
            for query in queries:
                left = ends - time.monotonic()
                if left <= 0:
                    answers.append(Answer(error=f"it was not asked: the others took {_ASK_SECONDS} s"))
                    continue
                limit = min(timeouts.statement, left, _EACH_SECONDS)
                answers.append(count_rows(conn, query, timeout=limit, lock_timeout=timeouts.lock))
    except psycopg.Error as error:
        reason = _reason(error, given)
        answers += [Answer(error=reason)] * (len(queries) - len(answers))
    return tuple(answers)


def _parameters(spec: str) -> dict[str, str]:
    try:
        return parameters(spec)
    except ValueError:
        raise SourceError(
            "The connection string can't be read",
            help="Write postgresql://user@host:5432/name; percent-encode @ : / ? # % in a password, or use PGPASSWORD.",
        ) from None


def _reason(error: psycopg.Error, given: dict[str, str]) -> str:
    """What the server or libpq said, in one line and without any secret of the connection."""
    said = error.diag.message_primary or (str(error).strip() or "?").splitlines()[0]
    message = f"{said} ({error.sqlstate})" if error.sqlstate and said else said or type(error).__name__
    for name in _SECRETS:
        for secret in {given.get(name, ""), unquote(given.get(name, ""))}:
            if secret:
                message = message.replace(secret, "***")
    return f"The live server can't be read: {message}"


def _help(error: psycopg.Error) -> str:
    state = error.sqlstate or ""
    message = str(error).lower()
    if state.startswith("28") or "authentication failed" in message or "no password supplied" in message:
        return "Check the user and the password (percent-encoded in a URL, or in PGPASSWORD)."
    if state == "57014":
        return "The statement took too long: raise [timeouts] statement in trueup.toml."
    if state == "42501":
        return "The role may not read the catalog; use one that may, e.g. a member of pg_read_all_settings."
    if state == "55P03":
        return "Another session holds a lock that stands in the way: try again once its transaction has ended."
    if state and not state.startswith(("08", "3D", "57")):
        return "The server could not print one of its objects: ask it for that one with psql, and mend or drop it."
    return "Check the host, the port and that it can be reached from here; or use `trueup snapshot --print-query`."
