"""Names in bodies: what must not raise an alarm, and what must, with its place and the name that is meant."""

from __future__ import annotations

from textwrap import dedent

from tests.rules.replayed import context_of

from trueup.finding import Finding, Severity
from trueup.postgres.server import Database
from trueup.rules import Selection, check
from trueup.rules.bodies.parse import parse_body

_MISSING = ("table-in-body", "column-in-body", "function-in-body", "type-in-body", "field-in-trigger")
_FAILING = ("statement-fails-in-body", "query-result-mismatch", "query-without-destination")
AREA = (*(f"missing-{what}" for what in _MISSING), *_FAILING)

# Each of these was a false alarm of some tool, or could be one.
SOUND = """
    CREATE TABLE posts (id bigint PRIMARY KEY, title text, likes integer DEFAULT 0, updated_at timestamptz);
    CREATE TABLE tags (id bigint PRIMARY KEY, name text);
    CREATE SCHEMA app;
    CREATE TABLE app.settings (name text PRIMARY KEY, value text);

    CREATE FUNCTION transition_tables() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO tags (id, name) SELECT n.id, n.title FROM new_rows n JOIN old_rows o ON o.id = n.id;
      RETURN NULL;
    END $$;
    CREATE TRIGGER log AFTER UPDATE ON posts REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
      FOR EACH STATEMENT EXECUTE FUNCTION transition_tables();

    CREATE FUNCTION update_alias() RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE posts AS p SET likes = p.likes + t.id FROM tags t WHERE t.id = p.id;
      IF FOUND THEN RAISE NOTICE 'done %', now(); END IF;
    END $$;

    CREATE FUNCTION own_path() RETURNS text LANGUAGE plpgsql SET search_path = app AS $$
    BEGIN RETURN (SELECT value FROM settings LIMIT 1); END $$;
    CREATE FUNCTION callers_path() RETURNS text LANGUAGE plpgsql AS $$
    BEGIN RETURN (SELECT value FROM settings LIMIT 1); END $$;

    CREATE FUNCTION temporary() RETURNS integer LANGUAGE plpgsql AS $$
    DECLARE n integer;
    BEGIN
      CREATE TEMP TABLE seen ON COMMIT DROP AS SELECT id AS post FROM posts;
      ALTER TABLE seen ADD COLUMN late text;
      INSERT INTO seen (post, late) VALUES (1, 'x');
      SELECT count(*) INTO n FROM seen WHERE late IS NOT NULL;
      RETURN n;
    END $$;
    CREATE FUNCTION temporary_of_another() RETURNS bigint LANGUAGE plpgsql AS $$
    BEGIN PERFORM temporary(); RETURN (SELECT count(*) FROM seen); END $$;
    CREATE FUNCTION made_by_text() RETURNS bigint LANGUAGE plpgsql AS $$
    BEGIN
      EXECUTE format('CREATE TEMP TABLE %I (a int)', 'scratchpad');
      RETURN (SELECT count(*) FROM scratchpad);
    END $$;

    CREATE FUNCTION records(INOUT given posts, OUT total integer) LANGUAGE plpgsql AS $$
    DECLARE
      r record; whole posts%ROWTYPE; one posts.title%TYPE;
      c CURSOR (least bigint) FOR SELECT * FROM posts WHERE id > least;
      free refcursor; id text := 'shadow'; list bigint[] := '{}';
    BEGIN
      <<outer_block>>
      DECLARE id integer := 3;
      BEGIN
        outer_block.id := records.total + id;
      END;
      FOR r IN SELECT posts.id AS number, title FROM posts LOOP
        one := r.title; list := list || r.number; list[1] := 2;
        CONTINUE WHEN r.number > 3;
      END LOOP;
      FOR r IN SELECT name FROM tags ORDER BY name LOOP one := r.name; END LOOP;
      FOR r IN c(3) LOOP one := r.title; END LOOP;
      FOR i IN REVERSE 10..1 BY 2 LOOP total := i; END LOOP;
      FOR r IN EXECUTE 'SELECT 1 AS x' LOOP total := r.x; END LOOP;
      OPEN free FOR SELECT likes FROM posts; FETCH free INTO total; CLOSE free;
      SELECT * INTO whole FROM posts WHERE posts.id = records.total;
      INSERT INTO posts VALUES (whole.*) RETURNING likes INTO STRICT total;
      given := whole; given.title := upper(whole.title); total := whole.likes;
      CASE total WHEN 1, 2 THEN NULL; ELSE total := 0; END CASE;
    EXCEPTION WHEN unique_violation THEN
      RAISE WARNING '% %', SQLERRM, SQLSTATE USING HINT = 'x' || one;
    END $$;

    CREATE FUNCTION named_like_its_source() RETURNS text LANGUAGE plpgsql AS $$
    DECLARE
      first bigint := 1;
      post posts = post FROM posts post WHERE post.id = first;
    BEGIN RETURN post.title; END $$;

    CREATE FUNCTION guarded() RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      IF to_regclass('public.maybe') IS NOT NULL THEN DELETE FROM maybe; END IF;
      IF EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'other') THEN DELETE FROM other; END IF;
      BEGIN
        PERFORM 1 FROM perhaps;
      EXCEPTION WHEN undefined_table THEN NULL;
      END;
    END $$;
    CREATE FUNCTION other_tools() RETURNS void LANGUAGE plpgsql AS $$
    BEGIN PERFORM net.http_post('https://example.com'); PERFORM cron.unschedule('x'); END $$;

    CREATE FUNCTION shared() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_TABLE_NAME = 'tags' THEN NEW.name := lower(NEW.name);
      ELSIF TG_TABLE_NAME = 'posts' THEN NEW.title := lower(NEW.title); END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER shared BEFORE INSERT ON tags FOR EACH ROW EXECUTE FUNCTION shared();
    CREATE TRIGGER shared BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION shared();

    CREATE FUNCTION overloaded(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
    CREATE FUNCTION overloaded(a text) RETURNS integer LANGUAGE sql AS 'SELECT length(a)';
    CREATE FUNCTION overloads() RETURNS integer LANGUAGE plpgsql AS $$
    BEGIN RETURN overloaded(1) + overloaded('x'::text); END $$;
    CREATE FUNCTION conflict(id bigint) RETURNS TABLE (title text) LANGUAGE plpgsql AS $$
    #variable_conflict use_column
    BEGIN RETURN QUERY SELECT title FROM posts WHERE id = conflict.id; END $$;
    CREATE PROCEDURE step(INOUT n integer) LANGUAGE plpgsql AS $$ BEGIN n := n + 1; COMMIT; END $$;
    CREATE FUNCTION by_version() RETURNS text LANGUAGE plpgsql AS $$
    DECLARE version_number integer := current_setting('server_version_num')::integer;
    BEGIN
      IF version_number >= 100000 THEN RETURN pg_walfile_name(pg_current_wal_lsn()); END IF;
      RETURN pg_xlogfile_name(pg_current_xlog_location());
    END $$;
    CREATE FUNCTION by_version_else() RETURNS text LANGUAGE plpgsql AS $$
    BEGIN
      IF current_setting('server_version_num')::integer >= 100000 THEN RETURN 'new';
      ELSE RETURN (SELECT proisagg::text FROM pg_proc LIMIT 1); END IF;
    END $$;
    CREATE FUNCTION asks_first() RETURNS void LANGUAGE plpgsql AS $$
    DECLARE is_there boolean; found_it boolean := to_regclass('public.found_it') IS NOT NULL;
    BEGIN
      SELECT EXISTS (SELECT FROM information_schema.columns WHERE table_name = 'x') INTO is_there;
      IF is_there THEN UPDATE posts SET not_yet = 1; END IF;
      IF NOT found_it THEN RETURN; END IF;
      DELETE FROM found_it;
    END $$;
    CREATE FUNCTION moves_its_path(to_schema text) RETURNS bigint LANGUAGE plpgsql AS $$
    BEGIN
      EXECUTE format('SELECT set_config(%L, %L, false)', 'search_path', to_schema);
      PERFORM add_job('x');
      RETURN (SELECT count(*) FROM jobs_of_another_tool);
    END $$;
    CREATE FUNCTION fills_a_schema(which text) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE statement text := format('CREATE UNLOGGED TABLE app.%I (a int)', which || '_archive');
    BEGIN EXECUTE statement; END $$;
    CREATE FUNCTION reads_what_was_filled() RETURNS bigint LANGUAGE plpgsql AS $$
    BEGIN RETURN (SELECT count(*) FROM app.old_archive); END $$;
    CREATE FUNCTION utilities() RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      CREATE TEMP TABLE scratch_rows (id bigint) ON COMMIT DROP;
      TRUNCATE scratch_rows; LOCK TABLE posts IN SHARE MODE; DROP TABLE IF EXISTS never_there;
      CREATE INDEX ON scratch_rows (id); ANALYZE scratch_rows;
    END $$;
    CREATE FUNCTION made_elsewhere(a anyelement, VARIADIC b anyarray) RETURNS anyelement LANGUAGE plpgsql AS $$
    BEGIN IF a::text = 'x' OR array_length(b, 1) > 0 THEN RETURN b[1]; END IF; RETURN a; END $$;
    CREATE FUNCTION with_literals(n bigint) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN EXECUTE format('UPDATE posts SET title = %L WHERE id = %s', 'x', n);
      EXECUTE format('DELETE FROM posts WHERE id = %L AND updated_at < now() - %L::interval', n, '1 day'); END $$;
    CREATE FUNCTION any_type(a anyelement) RETURNS anyelement LANGUAGE plpgsql AS $$ BEGIN RETURN a; END $$;
    CREATE FUNCTION calls() RETURNS void LANGUAGE plpgsql AS $$
    DECLARE n integer := 1;
    BEGIN CALL step(n); PERFORM set_config('a.b', 'c', true); END $$;
"""


