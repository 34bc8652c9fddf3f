"""Enums, domains, composite, range and base types, collations, conversions."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.catalog.model import (
    Attribute,
    BaseType,
    CatalogObject,
    Collation,
    CompositeType,
    Constraint,
    Conversion,
    Domain,
    Enum,
    RangeType,
)
from trueup.plan import sql
from trueup.plan.kinds.base import Kind, altered, made, step
from trueup.plan.node import Node
from trueup.plan.scope import Delta, Scope
from trueup.ref import ObjectRef
from trueup.step import Hazard, Step


def create_enum(enum: Enum, scope: Scope) -> Sequence[Node]:
    """CREATE TYPE ... AS ENUM."""
    labels = ", ".join(map(sql.literal, enum.labels))
    return [made(enum, [f"CREATE TYPE {sql.name(enum.ref)} AS ENUM ({labels});"])]


def alter_enum(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """New labels in their places; a label that goes, or another order, needs the type made anew.

    A new label can't be used in the transaction that adds it (manual, ALTER TYPE), so its step commits by itself.
    """
    old, new = list(delta.old.labels), list(delta.new.labels)
    if [label for label in new if label in old] != old or scope.options.transaction:
        return None
    steps = []
    for i, label in enumerate(new):
        if label in old:
            continue
        place = f"AFTER {sql.literal(new[i - 1])}" if i else f"BEFORE {sql.literal(old[0])}" if old else ""
        text = f"ALTER TYPE {sql.name(delta.new.ref)} ADD VALUE {sql.literal(label)} {place}".rstrip()
        steps.append(step(f"{text};", delta.new.ref, f"new label {label}", transactional=False))
    return [altered(delta.new.ref, steps)]


def create_domain(domain: Domain, scope: Scope) -> Sequence[Node]:
    """CREATE DOMAIN; its checks are constraints of their own."""
    text = f"CREATE DOMAIN {sql.name(domain.ref)} AS {domain.type}"
    if domain.collation:
        text += f" COLLATE {domain.collation}"
    if domain.default is not None:
        text += f" DEFAULT {domain.default}"
    if domain.not_null:
        text += f" {_not_null(domain)}"
    own = inline_checks(domain.ref, scope)
    for check in own:
        text += f"\n    CONSTRAINT {sql.quote(check.ref.name[1])} {check.definition}"
    return [made(domain, [f"{text};"], also=[check.ref for check in own])]


def _not_null(domain: Domain) -> str:
    """NOT NULL, by its name where that isn't the one that the server would give it."""
    named = domain.not_null_name
    return f"CONSTRAINT {sql.quote(named)} NOT NULL" if _is_named(domain) and named else "NOT NULL"


def _is_named(domain: Domain) -> bool:
    return domain.not_null_name not in {None, f"{domain.ref.name[0]}_not_null"}


def inline_checks(domain: ObjectRef, scope: Scope) -> list[Constraint]:
    """A new domain's checks stand in its CREATE: once a composite type uses it, none can be added."""
    found = [c for c in scope.after.children(domain, "constraint") if isinstance(c, Constraint)]
    return [c for c in found if c.validated and c.ref not in scope.deferred]


