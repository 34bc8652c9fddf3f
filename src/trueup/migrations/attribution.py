"""Which migration made which change, when all ran on one copy and the catalog was read once at the end. Pure.

The event trigger names what a statement made, altered or dropped; what it can't name (a column that ALTER TABLE adds, a
grant) goes to the last migration that altered its table and has its name among its tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import postgast

from trueup.catalog.model import Catalog, CatalogObject, Constraint
from trueup.diff.model import Change, ChangeKind, Drift
from trueup.migrations.attempt import Attempt
from trueup.migrations.constraints import Written, constraints_of, written
from trueup.migrations.tokens import tokens
from trueup.ref import ObjectRef
from trueup.sqltext.model import Statement
from trueup.sqltext.trees import ParseFailure, kind_of, parse_one

AlterTableType: Any = postgast.pg_query_pb2.AlterTableType
_ALTERING = frozenset(
    {
        "AlterTableStmt",
        "RenameStmt",
        "GrantStmt",
        "AlterDefaultPrivilegesStmt",
        "CommentStmt",
        "AlterEnumStmt",
        "AlterDomainStmt",
        "AlterPublicationStmt",
        "AlterOwnerStmt",
        "AlterObjectSchemaStmt",
        "AlterDatabaseSetStmt",
        "AlterFunctionStmt",
        "AlterSeqStmt",
        "AlterPolicyStmt",
        "DoStmt",
        "SelectStmt",
        "CallStmt",
        "DropStmt",
        "SecLabelStmt",
    }
)


@dataclass(slots=True)
class Attribution:
    """Who touched what, for asking by ref. Feed the attempts in the order in which they ran."""

    attempts: Sequence[Attempt]
    _by_ref: dict[ObjectRef, list[str]] = field(default_factory=dict)
    _makers: dict[ObjectRef, list[str]] = field(default_factory=dict)
    _place: dict[str, int] = field(default_factory=dict)
    # What the texts say is only looked at where several touched the same: most of the time nobody asks.
    _words: dict[str, frozenset[str]] = field(default_factory=dict)
    _columns: dict[str, frozenset[str]] = field(default_factory=dict)
    _with_word: dict[str, list[str]] | None = None
    _constraints: dict[Written, list[str]] | None = None

    def __post_init__(self) -> None:
        for number, attempt in enumerate(self.attempts):
            name = attempt.migration.name
            self._place[name] = number
            for ref in attempt.touched:
                self._by_ref.setdefault(ref, []).append(name)
            made, gone = attempt.created, attempt.dropped
            for ref in gone - made:
                self._makers.pop(ref, None)
            for ref in made:
                self._makers.setdefault(ref, []).append(name)

    def _altering(self, name: str) -> list[Statement]:
        attempt = self.attempts[self._place[name]]
        return [s for s, ran in attempt.ran if ran.ok and s.kind in _ALTERING]

    def _words_of(self, name: str) -> frozenset[str]:
        """The words of a migration's statements that alter something."""
        if name not in self._words:
            self._words[name] = frozenset(w.strip('"') for s in self._altering(name) for w in tokens(s.sql))
        return self._words[name]

    def _columns_of(self, name: str) -> frozenset[str]:
        """The columns that a migration alters."""
        if name not in self._columns:
            self._columns[name] = frozenset(c for s in self._altering(name) for c in altered_columns(s))
        return self._columns[name]

    def _saying(self, word: str) -> list[str]:
        """The migrations with a word in what they alter."""
        if self._with_word is None:
            self._with_word = {}
            for name in self._place:
                for said in self._words_of(name):
                    self._with_word.setdefault(said, []).append(name)
        return self._with_word.get(word, [])

    def _writers(self, constraint: Written) -> list[str]:
        """The migrations that write a constraint, however it is named."""
        if self._constraints is None:
            self._constraints = {}
            for attempt in self.attempts:
                for one in {c for s, ran in attempt.ran if ran.ok for c in constraints_of(s)}:
                    self._constraints.setdefault(one, []).append(attempt.migration.name)
        return self._constraints.get(constraint, [])

    def of(self, change: Change) -> str:
        """The migration that a change is due to; "" where nothing tells."""
        obj = change.after or change.before
        own = change.ref if obj is None or obj.maker is None else obj.maker  # a key's index comes with the key
        makers = self._makers.get(own, []) if change.kind is ChangeKind.ADDED else []
        if makers and own.kind != "column":
            # ALTER TABLE makes the indexes of a rewritten table anew: who does not name it is not its maker.
            naming = [n for n in makers if len(makers) > 1 and own.name[-1] in self._words_of(n)]
            return naming[-1] if naming else makers[0]
        for ref in (own, change.old_ref):
            if ref is not None and ref in self._by_ref and ref.kind not in {"table", "view"}:
                return self._best(self._by_ref[ref], ref, obj)
        return self._by_parents(own, obj)

    def _by_parents(self, ref: ObjectRef, obj: CatalogObject | None) -> str:
        names = self._by_ref.get(ref) or []
        above = obj.parent if obj is not None else None
        for candidate in [above, ObjectRef("table", ref.schema, ref.name[:1])] if not names else []:
            if candidate is not None and candidate in self._by_ref:
                names = self._by_ref[candidate]
                break
        return self._best(names or self._saying(ref.name[-1]), ref, obj)

    def _best(self, names: Sequence[str], ref: ObjectRef, obj: CatalogObject | None) -> str:
        """Of those that touched it, the last one that also names it; else the first, which made it."""
        distinct = sorted(set(names), key=lambda n: self._place[n])
        if len(distinct) < 2:
            return distinct[0] if distinct else ""
        if ref.kind == "column":
            altering = [n for n in distinct if ref.name[-1] in self._columns_of(n)]
            if altering:
                return altering[-1]
        if isinstance(obj, Constraint) and (writers := self._writers(written(obj))):
            return writers[-1]  # it may have no name in any text
        wanted = {ref.name[-1], *getattr(obj, "columns", ())}
        naming = [n for n in distinct if wanted & self._words_of(n)]
        if ref.parent_name is None and ref.kind != "grant":
            return distinct[-1]
        return naming[-1] if naming else distinct[0]


