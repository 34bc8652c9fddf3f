"""Values to try for a column, best first. The server says which of them it takes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from trueup.seeding.documents import document_for
from trueup.seeding.expressions import expression_facts, function_facts
from trueup.seeding.facts import Facts
from trueup.seeding.patterns import like_sample, matching, varied_like
from trueup.seeding.schema import Column, PgType, Relation, Routine, Schema, literal
from trueup.seeding.shapes import (
    KNOWN,
    address_texts,
    array_texts,
    bytes_texts,
    joined_texts,
    range_texts,
    round_numbers,
)

_PAST, _FUTURE = "2001-01-01", "2199-01-01"
_STAMPS = {"timestamp", "timestamptz", "date"}
# Two int4 multiplied (a price and a quantity) still fit one.
_NUMBERS = {"int2": 100, "int4": 40_000, "int8": 9_100_000, "float4": 9100, "float8": 910_000, "numeric": 9100}
_FIXED = {
    "inet": "10.{high}.{mid}.{low}", "cidr": "10.{high}.{mid}.{low}/32",
    "macaddr": "08:00:2b:{hex:.2}:{hex2:.2}:{hex3:.2}",
    "macaddr8": "08:00:2b:01:02:{hex:.2}:{hex2:.2}:{hex3:.2}", "bytea": "\\x{hex}", "point": "({n},{n})",
    "line": "{{1,2,{n}}}", "lseg": "[(0,0),({n},{n})]", "box": "(({n},{n}),(0,0))", "path": "[(0,0),({n},{n})]",
    "polygon": "((0,0),({n},{n}),(0,{n}))", "circle": "<(0,0),{n}>", "tsvector": "word{n}", "tsquery": "word{n}",
    "xml": "<a>{n}</a>", "money": "{n}.00", "oid": "{n}", "pg_lsn": "0/{hex4}", "interval": "{n} minutes",
    "time": "{hour:02}:{minute:02}:00", "timetz": "{hour:02}:{minute:02}:00+00", "hstore": "k=>v{n}",
    "ltree": "top.n{n}",
    "lquery": "top.*", "jsonpath": "$.a", "txid_snapshot": "1:1:", "pg_snapshot": "1:1:", "xid": "{n}",
    "regclass": "pg_class",
    "regtype": "int4", "regproc": "now", "regrole": "pg_monitor", "name": "n{n}", "char": "x",
}  # fmt: skip


def mark(seed: str) -> int:
    """A number that depends on `seed` alone."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:6], "big")


def uuid_for(seed: str) -> str:
    """A valid version 4 UUID that depends on `seed` alone."""
    digits = hashlib.sha256(seed.encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:32]}"


# How many there may be: where the least is taken, the next one is refused, and whoever else is kept out stays unseen.
_ROOM = re.compile(r"(^|_)(capacity|max|maximum|limit|seats|slots|places|quota|spots)(_|$)")


