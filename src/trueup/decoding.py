"""JSON into typed values, in several threads at once.

msgspec keeps what it knows of a dataclass on the class while it is still gathering it: a second thread that takes it up
half made reads memory that is not there, and the process dies. So only one thread at a time gathers.
"""

from __future__ import annotations

import threading
from typing import Any, TypeVar

import msgspec

_GATHERING = threading.RLock()
T = TypeVar("T")


def decode(data: bytes | str | msgspec.Raw, *, type: type[T]) -> T:
    """`msgspec.json.decode`, safe beside other threads.

    Raises:
        msgspec.MsgspecError: no JSON, or not of that type.
    """
    with _GATHERING:
        return msgspec.json.decode(data, type=type)


def unpack(data: bytes, *, type: type[T]) -> T:
    """`msgspec.msgpack.decode`, safe beside other threads.

    Raises:
        msgspec.MsgspecError: no MessagePack, or not of that type.
    """
    with _GATHERING:
        return msgspec.msgpack.decode(data, type=type)


def decoder(type: Any) -> msgspec.json.Decoder[Any]:
    """`msgspec.json.Decoder`, safe beside other threads; what it gives may be used in any of them."""
    with _GATHERING:
        return msgspec.json.Decoder(type)
