-- The sections that are not certain to be empty, of those that most databases have nothing for. To plan such a section
-- costs more than to find out: each opens catalogs of its own. A condition here is never narrower than its section's.
SELECT pg_catalog.concat_ws(' ',
    (
        SELECT pg_catalog.concat_ws(' ', CASE WHEN pg_catalog.strpos(k.kinds, 'c') > 0 THEN 'composite_types attributes' END,
            CASE WHEN pg_catalog.strpos(k.kinds, 'S') > 0 THEN 'sequences' END,
            CASE WHEN pg_catalog.strpos(k.kinds, 'v') > 0 THEN 'views' END,
            CASE WHEN pg_catalog.strpos(k.kinds, 'm') > 0 THEN 'materialized_views' END)
        FROM (
            SELECT pg_catalog.string_agg(DISTINCT c.relkind::text, '') AS kinds FROM pg_catalog.pg_class AS c WHERE c.oid >= 16384
        ) AS k
    ),
    (
        SELECT pg_catalog.concat_ws(' ', CASE WHEN pg_catalog.strpos(k.kinds, 'e') > 0 THEN 'enums' END,
            CASE WHEN pg_catalog.strpos(k.kinds, 'd') > 0 THEN 'domains' END,
            CASE WHEN pg_catalog.strpos(k.kinds, 'r') > 0 THEN 'range_types' END,
            CASE WHEN pg_catalog.strpos(k.kinds, 'b') > 0 OR pg_catalog.strpos(k.kinds, 'p') > 0 THEN 'base_types' END)
        FROM (
            -- Not the array that comes with another type: it has none of its own.
            SELECT pg_catalog.string_agg(DISTINCT t.typtype::text, '') AS kinds FROM pg_catalog.pg_type AS t
            WHERE t.oid >= 16384 AND (t.typtype <> 'b' OR t.typarray <> 0 OR t.typelem = 0)
        ) AS k
    ),
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_proc AS x WHERE x.oid >= 16384 AND x.prokind = 'a') THEN 'aggregates' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_language AS x WHERE x.oid >= 16384) THEN 'languages' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_am AS x WHERE x.oid >= 16384) THEN 'access_methods' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_collation AS x WHERE x.oid >= 16384) THEN 'collations' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_conversion AS x WHERE x.oid >= 16384) THEN 'conversions' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_statistic_ext AS x) THEN 'statistics' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_operator AS x WHERE x.oid >= 16384) THEN 'operators' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_opfamily AS x WHERE x.oid >= 16384) THEN 'operator_families' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_opclass AS x WHERE x.oid >= 16384) THEN 'operator_classes' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_cast AS x WHERE x.oid >= 16384) THEN 'casts' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_transform AS x WHERE x.oid >= 16384) THEN 'transforms' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_rewrite AS x WHERE x.oid >= 16384 AND x.rulename <> '_RETURN') THEN 'rules' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_event_trigger AS x) THEN 'event_triggers' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_ts_parser AS x WHERE x.oid >= 16384) THEN 'text_search_parsers' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_ts_template AS x WHERE x.oid >= 16384) THEN 'text_search_templates' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_ts_dict AS x WHERE x.oid >= 16384) THEN 'text_search_dictionaries' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_ts_config AS x WHERE x.oid >= 16384) THEN 'text_search_configurations' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_foreign_data_wrapper AS x)
        THEN 'foreign_data_wrappers servers user_mappings' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_publication AS x)
        THEN 'publications publication_tables publication_schemas' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_subscription AS x) THEN 'subscriptions' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_policy AS x) THEN 'policies' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_db_role_setting AS x WHERE x.setdatabase <> 0) THEN 'settings' END,
    CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_seclabel AS x) THEN 'security_labels' END
)
