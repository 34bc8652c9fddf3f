-- pg_publication_namespace is not there before PostgreSQL 15, and a query may not name what is not there. ts_stat runs a
-- query that is given as a text, for everybody and without side effects: its "words" are pairs of oids here.
SELECT 0::bigint AS _id,
    pg_catalog.json_build_object('kind', 'publication schema', 'schema', '',
        'name', pg_catalog.json_build_array(p.pubname, n.nspname)) AS ref,
    pg_catalog.json_build_object('kind', 'publication', 'schema', '', 'name', pg_catalog.json_build_array(p.pubname)) AS publication
FROM pg_catalog.ts_stat(
    CASE WHEN pg_catalog.current_setting('server_version_num')::int >= 150000
        THEN 'SELECT pg_catalog.array_to_tsvector(ARRAY[pnpubid || '' '' || pnnspid]) FROM pg_catalog.pg_publication_namespace'
        ELSE 'SELECT ''''::pg_catalog.tsvector' END
) AS w
JOIN pg_catalog.pg_publication AS p ON p.oid = pg_catalog.split_part(w.word, ' ', 1)::pg_catalog.oid
JOIN pg_catalog.pg_namespace AS n ON n.oid = pg_catalog.split_part(w.word, ' ', 2)::pg_catalog.oid
ORDER BY p.pubname, n.nspname
