"""Oids and column numbers replaced by names. Pure."""

from __future__ import annotations

from typing import Any

from trueup.catalog.observe.columns import LEFT_OUT, SORTED
from trueup.catalog.observe.read import Catalogs, Reference, Table

Key = tuple[str, tuple[Any, ...]]
_FIRST = 16384  # FirstNormalObjectId
_CLASS_COLUMNS = ("classoid", "classid")
_OBJECT_COLUMNS = ("objoid", "objid")


def resolve(catalogs: Catalogs) -> dict[Key, dict[str, Any]]:
    """The rows about a database's own objects, by catalog and name."""
    return _Resolver(catalogs).rows()


class _Resolver:
    def __init__(self, catalogs: Catalogs) -> None:
        self._catalogs = catalogs
        self._by_oid = {
            (table.name, row["oid"]): row for table in catalogs.tables.values() for row in table.rows if "oid" in row
        }
        self._names: dict[tuple[str, int], Any] = {}
        self._attributes = {
            (row["attrelid"], row["attnum"]): row["attname"] for row in catalogs.tables["pg_attribute"].rows
        }
        self._single = {
            name: {r.columns[0]: r for r in table.references if len(r.columns) == 1}
            for name, table in catalogs.tables.items()
        }
        self._numbers = {
            name: {r.columns[1]: r for r in table.references if len(r.columns) == 2}
            for name, table in catalogs.tables.items()
        }

        self._copied = {name: self._plain_columns(table) for name, table in catalogs.tables.items()}

    def _plain_columns(self, table: Table) -> tuple[list[str], list[str]]:
        """The columns whose values are taken as they are, and those that stand for something."""
        names = [c for c in (table.rows[0] if table.rows else ()) if c != "oid" and (table.name, c) not in LEFT_OUT]
        special = {*_CLASS_COLUMNS, *_OBJECT_COLUMNS, "objsubid", *SORTED}
        special |= self._single[table.name].keys() | self._numbers[table.name].keys()
        told = [c for c in names if c in special or c.endswith("acl")]
        return [c for c in names if c not in told], told

    def rows(self) -> dict[Key, dict[str, Any]]:
        found: dict[Key, dict[str, Any]] = {}
        for table in self._catalogs.tables.values():
            places = _places(table)
            for i, row in enumerate(table.rows):
                if self._is_own(table, row):
                    key = self._key(table, row)
                    found[table.name, key] = self._row(table, row) | places.get(i, {})
        for classid, objid, refclassid, refobjid, number, kind in self._catalogs.belongs:
            one = self._any(classid, objid)
            two = (*self._any(refclassid, refobjid), self._attributes.get((refobjid, number), ""))
            found["pg_depend", (one, two, kind)] = {}
        return found

    def _is_own(self, table: Table, row: dict[str, Any]) -> bool:
        name = table.name
        if name in {"pg_attribute", "pg_class", "pg_index", "pg_type", "pg_attrdef"} and self._is_hidden(name, row):
            return False
        if name == "pg_namespace" and row["nspname"] == "public":
            return True
        if name == "pg_db_role_setting":
            return (("pg_database", row["setdatabase"])) in self._by_oid
        if name in {"pg_shdescription", "pg_shseclabel"}:
            return ("pg_database", row["objoid"]) in self._by_oid and self._catalogs.oids.get(
                row["classoid"]
            ) == "pg_database"
        if name == "pg_description" and self._catalogs.oids.get(row["classoid"]) == "pg_namespace":
            return True
        if name == "pg_database":
            return True
        return any(isinstance(v, int) and v >= _FIRST for k, v in row.items() if self._is_oid(name, k))

    def _is_hidden(self, table: str, row: dict[str, Any]) -> bool:
        """TOAST tables, their indexes and types; temporary objects; dropped columns and the system's own."""
        if row.get("attisdropped") or row.get("attnum", 1) < 0:
            return True
        column = {"pg_attribute": "attrelid", "pg_index": "indexrelid", "pg_attrdef": "adrelid"}.get(table)
        relation = self._by_oid.get(("pg_class", row[column])) if column else row
        if relation is None:
            return True
        space = relation.get("relnamespace", relation.get("typnamespace", 0))
        schema = self._by_oid.get(("pg_namespace", space), {}).get("nspname", "")
        return str(schema).startswith(("pg_toast", "pg_temp"))

    def _is_oid(self, table: str, column: str) -> bool:
        return column == "oid" or column in self._single[table] or column in _OBJECT_COLUMNS

    def _key(self, table: Table, row: dict[str, Any]) -> tuple[Any, ...]:
        columns = table.key or tuple(c for c in row if c != "oid")
        if table.name == "pg_trigger" and row["tgconstraint"]:
            columns = tuple(c for c in columns if c != "tgname")
        return tuple(_hashable(self._value(table, row, column)) for column in columns)

    def _row(self, table: Table, row: dict[str, Any]) -> dict[str, Any]:
        plain, told = self._copied[table.name]
        kept = {column: row[column] for column in plain if column in row}
        for column in row.keys() & set(told):
            kept[column] = self._value(table, row, column)
        if table.name == "pg_constraint":
            if row["contype"] in "puxf":  # a key says NO INHERIT by how it was made, and it means nothing there
                del kept["connoinherit"]
            if row["contype"] == "n":  # see not_captured
                del kept["conislocal"], kept["coninhcount"]
        if table.name == "pg_class":
            toast = self._by_oid.get(("pg_class", row["reltoastrelid"]), {})
            kept["toast_options"] = sorted(toast.get("reloptions") or ())
        if table.name == "pg_trigger" and row["tgconstraint"]:
            kept["tgname"] = "(of a constraint)"
            kept["tgqual"] = ""
        return kept

    def _value(self, table: Table, row: dict[str, Any], column: str) -> Any:
        value = row[column]
        if value is None:
            return None
        if column in _OBJECT_COLUMNS:
            classid = next(row[c] for c in _CLASS_COLUMNS if c in row)
            return self._any(classid, value)
        if column in _CLASS_COLUMNS:
            return self._catalogs.oids.get(value, value)
        if column == "objsubid":
            return self._attributes.get((row[next(c for c in _OBJECT_COLUMNS if c in row)], value), "")
        number = self._numbers[table.name].get(column)
        if number is not None:
            return self._column(row, number, value)
        reference = self._single[table.name].get(column)
        if reference is not None:
            named = self._named(reference, value)
            return sorted(named, key=str) if column in SORTED else named
        if isinstance(value, list):
            return sorted(value) if column in SORTED or column.endswith("acl") else value
        return value

    def _column(self, row: dict[str, Any], reference: Reference, value: Any) -> Any:
        relation = row[reference.columns[0]]
        if isinstance(value, list):
            return [self._attributes.get((relation, n), n) for n in value]
        return self._attributes.get((relation, value), value)

    def _named(self, reference: Reference, value: Any) -> Any:
        if isinstance(value, list):
            return [self._name(reference.target, v) for v in value]
        return self._name(reference.target, value)

    def _any(self, classid: int, oid: int) -> tuple[Any, ...]:
        catalog = self._catalogs.oids.get(classid, str(classid))
        return (catalog, _hashable(self._name(catalog, oid)))

    def _name(self, catalog: str, oid: int) -> Any:
        """What the row with this oid is called; 0 for none; an oid stays where its catalog isn't read."""
        if not oid:
            return 0
        if catalog == "pg_authid":
            return self._catalogs.roles.get(oid, oid)
        if (catalog, oid) not in self._names:
            row = self._by_oid.get((catalog, oid))
            self._names[catalog, oid] = oid  # where a row names itself, on the way
            if row is not None:
                self._names[catalog, oid] = self._key(self._catalogs.tables[catalog], row)
        return self._names[catalog, oid]


def _places(table: Table) -> dict[int, dict[str, int]]:
    """The place of each column in its table and of each label in its enum."""
    by = {"pg_attribute": ("attrelid", "attnum"), "pg_enum": ("enumtypid", "enumsortorder")}.get(table.name)
    if by is None:
        return {}
    families: dict[int, list[tuple[float, int]]] = {}
    for i, row in enumerate(table.rows):
        if not row.get("attisdropped"):
            families.setdefault(row[by[0]], []).append((row[by[1]], i))
    return {i: {"place": n} for family in families.values() for n, (_, i) in enumerate(sorted(family), 1)}


def _hashable(value: Any) -> Any:
    return tuple(map(_hashable, value)) if isinstance(value, (list, tuple)) else value
