-- Conditions are written so that the planner expects many rows, whatever the statistics of a new database say: kinds by
-- strpos() > 0, oids as bigint. Else it joins CTEs by nested loops, in quadratic time. So sections say which catalog a
-- comment belongs to by strpos() as well: pg_class is 1259, pg_constraint 2606, pg_proc 1255, pg_type 1247, pg_trigger
-- 2620, pg_policy 3256 in every version (src/include/catalog/pg_*.h).
-- What several sections need. Texts are printed with an empty search_path and fixed settings: `setting` is evaluated
-- before any section (its value is the document's first member).
setting AS MATERIALIZED (
    SELECT pg_catalog.set_config('search_path', '', true) AS search_path,
        pg_catalog.set_config('DateStyle', 'ISO, YMD', true) AS date_style,
        pg_catalog.set_config('IntervalStyle', 'postgres', true) AS interval_style,
        pg_catalog.set_config('TimeZone', 'UTC', true) AS time_zone,
        pg_catalog.set_config('extra_float_digits', '1', true) AS float_digits,
        pg_catalog.set_config('bytea_output', 'hex', true) AS bytea_output,
        pg_catalog.set_config('quote_all_identifiers', 'off', true) AS quoting
),
-- Members of extensions. An anti-join: a recursive walk of pg_depend costs many times as much.
member AS MATERIALIZED (
    SELECT d.classid, d.objid FROM pg_catalog.pg_depend AS d WHERE d.deptype = 'e'
),
-- Comments. The server's own objects have thousands; of those, only a schema's can be a user's (on `public`).
remark AS MATERIALIZED (
    SELECT d.objoid, d.classoid, d.objsubid, d.description
    FROM pg_catalog.pg_description AS d
    WHERE d.objoid::bigint >= 16384 OR d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
),
-- Relations that no initdb made (16384 is FirstNormalObjectId, src/include/access/transam.h); `mine`: not an extension's;
-- `place`: in the order of names, which costs a tenth of comparing the names again in each section; `inside`: the middle
-- of the ref of what lives on it, `'{"kind":"column"' || inside || to_json(name) || ']}'`, a quarter of json_build_object().
relation AS MATERIALIZED (
    SELECT c.oid, c.relkind, c.relname, n.nspname, c.relowner, c.reloptions, c.reltablespace, c.relpersistence, c.relam,
        c.relacl, c.reloftype, c.relreplident, c.relrowsecurity, c.relforcerowsecurity, c.relispartition, c.relispopulated,
        c.relpartbound, c.reltoastrelid, c.relhassubclass, m.objid IS NULL AS mine,
        pg_catalog.json_build_object('kind', k.kind, 'schema', n.nspname, 'name', pg_catalog.json_build_array(c.relname)) AS ref,
        k.kind, pg_catalog.row_number() OVER (ORDER BY n.nspname, c.relname) AS place,
        ',"schema":' || pg_catalog.to_json(n.nspname::text) || ',"name":[' || pg_catalog.to_json(c.relname::text) || ',' AS inside
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL (
        SELECT CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'f' THEN 'foreign table' WHEN 'v' THEN 'view'
            WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'composite type' ELSE 'index' END AS kind
    ) AS k
    LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND m.objid = c.oid
    WHERE c.oid::bigint >= 16384 AND pg_catalog.strpos('rpfvmSciI', c.relkind::text) > 0
        AND pg_catalog.strpos(n.nspname, 'pg_toast') <> 1 AND pg_catalog.strpos(n.nspname, 'pg_temp_') <> 1
),
routine AS MATERIALIZED (
    SELECT p.oid, p.proname, n.nspname, p.proowner, p.proacl, p.prokind, m.objid IS NULL AS mine,
        pg_catalog.oidvectortypes(p.proargtypes) AS types,
        pg_catalog.json_build_object(
            'kind', CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
            'schema', n.nspname,
            'name', pg_catalog.json_build_array(p.proname, pg_catalog.oidvectortypes(p.proargtypes))
        ) AS ref
    FROM pg_catalog.pg_proc AS p
    JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
    LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND m.objid = p.oid
    -- Not the constructors that come with a range type.
    WHERE p.oid::bigint >= 16384 AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend AS d
        WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'i'
            AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass
    )
),
-- Types that users name: not row types of tables, not the array and multirange types that come with another.
named_type AS MATERIALIZED (
    SELECT t.oid, t.typname, n.nspname, t.typowner, t.typacl, t.typtype, m.objid IS NULL AS mine,
        pg_catalog.json_build_object('kind', k.kind, 'schema', n.nspname, 'name', pg_catalog.json_build_array(t.typname)) AS ref,
        ',"schema":' || pg_catalog.to_json(n.nspname::text) || ',"name":[' || pg_catalog.to_json(t.typname::text) || ',' AS inside
    FROM pg_catalog.pg_type AS t
    JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
    JOIN (
        VALUES ('e'::"char", 'enum'), ('d', 'domain'), ('c', 'composite type'), ('r', 'range type'), ('b', 'base type'),
            ('p', 'base type')
    ) AS k (typtype, kind) ON k.typtype = t.typtype
    LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid
    LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND m.objid = t.oid
    WHERE t.oid::bigint >= 16384 AND (t.typrelid = 0 OR c.relkind = 'c') AND pg_catalog.strpos(n.nspname, 'pg_temp_') <> 1
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_type AS e WHERE e.typarray = t.oid AND t.typtype = 'b')
)
,
operator_class AS MATERIALIZED (
    SELECT o.oid, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(o.opcname) AS name
    FROM pg_catalog.pg_opclass AS o JOIN pg_catalog.pg_namespace AS n ON n.oid = o.opcnamespace
),
-- Operators and support functions of the families that users made or added to; `class_oid` 0 for loose ones.
family_member AS MATERIALIZED (
    SELECT e.family_oid, coalesce(d.refobjid, 0) AS class_oid, e.text
    FROM (
        SELECT 'pg_catalog.pg_amop'::pg_catalog.regclass AS class, o.oid, o.amopfamily AS family_oid,
            'OPERATOR ' || o.amopstrategy || ' ' || o.amopopr::pg_catalog.regoperator
                || CASE WHEN o.amopsortfamily <> 0 THEN (
                    SELECT ' FOR ORDER BY ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(f.opfname)
                    FROM pg_catalog.pg_opfamily AS f JOIN pg_catalog.pg_namespace AS n ON n.oid = f.opfnamespace
                    WHERE f.oid = o.amopsortfamily
                ) ELSE '' END
                || ' (' || pg_catalog.format_type(o.amoplefttype, NULL) || ', ' || pg_catalog.format_type(o.amoprighttype, NULL)
                || ')' AS text
        FROM pg_catalog.pg_amop AS o WHERE o.oid::bigint >= 16384
        UNION ALL
        SELECT 'pg_catalog.pg_amproc'::pg_catalog.regclass, o.oid, o.amprocfamily,
            'FUNCTION ' || o.amprocnum || ' ' || o.amproc::pg_catalog.regprocedure || ' ('
                || pg_catalog.format_type(o.amproclefttype, NULL) || ', '
                || pg_catalog.format_type(o.amprocrighttype, NULL) || ')'
        FROM pg_catalog.pg_amproc AS o WHERE o.oid::bigint >= 16384
    ) AS e
    LEFT JOIN pg_catalog.pg_depend AS d
        ON d.classid = e.class AND d.objid = e.oid AND d.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass
        AND d.deptype = 'i'
),
not_null AS MATERIALIZED (
    SELECT k.oid, k.conname, k.conrelid, k.conkey[1] AS attnum, k.convalidated, k.connoinherit
    FROM pg_catalog.pg_constraint AS k WHERE pg_catalog.strpos('n', k.contype::text) > 0
),
-- Most constraints have one column: finding its name alone takes half the time of joining them all.
constraint_column AS MATERIALIZED (
    SELECT x.*
    FROM (SELECT NULL::smallint[] AS confdelsetcols) AS before_15
    CROSS JOIN LATERAL (
        SELECT k.oid,
            CASE WHEN pg_catalog.cardinality(k.conkey) = 1 AND k.conkey[1] <> 0 THEN ARRAY[(
            SELECT a.attname::text FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
        )] ELSE ARRAY(
            SELECT a.attname::text FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS c (attnum, place)
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = c.attnum ORDER BY c.place
        ) END AS columns,
            CASE WHEN k.confkey IS NOT NULL THEN CASE pg_catalog.cardinality(k.confkey) WHEN 1 THEN ARRAY[(
            SELECT a.attname::text FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = k.confrelid AND a.attnum = k.confkey[1]
        )] ELSE ARRAY(
            SELECT a.attname::text FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS c (attnum, place)
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = c.attnum ORDER BY c.place
        ) END END AS referenced_columns,
            CASE WHEN confdelsetcols IS NOT NULL THEN ARRAY(
            SELECT a.attname::text FROM pg_catalog.unnest(confdelsetcols) WITH ORDINALITY AS c (attnum, place)
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = c.attnum ORDER BY c.place
        ) END AS set_columns
        FROM pg_catalog.pg_constraint AS k
        WHERE k.oid::bigint >= 16384 AND pg_catalog.strpos('n', k.contype::text) = 0
    ) AS x
),
index_column AS MATERIALIZED (
    SELECT i.indexrelid, i.indrelid,
        coalesce(pg_catalog.array_agg(coalesce(a.attname, '')::text ORDER BY u.place)
            FILTER (WHERE u.place <= i.indnkeyatts), '{}') AS columns,
        coalesce(pg_catalog.array_agg(a.attname::text ORDER BY u.place) FILTER (WHERE u.place > i.indnkeyatts), '{}') AS include,
        coalesce(pg_catalog.array_agg(o.name ORDER BY u.place) FILTER (WHERE u.place <= i.indnkeyatts), '{}') AS operator_classes,
        coalesce(pg_catalog.array_agg(u.place || '=' || e.attoptions::text ORDER BY u.place)
            FILTER (WHERE e.attoptions IS NOT NULL), '{}') AS operator_class_options,
        coalesce(pg_catalog.array_agg(u.place || '=' || u.coll::pg_catalog.regcollation::text ORDER BY u.place)
            FILTER (WHERE u.place <= i.indnkeyatts AND u.coll <> 0 AND u.coll <> coalesce(a.attcollation, 0)),
            '{}') AS collations,
        coalesce(pg_catalog.array_agg(
            CASE u.option & 3 WHEN 0 THEN 'asc nulls last' WHEN 1 THEN 'desc nulls last' WHEN 2 THEN 'asc nulls first'
                ELSE 'desc nulls first' END ORDER BY u.place
        ) FILTER (WHERE u.place <= i.indnkeyatts), '{}') AS ordering,
        coalesce(pg_catalog.array_agg(u.place || '=' || e.attstattarget ORDER BY u.place)
            FILTER (WHERE e.attstattarget >= 0), '{}') AS statistics
    FROM pg_catalog.pg_index AS i
    CROSS JOIN LATERAL ROWS FROM (
        pg_catalog.unnest(i.indkey::smallint[]), pg_catalog.unnest(i.indclass::pg_catalog.oid[]),
        pg_catalog.unnest(i.indcollation::pg_catalog.oid[]), pg_catalog.unnest(i.indoption::smallint[])
    ) WITH ORDINALITY AS u (attnum, class, coll, option, place)
    LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = u.attnum AND u.attnum <> 0
    LEFT JOIN pg_catalog.pg_attribute AS e ON e.attrelid = i.indexrelid AND e.attnum = u.place
    LEFT JOIN operator_class AS o ON o.oid = u.class
    WHERE i.indexrelid::bigint >= 16384
    GROUP BY i.indexrelid, i.indrelid
)
