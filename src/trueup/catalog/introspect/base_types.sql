SELECT x.*
FROM (SELECT 0::pg_catalog.regproc AS typsubscript) AS before_14
CROSS JOIN LATERAL (
    SELECT t.oid::bigint AS _id,
        t.ref,
        pg_catalog.pg_get_userbyid(t.typowner) AS owner,
        s.description AS comment,
        b.typisdefined AS defined,
        CASE WHEN b.typisdefined THEN ARRAY(
            SELECT f.part || '=' || f.value
            FROM (
                VALUES ('alignment', b.typalign::text), ('analyze', nullif(b.typanalyze::pg_catalog.regproc::text, '-')),
                    ('category', b.typcategory::text), ('collatable', nullif((b.typcollation <> 0)::text, 'false')),
                    ('default', b.typdefault), ('delimiter', b.typdelim::text),
                    ('element', nullif(pg_catalog.format_type(nullif(b.typelem, 0), NULL), '-')),
                    ('input', b.typinput::pg_catalog.regproc::text), ('internallength', b.typlen::text),
                    ('output', b.typoutput::pg_catalog.regproc::text), ('passedbyvalue', b.typbyval::text),
                    ('preferred', nullif(b.typispreferred::text, 'false')),
                    ('receive', nullif(b.typreceive::pg_catalog.regproc::text, '-')),
                    ('send', nullif(b.typsend::pg_catalog.regproc::text, '-')), ('storage', b.typstorage::text),
                    ('subscript', nullif(typsubscript::pg_catalog.regproc::text, '-')),
                    ('typmod_in', nullif(b.typmodin::pg_catalog.regproc::text, '-')),
                    ('typmod_out', nullif(b.typmodout::pg_catalog.regproc::text, '-'))
            ) AS f (part, value)
            WHERE f.value IS NOT NULL ORDER BY f.part COLLATE "C"
        ) ELSE '{}' END AS parts
    FROM named_type AS t
    JOIN pg_catalog.pg_type AS b ON b.oid = t.oid
    LEFT JOIN remark AS s ON s.objoid = t.oid AND pg_catalog.strpos('1247', s.classoid::text) > 0
    WHERE t.mine AND t.typtype IN ('b', 'p')
    ORDER BY t.nspname, t.typname
) AS x
