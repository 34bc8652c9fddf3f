-- Not the connection string: only a superuser may read it, and it holds a password. Columns one by one for that reason.
SELECT x.*
FROM (
    SELECT NULL::boolean AS subbinary, NULL::text AS substream, NULL::text AS subtwophasestate, NULL::boolean AS subdisableonerr,
        NULL::boolean AS subpasswordrequired, NULL::boolean AS subrunasowner, NULL::text AS suborigin, NULL::boolean AS subfailover
) AS before_14
CROSS JOIN LATERAL (
    SELECT s.oid::bigint AS _id,
        pg_catalog.json_build_object('kind', 'subscription', 'schema', '', 'name', pg_catalog.json_build_array(s.subname)) AS ref,
        pg_catalog.pg_get_userbyid(s.subowner) AS owner,
        d.description AS comment,
        s.subenabled AS enabled,
        s.subslotname AS slot,
        s.subsynccommit AS synchronous_commit,
        s.subpublications AS publications,
        ARRAY(
            SELECT o.name || '=' || o.value
            FROM (
                VALUES ('binary', subbinary::text), ('disable_on_error', subdisableonerr::text), ('failover', subfailover::text),
                    ('origin', suborigin::text), ('password_required', subpasswordrequired::text),
                    ('run_as_owner', subrunasowner::text), ('streaming', substream::text),
                    ('two_phase', subtwophasestate::text)
            ) AS o (name, value)
            WHERE o.value IS NOT NULL
        ) AS options,
        NULL::text AS connection
    FROM pg_catalog.pg_subscription AS s
    LEFT JOIN remark AS d
        ON d.objoid = s.oid AND d.classoid = 'pg_catalog.pg_subscription'::pg_catalog.regclass
    WHERE s.subdbid = (SELECT b.oid FROM pg_catalog.pg_database AS b WHERE b.datname = pg_catalog.current_database())
    ORDER BY s.subname
) AS x
