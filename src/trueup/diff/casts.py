"""Expressions that PostgreSQL prints in another way after a dump and a restore, and that mean the same.

``status IN ('a', 'b')`` over a varchar is kept as ``(ARRAY['a'::varchar, 'b'::varchar])::text[]``; what pg_dump writes
of it is read back with the cast on each element. An explicit cast of an ARRAY constructor is the cast of each of its
elements (https://www.postgresql.org/docs/current/sql-expressions.html#SQL-SYNTAX-ARRAY-CONSTRUCTORS), so the parse
trees are compared with the cast moved there.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

# The noise of such a difference: a plan has nothing to do about it.
REPRINTED = "the same expression, printed in another way"
# What a text may be: a whole statement, an expression, a constraint.
_FRAMES = ("{}", "SELECT {}", "ALTER TABLE t ADD {}")
_PLACES = frozenset({"location", "list_start", "list_end", "stmt_location", "stmt_len"})


def same_but_for_casts(before: str, after: str) -> bool:
    """Whether two texts differ only in where the elements of an ARRAY constructor are cast."""
    if "ARRAY[" not in before or "ARRAY[" not in after:
        return False
    one = _tree(before)
    return one is not None and one == _tree(after)


@lru_cache(maxsize=1024)
def _tree(text: str) -> Any:
    """A text's parse tree in its plainest form, or None where it doesn't parse."""
    import postgast  # late: as in `trueup.diff.text`
    from google.protobuf.json_format import MessageToDict

    for frame in _FRAMES:
        try:
            return _plain(MessageToDict(postgast.parse(frame.format(text)), preserving_proto_field_name=True))
        except (postgast.PgQueryError, RecursionError):
            continue
    return None


def _plain(node: Any) -> Any:
    if isinstance(node, list):
        return [_plain(element) for element in node]
    if not isinstance(node, dict):
        return node
    inner = {key: _plain(value) for key, value in node.items() if key not in _PLACES}
    cast = inner.get("type_cast")
    return _pushed(cast) if cast is not None else inner


def _pushed(cast: dict[str, Any]) -> Any:
    """A cast, on each element where it stands on an ARRAY constructor, and once where it stands twice."""
    kind, arg = cast["type_name"], cast.get("arg", {})
    bounds = kind.get("array_bounds", [])
    array = arg.get("a_array_expr")
    if array is not None and len(bounds) == 1:
        element = {key: value for key, value in kind.items() if key != "array_bounds"}
        elements = [_pushed({"arg": each, "type_name": element}) for each in array.get("elements", [])]
        return {"a_array_expr": {"elements": elements}}
    within = arg.get("type_cast")
    return arg if within is not None and within["type_name"] == kind else {"type_cast": {"arg": arg, "type_name": kind}}