def alter_domain(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """Default and NOT NULL in place; its type can't be changed."""
    old, new = delta.old, delta.new
    if delta.any("type", "collation"):
        return None
    target = f"ALTER DOMAIN {sql.name(new.ref)}"
    steps: list[Step] = []
    if "default" in delta:
        value = "DROP DEFAULT" if new.default is None else f"SET DEFAULT {new.default}"
        steps.append(step(f"{target} {value};", new.ref, "its default"))
    if "not_null" in delta:
        hazards = [Hazard.MAY_FAIL_ON_ROWS] if new.not_null else []
        how = "SET NOT NULL" if not _is_named(new) else f"ADD {_not_null(new)}"
        text = f"{target} {how if new.not_null else 'DROP NOT NULL'};"
        steps.append(step(text, new.ref, "whether NULL is refused", hazards=hazards))
    elif "not_null_name" in delta and old.not_null_name and new.not_null_name:
        text = f"{target} RENAME CONSTRAINT {sql.quote(old.not_null_name)} TO {sql.quote(new.not_null_name)};"
        steps.append(step(text, new.ref, "name of its NOT NULL constraint"))
    return [altered(new.ref, steps)]


def _attribute_clause(attribute: Attribute) -> str:
    text = f"{sql.quote(attribute.ref.name[1])} {attribute.type}"
    return f"{text} COLLATE {attribute.collation}" if attribute.collation else text


def _attributes(composite: ObjectRef, scope: Scope) -> list[Attribute]:
    found = [a for a in scope.after.children(composite, "attribute") if isinstance(a, Attribute)]
    return sorted(found, key=lambda a: a.position)


def create_composite(composite: CompositeType, scope: Scope) -> Sequence[Node]:
    """CREATE TYPE ... AS (...)."""
    own = _attributes(composite.ref, scope)
    clauses = ", ".join(map(_attribute_clause, own))
    return [made(composite, [f"CREATE TYPE {sql.name(composite.ref)} AS ({clauses});"], also=[a.ref for a in own])]


def create_attribute(attribute: Attribute, scope: Scope) -> Sequence[Node]:
    """ADD ATTRIBUTE."""
    text = f"ALTER TYPE {sql.name(attribute.composite)} ADD ATTRIBUTE {_attribute_clause(attribute)} CASCADE;"
    return [made(attribute, [text])]


def alter_attribute(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """Its type in place, where no column uses the composite type."""
    new: Attribute = delta.new
    if "position" in delta or (delta.any("type", "collation") and in_use(new.composite, scope)):
        return None
    steps = []
    if delta.any("type", "collation"):
        text = f"ALTER TYPE {sql.name(new.composite)} ALTER ATTRIBUTE {sql.quote(new.ref.name[1])} TYPE {new.type}"
        text += f" COLLATE {new.collation}" if new.collation else ""
        steps.append(step(f"{text} CASCADE;", new.ref, f"type: {delta.old.type} becomes {new.type}"))
    return [altered(new.ref, steps)]


def in_use(composite: ObjectRef, scope: Scope) -> bool:
    """Whether a column has the type: then PostgreSQL does not change its attributes' types."""
    return any(ref.kind == "column" and composite in needs for ref, needs in scope.before.depends.items())


def drop_attribute(attribute: Attribute, scope: Scope) -> list[Step]:
    """DROP ATTRIBUTE."""
    text = f"ALTER TYPE {sql.name(attribute.composite)} DROP ATTRIBUTE {sql.quote(attribute.ref.name[1])} CASCADE;"
    return [step(text, attribute.ref, "it is not wanted any more", hazards=[Hazard.DATA_LOST])]


def create_range(range_: RangeType, scope: Scope) -> Sequence[Node]:
    """CREATE TYPE ... AS RANGE."""
    parts = [f"subtype = {range_.subtype}"]
    for key, value in (
        ("subtype_opclass", range_.operator_class),
        ("collation", range_.collation),
        ("canonical", range_.canonical),
        ("subtype_diff", range_.difference),
        ("multirange_type_name", range_.multirange),
    ):
        if value:
            parts.append(f"{key} = {value}")
    return [made(range_, [f"CREATE TYPE {sql.name(range_.ref)} AS RANGE ({', '.join(parts)});"])]


def create_base(base: BaseType, scope: Scope) -> Sequence[Node]:
    """CREATE TYPE: the shell first, since its functions need it, then the type."""
    shell = made(base, [f"CREATE TYPE {sql.name(base.ref)};"])
    shell.ignores = frozenset(r for r in scope.after.depends.get(base.ref, ()) if r.kind == "function")
    if not base.defined:
        return [shell]
    full = [step(f"CREATE TYPE {sql.name(base.ref)} ({', '.join(base.parts)});", base.ref, "the type itself")]
    later = altered(base.ref, full, rank=13)
    later.makes = frozenset()
    later.needs = frozenset({base.ref, *shell.ignores})
    return [shell, later]


def create_collation(collation: Collation, scope: Scope) -> Sequence[Node]:
    """CREATE COLLATION."""
    parts = [f"provider = {collation.provider}"]
    if collation.locale is not None:
        parts.append(f"locale = {sql.literal(collation.locale)}")
    elif collation.collate is not None and collation.collate == collation.ctype:
        parts.append(f"locale = {sql.literal(collation.collate)}")
    else:
        parts.append(f"lc_collate = {sql.literal(collation.collate or '')}")
        parts.append(f"lc_ctype = {sql.literal(collation.ctype or '')}")
    if not collation.deterministic:
        parts.append("deterministic = false")
    if collation.rules:
        parts.append(f"rules = {sql.literal(collation.rules)}")
    return [made(collation, [f"CREATE COLLATION {sql.name(collation.ref)} ({', '.join(parts)});"])]


def alter_collation(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """The library's version is the server's, not the schema's."""
    return [altered(delta.new.ref, [])] if delta.fields <= {"version"} else None


def create_conversion(conversion: Conversion, scope: Scope) -> Sequence[Node]:
    """CREATE CONVERSION."""
    default = "DEFAULT " if conversion.default else ""
    text = (
        f"CREATE {default}CONVERSION {sql.name(conversion.ref)} FOR {sql.literal(conversion.source)} "
        f"TO {sql.literal(conversion.target)} FROM {_function(conversion.function)};"
    )
    return [made(conversion, [text])]


def _function(signature: str) -> str:
    """The bare name where a signature stands: CREATE CONVERSION takes no argument types."""
    return signature.partition("(")[0]


def drop_type(obj: CatalogObject, scope: Scope) -> list[Step]:
    """DROP TYPE; a base type takes its own functions with it, which depend on it and it on them."""
    cascade = " CASCADE" if obj.ref.kind == "base type" else ""
    return [step(f"DROP {sql.called(obj.ref)}{cascade};", obj.ref, "it is not wanted any more")]


ENUM = Kind(rank=10, create=create_enum, alter=alter_enum)
DOMAIN = Kind(rank=12, create=create_domain, alter=alter_domain)
COMPOSITE = Kind(rank=12, create=create_composite)
ATTRIBUTE = Kind(
    rank=13, create=create_attribute, alter=alter_attribute, drop=drop_attribute, data=True, made_with_parent=True
)
RANGE = Kind(rank=12, create=create_range)
BASE = Kind(rank=9, create=create_base, drop=drop_type)
COLLATION = Kind(rank=8, create=create_collation, alter=alter_collation)
CONVERSION = Kind(rank=27, create=create_conversion)