class Values:
    """Makes values for the columns of one schema; `number` counts rows, so that no two rows have the same."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._wanted: dict[tuple[int, str], tuple[list[str], list[int], list[str]]] = {}

    def checks_of(self, relation: Relation, column: Column) -> list[Facts]:
        """Facts of the checks on a column, the checks of its domain included."""
        texts = [c.expression or "" for c in relation.constraints if c.type == "c" and column.name in c.columns]
        facts = [expression_facts(text) for text in texts if text]
        called = {oid for f in facts for name in f.calls for oid in self.schema.routines_by_name.get(name, ())}
        return [*facts, *(_of_any(self.schema.routines[oid], column.name) for oid in sorted(called))]

    def domain_facts(self, type_: PgType) -> list[Facts]:
        """Facts of a domain's checks; there the column is called VALUE."""
        found = []
        while type_.kind == "d":
            found += [expression_facts(text) for text in type_.checks]
            type_ = self.schema.types[type_.base]
        return found

    def base_type(self, type_: PgType) -> tuple[PgType, int]:
        """The type below domains, and its length modifier where the domain has one."""
        mod = -1
        while type_.kind == "d":
            mod = type_.mod if type_.mod > 0 else mod
            type_ = self.schema.types[type_.base]
        return type_, mod

    def first(self, relation: Relation, column: Column, seed: str, number: int) -> str | None:
        """The best of the candidates, where no check has a say in it; None where all of them must be made."""
        type_ = self.schema.types.get(column.type)
        if type_ is None:
            return None
        base, mod = self.base_type(type_)
        if base.kind == "c" or (base.category == "S" and any(self._checked(relation, column, type_))):
            return None
        mod = column.mod if column.mod > 0 and type_.kind != "d" else mod
        found = self.plain(base, mod, f"{seed}.{column.name}", number, column.name)
        return f"{literal(found[0])}::{column.type_name}" if found else None

    def candidates(
        self, relation: Relation, column: Column, seed: str, number: int, extra: Iterable[str] = ()
    ) -> list[str]:
        """SQL values for a column, best first, without doubles."""
        type_ = self.schema.types.get(column.type)
        if type_ is None:
            return ["NULL"]
        base, mod = self.base_type(type_)
        mod = column.mod if column.mod > 0 and type_.kind != "d" else mod
        cast = f"::{column.type_name}"
        texts: list[str] = []
        name = column.name
        constants, lengths, patterns = self._checked(relation, column, type_)
        plain = self.plain(base, mod, f"{seed}.{name}", number, name)
        if base.category == "S" and base.kind == "b":
            texts += [*joined_texts(patterns, lengths, number), *(t for p in patterns if (t := matching(p, number)))]
            if not lengths and not patterns and not constants:
                texts += plain
            texts += constants + ([] if not lengths and not patterns and not constants else plain)
            texts += [
                _sized(plain[0], n) for length in lengths for n in (length, length - 1, length + 1) if 0 <= n < 5000
            ]
            texts += [*_shapes(number), *KNOWN]
        elif base.category == "N" and base.plain in _NUMBERS:
            bounds = [c for c in constants if _is_number(c)]
            bounds += [n for n in self._numbers(relation, column) if n not in bounds]
            room = [max(bounds, key=float)] if bounds and _ROOM.search(name.lower()) else []
            texts += [
                *plain,
                *room,
                *(str(v) for c in bounds for v in _near(c)),
                "1",
                "0",
                "2",
                "0.5",
                "-1",
                "10",
                "100",
            ]
            texts += round_numbers(bounds)
            if base.plain.startswith("int"):
                texts = [t for t in texts if "." not in t]
        elif base.plain in _STAMPS:
            texts += [*plain, *constants, _PAST, _FUTURE, "2024-02-01", "2024-01-01"]
        else:
            texts += plain + [c for c in constants if c not in plain]
            texts += self._shaped(relation, column, base, number, constants, lengths, plain)
        if base.kind == "c":
            return [f"{self.row_value(base, seed, number)}{cast}", "NULL"]
        found = [literal(t) + cast for t in [*extra, *texts]]
        if column.default is not None and not column.generated:
            found.append("DEFAULT")
        if not column.notnull and not type_.notnull:
            found.append("NULL")
        return list(dict.fromkeys(found))

    def _shaped(
        self,
        relation: Relation,
        column: Column,
        base: PgType,
        number: int,
        constants: list[str],
        lengths: list[int],
        plain: list[str],
    ) -> list[str]:
        """Further texts for what has parts."""
        if base.plain in {"json", "jsonb"}:
            asked = document_for(self._check_texts(relation, column), column.name)
            kinds = ["{}", "[]", '["x"]', '[{"k": "v"}]', "[1]", '"x"', "1", "null", "true"]
            return [*([asked] if asked is not None else []), *kinds]
        if base.category == "A" and base.element:
            element, mod = self.base_type(self.schema.types[base.element])
            seed = f"{relation.name}.{column.name}"
            ones = [self.plain(element, mod, seed, number + i, column.name)[0] for i in range(5)]
            if element.category == "N":
                near = [str(v) for c in constants if _is_number(c) for v in _near(c) if "." not in str(v)]
                return [*array_texts(ones, near[1:2] or near, lengths), *array_texts([], near, ()), "{}"]
            if element.kind == "e":
                ones = list(element.labels)
            return [*array_texts(ones, constants, lengths), "{}"]
        if base.kind == "r":
            return range_texts(constants)
        if base.plain == "bytea":
            return bytes_texts(lengths, number)
        if base.plain == "interval":
            return [*constants, "30 seconds", "1 hour", "1 day", "1 mon"]
        return address_texts(base.plain, number)

    def _check_texts(self, relation: Relation, column: Column) -> list[str]:
        checks = [c for c in relation.constraints if c.type == "c" and c.expression and column.name in c.columns]
        return [c.expression or "" for c in checks]

    def _numbers(self, relation: Relation, column: Column) -> list[str]:
        """Every number in the checks on a column."""
        found = (n for text in self._check_texts(relation, column) for n in expression_facts(text).numbers)
        return sorted(set(found), key=float)

    def _checked(self, relation: Relation, column: Column, type_: PgType) -> tuple[list[str], list[int], list[str]]:
        """The constants, lengths and patterns that checks speak of: the same for every row."""
        known = self._wanted.get((relation.oid, column.name))
        if known is None:
            facts = self.checks_of(relation, column)
            domain = self.domain_facts(type_)
            name = column.name
            constants = _gather(
                [f.constants.get(("", name), set()) | f.constants.get((relation.name, name), set()) for f in facts]
            )
            constants += _gather([set().union(*f.constants.values()) if f.constants else set() for f in domain])
            lengths = _gather([f.lengths.get(("", name), set()) for f in facts])
            lengths += _gather([set().union(*f.lengths.values()) if f.lengths else set() for f in domain])
            patterns = _gather([f.patterns.get(("", name), set()) for f in facts])
            patterns += _gather([set().union(*f.patterns.values()) if f.patterns else set() for f in domain])
            likes = _gather([f.likes.get(("", name), set()) | f.likes.get((relation.name, name), set()) for f in facts])
            constants = [c for c in constants if c not in {like_sample(text) for text in likes}]
            patterns += [varied_like(text) for text in likes]
            known = self._wanted[(relation.oid, column.name)] = (constants, lengths, patterns)
        return known

    def words(self, relation: Relation, column: Column) -> frozenset[str]:
        """The only texts that a column may hold, by its type or a check; empty where it may hold others too."""
        type_ = self.schema.types.get(column.type)
        if type_ is None:
            return frozenset()
        base, _ = self.base_type(type_)
        return frozenset(base.labels or (self._checked(relation, column, type_)[0] if base.category == "S" else ()))

    def row_value(self, type_: PgType, seed: str, number: int) -> str:
        """`ROW(...)` of a composite type."""
        parts = []
        for position, oid in enumerate(type_.attributes):
            inner = self.schema.types.get(oid)
            if inner is None:
                parts.append("NULL")
                continue
            base, mod = self.base_type(inner)
            parts.append(f"{literal(self.plain(base, mod, f'{seed}.{position}', number, '')[0])}::{inner.name}")
        return f"ROW({', '.join(parts)})"

    def plain(self, base: PgType, mod: int, seed: str, number: int, name: str) -> list[str]:
        """Texts that the type takes, distinct per `number`."""
        if base.kind == "e":
            return list(base.labels) or ["x"]
        if base.kind in "rm":
            return self._range(base, seed, number)
        if base.category == "A" and base.element:
            element = self.schema.types.get(base.element)
            if element is None:
                return ["{}"]
            inner, inner_mod = self.base_type(element)
            if inner.kind == "c":
                return ["{}"]
            text = self.plain(inner, mod if mod > 0 else inner_mod, seed, number, name)[0]
            quoted = text.replace("\\", "\\\\").replace('"', '\\"')
            return [f'{{"{quoted}"}}', "{}"]
        return _scalar(base.plain, mod, seed, number, name)

    def _range(self, base: PgType, seed: str, number: int) -> list[str]:
        sub = self.schema.types.get(base.subtype or 0)
        plain = sub.plain if sub else "int4"
        if plain in _STAMPS:
            day = f"{2030 + number // 300}-{1 + (number // 25) % 12:02}-{1 + number % 25:02}"
            text = f"[{day},{day[:-2]}{int(day[-2:]) + 1:02})"
        else:
            text = f"[{number * 10},{number * 10 + 5})"
        return [f"{{{text}}}" if base.kind == "m" else text, "{}" if base.kind == "m" else "empty"]


