-- Rows that stand for another object in pg_depend: "class id class id sub".
SELECT coalesce(pg_catalog.string_agg(l.text, ','), '') AS text
FROM (
    SELECT '2618 ' || w.oid || ' 1259 ' || w.ev_class || ' 0' AS text
    FROM pg_catalog.pg_rewrite AS w WHERE w.oid::bigint >= 16384 AND w.rulename = '_RETURN'
    UNION ALL
    SELECT '2604 ' || d.oid || ' 1259 ' || d.adrelid || ' ' || d.adnum FROM pg_catalog.pg_attrdef AS d WHERE d.oid::bigint >= 16384
    UNION ALL
    SELECT '2606 ' || k.oid || ' 1259 ' || k.conrelid || ' ' || k.conkey[1]
    FROM pg_catalog.pg_constraint AS k WHERE k.oid::bigint >= 16384 AND k.contype = 'n' AND k.conrelid <> 0
    UNION ALL
    SELECT '1247 ' || t.oid || ' 1259 ' || t.typrelid || ' 0'
    FROM pg_catalog.pg_type AS t JOIN relation AS r ON r.oid = t.typrelid AND r.relkind <> 'c'
    WHERE t.oid::bigint >= 16384
    UNION ALL
    SELECT '1259 ' || t.typrelid || ' 1247 ' || t.oid || ' 0'
    FROM pg_catalog.pg_type AS t JOIN relation AS r ON r.oid = t.typrelid AND pg_catalog.strpos('c', r.relkind::text) > 0
    UNION ALL
    SELECT '1247 ' || t.typarray || ' 1247 ' || t.oid || ' 0'
    FROM pg_catalog.pg_type AS t WHERE t.oid::bigint >= 16384 AND t.typarray <> 0
    UNION ALL
    SELECT '2602 ' || o.oid || ' 2753 ' || o.amopfamily || ' 0' FROM pg_catalog.pg_amop AS o WHERE o.oid::bigint >= 16384
    UNION ALL
    SELECT '2603 ' || o.oid || ' 2753 ' || o.amprocfamily || ' 0' FROM pg_catalog.pg_amproc AS o WHERE o.oid::bigint >= 16384
) AS l
