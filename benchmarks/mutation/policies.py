"""Flaws in policies: too wide, not tied, turned round, in a ring, of no effect."""

from __future__ import annotations

from collections.abc import Iterator

import postgast

from mutation.shape import (
    Mutant,
    Shape,
    altered,
    conjuncts,
    expression,
    is_true,
    made,
    mutant,
    printed,
    root,
    tie_nodes,
    ties,
)
from trueup.seeding.schema import quote
from trueup.seeding.trees import bare, column, name_of, strings, walk

_SIGNED_IN = {"supabase": "auth.uid() IS NOT NULL", "postgres": "true"}


def rls_off(shape: Shape) -> Iterator[Mutant]:
    """Row-level security is switched off where policies stand."""
    for t in shape.guarded:
        yield mutant("exposure", f"ALTER TABLE {t.sql} DISABLE ROW LEVEL SECURITY;", t.name)


def read_by_all(shape: Shape) -> Iterator[Mutant]:
    """One more policy shows all rows; where it says so plainly that is a review."""
    for t in shape.owned:
        yield mutant("exposure bypass escalation", made(t, "SELECT", shape.role, using="true"), t.name, review=True)


def all_for_signed_in(shape: Shape) -> Iterator[Mutant]:
    """One more policy lets whoever is signed in do everything."""
    for t in shape.owned:
        if shape.may(t, "UPDATE") or shape.may(t, "DELETE"):
            sql = made(t, "ALL", shape.role, using=_SIGNED_IN[shape.platform])
            yield mutant("tampering forgery exposure escalation", sql, t.name)


def update_by_all(shape: Shape) -> Iterator[Mutant]:
    """One more policy: UPDATE USING (true)."""
    for t in shape.owned:
        if shape.may(t, "UPDATE"):
            yield mutant("tampering escalation", made(t, "UPDATE", shape.role, using="true"), t.name)


def delete_by_all(shape: Shape) -> Iterator[Mutant]:
    """One more policy: DELETE USING (true)."""
    for t in shape.owned:
        if shape.may(t, "DELETE"):
            yield mutant("tampering bypass", made(t, "DELETE", shape.role, using="true"), t.name)


def insert_by_all(shape: Shape) -> Iterator[Mutant]:
    """The INSERT policy that binds new rows to the caller asks nothing."""
    for t in shape.tables:
        for p in t.policies("INSERT"):
            if p.command == "INSERT" and ties(p.check) and shape.may(t, "INSERT"):
                yield mutant("forgery escalation", altered(t, p, check="true"), t.name)


def insert_for_signed_in(shape: Shape) -> Iterator[Mutant]:
    """The INSERT policy that binds new rows to the caller asks for an account only."""
    for t in shape.tables:
        for p in t.policies("INSERT"):
            if p.command == "INSERT" and ties(p.check) and shape.may(t, "INSERT") and shape.platform == "supabase":
                yield mutant("forgery escalation", altered(t, p, check=_SIGNED_IN["supabase"]), t.name)


def check_dropped(shape: Shape) -> Iterator[Mutant]:
    """UPDATE WITH CHECK (true) where USING binds the row to the caller."""
    for t in shape.tables:
        for p in t.policies("UPDATE"):
            if ties(p.using) and shape.may(t, "UPDATE"):
                sql = altered(t, p, check="true")
                yield mutant("tampering forgery escalation", sql, t.name, sure=False)


def owner_or_null(shape: Shape) -> Iterator[Mutant]:
    """USING (... OR owner IS NULL) where the owner may be missing."""
    for t in shape.tables:
        for p in t.policies("UPDATE") + t.policies("DELETE"):
            for tie in ties(p.using):
                if tie.column in t.relation.columns and not t.relation.columns[tie.column].notnull:
                    sql = altered(t, p, using=f"{p.using} OR {quote(tie.column)} IS NULL")
                    yield mutant("tampering exposure", sql, t.name, sure=False)


