"""What all databases of a cluster share: roles, memberships, their settings.

A run's traces there must not outlive it.
"""

from __future__ import annotations

import contextlib
import json
import time
from typing import Any

import psycopg

from trueup.postgres import baseline
from trueup.postgres.platforms.model import Platform
from trueup.sqltext import quote

# Who tries what every role may do (see `seeding.engine`). It comes and goes with each examination, and two run at once:
# no part of what a text made of the roles.
PROBER = "trueup_prober"

_LEAVING_SECONDS = 0.1
_CONNECTED = """
SELECT count(*) FROM pg_stat_get_activity(NULL) a JOIN pg_database d ON d.oid = a.datid WHERE d.datname = %s
"""

_STATE = f"""
SELECT json_build_object(
  'roles', (SELECT json_agg(r ORDER BY r.rolname) FROM (
     SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls,
            rolconnlimit, rolpassword IS NOT NULL AS has_password, rolvaliduntil FROM pg_authid
      WHERE rolname <> '{PROBER}') AS r),
  'members', (SELECT json_agg(m ORDER BY m.role, m.member, m.grantor) FROM (
     SELECT roleid::regrole::text AS role, member::regrole::text AS member, grantor::regrole::text AS grantor,
            admin_option, inherit_option, set_option FROM pg_auth_members
      WHERE member::regrole::text <> '{PROBER}') AS m),
  'settings', (SELECT json_agg(s ORDER BY s.role, s.database) FROM (
     SELECT setrole::regrole::text AS role, d.datname AS database, setconfig FROM pg_db_role_setting
       LEFT JOIN pg_database d ON d.oid = setdatabase WHERE d.datname IS NULL OR NOT d.datname LIKE 'scratch%%') AS s)
)::text
"""


def state(conn: psycopg.Connection) -> str:
    """The cluster's roles, memberships and settings, as text that is equal when they are."""
    row = conn.execute(_STATE).fetchone()
    assert row is not None
    return str(row[0])


def role_names(text: str) -> frozenset[str]:
    """The names of the roles in a `state`."""
    return frozenset(role["rolname"] for role in json.loads(text)["roles"])


def await_leaving(conn: psycopg.Connection, name: str) -> None:
    """Give those who are leaving a database a moment to be out of it. `conn` is in autocommit.

    CREATE and DROP DATABASE look for others only ten times a second (CountOtherDBBackends in procarray.c), and a
    session that was just closed is there a millisecond longer: a copy of a database took a tenth of a second more.
    """
    deadline = time.monotonic() + _LEAVING_SECONDS
    while time.monotonic() < deadline:
        row = conn.execute(_CONNECTED, (name,)).fetchone()
        if row == (0,):
            return
        time.sleep(0.001)


def drop_database(conn: psycopg.Connection, name: str) -> None:
    """Drop a database, whoever is connected, if it is there. `conn` is in autocommit."""
    await_leaving(conn, name)
    with contextlib.suppress(psycopg.Error):  # one that was never finished can't be altered, only dropped
        conn.execute(f"ALTER DATABASE {quote.identifier(name)} IS_TEMPLATE false".encode())
    conn.execute(f"DROP DATABASE IF EXISTS {quote.identifier(name)} WITH (FORCE)".encode())


def reset(conn: psycopg.Connection, platform: Platform, pristine: str) -> bool:
    """Bring roles, memberships and settings back to the pristine state; False if that failed (then copy the cluster
    anew).

    No database that depends on a role of a run may be there any more.
    """
    if state(conn) == pristine:
        return True
    before: dict[str, Any] = json.loads(pristine)
    wanted = {role["rolname"] for role in before["roles"]}
    now: dict[str, Any] = json.loads(state(conn))
    try:
        with conn.transaction():
            for role in now["roles"]:
                if role["rolname"] not in wanted:
                    conn.execute(f"DROP ROLE {quote.identifier(role['rolname'])}".encode())
            for setting in now["settings"] or ():
                _reset_setting(conn, setting, wanted)
            for role in platform.roles:
                for statement in baseline.settings_statements(role):
                    conn.execute(statement.encode())
    except psycopg.Error:
        return False
    return state(conn) == pristine


def _reset_setting(conn: psycopg.Connection, setting: dict[str, Any], wanted: set[str]) -> None:
    role, database = setting["role"], setting["database"]
    within = f" IN DATABASE {quote.identifier(database)}" if database else ""
    if role == "-":
        conn.execute(f"ALTER DATABASE {quote.identifier(database)} RESET ALL".encode())
    elif role.strip('"') in wanted:
        conn.execute(f"ALTER ROLE {role}{within} RESET ALL".encode())
