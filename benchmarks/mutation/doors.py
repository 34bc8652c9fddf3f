"""Ways past the policies: views, functions, children, copies, cascades."""

from __future__ import annotations

from collections.abc import Iterator

from mutation.shape import Mutant, Shape, mutant
from trueup.seeding.schema import PLATFORM_SCHEMAS, literal, quote


def _open(shape: Shape, name: str) -> str:
    """On plain PostgreSQL a new relation is granted by hand."""
    return "" if shape.platform == "supabase" else f"\nGRANT SELECT ON {name} TO {shape.role};"


def _call(shape: Shape, name: str, arguments: str = "") -> str:
    return "" if shape.platform == "supabase" else f"\nGRANT EXECUTE ON FUNCTION {name}({arguments}) TO {shape.role};"


def _routine(
    shape: Shape, name: str, arguments: str, returns: str, body: str, *, language: str = "sql", types: str = ""
) -> str:
    return (
        f"CREATE FUNCTION public.{quote(name)}({arguments}) RETURNS {returns} LANGUAGE {language} "
        f"SECURITY DEFINER SET search_path = '' AS $body$ {body} $body$;" + _call(shape, f"public.{quote(name)}", types)
    )


def view(shape: Shape) -> Iterator[Mutant]:
    """A view with its owner's rights."""
    for t in shape.guarded:
        name = f"{t.name}_overview"
        sql = f"CREATE VIEW public.{quote(name)} AS SELECT * FROM {t.sql};" + _open(shape, f"public.{quote(name)}")
        yield mutant("bypass", sql, name)


def view_of_some(shape: Shape) -> Iterator[Mutant]:
    """A view of a key and one column, newest first."""
    for t in shape.owned:
        name = f"{t.name}_short"
        columns = ", ".join(quote(c) for c in (*t.relation.primary_key, t.telling()[-1]))
        sql = f"CREATE VIEW public.{quote(name)} AS SELECT {columns} FROM {t.sql};" + _open(
            shape, f"public.{quote(name)}"
        )
        yield mutant("bypass exposure", sql, name)


def view_own_written(shape: Shape) -> Iterator[Mutant]:
    """A view of one's own rows through which rows in another's name go in."""
    for t in shape.owned if shape.platform == "supabase" else []:
        for tie in [x for x in t.ties("SELECT")[:1] if (x.column,) != t.relation.primary_key]:
            name = f"my_{t.name}"
            where = f"{quote(tie.column)} = {tie.caller}"
            sql = f"CREATE VIEW public.{quote(name)} AS SELECT * FROM {t.sql} WHERE {where};"
            yield mutant("bypass forgery tampering", sql, name, t.name)


def matview(shape: Shape) -> Iterator[Mutant]:
    """A materialized view."""
    for t in shape.guarded:
        name = f"{t.name}_cached"
        sql = f"CREATE MATERIALIZED VIEW public.{quote(name)} AS SELECT * FROM {t.sql};"
        yield mutant("bypass", sql + _open(shape, f"public.{quote(name)}"), name)


def invoker_off(shape: Shape) -> Iterator[Mutant]:
    """security_invoker of a view is reset."""
    for r in shape.schema.relations.values():
        if r.kind == "v" and not r.is_platform and any(o.startswith("security_invoker") for o in r.options):
            sql = f"ALTER VIEW {r.sql} RESET (security_invoker);"
            yield mutant("bypass exposure", sql, r.name, sure=False)


def fn_all(shape: Shape) -> Iterator[Mutant]:
    """A definer function without arguments gives all rows."""
    for t in shape.owned:
        name = f"list_{t.name}"
        yield mutant("bypass", _routine(shape, name, "", f"SETOF {t.sql}", f"SELECT * FROM {t.sql}"), name)


def fn_by_owner(shape: Shape) -> Iterator[Mutant]:
    """A definer function gives the rows of whom its caller names."""
    for t in shape.owned:
        for tie in t.ties("SELECT")[:1]:
            name, kind = f"{t.name}_of", t.relation.columns[tie.column].type_name
            body = f"SELECT * FROM {t.sql} x WHERE x.{quote(tie.column)} = p_who"
            yield mutant("bypass", _routine(shape, name, f"p_who {kind}", f"SETOF {t.sql}", body, types=kind), name)


def fn_by_key(shape: Shape) -> Iterator[Mutant]:
    """A definer function gives the row of a key."""
    for t in shape.owned:
        for key in t.relation.primary_key if len(t.relation.primary_key) == 1 else ():
            name, kind = f"get_{t.name}", t.relation.columns[key].type_name
            body = f"SELECT to_jsonb(x) FROM {t.sql} x WHERE x.{quote(key)} = p_id"
            yield mutant("bypass", _routine(shape, name, f"p_id {kind}", "jsonb", body, types=kind), name)


