-- One text, "class object sub class object sub" per dependency: a tenth of what JSON would take. Left out: what an extension
-- brings, a sequence on the column that owns it (that is `Sequence.owned_by`, and would make a circle with the default).
SELECT coalesce(pg_catalog.string_agg(
    d.classid || ' ' || d.objid || ' ' || d.objsubid || ' ' || d.refclassid || ' ' || d.refobjid || ' ' || d.refobjsubid, ','
), '') AS text
FROM pg_catalog.pg_depend AS d
WHERE d.objid::bigint >= 16384 AND d.refobjid::bigint >= 16384
    AND (d.deptype IN ('n', 'a') OR d.deptype IN ('i', 'P', 'S') AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass)
    AND NOT (
        d.deptype = 'a' AND d.refobjsubid > 0 AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        AND EXISTS (SELECT FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = d.objid)
    )
