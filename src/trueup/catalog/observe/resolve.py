"""Oids and column numbers replaced by names, a column at a time. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from trueup.catalog.observe.columns import SORTED
from trueup.catalog.observe.read import Catalogs, Reference, Table

Key = tuple[str, tuple[Any, ...]]
_CLASS_COLUMNS = ("classoid", "classid")
_OBJECT_COLUMNS = ("objoid", "objid")
_OWN = frozenset({"oid", "attnum"})  # read for what hangs on them


def resolve(catalogs: Catalogs) -> tuple[dict[Key, tuple[Any, ...]], dict[str, tuple[str, ...]]]:
    """The rows about a database's own objects by catalog and name, and what their columns are called.

    Of a row, the last value is the JSON text of the columns that hold nothing to resolve.
    """
    resolver = _Resolver(catalogs)
    rows: dict[Key, tuple[Any, ...]] = {}
    for table in catalogs.tables.values():
        rows.update(resolver.rows(table))
    rows.update((("pg_depend", name), ()) for name in resolver.belongs())
    columns = {
        table.name: (*(c for c in table.columns if c not in _OWN), *table.plain) for table in catalogs.tables.values()
    }
    return rows, columns


class _Resolver:
    def __init__(self, catalogs: Catalogs) -> None:
        self._catalogs = catalogs
        self._names: dict[str, dict[int, Any]] = {"pg_authid": dict(catalogs.roles)}
        self._columns: dict[tuple[str, str], list[Any]] = {}
        attribute = catalogs.tables["pg_attribute"]
        at = [attribute.columns.index(name) for name in ("attrelid", "attnum", "attname")]
        self._attributes = {(row[at[0]], row[at[1]]): row[at[2]] for row in attribute.rows}

    def rows(self, table: Table) -> Iterable[tuple[Key, tuple[Any, ...]]]:
        """Each row under its name; the columns in the order of `Table.columns`, then the text."""
        if not table.rows:
            return ()
        keys = self._keys(table)
        kept = [self._column(table, name) for name in table.columns if name not in _OWN]
        texts = [row[-1] for row in table.rows]
        return zip(((table.name, key) for key in keys), zip(*kept, texts, strict=True), strict=True)

    def belongs(self) -> Iterable[tuple[Any, ...]]:
        """The names of the rows of pg_depend."""
        for classid, objid, refclassid, refobjid, number, kind in self._catalogs.belongs:
            other = (*self._any(refclassid, refobjid), self._attributes.get((refobjid, number), ""))
            yield (self._any(classid, objid), other, kind)

    def _keys(self, table: Table) -> Sequence[tuple[Any, ...]]:
        return list(zip(*(_hashable(self._column(table, name)) for name in table.key), strict=True))

    def _column(self, table: Table, name: str) -> list[Any]:
        """One column of all rows, resolved."""
        found = self._columns.get((table.name, name))
        if found is None:
            place = table.columns.index(name)
            found = self._columns[table.name, name] = self._resolved(
                table, table.columns, name, [row[place] for row in table.rows], table.rows
            )
        return found

    def _resolved(
        self,
        table: Table,
        columns: Sequence[str],
        name: str,
        values: list[Any],
        rows: Sequence[tuple[Any, ...]],
    ) -> list[Any]:
        if name in _OBJECT_COLUMNS:
            classes = _values(columns, rows, _CLASS_COLUMNS)
            return [self._any(*pair) for pair in zip(classes, values, strict=True)]
        if name in _CLASS_COLUMNS:
            return [self._catalogs.oids.get(value, value) for value in values]
        if name == "objsubid":
            objects = _values(columns, rows, _OBJECT_COLUMNS)
            return [self._attributes.get(pair, "") for pair in zip(objects, values, strict=True)]
        for reference in table.references:
            if reference.columns[-1] == name and len(reference.columns) == 2:
                relations = _values(columns, rows, reference.columns[:1])
                return [self._numbers(*pair) for pair in zip(relations, values, strict=True)]
        for reference in table.references:
            if reference.columns == (name,):
                return self._referred(reference, name, values)
        if name in SORTED or name.endswith("acl"):
            return [sorted(value) if value is not None else None for value in values]
        return values

    def _numbers(self, relation: int, value: Any) -> Any:
        if isinstance(value, list):
            return [self._attributes.get((relation, number), number) for number in value]
        return self._attributes.get((relation, value), value)

    def _referred(self, reference: Reference, name: str, values: list[Any]) -> list[Any]:
        names = self._names_of(reference.target)
        if not any(isinstance(value, list) for value in values):
            return [names.get(value, value) for value in values]
        lists = [value if value is None else [names.get(v, v) for v in value] for value in values]
        return [sorted(each, key=str) if each and name in SORTED else each for each in lists]

    def _any(self, classid: int, oid: int) -> tuple[Any, ...]:
        catalog = self._catalogs.oids.get(classid, str(classid))
        return (catalog, self._names_of(catalog).get(oid, oid))

    def _names_of(self, catalog: str) -> dict[int, Any]:
        """What the rows of a catalog are called, by oid; an oid stays where its catalog isn't read, and 0 is none."""
        found = self._names.get(catalog)
        if found is None:
            found = self._names[catalog] = {}  # where a row names itself, on the way
            table = self._catalogs.tables.get(catalog)
            if table is not None and "oid" in table.columns:
                found |= self._named(table)
                place = table.columns.index("oid")
                found |= zip((row[place] for row in table.rows), self._keys(table), strict=True)
        return found

    def _named(self, table: Table) -> Iterable[tuple[int, Any]]:
        """The names of PostgreSQL's own rows."""
        columns = ("oid", *table.key)
        parts = [
            _hashable(self._resolved(table, columns, name, [row[i] for row in table.named], table.named))
            for i, name in enumerate(columns)
            if i
        ]
        return zip((row[0] for row in table.named), zip(*parts, strict=True), strict=True)


def _values(columns: Sequence[str], rows: Sequence[tuple[Any, ...]], names: Sequence[str]) -> list[Any]:
    """The values of the first of these columns that is there."""
    place = next(columns.index(name) for name in names if name in columns)
    return [row[place] for row in rows]


def _hashable(values: list[Any]) -> list[Any]:
    """A column of names: lists of oids became lists of names."""
    if not any(isinstance(value, list) for value in values):
        return values
    return [tuple(value) if isinstance(value, list) else value for value in values]