def fn_guard_null(shape: Shape) -> Iterator[Mutant]:
    """A guard that compares with `<>` lets NULL pass: whoever has no account."""
    for t in shape.owned if shape.platform == "supabase" else []:
        for tie in t.ties("SELECT")[:1]:
            name, kind = f"export_{t.name}", t.relation.columns[tie.column].type_name
            body = (
                f"BEGIN IF {tie.caller} <> p_who THEN RAISE EXCEPTION 'not yours'; END IF; "
                f"RETURN QUERY SELECT * FROM {t.sql} x WHERE x.{quote(tie.column)} = p_who; END"
            )
            sql = _routine(shape, name, f"p_who {kind}", f"SETOF {t.sql}", body, language="plpgsql")
            yield mutant("bypass", sql, name)


def fn_delete(shape: Shape) -> Iterator[Mutant]:
    """A definer function deletes the row of a key."""
    for t in shape.owned:
        for key in t.relation.primary_key if len(t.relation.primary_key) == 1 else ():
            name, kind = f"remove_from_{t.name}", t.relation.columns[key].type_name
            body = f"DELETE FROM {t.sql} x WHERE x.{quote(key)} = p_id"
            yield mutant("bypass tampering", _routine(shape, name, f"p_id {kind}", "void", body, types=kind), name)


def fn_update(shape: Shape) -> Iterator[Mutant]:
    """A definer function changes the row of a key."""
    for t in shape.owned:
        for key in t.relation.primary_key if len(t.relation.primary_key) == 1 else ():
            for text in t.texts()[:1]:
                name, kind = f"rename_{t.name}", t.relation.columns[key].type_name
                body = f"UPDATE {t.sql} x SET {quote(text)} = p_text WHERE x.{quote(key)} = p_id"
                arguments, types = f"p_id {kind}, p_text text", f"{kind}, text"
                sql = _routine(shape, name, arguments, "void", body, types=types)
                yield mutant("bypass tampering escalation", sql, name)


def fn_search(shape: Shape) -> Iterator[Mutant]:
    """A definer function searches everybody's rows."""
    for t in shape.owned:
        for text in t.texts()[:1]:
            name = f"search_{t.name}"
            columns = [*t.relation.primary_key, *([text] if text not in t.relation.primary_key else [])]
            shown = ", ".join(f"{quote(c)} {t.relation.columns[c].type_name}" for c in columns)
            listed = ", ".join(f"x.{quote(c)}" for c in columns)
            body = f"SELECT {listed} FROM {t.sql} x WHERE x.{quote(text)} ILIKE '%' || q || '%'"
            sql = _routine(shape, name, "q text", f"TABLE ({shown})", body, types="text")
            yield mutant("bypass", sql, name)


def fn_upsert(shape: Shape) -> Iterator[Mutant]:
    """A definer function takes a row over by ON CONFLICT ... DO UPDATE."""
    for t in shape.owned if shape.platform == "supabase" else []:
        columns = [c for c in t.relation.columns.values() if not c.generated and not c.identity]
        key = t.relation.primary_key
        if len(key) != 1 or len(columns) != len(t.relation.columns):
            continue
        for tie in t.ties("SELECT")[:1]:
            if tie.column == key[0]:
                continue
            name = f"save_{t.name}"
            names = ", ".join(quote(c.name) for c in columns)
            given = ", ".join(tie.caller if c.name == tie.column else f"r.{quote(c.name)}" for c in columns)
            sets = ", ".join(f"{quote(c.name)} = excluded.{quote(c.name)}" for c in columns if c.name != key[0])
            body = (
                f"INSERT INTO {t.sql} ({names}) SELECT {given} FROM jsonb_populate_record(NULL::{t.sql}, p) r "
                f"ON CONFLICT ({quote(key[0])}) DO UPDATE SET {sets}"
            )
            yield mutant("bypass tampering forgery", _routine(shape, name, "p jsonb", "void", body), name)


def fn_truncate(shape: Shape) -> Iterator[Mutant]:
    """A definer function empties the table."""
    for t in shape.owned:
        name = f"reset_{t.name}"
        yield mutant("bypass tampering", _routine(shape, name, "", "void", f"TRUNCATE {t.sql} CASCADE"), name)


def fn_exec(shape: Shape) -> Iterator[Mutant]:
    """A definer function runs what it is sent."""
    if shape.owned:
        body = "DECLARE r jsonb; BEGIN EXECUTE 'SELECT jsonb_agg(x) FROM (' || q || ') x' INTO r; RETURN r; END"
        yield mutant(
            "bypass",
            _routine(shape, "run_query", "q text", "jsonb", body, language="plpgsql", types="text"),
            "run_query",
        )