def altered_columns(statement: Statement) -> Iterator[str]:
    """The columns that an ALTER TABLE adds, alters or renames, by name."""
    if statement.kind not in {"AlterTableStmt", "RenameStmt"}:
        return
    tree: Any = parse_one(statement.sql)
    if isinstance(tree, ParseFailure):
        return
    kind = kind_of(tree)  # of the text: a repeatable form may be a block around it
    if kind == "RenameStmt":
        yield from (name for name in (tree.subname, tree.newname) if name)
        return
    for holder in tree.cmds if kind == "AlterTableStmt" else ():
        command = holder.alter_table_cmd
        if "Column" in AlterTableType.Name(command.subtype) or "NotNull" in AlterTableType.Name(command.subtype):
            yield command.name or getattr(command, "def").column_def.colname


def attribute(drift: Drift, attempts: Sequence[Attempt]) -> dict[str, Drift]:
    """Each migration's own part of what all of them changed.

    Args:
        drift: from before all to after all.
        attempts: those that ran, in that order.
    """
    who = Attribution(attempts)
    parts: dict[str, list[Change]] = {attempt.migration.name: [] for attempt in attempts}
    for change in drift.changes:
        name = who.of(change)
        if name:
            parts[name].append(change)
    return {
        name: Drift(changes=tuple(changes), equal=drift.equal, total=drift.total) for name, changes in parts.items()
    }


def undone(attempts: Sequence[Attempt], before: Catalog, after: Catalog) -> Mapping[str, str]:
    """Migrations all of whose new objects a later one took away again, and which that was."""
    found: dict[str, str] = {}
    for number, attempt in enumerate(attempts):
        made = {r for r in attempt.created if r not in before.objects}
        if not made or any(r in after.objects for r in made):
            continue
        later = [a.migration.name for a in attempts[number + 1 :] if a.dropped & made]
        if later:
            found[attempt.migration.name] = later[-1]
    return found


def sharing(attempts: Sequence[Attempt], effects: Mapping[str, Drift]) -> dict[str, tuple[str, ...]]:
    """Migrations with no change of their own at the end, and who else changes the objects that they change."""
    by_object: dict[tuple[str, str], list[str]] = {}
    touched: dict[str, set[tuple[str, str]]] = {}
    for attempt in attempts:
        name = attempt.migration.name
        touched[name] = {(ref.schema, ref.name[0]) for ref in attempt.touched if ref.kind != "schema"}
        for key in touched[name]:
            by_object.setdefault(key, []).append(name)
    found = {}
    for attempt in attempts:
        name = attempt.migration.name
        if not effects[name].changes:
            others = {other for key in touched[name] for other in by_object[key]} - {name}
            if others:
                found[name] = tuple(a.migration.name for a in attempts if a.migration.name in others)
    return found
