"""SQL texts that were read before: reading is pure, and takes a millisecond for every two statements."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from trueup import decoding
from trueup.memo import digest, opened
from trueup.sqltext.model import SqlText
from trueup.sqltext.read import Include, read_sql

_WORTH = 4096  # characters; a shorter text is read as quickly as it is recalled


def parsed(
    text: str,
    file: str,
    *,
    sections: bool = False,
    values: Mapping[str, str] | None = None,
    variables: Mapping[str, str] | None = None,
    include: Include | None = None,
    start: int = 0,
    end: int | None = None,
) -> SqlText:
    """What `read_sql` gives, from an earlier run where the text and all else is the same.

    A text that includes another file is always read: what it gives hangs on that file as well.
    """
    included: list[str] = []

    def noting(path: str, including: str, relative: bool) -> tuple[str, str] | None:
        included.append(path)
        return include(path, including, relative) if include else None

    def read() -> SqlText:
        return read_sql(
            text,
            file,
            sections=sections,
            values=values,
            variables=variables,
            include=noting if include else None,
            start=start,
            end=end,
        )

    memo = opened() if len(text) >= _WORTH else None
    if memo is None:
        return read()
    filled = [f"{k}={v}" for given in (values, variables) for k, v in (*sorted((given or {}).items()), ("", ""))]
    key = digest("sql", text, file, str((sections, include is not None, start, end)), *filled)
    data = memo.get(key)
    if data is not None:
        try:
            return decoding.unpack(data, type=SqlText)
        except msgspec.MsgspecError:
            pass
    found = read()
    if not included:
        data = msgspec.msgpack.encode(found)
        if decoding.unpack(data, type=SqlText) == found:
            memo.put(key, data)
    return found
