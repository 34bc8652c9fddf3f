"""Two objects of one kind, field by field, by the metadata that `trueup.catalog.model.attr` put on each field."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from trueup.catalog.model import BODY_LANGUAGE, CatalogObject
from trueup.diff.casts import REPRINTED, same_but_for_casts
from trueup.diff.model import FieldChange, Meaning
from trueup.diff.text import same_but_for_names, same_but_for_space
from trueup.ref import ObjectRef

_GRAVITY = (Meaning.HARMLESS, Meaning.BEHAVIOUR, Meaning.DATA, Meaning.SECURITY)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """What the comparison needs of one field (see `attr`)."""

    name: str
    default: Any
    compare: str
    meaning: Meaning
    noise: str
    text: str
    label: str
    made_up: Callable[[Any], bool] | None


_RULES: dict[type, tuple[FieldRule, ...]] = {}


def field_rules(cls: type) -> tuple[FieldRule, ...]:
    """The fields of a class of objects that are compared, those that repeat others last."""
    rules = _RULES.get(cls)
    if rules is None:
        rules = _RULES[cls] = _read_rules(cls)
    return rules


def _read_rules(cls: Any) -> tuple[FieldRule, ...]:
    found = [
        FieldRule(
            name=field.name,
            default=field.default,
            compare=field.metadata.get("compare", "counted"),
            meaning=Meaning(field.metadata.get("meaning", "behaviour")),
            noise=field.metadata.get("noise", ""),
            text=field.metadata.get("text", ""),
            label=field.metadata.get("label", "") or field.name.replace("_", " "),
            made_up=field.metadata.get("made_up"),
        )
        for field in dataclasses.fields(cls)
        if field.name != "ref"
    ]
    compared = [rule for rule in found if rule.compare != "never"]
    return tuple(sorted(compared, key=lambda rule: rule.compare == "rest"))


def gravest(meanings: list[Meaning]) -> Meaning:
    """The one to lead with."""
    return max(meanings, key=_GRAVITY.index, default=Meaning.HARMLESS)


def compare_fields(
    before: CatalogObject,
    after: CatalogObject,
    *,
    ranks: tuple[int, int] | None = None,
    names: Mapping[str, str] | None = None,
) -> tuple[FieldChange, ...]:
    """What differs between two objects.

    Args:
        before, after: of one class; `before` with its refs already brought to the other side's names.
        ranks: the places of both among the siblings that both sides have, where they differ.
        names: identifiers that were renamed, old to new: a text that follows them is noise.
    """
    found: list[FieldChange] = []
    scanned = getattr(after, BODY_LANGUAGE, "sql")
    for rule in field_rules(type(after)):
        old, new = getattr(before, rule.name), getattr(after, rule.name)
        if rule.compare == "order":
            if ranks is None:
                continue
        elif _same(rule, old, new) or (rule.compare == "rest" and found):
            continue
        found.append(
            FieldChange(
                field=rule.name,
                before=old,
                after=new,
                meaning=rule.meaning,
                noise=_noise(rule, old, new, scanned, names),
                label=rule.label,
            )
        )
    return tuple(found)


def _same(rule: FieldRule, old: Any, new: Any) -> bool:
    unread = rule.compare == "known" and None in (old, new)
    return bool(unread or old == new or (rule.compare == "set" and sorted(old) == sorted(new)))


def _noise(rule: FieldRule, old: Any, new: Any, language: str, names: Mapping[str, str] | None) -> str:
    if rule.made_up is not None:
        return rule.noise if rule.made_up(old) and rule.made_up(new) else ""
    if rule.noise:
        return rule.noise
    if isinstance(old, str) and isinstance(new, str) and rule.text:
        if same_but_for_space(old, new, language if rule.text == "body" else "sql"):
            return "white space and comments"
        if rule.text == "sql" and same_but_for_casts(old, new):
            return REPRINTED
        if names and same_but_for_names(old, new, names):
            return "follows a rename"
    elif names and isinstance(old, tuple) and _mapped(old, names) == new:
        return "follows a rename"
    return ""


def _mapped(values: tuple[Any, ...], names: Mapping[str, str]) -> tuple[Any, ...]:
    return tuple(names.get(value, value) if isinstance(value, str) else value for value in values)


def renamed_inside(changes: tuple[FieldChange, ...]) -> str:
    """``arguments: a is now b`` where the elements of a field differ by their names alone, else ""."""
    told = []
    for change in changes:
        if not isinstance(change.before, tuple) or not isinstance(change.after, tuple):
            continue
        if len(change.before) != len(change.after):
            continue
        pairs = [pair for pair in zip(change.before, change.after, strict=True) if pair[0] != pair[1]]
        if pairs and all(_differ_by_name(old, new) for old, new in pairs):
            told.append(f"{change.label}: " + ", ".join(f"{old.name} is now {new.name}" for old, new in pairs))
    return "; ".join(told)


def _differ_by_name(old: Any, new: Any) -> bool:
    if not dataclasses.is_dataclass(old) or isinstance(old, ObjectRef) or type(old) is not type(new):
        return False
    one, two = getattr(old, "name", ""), getattr(new, "name", "")
    return bool(one and two) and dataclasses.replace(old, name=two) == new  # type: ignore[type-var]
