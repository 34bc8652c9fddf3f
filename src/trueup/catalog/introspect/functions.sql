SELECT x.*
FROM (SELECT NULL::text AS prosqlbody) AS before_14
CROSS JOIN LATERAL (
    SELECT f.oid::bigint AS _id,
        f.ref,
        pg_catalog.pg_get_userbyid(f.proowner) AS owner,
        s.description AS comment,
        coalesce((
            SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
                'name', coalesce(p.proargnames[u.place], ''),
                'type', pg_catalog.format_type(u.type, NULL),
                'mode', CASE p.proargmodes[u.place] WHEN 'o' THEN 'out' WHEN 'b' THEN 'inout' WHEN 'v' THEN 'variadic'
                    WHEN 't' THEN 'table' ELSE 'in' END
            ) ORDER BY u.place)
            FROM pg_catalog.unnest(coalesce(p.proallargtypes, p.proargtypes::pg_catalog.oid[])) WITH ORDINALITY AS u (type, place)
        ), '[]') AS arguments,
        pg_catalog.pg_get_function_arguments(f.oid) AS argument_text,
        pg_catalog.pg_get_expr(p.proargdefaults, 0) AS defaults,
        pg_catalog.pg_get_function_result(f.oid) AS returns,
        l.lanname AS language,
        CASE WHEN prosqlbody IS NULL THEN p.prosrc END AS body,
        -- pg_get_function_sqlbody is not there before 14; in the definition, the body is what begins a line of its own.
        CASE WHEN prosqlbody IS NOT NULL THEN (
            SELECT pg_catalog.substr(g.text, least(
                nullif(pg_catalog.strpos(g.text, E'\nBEGIN ATOMIC\n'), 0), nullif(pg_catalog.strpos(g.text, E'\nRETURN '), 0)
            ) + 1)
            FROM (SELECT pg_catalog.pg_get_functiondef(f.oid) AS text) AS g
        ) END AS sql_body,
        p.probin AS library,
        p.prokind = 'w' AS window,
        CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END AS volatility,
        CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END AS parallel,
        p.proisstrict AS strict,
        p.proleakproof AS leakproof,
        p.prosecdef AS security_definer,
        p.procost AS cost,
        p.prorows AS rows,
        coalesce(p.proconfig, '{}') AS settings,
        coalesce(nullif(p.prosupport::pg_catalog.regproc::text, '-'), '') AS support,
        CASE WHEN p.protrftypes IS NULL THEN '{}'::text[] ELSE ARRAY(
            SELECT pg_catalog.format_type(u.type, NULL) FROM pg_catalog.unnest(p.protrftypes) AS u (type)
        ) END AS transforms
    FROM routine AS f
    JOIN pg_catalog.pg_proc AS p ON p.oid = f.oid
    JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
    LEFT JOIN remark AS s ON s.objoid = f.oid AND pg_catalog.strpos('1255', s.classoid::text) > 0
    WHERE f.mine AND f.prokind <> 'a'
    ORDER BY f.nspname, f.proname, f.types COLLATE "C"
) AS x