def fn_glued(shape: Shape) -> Iterator[Mutant]:
    """A definer function of one's own rows glues its text into a statement."""
    for t in shape.owned:
        for tie in t.ties("SELECT")[:1]:
            for text in t.texts()[:1]:
                name = f"filter_{t.name}"
                fixed = f"SELECT * FROM {t.sql} WHERE {quote(tie.column)} = {tie.caller} AND {quote(text)} = "
                body = f"BEGIN RETURN QUERY EXECUTE {literal(fixed)} || '''' || q || ''''; END"
                sql = _routine(shape, name, "q text", f"SETOF {t.sql}", body, language="plpgsql", types="text")
                yield mutant("bypass", sql, name)


def definer_lost(shape: Shape) -> Iterator[Mutant]:
    """A function that ran with its owner's rights runs as its caller."""
    for r in shape.schema.routines.values():
        if r.definer and r.kind == "f" and r.schema not in PLATFORM_SCHEMAS:
            sql = f"ALTER FUNCTION {quote(r.schema)}.{quote(r.name)}({r.arguments}) SECURITY INVOKER;"
            users = [t.name for t in shape.tables for p in t.relation.policies if r.oid in p.functions]
            users += [t.name for t in shape.tables for g in t.relation.triggers if g.function == r.oid]
            yield mutant("dead error", sql, r.name, "users", *users, sure=False)


def trigger_dropped(shape: Shape) -> Iterator[Mutant]:
    """A trigger goes that ran before a write: a guard perhaps."""
    for t in shape.tables:
        for g in t.relation.triggers:
            if g.type & 2 and g.type & 20:
                sql = f"DROP TRIGGER {quote(g.name)} ON {t.sql};"
                yield mutant("escalation tampering forgery bypass", sql, t.name, sure=False)


def child(shape: Shape) -> Iterator[Mutant]:
    """A child by inheritance that has no row-level security."""
    for t in shape.owned:
        if t.relation.kind == "r":
            name = f"{t.name}_2024"
            sql = f"CREATE TABLE public.{quote(name)} () INHERITS ({t.sql});" + _open(shape, f"public.{quote(name)}")
            yield mutant("bypass exposure", sql, name)


def unlogged_copy(shape: Shape) -> Iterator[Mutant]:
    """A copy of the rows, made once."""
    for t in shape.guarded:
        name = f"{t.name}_backup"
        sql = f"CREATE UNLOGGED TABLE public.{quote(name)} AS SELECT * FROM {t.sql};"
        yield mutant("bypass exposure", sql + _open(shape, f"public.{quote(name)}"), name)


def copied_by_trigger(shape: Shape) -> Iterator[Mutant]:
    """A trigger keeps what was written in a log that all who are signed in read."""
    for t in shape.owned if shape.platform == "supabase" else []:
        name = f"{t.name}_log"
        sql = (
            f"CREATE TABLE public.{quote(name)} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, entry jsonb);\n"
            f"ALTER TABLE public.{quote(name)} ENABLE ROW LEVEL SECURITY;\n"
            f'CREATE POLICY "log is read" ON public.{quote(name)} FOR SELECT TO authenticated USING (true);\n'
            f"CREATE FUNCTION public.{quote('log_' + t.name)}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
            f"SET search_path = '' AS $body$ BEGIN INSERT INTO public.{quote(name)} (entry) VALUES (to_jsonb(new)); "
            "RETURN new; END $body$;\n"
            f"CREATE TRIGGER log_it AFTER INSERT OR UPDATE ON {t.sql} FOR EACH ROW "
            f"EXECUTE FUNCTION public.{quote('log_' + t.name)}();"
        )
        yield mutant("bypass exposure", sql, name, f"log_{t.name}", t.name)


def cascade(shape: Shape) -> Iterator[Mutant]:
    """A label that everybody may delete takes the rows that carry it with it."""
    for t in shape.owned if shape.platform == "supabase" else []:
        sql = (
            "CREATE TABLE public.labels (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text NOT NULL);\n"
            "ALTER TABLE public.labels ENABLE ROW LEVEL SECURITY;\n"
            'CREATE POLICY "labels are read" ON public.labels FOR SELECT USING (true);\n'
            'CREATE POLICY "labels are cleaned up" ON public.labels FOR DELETE TO authenticated USING (true);\n'
            f"ALTER TABLE {t.sql} ADD label_id bigint REFERENCES public.labels (id) ON DELETE CASCADE;"
        )
        yield mutant("bypass tampering", sql, "labels", t.name)


def schema_closed(shape: Shape) -> Iterator[Mutant]:
    """USAGE on the schema is revoked: nothing in it works."""
    for t in shape.owned[:1]:
        holders = "anon, authenticated, public" if shape.platform == "supabase" else f"{shape.role}, public"
        names = [o.name for o in shape.tables]
        yield mutant("dead error", f"REVOKE USAGE ON SCHEMA {quote(t.relation.schema)} FROM {holders};", *names)