def _of_any(routine: Routine, name: str) -> Facts:
    """What a function that a check calls compares, whatever it calls its argument."""
    facts = function_facts(routine.full or "", routine.body, routine.language)
    return Facts(
        constants={("", name): set().union(*facts.constants.values())},
        lengths={("", name): set().union(*facts.lengths.values())},
        patterns={("", name): set().union(*facts.patterns.values())},
    )


def _gather(sets: Iterable[Iterable[Any]]) -> list[Any]:
    return sorted({v for s in sets for v in s}, key=str)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _near(text: str) -> list[str]:
    value = float(text)
    around = [value, value + 1, value - 1, value / 2]
    return [str(int(v)) if v == int(v) else f"{v:.6g}" for v in around]


def _scalar(plain: str, mod: int, seed: str, number: int, name: str) -> list[str]:
    digits = hashlib.sha256(f"{seed}.{number}".encode()).hexdigest()
    if plain == "uuid":
        return [uuid_for(f"{seed}.{number}")]
    if plain in {"text", "varchar", "bpchar", "citext"}:
        text = f"{name[:6]}{number}z{digits[:5]}" if name else f"v{number}z{digits[:5]}"
        length = mod - 4 if mod > 4 else 0
        if length and length < len(text):
            return [(f"{number:x}" + digits)[:length]]
        formed = _formed(text, number, name.lower())
        return [text if length and length < len(formed) else formed]
    if plain == "bool":
        return ["false", "true"]
    if plain in _NUMBERS:
        return [_numeric(plain, mod, number)]
    if plain in _STAMPS:
        # Long past, whatever the clock says: what is still to come is a state of its own.
        day = f"{2005 + number // 336}-{1 + (number // 28) % 12:02}-{1 + number % 28:02}"
        return [day if plain == "date" else f"{day} 10:{number % 60:02}:{number * 7 % 60:02}+00"]
    if plain in {"json", "jsonb"}:
        return [f'{{"k": "j{number}z{digits[:5]}"}}']
    if plain in {"bit", "varbit"}:
        width = mod if mod > 0 else 1
        return [f"{number % (2**width):0{width}b}" if plain == "bit" else "1"]
    if plain in {"vector", "halfvec"}:
        return [f"[{','.join(str((number + i) % 7) for i in range(mod if mod > 0 else 3))}]"]
    if plain in {"geometry", "geography"}:
        return [f"POINT({number % 90} {number % 45})", f"SRID=4326;POINT({number % 90} {number % 45})"]
    if plain in _FIXED:
        fields = {
            "n": number, "hex": digits, "hex2": digits[2:], "hex3": digits[4:], "hex4": digits[:6],
            "high": number // 65536 % 256,
            "mid": number // 256 % 256, "low": number % 256, "hour": number // 60 % 24, "minute": number % 60,
        }  # fmt: skip
        return [_FIXED[plain].format(**fields)]
    return [f"v{number}", "", "0", "{}", "1"]


