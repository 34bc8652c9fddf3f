SELECT x.*
FROM (SELECT NULL::pg_catalog.oid AS rngmultitypid) AS before_14
CROSS JOIN LATERAL (
    SELECT t.oid::bigint AS _id,
        t.ref,
        pg_catalog.pg_get_userbyid(t.typowner) AS owner,
        s.description AS comment,
        pg_catalog.format_type(g.rngsubtype, NULL) AS subtype,
        (
            SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(o.opcname)
            FROM pg_catalog.pg_opclass AS o JOIN pg_catalog.pg_namespace AS n ON n.oid = o.opcnamespace
            WHERE o.oid = g.rngsubopc
        ) AS operator_class,
        CASE WHEN g.rngcollation <> b.typcollation THEN g.rngcollation::pg_catalog.regcollation::text END AS collation,
        CASE WHEN g.rngcanonical = 0 THEN '' ELSE g.rngcanonical::pg_catalog.regproc::text END AS canonical,
        CASE WHEN g.rngsubdiff = 0 THEN '' ELSE g.rngsubdiff::pg_catalog.regproc::text END AS difference,
        pg_catalog.format_type(rngmultitypid, NULL) AS multirange
    FROM named_type AS t
    JOIN pg_catalog.pg_range AS g ON g.rngtypid = t.oid
    JOIN pg_catalog.pg_type AS b ON b.oid = g.rngsubtype
    LEFT JOIN remark AS s ON s.objoid = t.oid AND pg_catalog.strpos('1247', s.classoid::text) > 0
    WHERE t.mine
    ORDER BY t.nspname, t.typname
) AS x
