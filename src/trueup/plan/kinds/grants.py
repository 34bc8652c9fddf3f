"""Grants and default privileges (manual, GRANT, REVOKE, ALTER DEFAULT PRIVILEGES)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trueup.catalog.model import CatalogObject, DefaultPrivileges, Grant
from trueup.plan import sql
from trueup.plan.kinds.base import Kind, altered, made, step
from trueup.plan.node import Node
from trueup.plan.owners import OBJECT_TYPES, TABLES, TYPES, owner_set, rights_of_owners
from trueup.plan.scope import Delta, Scope
from trueup.ref import ObjectRef
from trueup.step import Hazard, Step

Privileges = Iterable[tuple[str, bool]]

# What PUBLIC may do with a new object (manual, section 5.8): the only built-in grants besides the owner's.
_BUILT_IN = {"functions": (("execute", False),), "types": (("usage", False),)}


def on(target: ObjectRef) -> str:
    """The object as GRANT calls it."""
    if target.kind in TABLES:
        return f"TABLE {sql.name(target)}"
    if target.kind == "column":
        return f"TABLE {sql.table_of(target)}"
    if target.kind in TYPES:
        return f"TYPE {sql.name(target)}"
    if target.kind == "aggregate":
        # an aggregate's ordered arguments stand in its signature, which GRANT takes as types alone
        return f"FUNCTION {sql.name(target)}({_plain_arguments(target)})"
    if target.kind in {"function", "procedure"}:
        return f"{target.kind.upper()} {sql.argument_list(target)}"
    if target.kind == "server":
        return f"FOREIGN SERVER {sql.name(target)}"
    return f"{target.kind.upper()} {sql.name(target)}"


def _plain_arguments(target: ObjectRef) -> str:
    arguments = target.name[1] if len(target.name) > 1 else ""
    direct, _, ordered = arguments.partition("ORDER BY ")
    parts = [p.strip().rstrip(",") for p in (direct, ordered) if p.strip()]
    return ", ".join(p for p in parts if p)


def _list(names: Iterable[str], target: ObjectRef) -> str:
    """``SELECT, INSERT``, or ``SELECT (a)`` for a column."""
    suffix = f" ({sql.quote(target.name[1])})" if target.kind == "column" else ""
    return ", ".join(f"{name.upper()}{suffix}" for name in names)


def grant_texts(target: ObjectRef, grantee: str, privileges: Privileges) -> list[str]:
    """GRANT, once without and once with the grant option."""
    plain = sorted(name for name, option in privileges if not option)
    with_option = sorted(name for name, option in privileges if option)
    to = sql.role(grantee)
    texts = [_text(f"GRANT {_list(plain, target)} ON", target, f"TO {to}")] if plain else []
    if with_option:
        texts.append(_text(f"GRANT {_list(with_option, target)} ON", target, f"TO {to} WITH GRANT OPTION"))
    return texts


def _text(head: str, target: ObjectRef, tail: str) -> str:
    if target.kind == "database":
        return sql.on_current_database(f"{head} DATABASE", tail)
    return f"{head} {on(target)} {tail};"


def revoke_text(target: ObjectRef, grantee: str, names: Iterable[str], *, option: bool = False) -> str:
    """REVOKE; CASCADE, since who got it from there loses it too."""
    listed = _list(sorted(names), target)
    word = "GRANT OPTION FOR " if option else ""
    return _text(f"REVOKE {word}{listed} ON", target, f"FROM {sql.role(grantee)} CASCADE")


def _as_grantor(grant: Grant, scope: Scope, texts: list[str]) -> list[str]:
    """A grant is its object's owner's own, unless somebody else with the grant option gave it: then as them."""
    owner = _owner(grant.target, scope)
    if not grant.grantor or grant.grantor == owner or not texts:
        return texts
    return [f"SET ROLE {sql.quote(grant.grantor)};", *texts, "RESET ROLE;"]


def _owner(target: ObjectRef, scope: Scope) -> str:
    obj = scope.get(target) or scope.old(target)
    if obj is None:
        return ""
    if target.kind == "column":
        return _owner(obj.table, scope)
    return str(obj.owner)


def _steps(grant: Grant, texts: Iterable[str], reason: str, hazards: Iterable[Hazard] = ()) -> list[Step]:
    return [step(text, grant.ref, reason, hazards=hazards if text.startswith("GRANT") else ()) for text in texts]


def create(grant: Grant, scope: Scope) -> Sequence[Node]:
    """GRANT; for the owner first REVOKE what they have by being it."""
    texts = []
    if grant.grantee == _owner(grant.target, scope) and grant.target.kind != "column":
        texts.append(_text("REVOKE ALL ON", grant.target, f"FROM {sql.role(grant.grantee)}"))
    texts += grant_texts(grant.target, grant.grantee, _not_given_already(grant, scope))
    texts = _as_grantor(grant, scope, texts)
    node = made(grant, [])
    node.steps = _steps(grant, texts, f"what {grant.grantee} may do")
    node.needs = frozenset({owner_set(grant.target, scope.after)})
    if grant.target.kind == "column":
        node.needs |= {_table_revokes(grant.target)}
    return [node]


def _not_given_already(grant: Grant, scope: Scope) -> Privileges:
    """PUBLIC has EXECUTE and USAGE on what is new by itself, others what the default privileges give them."""
    if not scope.is_new(grant.target):
        return grant.privileges
    given = set(initial(grant.target, scope).get(grant.grantee, ()))
    return [p for p in grant.privileges if p not in given]


def _table_revokes(column: ObjectRef) -> ObjectRef:
    """The name under which a column's grants wait for its table's REVOKEs, which take column privileges along."""
    return ObjectRef("table revokes", column.schema, column.name[:1])


def initial(target: ObjectRef, scope: Scope) -> dict[str, tuple[tuple[str, bool], ...]]:
    """What each grantee has on an object right after the plan made it: built-in, and by FROM's default privileges."""
    object_type = OBJECT_TYPES.get(target.kind)
    if object_type is None:
        return {}
    found: dict[str, set[tuple[str, bool]]] = {}
    if object_type in _BUILT_IN:
        found["public"] = set(_BUILT_IN[object_type])
    mine = [d for d in scope.default_privileges if d.object_type == object_type and d.role == scope.options.role]
    for entry in mine:
        if not entry.schema:
            found[entry.grantee] = set(entry.privileges)
    for entry in mine:
        if entry.schema and entry.schema == target.schema:
            found.setdefault(entry.grantee, set()).update(entry.privileges)
    return {grantee: tuple(sorted(privileges)) for grantee, privileges in found.items()}