def nobody_or(shape: Shape) -> Iterator[Mutant]:
    """USING (auth.uid() IS NULL OR ...): whoever sends no token gets everything."""
    for t in shape.owned if shape.platform == "supabase" else []:
        for p in t.policies("SELECT"):
            if "anon" in t.granted["SELECT"] and {"public", "anon"} & set(p.roles):
                sql = altered(t, p, using=f"auth.uid() IS NULL OR {p.using}")
                yield mutant("exposure tampering", sql, t.name)


def turned_round(shape: Shape) -> Iterator[Mutant]:
    """`=` with the caller becomes `<>`."""
    for t in shape.tables:
        for p in t.relation.policies:
            if not p.permissive or p.using is None or not shape.may(t, "SELECT" if p.command == "ALL" else p.command):
                continue
            tree = expression(p.using)
            for node, _ in tie_nodes(tree)[:1]:
                bare(node.name[0]).sval = "<>"
                kinds = "tampering exposure dead forgery escalation"
                yield mutant(kinds, altered(t, p, using=printed(tree)), t.name, sure=False)


def and_becomes_or(shape: Shape) -> Iterator[Mutant]:
    """AND beside the comparison with the caller becomes OR."""
    for t in shape.tables:
        for p in t.relation.policies:
            for word, text in (("using", p.using), ("check", p.check)):
                if text is None or not p.permissive:
                    continue
                tree = expression(text)
                top = bare(root(tree))
                if name_of(top) != "BoolExpr" or top.boolop != postgast.pg_query_pb2.AND_EXPR or not tie_nodes(tree):
                    continue
                top.boolop = postgast.pg_query_pb2.OR_EXPR
                sql = altered(t, p, **{word: printed(tree)})
                yield mutant("tampering exposure forgery escalation", sql, t.name, sure=False)


def compared_with_itself(shape: Shape) -> Iterator[Mutant]:
    """Inside EXISTS a column of the row is replaced by the look-up's own: `m.team_id = m.team_id`."""
    for t in shape.tables:
        for p in t.relation.policies:
            for word, text in (("using", p.using), ("check", p.check)):
                tree = expression(text) if text and p.permissive else None
                if tree is not None and _untie(tree, t.name):
                    sql = altered(t, p, **{word: printed(tree)})
                    kinds = "tampering exposure forgery escalation"
                    yield mutant(kinds, sql, t.name, *_read(shape, p.reads), sure=False)


def _untie(tree: object, table: str) -> bool:
    for link in [n for n in walk(tree) if name_of(n) == "SubLink"]:
        for node in walk(link.subselect):
            if name_of(node) != "A_Expr" or [bare(n).sval for n in node.name] != ["="]:
                continue
            left, right = column(node.lexpr), column(node.rexpr)
            if left is None or right is None or left[0] == right[0]:
                continue
            if right[0] == table:
                node.rexpr.CopyFrom(node.lexpr)
                return True
            if left[0] == table:
                node.lexpr.CopyFrom(node.rexpr)
                return True
    return False


def _read(shape: Shape, oids: tuple[int, ...]) -> list[str]:
    return [shape.schema.relations[o].name for o in oids if o in shape.schema.relations]


def condition_dropped(shape: Shape) -> Iterator[Mutant]:
    """One of the conditions of a policy that stand side by side is left out."""
    for t in shape.tables:
        for p in t.relation.policies:
            for word, text in (("using", p.using), ("check", p.check)):
                if text is None or not p.permissive or len(list(conjuncts(root(expression(text))))) < 2:
                    continue
                count = len(list(conjuncts(root(expression(text)))))
                for index in range(count):
                    tree = expression(text)
                    parts = list(conjuncts(root(tree)))
                    from trueup.seeding.trees import deparse

                    rest = " AND ".join(f"({deparse(n)})" for i, n in enumerate(parts) if i != index)
                    kinds = "tampering exposure forgery escalation dead"
                    yield mutant(kinds, altered(t, p, **{word: rest}), t.name, *_read(shape, p.reads), sure=False)


