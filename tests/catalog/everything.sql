-- One object of each kind at least, with parts that are not the default. Run as superuser; runs on PostgreSQL 15 to 18.
DO $$ BEGIN CREATE ROLE everything_owner; CREATE ROLE everything_reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
SET client_min_messages = error;
CREATE SCHEMA shop AUTHORIZATION everything_owner;
CREATE SCHEMA "Odd ""Schema""";
COMMENT ON SCHEMA shop IS 'the shop';
GRANT USAGE ON SCHEMA shop TO everything_reader;
CREATE TYPE shop.mood AS ENUM ('sad', 'ok', 'happy');
ALTER TYPE shop.mood ADD VALUE 'so so' BEFORE 'ok';
COMMENT ON TYPE shop.mood IS 'how one feels';
CREATE DOMAIN shop.positive AS integer DEFAULT 1 NOT NULL CONSTRAINT above_zero CHECK (VALUE > 0) CHECK (VALUE < 1000);
CREATE TYPE shop.address AS (street text COLLATE "C", zip varchar(10), home point);
COMMENT ON COLUMN shop.address.zip IS 'postal code';
CREATE TYPE shop.span AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TYPE shop.shell;
CREATE TYPE shop.base;
CREATE FUNCTION shop.base_in(cstring) RETURNS shop.base LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION shop.base_out(shop.base) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE shop.base (INPUT = shop.base_in, OUTPUT = shop.base_out, INTERNALLENGTH = VARIABLE, STORAGE = extended, CATEGORY = 'S');
CREATE COLLATION shop.german (provider = libc, lc_collate = 'C', lc_ctype = 'POSIX');
CREATE CONVERSION shop.to_latin FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
CREATE SEQUENCE shop.counter AS integer INCREMENT 5 MINVALUE 10 MAXVALUE 1000 START 20 CACHE 3 CYCLE;
COMMENT ON SEQUENCE shop.counter IS 'counts';
CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    NEW.updated := now();
    RETURN NEW;
END $$;
CREATE FUNCTION shop.add(a integer, b integer DEFAULT 2, OUT total integer) LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 7
    RETURN a + b;
CREATE FUNCTION shop.add(a text, VARIADIC b text[]) RETURNS SETOF text LANGUAGE sql STABLE LEAKPROOF STRICT ROWS 12
    BEGIN ATOMIC SELECT a; SELECT unnest(b); END;
CREATE FUNCTION shop.moody(m shop.mood) RETURNS TABLE (label text, n integer) LANGUAGE sql AS $$ SELECT m::text, 1 $$;
COMMENT ON FUNCTION shop.moody(shop.mood) IS 'moody';
REVOKE EXECUTE ON FUNCTION shop.moody(shop.mood) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION shop.moody(shop.mood) TO everything_reader WITH GRANT OPTION;
CREATE PROCEDURE shop.work(IN a integer, INOUT b text) LANGUAGE plpgsql AS $$ BEGIN b := a::text; END $$;
CREATE FUNCTION shop.plus(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE AGGREGATE shop.total(integer) (SFUNC = shop.plus, STYPE = integer, INITCOND = '0', COMBINEFUNC = shop.plus, PARALLEL = SAFE);
COMMENT ON AGGREGATE shop.total(integer) IS 'adds';
CREATE FUNCTION shop.same(shop.address, shop.address) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).zip = ($2).zip';
CREATE OPERATOR shop.=== (LEFTARG = shop.address, RIGHTARG = shop.address, FUNCTION = shop.same, COMMUTATOR = OPERATOR(shop.===));
CREATE OPERATOR FAMILY shop.ints USING btree;
CREATE OPERATOR CLASS shop.int_backwards FOR TYPE integer USING btree FAMILY shop.ints AS
    OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 btint4cmp(integer, integer);
