SELECT f.oid::bigint AS _id,
    f.ref,
    pg_catalog.pg_get_userbyid(f.proowner) AS owner,
    s.description AS comment,
    pg_catalog.pg_get_function_arguments(f.oid) AS arguments,
    pg_catalog.pg_get_function_result(f.oid) AS returns,
    CASE a.aggkind WHEN 'o' THEN 'ordered set' WHEN 'h' THEN 'hypothetical set' ELSE 'normal' END AS kind,
    a.aggtransfn::pg_catalog.regproc::text AS transition,
    ARRAY(
        SELECT g.part || '=' || g.value
        FROM (
            VALUES ('combinefunc', nullif(a.aggcombinefn::pg_catalog.regproc::text, '-')),
                ('deserialfunc', nullif(a.aggdeserialfn::pg_catalog.regproc::text, '-')),
                ('direct_arguments', nullif(a.aggnumdirectargs, 0)::text),
                ('finalfunc', nullif(a.aggfinalfn::pg_catalog.regproc::text, '-')),
                ('finalfunc_extra', nullif(a.aggfinalextra::text, 'false')),
                ('finalfunc_modify', CASE WHEN a.aggfinalfn <> 0 THEN a.aggfinalmodify::text END),
                ('mfinalfunc', nullif(a.aggmfinalfn::pg_catalog.regproc::text, '-')),
                ('mfinalfunc_extra', nullif(a.aggmfinalextra::text, 'false')),
                ('mfinalfunc_modify', CASE WHEN a.aggmfinalfn <> 0 THEN a.aggmfinalmodify::text END),
                ('minvfunc', nullif(a.aggminvtransfn::pg_catalog.regproc::text, '-')),
                ('msfunc', nullif(a.aggmtransfn::pg_catalog.regproc::text, '-')),
                ('msspace', nullif(a.aggmtransspace, 0)::text),
                ('mstype', pg_catalog.format_type(nullif(a.aggmtranstype, 0), NULL)),
                ('serialfunc', nullif(a.aggserialfn::pg_catalog.regproc::text, '-')),
                ('sortop', nullif(a.aggsortop::pg_catalog.regoperator::text, '0')),
                ('sspace', nullif(a.aggtransspace, 0)::text),
                ('stype', pg_catalog.format_type(a.aggtranstype, NULL))
        ) AS g (part, value)
        WHERE nullif(g.value, '-') IS NOT NULL ORDER BY g.part COLLATE "C"
    ) AS parts,
    a.agginitval AS initial_value,
    a.aggminitval AS moving_initial_value,
    CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END AS parallel
FROM routine AS f
JOIN pg_catalog.pg_proc AS p ON p.oid = f.oid
JOIN pg_catalog.pg_aggregate AS a ON a.aggfnoid = f.oid
LEFT JOIN remark AS s ON s.objoid = f.oid AND pg_catalog.strpos('1255', s.classoid::text) > 0
WHERE f.mine
ORDER BY f.nspname, f.proname, f.types COLLATE "C"