def found(database: Database, sql: str) -> list[Finding]:
    report = check(context_of(database, dedent(sql).strip()), Selection(only=AREA, minimum=Severity.STYLE))
    assert set(report.ran) == set(AREA), report.not_evaluated
    return list(report.findings)


def test_sound_bodies_raise_no_alarm(database: Database) -> None:
    assert [(f.rule, f.message) for f in found(database, SOUND)] == []


def test_place_and_likely_name(database: Database) -> None:
    sql = """
        CREATE TABLE user_profiles (id bigint PRIMARY KEY, full_name text);
        CREATE FUNCTION hello(who bigint) RETURNS text LANGUAGE plpgsql AS $$
        DECLARE
          answer text;
        BEGIN
          SELECT full_name INTO answer
            FROM profiles
           WHERE id = who;
          RETURN answer;
        END $$;
    """
    (finding,) = found(database, sql)
    assert finding.origin is not None
    assert (finding.rule, finding.origin.line, finding.origin.column) == ("missing-table-in-body", 7, 10)
    assert "user_profiles" in finding.help
    assert finding.evidence[0].sqlstate == "42P01"


def test_a_handler_for_others_hides_it_and_says_so(database: Database) -> None:
    sql = """
        CREATE FUNCTION quiet() RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
          DELETE FROM nothing_here;
        EXCEPTION WHEN OTHERS THEN NULL;
        END $$;
    """
    (finding,) = found(database, sql)
    assert finding.severity is Severity.WARNING
    assert "OTHERS" in finding.message