def _formed(text: str, number: int, name: str) -> str:
    """The text in the form that a column so called holds: functions refuse what is no address."""
    if "mail" in name and not name.endswith(("_id", "_by", "_at")):
        return f"{text}@example.com"
    if name.endswith(("phone", "mobile", "phone_number")):
        return f"+1555{number:07}"
    return f"https://example.com/{text}" if name.endswith(("url", "website", "link", "href")) else text


def _numeric(plain: str, mod: int, number: int) -> str:
    if plain == "numeric" and mod >= 4:
        precision, scale = ((mod - 4) >> 16) & 0xFFFF, (mod - 4) & 0x7FF
        whole = precision - scale
        # Enough for a transfer, where there is room for that much.
        value = (number + 1000 * (whole > 3)) % 10 ** min(whole, 6) if whole > 0 else 0
        return f"{value}.{'1' if scale else ''}".rstrip(".")
    return str(_NUMBERS[plain] + number)


def _sized(text: str, length: int) -> str:
    return text[:length] if len(text) >= length else text + "x" * (length - len(text))


def _shapes(number: int) -> list[str]:
    return [
        f"p{number}@example.com", f"https://example.com/p{number}", f"slug-{number}", f"+1555{number:07}",
        "#a1b2c3", "US", "USD",
        "en", "en-US", f"{number:06}", f"{number:04}"[-4:], "ABC123", f"user{number}", "A", "10:00", "UTC",
        "2024-01", "1.0.0",
        "/path", "image/png", hashlib.sha256(str(number).encode()).hexdigest(), "0x" + "a1" * 20, "x" * 20,
        "x" * 60, "x" * 120,
    ]  # fmt: skip


def default_is_constant(column: Column) -> bool:
    """Whether the default gives every row the same value, so that it says what the schema means as normal."""
    return column.default is not None and not expression_facts(column.default).calls and "(" not in column.default


def default_is_now(column: Column) -> bool:
    """Whether the default is the time of the statement, and no other: the time at which the row was made."""
    if column.default is None:
        return False
    facts = expression_facts(column.default)
    plain = facts.calls <= {"now", "timezone", "clock_timestamp", "statement_timestamp", "transaction_timestamp"}
    words = ("now()", "_timestamp", "CURRENT_")
    return plain and any(w in column.default for w in words) and "interval" not in column.default
