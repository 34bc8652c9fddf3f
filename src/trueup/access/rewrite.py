"""Functions rewritten, token by token: what a user says about itself is no longer believed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import postgast

from trueup.access.study import Remedy
from trueup.seeding.schema import Routine

Change = Callable[[list[tuple[int, int, str]], int], str | None]


def believe_app_metadata(routine: Routine) -> tuple[Remedy, ...]:
    """`user_metadata` in its body becomes `app_metadata`, which only the service can write."""

    def change(tokens: list[tuple[int, int, str]], index: int) -> str | None:
        return "'app_metadata'" if tokens[index][2] == "'user_metadata'" else None

    return _remedy(
        routine,
        change,
        title="Read app_metadata, which only the service can write",
        note="Set the value in app_metadata for those who should have it.",
    )


def sign_up_without(routine: Routine, key: str) -> tuple[Remedy, ...]:
    """What the trigger copies from a sign-up's metadata under that key comes from what the service wrote instead."""
    wanted = "'" + key.replace("'", "''") + "'"

    def change(tokens: list[tuple[int, int, str]], index: int) -> str | None:
        word = tokens[index][2]
        follows = [text for _, _, text in tokens[index + 1 : index + 3]]
        is_read = len(follows) == 2 and follows[0] in ("->>", "->") and follows[1] == wanted
        return "raw_app_meta_data" if word.lower().strip('"') == "raw_user_meta_data" and is_read else None

    return _remedy(
        routine,
        change,
        title=f"Take {key} from raw_app_meta_data, which a sign-up can't send",
        note="Whoever signs up gets the default; the service sets the value for those who should have it.",
    )


def _remedy(routine: Routine, change: Change, *, title: str, note: str) -> tuple[Remedy, ...]:
    body = _changed(routine.body, change)
    if body is None or routine.full is None or routine.full.count(routine.body) != 1:
        return ()
    return (Remedy(title=title, statements=(routine.full.replace(routine.body, body),), note=note),)


def _changed(body: str, change: Change) -> str | None:
    """The body with some of its tokens replaced, or None where none is."""
    raw = body.encode()
    try:
        found: Any = postgast.scan(body)
    except postgast.PgQueryError:
        return None
    tokens = [(t.start, t.end, raw[t.start : t.end].decode()) for t in found.tokens]
    out, done = bytearray(), 0
    for index, (start, end, _) in enumerate(tokens):
        text = change(tokens, index)
        if text is not None:
            out += raw[done:start] + text.encode()
            done = end
    return (bytes(out) + raw[done:]).decode() if done else None
