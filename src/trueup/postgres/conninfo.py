"""Connection strings: read so that no part of a password can end up in a message."""

from __future__ import annotations

import psycopg
from psycopg.conninfo import conninfo_to_dict

SCHEMES = ("postgresql://", "postgres://")


def parameters(text: str) -> dict[str, str]:
    """What a connection string says, by libpq's names (manual, "Connection Strings").

    Raises:
        ValueError: libpq can't read it, or would take a part of the password for the host. A password with ``@`` or
            ``/`` in it that is not percent-encoded does that, and a message of libpq would then show that part; so
            nothing of the text is quoted.
    """
    if text.lower().startswith(SCHEMES):
        address = text.split("://", 1)[1].split("?", 1)[0]
        if "@" in address.split("@", 1)[-1] or "/" in address.rpartition("@")[0]:
            raise ValueError("ambiguous")
    try:
        parsed = conninfo_to_dict(text)
    except psycopg.ProgrammingError:
        raise ValueError("unreadable") from None
    return {key: str(value) for key, value in parsed.items() if value is not None}