ALTER OPERATOR FAMILY shop.ints USING btree ADD OPERATOR 1 < (integer, bigint);
CREATE FUNCTION shop.mood_to_int(shop.mood) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE CAST (shop.mood AS integer) WITH FUNCTION shop.mood_to_int(shop.mood) AS ASSIGNMENT;
COMMENT ON CAST (shop.mood AS integer) IS 'a cast';
CREATE TABLE shop.customer (
    id bigint GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 10) PRIMARY KEY,
    name text NOT NULL DEFAULT 'nobody' COLLATE "C",
    email varchar(200) UNIQUE,
    mood shop.mood DEFAULT 'ok'::shop.mood,
    home shop.address,
    price numeric(10, 2) CHECK (price > 0),
    doubled numeric GENERATED ALWAYS AS (price * 2) STORED,
    updated timestamptz DEFAULT '2020-01-01 00:00:00+00',
    during tstzrange,
    CONSTRAINT named CHECK (name <> '') NO INHERIT,
    CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&) WHERE (price > 1) DEFERRABLE INITIALLY DEFERRED
) WITH (fillfactor = 70, toast.autovacuum_enabled = off);
ALTER TABLE shop.customer ALTER name SET STORAGE external, ALTER name SET STATISTICS 500, ALTER name SET COMPRESSION pglz,
    ALTER email SET (n_distinct = -0.5), REPLICA IDENTITY FULL, ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY,
    CLUSTER ON customer_pkey;
COMMENT ON TABLE shop.customer IS 'who buys';
COMMENT ON COLUMN shop.customer.email IS 'where to write';
COMMENT ON CONSTRAINT named ON shop.customer IS 'has a name';
GRANT SELECT ON shop.customer TO everything_reader;
GRANT SELECT (name), UPDATE (email) ON shop.customer TO PUBLIC;
CREATE TABLE shop."Order" (
    id serial PRIMARY KEY,
    customer bigint REFERENCES shop.customer (id) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE,
    a integer, b integer, note text,
    UNIQUE NULLS NOT DISTINCT (a, b) INCLUDE (note)
);
ALTER TABLE shop."Order" ADD CONSTRAINT late CHECK (a > b) NOT VALID;
CREATE UNIQUE INDEX order_expr ON shop."Order" (lower(note) text_pattern_ops DESC NULLS LAST, a) INCLUDE (b)
    WITH (fillfactor = 50) WHERE (a IS NOT NULL);
