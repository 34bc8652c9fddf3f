"""Which rows a conditional cell of the matrix is about, in words that outlive the rows: for the expectation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from trueup.access.acting import Actor
from trueup.access.ground import Row
from trueup.access.study import Study
from trueup.seeding.schema import Relation

_WHOSE = "whose"
_DATES = {"2199": "later", "2001": "past"}  # what seeding puts where a condition compares with now
Words = Mapping[str, str]


def conditions(study: Study, actor: Actor, relation: Relation, command: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kinds of rows that are reached, each as JSON: whose, and the values of the columns that conditions read;
    and those of these names that tell them from the rows that are not reached.
    """
    reached = study.reach(actor).of(relation.oid, command)
    rows = study.ground.rows.get(relation.oid, ())
    switches = study.world.planner.switches(relation)
    words = [(r.id in reached, _words(study, actor, relation, switches, r)) for r in rows]
    there = [w for hit, w in words if hit]
    kept = [w for hit, w in words if not hit]
    return tuple(sorted({_text(w) for w in there})), _telling(there, kept, [*sorted(switches), _WHOSE])


def _words(
    study: Study, actor: Actor, relation: Relation, switches: Mapping[str, Sequence[str]], row: Row
) -> dict[str, str]:
    whose = "nobody's"
    if study.is_own(row, actor):
        whose = "own"
    elif study.hangs_on_own(row, actor):
        whose = "among its own"
    elif study.ground.owner_key(row):
        whose = "another's"
    return {_WHOSE: whose, **{n: _word(row.values.get(n), values) for n, values in switches.items()}}


def _word(value: Any, switches: Iterable[str]) -> str:
    """A value that a condition asks for by itself; what else it may be is not told apart."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    if text[:4] in _DATES and any(text[:4] in s for s in switches):
        return _DATES[text[:4]]
    return text if any(s.startswith(("'" + text.replace("'", "''") + "'", text + "::")) for s in switches) else "other"


def _telling(there: Sequence[Words], kept: Sequence[Words], names: Sequence[str]) -> tuple[str, ...]:
    """The names without which some row that is reached looks like one that is not."""
    needed = list(names)
    confused = _both(there, kept, needed)
    for name in names:
        rest = [n for n in needed if n != name]
        if _both(there, kept, rest) == confused:
            needed = rest
    return tuple(sorted(needed))


def _both(there: Sequence[Words], kept: Sequence[Words], names: Sequence[str]) -> int:
    """How many of the rows look, by these names, like one of the other side."""
    a = [tuple(w[n] for n in names) for w in there]
    b = [tuple(w[n] for n in names) for w in kept]
    return sum(w in b for w in a) + sum(w in a for w in b)


def _text(words: Words) -> str:
    return json.dumps(words, sort_keys=True)


def narrowed(when: Iterable[str], names: Sequence[str]) -> tuple[str, ...]:
    """The same with these names only."""
    return tuple(sorted({_text({n: v for n, v in json.loads(w).items() if n in names}) for w in when}))


def beyond(when: Iterable[str], expected: Iterable[str]) -> tuple[str, ...]:
    """In words, the kinds of rows that are none of the expected ones: they differ from each in a name that counts."""
    known = [json.loads(w) for w in expected]
    new = [json.loads(w) for w in when]
    names = sorted({n for w in known for n in w})
    told = {_said(w, names) for w in new if not any(all(w.get(n) == v for n, v in k.items()) for k in known)}
    return tuple(sorted(told))


def _said(words: Words, names: Sequence[str]) -> str:
    values = [f"{n} {words[n]}" if n in words else f"any {n}" for n in names if n != _WHOSE]
    return " with ".join(part for part in (words[_WHOSE], " and ".join(values)) if part)