def test_where_it_was_dropped(database: Database) -> None:
    sql = """
        CREATE TABLE old_name (id bigint PRIMARY KEY);
        CREATE FUNCTION count_them() RETURNS bigint LANGUAGE plpgsql AS $$
        BEGIN RETURN (SELECT count(*) FROM old_name); END $$;
        DROP TABLE old_name;
    """
    (finding,) = found(database, sql)
    assert [e.origin.line for e in finding.evidence if e.origin] == [4]


def test_one_finding_for_each_table_that_lacks_the_field(database: Database) -> None:
    sql = """
        CREATE TABLE a (id bigint PRIMARY KEY, at timestamptz);
        CREATE TABLE b (id bigint PRIMARY KEY);
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.at := now(); RETURN NEW; END $$;
        CREATE TRIGGER touch BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION touch();
        CREATE TRIGGER touch BEFORE UPDATE ON b FOR EACH ROW EXECUTE FUNCTION touch();
    """
    (finding,) = found(database, sql)
    assert [ref.name for ref in finding.related] == [("b",)]


def test_nothing_is_executed_or_left_behind(database: Database) -> None:
    sql = """
        CREATE TABLE t (id bigint PRIMARY KEY);
        CREATE SEQUENCE s;
        CREATE FUNCTION f() RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE n bigint := nextval('s');
        BEGIN
          INSERT INTO t VALUES (nextval('s'));
          CREATE TABLE left_behind (a int);
          PERFORM nextval('s');
          RETURN nextval('s');
        END $$;
    """
    assert found(database, sql) == []
    with database.connect() as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM t), (SELECT is_called FROM s), to_regclass('left_behind')"
        ).fetchone()
    assert row == (0, False, None)


def test_parts_of_a_body_stand_where_they_say() -> None:
    text = "DECLARE é text := 'ü';\nBEGIN\n  IF é = 'x' THEN PERFORM f(é); END IF;\n  RETURN é || 'ß';\nEND"
    body = parse_body(text)
    choice, result = body.block.body
    parts = [choice.arms[0].condition, choice.arms[0].body[0].query, result.expressions[0]]  # type: ignore[union-attr]
    assert all(part is not None and text[part.start :].startswith(part.text) for part in parts)