def restrictive_dropped(shape: Shape) -> Iterator[Mutant]:
    """A restrictive policy goes."""
    for t in shape.tables:
        for p in t.relation.policies:
            if not p.permissive:
                sql = f"DROP POLICY {quote(p.name)} ON {t.sql};"
                yield mutant("tampering exposure forgery escalation bypass", sql, t.name, sure=False)


def restrictive_permits(shape: Shape) -> Iterator[Mutant]:
    """A restrictive policy is made a permissive one."""
    for t in shape.tables:
        for p in t.relation.policies:
            if not p.permissive:
                roles = ", ".join(p.roles)
                new = made(t, p.command, roles, using=p.using or "", check=p.check or "", name=p.name)
                sql = f"DROP POLICY {quote(p.name)} ON {t.sql};\n{new}"
                yield mutant("tampering exposure forgery escalation bypass", sql, t.name, sure=False)


def only_restrictive(shape: Shape) -> Iterator[Mutant]:
    """Every policy of a table is made a restrictive one."""
    for t in shape.owned:
        lines = []
        for p in t.relation.policies:
            made_so = made(t, p.command, ", ".join(p.roles), using=p.using or "", check=p.check or "", name=p.name)
            lines += [f"DROP POLICY {quote(p.name)} ON {t.sql};", made_so.replace(" FOR ", " AS RESTRICTIVE FOR ", 1)]
        yield mutant("dead", "\n".join(lines), t.name)


def update_finds_nothing(shape: Shape) -> Iterator[Mutant]:
    """The SELECT policies go: what may be updated is never found."""
    for t in shape.owned:
        names = [p for p in t.relation.policies if p.command == "SELECT"]
        changes = [p for p in t.relation.policies if p.command in ("UPDATE", "DELETE") and shape.may(t, p.command)]
        if names and changes and not any(p.command == "ALL" for p in t.relation.policies):
            sql = "\n".join(f"DROP POLICY {quote(p.name)} ON {t.sql};" for p in names)
            yield mutant("dead", sql, t.name)


def grant_missing(shape: Shape) -> Iterator[Mutant]:
    """The privilege that a policy is about is revoked."""
    for t in shape.tables:
        for p in t.relation.policies:
            if p.command != "ALL" and p.permissive and shape.may(t, p.command) and not is_true(p.using and p.check):
                holders = ", ".join(sorted({*t.granted[p.command], "public"}))
                yield mutant("dead", f"REVOKE {p.command} ON {t.sql} FROM {holders};", t.name)


def never_true(shape: Shape) -> Iterator[Mutant]:
    """A comparison with NULL by `=`."""
    for t in shape.owned:
        for p in t.policies("SELECT"):
            nullable = [c.name for c in t.relation.columns.values() if not c.notnull]
            if nullable and len(t.policies("SELECT")) == 1:
                sql = altered(t, p, using=f"({p.using}) AND {quote(nullable[0])} = NULL")
                yield mutant("dead", sql, t.name)


def wrong_key(shape: Shape) -> Iterator[Mutant]:
    """The row's own key instead of its owner is compared with the caller."""
    for t in shape.owned:
        key = t.relation.primary_key
        for p in t.policies("SELECT"):
            found = ties(p.using)
            if len(key) != 1 or len(t.policies("SELECT")) != 1 or len(found) != 1 or found[0].column == key[0]:
                continue
            if t.relation.columns[key[0]].type == t.relation.columns[found[0].column].type:
                sql = altered(t, p, using=f"{quote(key[0])} = {found[0].caller}")
                yield mutant("dead", sql, t.name)


def for_visitors_only(shape: Shape) -> Iterator[Mutant]:
    """A policy about the caller's id is made one for those who have none."""
    for t in shape.owned if shape.platform == "supabase" else []:
        for p in t.policies("SELECT"):
            if len(t.policies("SELECT")) == 1 and all("auth.uid" in tie.caller for tie in ties(p.using)):
                yield mutant("dead", f"ALTER POLICY {quote(p.name)} ON {t.sql} TO anon;", t.name)


