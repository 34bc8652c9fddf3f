"""Operators, their classes and families, casts, transforms, languages and access methods."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.catalog.model import (
    AccessMethod,
    Cast,
    CatalogObject,
    Language,
    Operator,
    OperatorClass,
    OperatorFamily,
    Transform,
)
from trueup.plan import sql
from trueup.plan.kinds.base import Kind, altered, made, step
from trueup.plan.kinds.routines import operator_name
from trueup.plan.node import Node
from trueup.plan.scope import Delta, Scope


def create_operator(operator: Operator, scope: Scope) -> Sequence[Node]:
    """CREATE OPERATOR; one without a function is there as soon as another one names it."""
    if not operator.function:
        shell = made(operator, [])
        shell.needs = frozenset(other.ref for other in scope.after.of_kind("operator") if _names(other, operator))
        return [shell]
    parts = [f"FUNCTION = {operator.function.partition('(')[0]}"]
    parts += [f"LEFTARG = {operator.left}"] if operator.left else []
    parts += [f"RIGHTARG = {operator.right}"] if operator.right else []
    parts += [f"COMMUTATOR = {operator_name(operator.commutator)}"] if operator.commutator else []
    parts += [f"NEGATOR = {operator_name(operator.negator)}"] if operator.negator else []
    parts += [f"RESTRICT = {operator.restrict}"] if operator.restrict else []
    parts += [f"JOIN = {operator.join}"] if operator.join else []
    parts += ["HASHES"] if operator.hashes else []
    parts += ["MERGES"] if operator.merges else []
    text = f"CREATE OPERATOR {sql.quote(operator.ref.schema)}.{operator.ref.name[0]} ({', '.join(parts)});"
    return [made(operator, [text])]


def _names(other: CatalogObject, shell: Operator) -> bool:
    """Whether an operator has the other as its commutator or negator."""
    symbol = f"{shell.ref.schema}.{shell.ref.name[0]}"
    if not isinstance(other, Operator) or not other.function:
        return False
    return symbol in {(named or "").partition("(")[0] for named in (other.commutator, other.negator)}


def alter_operator(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """Its estimators in place; the rest (before PostgreSQL 17) makes it anew."""
    new: Operator = delta.new
    if not delta.fields <= {"restrict", "join"}:
        return None
    parts = [f"RESTRICT = {new.restrict or 'NONE'}", f"JOIN = {new.join or 'NONE'}"]
    text = f"ALTER {sql.called(new.ref)} SET ({', '.join(parts)});"
    return [altered(new.ref, [step(text, new.ref, "its estimators")])]


def create_family(family: OperatorFamily, scope: Scope) -> Sequence[Node]:
    """CREATE OPERATOR FAMILY and its loose members."""
    named = f"{sql.name(family.ref)} USING {sql.quote(family.ref.name[1])}"
    texts = [f"CREATE OPERATOR FAMILY {named};"]
    if family.members:
        texts.append(f"ALTER OPERATOR FAMILY {named} ADD {', '.join(map(_member, family.members))};")
    return [made(family, texts)]


def _member(text: str) -> str:
    """``OPERATOR 1 <(integer,integer) (integer, integer)`` as SQL takes it: types once, a function's first."""
    what, _, types = text.rpartition(" (")
    if what.startswith("OPERATOR "):
        return what
    word, number, function = what.split(" ", 2)
    return f"{word} {number} ({types} {function}"


def create_class(cls: OperatorClass, scope: Scope) -> Sequence[Node]:
    """CREATE OPERATOR CLASS in its family."""
    family = f" FAMILY {sql.name(cls.family)}" if cls.family else ""
    default = " DEFAULT" if cls.default else ""
    members = [_member(m) for m in cls.members]
    if cls.storage:
        members.append(f"STORAGE {cls.storage}")
    if not members:
        members.append(f"STORAGE {cls.type}")
    text = (
        f"CREATE OPERATOR CLASS {sql.name(cls.ref)}{default} FOR TYPE {cls.type} "
        f"USING {sql.quote(cls.ref.name[1])}{family} AS {', '.join(members)};"
    )
    return [made(cls, [text])]


def create_cast(cast: Cast, scope: Scope) -> Sequence[Node]:
    """CREATE CAST."""
    how = {"inout": "WITH INOUT", "binary": "WITHOUT FUNCTION"}.get(cast.method, f"WITH FUNCTION {cast.function}")
    context = {"assignment": " AS ASSIGNMENT", "implicit": " AS IMPLICIT"}.get(cast.context, "")
    return [made(cast, [f"CREATE CAST ({cast.source} AS {cast.target}) {how}{context};"])]


def create_transform(transform: Transform, scope: Scope) -> Sequence[Node]:
    """CREATE TRANSFORM."""
    parts = []
    if transform.from_sql:
        parts.append(f"FROM SQL WITH FUNCTION {transform.from_sql}")
    if transform.to_sql:
        parts.append(f"TO SQL WITH FUNCTION {transform.to_sql}")
    text = f"CREATE TRANSFORM FOR {transform.type} LANGUAGE {sql.quote(transform.language)} ({', '.join(parts)});"
    return [made(transform, [text])]


def create_language(language: Language, scope: Scope) -> Sequence[Node]:
    """CREATE LANGUAGE."""
    trusted = "TRUSTED " if language.trusted else ""
    text = f"CREATE {trusted}LANGUAGE {sql.quote(language.ref.name[0])} HANDLER {language.handler}"
    text += f" INLINE {language.inline}" if language.inline else ""
    text += f" VALIDATOR {language.validator}" if language.validator else ""
    return [made(language, [f"{text};"])]


def create_access_method(method: AccessMethod, scope: Scope) -> Sequence[Node]:
    """CREATE ACCESS METHOD."""
    text = f"CREATE ACCESS METHOD {sql.quote(method.ref.name[0])} TYPE {method.type.upper()} HANDLER {method.handler};"
    return [made(method, [text])]


OPERATOR = Kind(rank=27, create=create_operator, alter=alter_operator)
FAMILY = Kind(rank=28, create=create_family)
CLASS = Kind(rank=29, create=create_class)
CAST = Kind(rank=27, create=create_cast)
TRANSFORM = Kind(rank=28, create=create_transform)
LANGUAGE = Kind(rank=3, create=create_language)
ACCESS_METHOD = Kind(rank=3, create=create_access_method)
