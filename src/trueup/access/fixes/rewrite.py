"""Functions and policies rewritten: believing only what the service wrote, asking only where an answer is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import postgast

from trueup.access.fixes.remedies import policy_name
from trueup.access.study import Remedy
from trueup.seeding.schema import Policy, Relation, Routine
from trueup.seeding.tokens import json_path
from trueup.seeding.trees import constant, name_of, strings, strip, walk

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


def ask_app_metadata(relation: Relation, policy: Policy, roles: Sequence[str]) -> tuple[Remedy, ...]:
    """Where the policy asks the token for one of these roles, it asks the token's `app_metadata` for it."""
    parts = []
    for word, text in (("USING", policy.using), ("WITH CHECK", policy.check)):
        tree = postgast.parse("SELECT " + text) if text else None
        sides = [side for node in walk(tree) for side in _asking(node, set(roles))] if tree is not None else []
        for side in sides:
            new = postgast.parse("SELECT auth.jwt() -> 'app_metadata' ->> 'role'").stmts[0].stmt.select_stmt
            side.CopyFrom(new.target_list[0].res_target.val)
        if sides:
            parts.append(f"{word} ({str(postgast.deparse(tree))[len('SELECT ') :]})")
    if not parts:
        return ()
    return (
        Remedy(
            title="Ask for the role in app_metadata, which only the service can write",
            statements=(f"ALTER POLICY {policy_name(relation, policy)} {' '.join(parts)}",),
            note="Set app_metadata.role for those who should have it; their next token says so.",
        ),
    )


def _asking(node: Any, roles: set[str]) -> Iterator[Any]:
    """The side of a comparison that is the token's role, where the other is one of these roles."""
    if name_of(node) != "A_Expr" or not node.HasField("lexpr") or strings(node.name)[-1:] not in (["="], ["<>"]):
        return
    for side, other in ((node.lexpr, node.rexpr), (node.rexpr, node.lexpr)):
        called = strip(side)
        is_role = name_of(called) == "FuncCall" and strings(called.funcname) == ["auth", "role"]
        found = {c for n in walk(other) if name_of(n) == "A_Const" and (c := constant(n)) is not None}
        if (is_role or json_path(side) == ("role",)) and found and found <= roles:
            yield side


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
