"""A live server: its catalog in one read-only round trip. Nothing is written, and no secret leaves this module."""

from __future__ import annotations

import re
from urllib.parse import unquote

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from trueup.catalog.live import read_server
from trueup.config import Timeouts
from trueup.errors import ConnectionFailed, SourceError
from trueup.sources.model import Source

SCHEMES = ("postgresql://", "postgres://")
_SECRETS = ("password", "sslpassword", "passfile", "sslkey")


def is_connection(spec: str) -> bool:
    """Whether a source's name is a connection string: a URL, or ``host=... dbname=...``."""
    if spec.lower().startswith(SCHEMES):
        return True
    return re.match(r"\s*(?:host|hostaddr|dbname|service|user|port)\s*=\s*\S", spec) is not None


def shown(spec: str) -> str:
    """A source's name as it may be shown: a connection string holds a password as often as not, so none is."""
    return "live server" if is_connection(spec) else spec


def read_live(spec: str, side: str, timeouts: Timeouts) -> Source:
    """The catalog of the server that `spec` names.

    Read-only in every transaction, with time limits for a statement and for a lock; application_name ``trueup``.

    Raises:
        ConnectionFailed: the server can't be reached, refuses, or went away; without a secret in the text.
        SourceError: `spec` is no connection string.
    """
    parameters = _parameters(spec)
    parameters |= {"application_name": "trueup", "connect_timeout": str(max(2, round(timeouts.connect)))}
    try:
        with psycopg.connect(make_conninfo(**parameters), autocommit=True, prepare_threshold=None) as conn:
            catalog = read_server(conn, timeout=timeouts.statement, lock_timeout=timeouts.lock)
    except psycopg.Error as error:
        raise ConnectionFailed(_reason(error, parameters), help=_help(error)) from None
    return Source(
        label="live server", side=side, kind="live server", catalog=catalog, not_evaluated=catalog.not_captured
    )


def _parameters(spec: str) -> dict[str, str]:
    """The connection's parameters. What libpq can't read is not quoted: it may be a part of the password.

    A password with ``@``, ``/`` or ``:`` in it that is not percent-encoded moves into the host: then a message of
    libpq would hold a part of it.
    """
    trouble = SourceError(
        "The connection string can't be read",
        help="Write postgresql://user@host:5432/dbname; percent-encode @ : / ? # % in a password, or use PGPASSWORD.",
    )
    if spec.lower().startswith(SCHEMES):
        address = spec.split("://", 1)[1].split("?", 1)[0]
        if "@" in address.split("@", 1)[-1] or "/" in address.rpartition("@")[0]:
            raise trouble
    try:
        parsed = conninfo_to_dict(spec)
    except psycopg.ProgrammingError:
        raise trouble from None
    return {key: str(value) for key, value in parsed.items() if value is not None}


def _reason(error: psycopg.Error, parameters: dict[str, str]) -> str:
    """What the server or libpq said, in one line and without any secret of the connection."""
    said = error.diag.message_primary or (str(error).strip() or "?").splitlines()[0]
    message = f"{said} ({error.sqlstate})" if error.sqlstate and said else said or type(error).__name__
    for name in _SECRETS:
        for secret in {parameters.get(name, ""), unquote(parameters.get(name, ""))}:
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
    return "Check the host, the port and that it can be reached from here; or use `trueup snapshot --print-query`."