def own_ring(shape: Shape) -> Iterator[Mutant]:
    """A policy that asks its own table."""
    for t in shape.owned:
        for tie in t.ties("SELECT")[:1]:
            using = f"EXISTS (SELECT 1 FROM {t.sql} mine WHERE mine.{quote(tie.column)} = {tie.caller})"
            yield mutant("error", made(t, "SELECT", shape.role, using=using), t.name)


def mutual_ring(shape: Shape) -> Iterator[Mutant]:
    """Two tables whose policies ask each other."""
    for t in shape.tables:
        for p in t.policies("SELECT"):
            for other in [o for o in shape.tables if o.relation.oid in p.reads and o is not t]:
                using = f"EXISTS (SELECT 1 FROM {t.sql} there WHERE there IS NOT NULL)"
                if shape.may(t, "SELECT") and shape.may(other, "SELECT"):
                    yield mutant("error", made(other, "SELECT", shape.role, using=using), t.name, other.name)


def function_refused(shape: Shape) -> Iterator[Mutant]:
    """A policy calls a function that its callers may not."""
    for t in shape.owned:
        for p in t.policies("SELECT"):
            for tie in ties(p.using)[:1]:
                kind = t.relation.columns[tie.column].type_name
                body = (
                    f"CREATE FUNCTION public.me() RETURNS {kind} LANGUAGE sql STABLE AS $$ SELECT {tie.caller} $$;\n"
                    f"REVOKE ALL ON FUNCTION public.me() FROM public{_api(shape)};\n"
                )
                yield mutant("error", body + altered(t, p, using=f"{quote(tie.column)} = public.me()"), t.name, "me")


def _api(shape: Shape) -> str:
    return ", anon, authenticated" if shape.platform == "supabase" else ""


def cast_fails(shape: Shape) -> Iterator[Mutant]:
    """A free text is cast to a number."""
    for t in shape.owned:
        for p in t.policies("SELECT"):
            for text in t.texts()[:1]:
                sql = altered(t, p, using=f"({p.using}) OR {quote(text)}::int > 10")
                yield mutant("error", sql, t.name)


def metadata_trusted(shape: Shape) -> Iterator[Mutant]:
    """A policy trusts what users write about themselves."""
    for t in shape.owned if shape.platform == "supabase" else []:
        using = "(auth.jwt() -> 'user_metadata' ->> 'role') = 'admin'"
        yield mutant("escalation", made(t, "SELECT", "authenticated", using=using), t.name)


def setting_missing(shape: Shape) -> Iterator[Mutant]:
    """The caller is taken from a setting that nobody sets."""
    for t in shape.owned if shape.platform == "supabase" else []:
        for p in t.policies("SELECT"):
            for tie in ties(p.using)[:1]:
                if t.relation.columns[tie.column].type_name == "uuid":
                    caller = "current_setting('app.user_id')::uuid"
                    yield mutant("error dead", altered(t, p, using=f"{quote(tie.column)} = {caller}"), t.name)


def wrong_partner(shape: Shape) -> Iterator[Mutant]:
    """Inside EXISTS the row is compared with another column of the look-up, of the same type: with its own key."""
    for t in shape.tables:
        for p in t.policies("SELECT"):
            tree = expression(p.using) if p.using else None
            if tree is None:
                continue
            for node in [n for link in walk(tree) if name_of(link) == "SubLink" for n in walk(link.subselect)]:
                if name_of(node) != "A_Expr" or [bare(n).sval for n in node.name] != ["="]:
                    continue
                mine, theirs = column(node.rexpr), column(node.lexpr)
                if mine is None or theirs is None or mine[0] != t.name or theirs[0] == t.name:
                    continue
                if mine[1] != "id" and "id" in t.relation.columns and len(t.policies("SELECT")) == 1:
                    ref = bare(node.rexpr)
                    bare(ref.fields[len(strings(ref.fields)) - 1]).sval = "id"
                    if t.relation.columns["id"].type == t.relation.columns[mine[1]].type:
                        yield mutant("dead error", altered(t, p, using=printed(tree)), t.name, sure=False)
                    break
