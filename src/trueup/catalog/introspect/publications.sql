SELECT x.*
FROM (SELECT 'n'::"char" AS pubgencols, false AS puballsequences) AS before_18
CROSS JOIN LATERAL (
    SELECT p.oid::bigint AS _id,
        pg_catalog.json_build_object('kind', 'publication', 'schema', '', 'name', pg_catalog.json_build_array(p.pubname)) AS ref,
        pg_catalog.pg_get_userbyid(p.pubowner) AS owner,
        s.description AS comment,
        p.puballtables AS all_tables,
        puballsequences AS all_sequences,
        pg_catalog.array_remove(ARRAY[
            CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
            CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END
        ], NULL) AS publish,
        p.pubviaroot AS via_root,
        CASE pubgencols WHEN 's' THEN 'stored' ELSE 'none' END AS generated_columns
    FROM pg_catalog.pg_publication AS p
    LEFT JOIN remark AS s ON s.objoid = p.oid AND s.classoid = 'pg_catalog.pg_publication'::pg_catalog.regclass
    LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_publication'::pg_catalog.regclass AND m.objid = p.oid
    WHERE m.objid IS NULL
    ORDER BY p.pubname
) AS x
