"""Renames as steps: those that nobody can mistake, those that the user told, and questions for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Seq
from dataclasses import dataclass, replace

from trueup.catalog.model import Catalog, CatalogObject, Index, Sequence
from trueup.diff.fields import compare_fields
from trueup.diff.renames import Rename, find_renames, moved_objects
from trueup.plan import sql
from trueup.plan.kinds.base import EXCLUSIVE, step
from trueup.plan.node import PlanOptions
from trueup.ref import ObjectRef
from trueup.step import Step

# They hold no rows and nothing else names them: with all else equal, another name is nothing but that.
_PLAIN = frozenset({"constraint", "index", "trigger", "policy", "rule", "statistics"})
_HOLD_ROWS = frozenset({"table", "column", "attribute", "materialized view", "sequence"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """FROM after its renames.

    Args:
        before: FROM, its objects under the names that they have then.
        steps: the statements that rename.
        questions: likely renames that nobody confirmed.
    """

    before: Catalog
    steps: tuple[Step, ...] = ()
    questions: tuple[str, ...] = ()


def take_renames(before: Catalog, after: Catalog, options: PlanOptions) -> Renamed:
    """Rename what may be renamed, and ask about what may have been."""
    found = list(find_renames(before, after)[0])
    chosen, questions = [], []
    for rename in found:
        if options.renames or options.hints.get(rename.old) == rename.new or _is_plain(rename, before, after):
            chosen.append(rename)
        elif rename.old.kind in _HOLD_ROWS and not options.allow_destructive:
            questions.append(_question(rename))
    chosen += _identity_sequences(before, after, {r.old for r in chosen})
    told = {r.old for r in chosen}
    chosen += [
        Rename(old=old, new=new, confidence=1.0, reason="as told")
        for old, new in options.hints.items()
        if old not in told and old in before.objects and new in after.objects
    ]
    return _apply(before, chosen, tuple(questions)) if chosen else Renamed(before=before, questions=tuple(questions))


def _identity_sequences(before: Catalog, after: Catalog, known: set[ObjectRef]) -> list[Rename]:
    """The sequence of a column that is an identity column on both sides is the same one, whatever it is called."""
    theirs = {s.owned_by: s.ref for s in after.of_kind("sequence") if isinstance(s, Sequence) and s.identity}
    return [
        Rename(old=s.ref, new=theirs[s.owned_by], confidence=1.0, reason="the identity column's sequence")
        for s in before.of_kind("sequence")
        if isinstance(s, Sequence)
        and s.identity
        and s.ref not in known
        and theirs.get(s.owned_by, s.ref).name != s.ref.name
        and theirs[s.owned_by].schema == s.ref.schema
        and theirs[s.owned_by] not in before.objects
    ]


def _is_plain(rename: Rename, before: Catalog, after: Catalog) -> bool:
    old, new = before.objects.get(rename.old), after.objects[rename.new]
    if old is None or rename.old.kind not in _PLAIN:
        return False
    return all(change.noise for change in compare_fields(old, new))


def _question(rename: Rename) -> str:
    return (
        f"Is {rename.new} the new name of {rename.old} ({rename.reason}; {rename.confidence:.0%})? "
        "With --renames it is renamed and keeps its rows; else the old one is dropped and the new one made empty."
    )


def _apply(before: Catalog, renames: Seq[Rename], questions: tuple[str, ...]) -> Renamed:
    objects: Mapping[ObjectRef, CatalogObject] = before.objects
    depends = before.depends
    steps: list[Step] = []
    waiting = list(renames)
    while waiting:
        batch = [r for r in waiting if r.old in objects]
        if not batch:
            break
        steps += _steps(batch, objects)
        moved = moved_objects(objects, {r.old: r.new for r in batch})
        names = dict(zip(objects, moved, strict=True))
        depends = {names.get(r, r): frozenset(names.get(d, d) for d in needs) for r, needs in depends.items()}
        objects = moved
        waiting = [r for r in waiting if r not in batch]
    return Renamed(before=replace(before, objects=objects, depends=depends), steps=tuple(steps), questions=questions)


def _steps(batch: Seq[Rename], objects: Mapping[ObjectRef, CatalogObject]) -> list[Step]:
    """One by one; where a new name is still another one's old name, by way of a name that nobody has."""
    steps: list[Step] = []
    olds = {r.old for r in batch}
    last: list[Step] = []
    for number, rename in enumerate(batch):
        obj = objects[rename.old]
        if _follows(obj):
            continue
        if rename.new in olds:
            between = f"trueup_renamed_{number}"
            target = ObjectRef(rename.new.kind, rename.new.schema, (*rename.new.name[:-1], between))
            steps += rename_steps(rename.old, target, obj, rename.reason)
            last += rename_steps(target, rename.new, obj, rename.reason)
        else:
            steps += rename_steps(rename.old, rename.new, obj, rename.reason)
    return steps + last


def _follows(obj: CatalogObject) -> bool:
    """A key's index has its constraint's name; a partition's copy follows nothing, and has its own."""
    return isinstance(obj, Index) and obj.constraint is not None


def rename_steps(old: ObjectRef, new: ObjectRef, obj: CatalogObject, reason: str) -> list[Step]:
    """RENAME and SET SCHEMA."""
    steps = []
    if old.kind in {"column", "attribute", "constraint"}:
        word = {"column": "COLUMN ", "attribute": "ATTRIBUTE ", "constraint": "CONSTRAINT "}[old.kind]
        parent = obj.parent.kind if obj.parent is not None else "table"
        head = "TYPE" if parent == "composite type" else parent.upper()
        tail = " CASCADE" if old.kind == "attribute" else ""
        text = (
            f"ALTER {head} {sql.table_of(old)} RENAME {word}{sql.quote(old.name[1])} TO {sql.quote(new.name[1])}{tail};"
        )
        return [step(text, new, f"renamed: {reason}", lock=EXCLUSIVE)]
    current = old
    if old.schema != new.schema and len(old.name) == len(new.name):
        text = f"ALTER {sql.called(old)} SET SCHEMA {sql.quote(new.schema)};"
        steps.append(step(text, new, f"moved: {reason}", lock=EXCLUSIVE))
        current = ObjectRef(old.kind, new.schema, old.name)
    place = -1 if old.kind in {"policy", "trigger", "rule"} else 0
    if current.name[place] != new.name[place]:
        text = f"ALTER {sql.called(current)} RENAME TO {sql.quote(new.name[place])};"
        steps.append(step(text, new, f"renamed: {reason}", lock=EXCLUSIVE))
    return steps