def revoke_initial(target: ObjectRef, scope: Scope) -> list[Step]:
    """Take back what a new object's default privileges gave and the other side doesn't have."""
    wanted: dict[str, set[tuple[str, bool]]] = {}
    for grant in scope.grants(target):
        wanted.setdefault(grant.grantee, set()).update(grant.privileges)
    owner = _owner(target, scope)
    steps = []
    for grantee, given in initial(target, scope).items():
        names = {name for name, _ in wanted.get(grantee, ())}
        extra = sorted({name for name, _ in given} - names)
        if extra and grantee not in {owner, scope.options.role}:
            text = revoke_text(target, grantee, extra).replace(" CASCADE;", ";")
            steps.append(step(text, target, f"{grantee} has it by default and is not to have it"))
    return steps


def alter(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """REVOKE what is too much, GRANT what is missing."""
    old, new = delta.old, delta.new
    if old.grantor != new.grantor:
        return None
    before, after = dict(old.privileges), dict(new.privileges)
    gone = [name for name in before if name not in after]
    demoted = [name for name in before if before[name] and name in after and not after[name]]
    missing = [(name, option) for name, option in after.items() if before.get(name) not in {option, True}]
    texts = [revoke_text(new.target, new.grantee, gone)] if gone else []
    texts += [revoke_text(new.target, new.grantee, demoted, option=True)] if demoted else []
    texts += grant_texts(new.target, new.grantee, missing)
    steps = _steps(new, _as_grantor(new, scope, texts), f"what {new.grantee} may do")
    node = altered(new.ref, steps, needs={owner_set(new.target, scope.after)})
    if gone and new.target.kind != "column":
        node.makes |= {_table_revokes(_under(new.target))}
        return [node, *_column_grants_again(new, scope)]
    return [node]


def _under(target: ObjectRef) -> ObjectRef:
    return ObjectRef("column", target.schema, (target.name[0], ""))


def _column_grants_again(grant: Grant, scope: Scope) -> list[Node]:
    """A REVOKE on the table takes the same privilege on its columns too (manual, REVOKE): give those again."""
    nodes = []
    for column in scope.columns(grant.target):
        for own in scope.grants(column.ref):
            if own.grantee == grant.grantee and scope.old(own.ref) is not None:
                node = altered(
                    own.ref, _steps(own, grant_texts(own.target, own.grantee, own.privileges), "given again")
                )
                node.makes = frozenset()
                node.needs = frozenset({grant.ref})
                nodes.append(node)
    return nodes


def drop(grant: Grant, scope: Scope) -> list[Step]:
    """REVOKE all that it gave; an owner who had less than an owner has is given the rest back."""
    if grant.grantee == _owner(grant.target, scope) and grant.target.kind != "column":
        texts = [_text("GRANT ALL ON", grant.target, f"TO {sql.role(grant.grantee)}")]
        reason = f"what {grant.grantee} may do as the owner"
    else:
        reason = f"{grant.grantee} is not to have it"
        texts = [revoke_text(grant.target, grant.grantee, [name for name, _ in grant.privileges])]
    return _steps(grant, _as_grantor(grant, scope, texts), reason)


def _defaults(entry: DefaultPrivileges) -> str:
    place = f" IN SCHEMA {sql.quote(entry.schema)}" if entry.schema else ""
    return f"ALTER DEFAULT PRIVILEGES FOR ROLE {sql.quote(entry.role)}{place}"


def _default_texts(entry: DefaultPrivileges, before: Privileges, after: Privileges) -> list[str]:
    old, new = dict(before), dict(after)
    head, kind, who = _defaults(entry), entry.object_type.upper(), sql.role(entry.grantee)
    gone = [name.upper() for name in old if name not in new]
    demoted = [name.upper() for name in old if old[name] and name in new and not new[name]]
    plain = [name.upper() for name, option in new.items() if name not in old and not option]
    with_option = [name.upper() for name, option in new.items() if option and not old.get(name)]
    texts = [f"{head} REVOKE {', '.join(gone)} ON {kind} FROM {who};"] if gone else []
    texts += [f"{head} REVOKE GRANT OPTION FOR {', '.join(demoted)} ON {kind} FROM {who};"] if demoted else []
    texts += [f"{head} GRANT {', '.join(plain)} ON {kind} TO {who};"] if plain else []
    texts += [f"{head} GRANT {', '.join(with_option)} ON {kind} TO {who} WITH GRANT OPTION;"] if with_option else []
    return texts


def _untouched(entry: DefaultPrivileges, scope: Scope) -> Privileges:
    """What the grantee has where no ALTER DEFAULT PRIVILEGES was run."""
    if entry.schema:
        return ()
    if entry.grantee == "public":
        return _BUILT_IN.get(entry.object_type, ())
    if entry.grantee == entry.role:
        return tuple((name, False) for name in rights_of_owners(entry.object_type, scope.before.server_version))
    return ()


def create_default(entry: DefaultPrivileges, scope: Scope) -> Sequence[Node]:
    """ALTER DEFAULT PRIVILEGES."""
    return [made(entry, _default_texts(entry, _untouched(entry, scope), entry.privileges))]


def alter_default(delta: Delta, scope: Scope) -> Sequence[Node] | None:
    """ALTER DEFAULT PRIVILEGES by what differs."""
    texts = _default_texts(delta.new, delta.old.privileges, delta.new.privileges)
    return [altered(delta.new.ref, [step(t, delta.new.ref, "what new objects grant") for t in texts])]


def drop_default(entry: CatalogObject, scope: Scope) -> list[Step]:
    """Back to what it is without any."""
    assert isinstance(entry, DefaultPrivileges)
    texts = _default_texts(entry, entry.privileges, _untouched(entry, scope))
    return [step(text, entry.ref, "what new objects grant") for text in texts]


GRANT = Kind(rank=70, create=create, alter=alter, drop=drop)
DEFAULT_PRIVILEGES = Kind(rank=75, create=create_default, alter=alter_default, drop=drop_default)
