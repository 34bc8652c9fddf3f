"""Random sets of constraints that can be met: what is seeded meets them, by the server's word."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trueup.postgres.server import Database, Server
from trueup.seeding.seed import seed

_WORDS = st.sampled_from(["draft", "live", "a b", "o'clock", "UPPER", "x-1", "ünï"])
_INT = st.integers(-50, 5000)


@dataclass(frozen=True)
class Piece:
    """A column with its constraints; `{c}` stands for its name."""

    type: str
    checks: tuple[str, ...] = ()
    rest: str = ""


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@st.composite
def _texts(draw: st.DrawFn) -> Piece:
    kind = draw(st.sampled_from(["in", "length", "pattern", "like", "trim", "case", "not", "varchar"]))
    words = draw(st.lists(_WORDS, min_size=1, max_size=3, unique=True))
    low = draw(st.integers(0, 40))
    high = low + draw(st.integers(0, 30))
    listed = ", ".join(map(_literal, words))
    checks = {
        "in": (f"{{c}} IN ({listed})",),
        "length": (f"char_length({{c}}) BETWEEN {low} AND {high}",),
        "pattern": (draw(st.sampled_from([
            "{c} ~ '^[A-Z]{{3}}-[0-9]{{4}}$'", "{c} ~* '^[^@ ]+@[^@ ]+[.][a-z]+$'", "{c} ~ '^[a-z0-9]+(-[a-z0-9]+)*$'",
            "{c} ~ '^#[0-9a-f]{{6}}$'", "{c} ~ '^(https?://|/)'", "{c} ~ '^[+][1-9][0-9]{{6,14}}$'",
        ])),),
        "like": (draw(st.sampled_from(["{c} LIKE 'https://%'", "{c} ILIKE '%.pdf'", "{c} LIKE 'a_c'"])),),
        "trim": ("btrim({c}) <> ''", "{c} = btrim({c})"),
        "case": (draw(st.sampled_from(["{c} = lower({c})", "{c} = upper({c})"])),),
        "not": (f"{{c}} NOT IN ({listed})", "{c} <> ''"),
        "varchar": (),
    }[kind]  # fmt: skip
    return Piece(f"varchar({draw(st.integers(1, 40))})" if kind == "varchar" else "text", checks)


@st.composite
def _numbers(draw: st.DrawFn) -> Piece:
    low = draw(_INT)
    high = low + draw(st.integers(0, 9))
    type_ = draw(st.sampled_from(["int", "bigint", "numeric", "numeric(8,2)", "real"]))
    checks = draw(
        st.sampled_from([
            (f"{{c}} BETWEEN {low} AND {high}",), (f"{{c}} > {low}",), (f"{{c}} < {high}",), (f"{{c}} <> {low}",),
            (f"{{c}} IN ({low}, {high})",), (f"{{c}} >= {low}", f"{{c}} <= {high}"),
        ])
    )  # fmt: skip
    return Piece(type_, checks)


_OTHERS = st.sampled_from([
    Piece("boolean"), Piece("boolean", ("{c}",)), Piece("uuid"), Piece("date", ("{c} < current_date",)),
    Piece("timestamptz", ("{c} > '2020-01-01'",)), Piece("timestamptz", ("{c} >= now()",)),
    Piece("mood"), Piece("mood", ("{c} <> 'low'",)), Piece("code"), Piece("positive"),
    Piece("jsonb", ("jsonb_typeof({c}) = 'array'",)), Piece("jsonb", ("jsonb_typeof({c}) = 'object'",)),
    Piece("text[]", ("cardinality({c}) > 0",)), Piece("text[]", ("{c} <@ ARRAY['read', 'write']",)),
    Piece("int[]", ("array_length({c}, 1) BETWEEN 1 AND 3",)),
    Piece("daterange", ("NOT isempty({c})",)), Piece("int4range", ("lower({c}) >= 0",)),
    Piece("interval", ("{c} > '0'",)), Piece("bytea", ("octet_length({c}) = 32",)), Piece("inet"), Piece("char(2)"),
    Piece("mood[]"), Piece("time", ("{c} >= '08:00'",)),
])  # fmt: skip


@st.composite
def schemas(draw: st.DrawFn) -> str:
    """Some tables of such columns, with keys, foreign keys, comparisons of two columns, uniqueness and exclusion."""
    out = [
        "CREATE TYPE mood AS ENUM ('low', 'mid', 'high');",
        "CREATE DOMAIN code AS text CHECK (VALUE ~ '^[A-Z]{2}[0-9]{2}$') CHECK (VALUE <> 'AA00');",
        "CREATE DOMAIN positive AS int NOT NULL CHECK (VALUE > 0);",
    ]
    late = []
    for number in range(draw(st.integers(1, 3))):
        columns = ["id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY"]
        constraints = []
        for index, piece in enumerate(draw(st.lists(_texts() | _numbers() | _OTHERS, min_size=1, max_size=5))):
            name = f'"c {index}"' if index == 3 else f"c{index}"
            null = "" if draw(st.booleans()) else " NOT NULL"
            columns.append(f"{name} {piece.type}{null}")
            constraints += [f"CHECK ({check.format(c=name)})" for check in piece.checks]
        extra = draw(st.sampled_from(["", "order", "unique", "exclude", "either", "self"]))
        if extra == "order":
            columns += ["low date NOT NULL", "high date NOT NULL"]
            constraints.append("CHECK (high > low)")
        elif extra == "unique":
            columns += ["slug text NOT NULL UNIQUE", "n int NOT NULL"]
            constraints.append("UNIQUE (slug, n)")
        elif extra == "exclude":
            columns.append("span int4range NOT NULL")
            constraints.append("EXCLUDE USING gist (span WITH &&)")
        elif extra == "either":
            columns += ["mail text", "phone text"]
            constraints.append("CHECK (num_nonnulls(mail, phone) = 1)")
        elif extra == "self":
            columns.append(f"parent int REFERENCES t{number}")
            constraints.append("CHECK (parent <> id)")
        for other in range(number):
            if draw(st.booleans()):
                null = draw(st.sampled_from(["", " NOT NULL", " NOT NULL UNIQUE"]))
                columns.append(f"r{other} int{null} REFERENCES t{other}")
                if draw(st.integers(0, 3)) == 0:
                    late.append(f"ALTER TABLE t{other} ADD back{number} int REFERENCES t{number};")
        out.append(f"CREATE TABLE t{number} ({', '.join([*columns, *constraints])});")
    return "\n".join([*out, *late])


_AGAIN = """
SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, 'again_' || oid, pg_get_constraintdef(oid))
FROM pg_constraint
WHERE contype IN ('c', 'f') AND conrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
"""


def _holds(database: Database, schema: str) -> None:
    with database.connect() as conn:
        conn.execute(schema.encode())
    report = seed(database)
    assert not report.not_evaluated, [m.reason for m in report.not_evaluated]
    with database.connect() as conn:
        for (statement,) in conn.execute(_AGAIN.encode()).fetchall():
            conn.execute(statement.encode())  # checks every row there is, rows that went in without triggers too


def _run(server: Server, schema: str) -> None:
    database = server.create()
    try:
        _holds(database, schema)
    finally:
        database.drop()


_QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=_QUIET)
@given(schema=schemas())
def test_what_is_seeded_meets_the_constraints(server: Server, schema: str) -> None:
    _run(server, schema)


@pytest.mark.nightly
@settings(max_examples=400, deadline=None, suppress_health_check=_QUIET)
@given(schema=schemas())
def test_what_is_seeded_meets_the_constraints_at_length(server: Server, schema: str) -> None:
    _run(server, schema)
