"""Random schemas with hard names: what a test draws, and the SQL that makes it."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from trueup.sqltext.quote import identifier, literal

NAMES = ("t", "select", 'Ünï "q"', "a.b", "it's", "x" * 63, "User Data", "order")
TYPES = ("integer", "bigint", "text", "numeric(8,2)", "character varying(20)", "boolean", "date", "integer[]", "uuid")
DEFAULTS = {"integer": "7", "bigint": "7", "text": "'it''s'", "boolean": "true", "date": "'2024-01-01'"}


@dataclass(frozen=True)
class Column:
    type: str
    not_null: bool
    default: bool
    comment: bool
    statistics: bool


@dataclass(frozen=True)
class Table:
    columns: dict[str, Column]
    key: bool
    rls: bool
    policy: bool
    index: bool
    check: bool
    view: bool
    trigger: bool
    granted: bool
    enum: bool


columns = st.builds(
    Column,
    type=st.sampled_from(TYPES),
    not_null=st.booleans(),
    default=st.booleans(),
    comment=st.booleans(),
    statistics=st.booleans(),
)
tables = st.builds(
    Table,
    columns=st.dictionaries(st.sampled_from(NAMES), columns, max_size=4),
    **{
        name: st.booleans() for name in ("key", "rls", "policy", "index", "check", "view", "trigger", "granted", "enum")
    },
)
schemas = st.tuples(
    st.dictionaries(st.sampled_from(NAMES), tables, max_size=3),
    st.lists(st.sampled_from(("sad", "o'k", "Happy", "meh")), min_size=1, max_size=4, unique=True),
)

PRELUDE = "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';\n"


def text(schema: tuple[dict[str, Table], list[str]]) -> str:
    """The SQL that makes a drawn schema."""
    made, labels = schema
    lines = [PRELUDE, f'CREATE TYPE "Mood" AS ENUM ({", ".join(map(literal, labels))});']
    for name, table in made.items():
        lines += _table(identifier(name), table, labels)
    return "\n".join(lines)


def _table(name: str, table: Table, labels: list[str]) -> list[str]:
    clauses = ["id integer PRIMARY KEY" if table.key else "id integer"]
    if table.enum:
        clauses.append(f'm "Mood" DEFAULT {literal(labels[0])}')
    lines = []
    for column, spec in table.columns.items():
        clause = f"{identifier(column)} {spec.type}"
        clause += f" DEFAULT {DEFAULTS[spec.type]}" if spec.default and spec.type in DEFAULTS else ""
        clauses.append(clause + (" NOT NULL" if spec.not_null else ""))
        if spec.comment:
            lines.append(f"COMMENT ON COLUMN {name}.{identifier(column)} IS 'it''s';")
        if spec.statistics:
            lines.append(f"ALTER TABLE {name} ALTER {identifier(column)} SET STATISTICS 77;")
    lines.insert(0, f"CREATE TABLE {name} ({', '.join(clauses)});")
    lines += [f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;"] if table.rls else []
    lines += [f'CREATE POLICY "own rows" ON {name} USING (id > 0);'] if table.policy else []
    lines += [f"CREATE INDEX ON {name} (id);"] if table.index else []
    lines += [f'ALTER TABLE {name} ADD CONSTRAINT "chk" CHECK (id > 0);'] if table.check else []
    shown = ", ".join(["id", *map(identifier, table.columns)])
    lines += [f"CREATE VIEW {identifier('v ' + name[:20])} AS SELECT {shown} FROM {name};"] if table.view else []
    lines += (
        [f"CREATE TRIGGER tr BEFORE INSERT ON {name} FOR EACH ROW EXECUTE FUNCTION touch();"] if table.trigger else []
    )
    lines += [f"GRANT SELECT ON {name} TO PUBLIC;"] if table.granted else []
    return lines