ALTER INDEX shop.order_expr ALTER COLUMN 1 SET STATISTICS 99;
COMMENT ON INDEX shop.order_expr IS 'an index';
CREATE INDEX order_gin ON shop."Order" USING gin (to_tsvector('english', note));
CREATE STATISTICS shop.stats (dependencies, mcv) ON a, b FROM shop."Order";
ALTER STATISTICS shop.stats SET STATISTICS 44;
COMMENT ON STATISTICS shop.stats IS 'statistics';
CREATE TABLE shop.event (id bigint NOT NULL, at date NOT NULL, kind text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE shop.event_2024 PARTITION OF shop.event (kind DEFAULT 'x') FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE shop.event_rest PARTITION OF shop.event DEFAULT;
CREATE INDEX event_kind ON shop.event (kind);
CREATE TABLE shop.ref (event_id bigint, event_at date, FOREIGN KEY (event_id, event_at) REFERENCES shop.event);
CREATE TABLE shop.parent (a integer, CONSTRAINT a_pos CHECK (a > 0));
CREATE TABLE shop.child (b integer) INHERITS (shop.parent);
CREATE UNLOGGED TABLE shop.typed OF shop.address (PRIMARY KEY (zip));
CREATE VIEW shop.named WITH (security_invoker = true, security_barrier = on) AS
    SELECT id, name FROM shop.customer WHERE price > 0 WITH LOCAL CHECK OPTION;
ALTER VIEW shop.named ALTER name SET DEFAULT 'somebody';
COMMENT ON VIEW shop.named IS 'names';
COMMENT ON COLUMN shop.named.name IS 'a name';
CREATE VIEW shop.over AS SELECT n.name, count(*) AS n FROM shop.named n GROUP BY n.name;
CREATE MATERIALIZED VIEW shop.totals AS SELECT a, sum(b) AS b FROM shop."Order" GROUP BY a WITH NO DATA;
CREATE UNIQUE INDEX totals_a ON shop.totals (a);
CREATE RULE quiet AS ON DELETE TO shop.parent WHERE (old.a > 5) DO INSTEAD NOTHING;
COMMENT ON RULE quiet ON shop.parent IS 'a rule';
CREATE TRIGGER touched BEFORE INSERT OR UPDATE OF name, email ON shop.customer
    FOR EACH ROW WHEN (NEW.name IS NOT NULL) EXECUTE FUNCTION shop.touch('one', 'two''s', 'Grüße');
COMMENT ON TRIGGER touched ON shop.customer IS 'a trigger';
CREATE TRIGGER after_all AFTER UPDATE ON shop.customer REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION shop.touch();
ALTER TABLE shop.customer DISABLE TRIGGER after_all;
CREATE CONSTRAINT TRIGGER checked AFTER INSERT ON shop."Order" FROM shop.customer DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION shop.touch();
CREATE TRIGGER on_event AFTER INSERT ON shop.event FOR EACH ROW EXECUTE FUNCTION shop.touch();
CREATE POLICY own ON shop.customer AS RESTRICTIVE FOR UPDATE TO everything_reader, everything_owner
    USING (name = current_user) WITH CHECK (price > 1);
CREATE POLICY seen ON shop.customer FOR SELECT USING (true);
COMMENT ON POLICY own ON shop.customer IS 'a policy';
CREATE FUNCTION shop.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE EVENT TRIGGER watcher ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION shop.on_ddl();
ALTER EVENT TRIGGER watcher DISABLE;
CREATE TEXT SEARCH DICTIONARY shop.dict (TEMPLATE = simple, stopwords = english);
CREATE TEXT SEARCH CONFIGURATION shop.conf (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION shop.conf ALTER MAPPING FOR asciiword WITH shop.dict, simple;
CREATE TEXT SEARCH TEMPLATE shop.template (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH PARSER shop.parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE FOREIGN DATA WRAPPER wrapper OPTIONS (debug 'true');
CREATE SERVER remote TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER wrapper OPTIONS (host 'h', password 'very secret');
CREATE FOREIGN TABLE shop.far (a integer OPTIONS (column_name 'x'), b text NOT NULL) SERVER remote OPTIONS (table_name 't');
CREATE USER MAPPING FOR everything_owner SERVER remote OPTIONS (user 'me', password 'very secret');
CREATE USER MAPPING FOR PUBLIC SERVER remote;
GRANT USAGE ON FOREIGN SERVER remote TO everything_reader;
CREATE PUBLICATION part FOR TABLE shop.customer (id, name) WHERE (id > 5) WITH (publish = 'insert, update');
CREATE PUBLICATION spaces FOR TABLES IN SCHEMA "Odd ""Schema""", TABLE shop.parent;
CREATE PUBLICATION whole FOR ALL TABLES;
CREATE SUBSCRIPTION sub CONNECTION 'host=nowhere password=very_secret' PUBLICATION p WITH (connect = false, slot_name = NONE);
ALTER DEFAULT PRIVILEGES FOR ROLE everything_owner IN SCHEMA shop GRANT SELECT ON TABLES TO everything_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE everything_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
CREATE FUNCTION shop.from_sql(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'varchar_support';
CREATE TRANSFORM FOR shop.address LANGUAGE plpgsql (FROM SQL WITH FUNCTION shop.from_sql(internal));
CREATE LANGUAGE plagain HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE "Odd ""Schema"""."Tábla 'x'" ("select" integer, "a b" text, "ü" text[][]);
ALTER TABLE shop.parent OWNER TO everything_owner;
