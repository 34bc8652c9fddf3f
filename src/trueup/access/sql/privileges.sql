-- For each role: what it may do to each relation, which columns it is restricted to, and which routines it may call.
SELECT jsonb_build_object(
'relations', (SELECT coalesce(jsonb_agg(jsonb_build_array(r.rolname, c.oid::int8,
    has_table_privilege(r.oid, c.oid, 'SELECT'), has_table_privilege(r.oid, c.oid, 'INSERT'),
    has_table_privilege(r.oid, c.oid, 'UPDATE'), has_table_privilege(r.oid, c.oid, 'DELETE'),
    has_table_privilege(r.oid, c.oid, 'TRUNCATE'),
    CASE WHEN NOT has_table_privilege(r.oid, c.oid, 'SELECT') AND has_any_column_privilege(r.oid, c.oid, 'SELECT')
      THEN (SELECT jsonb_agg(attname ORDER BY attnum) FROM pg_attribute a WHERE attrelid = c.oid AND attnum > 0
            AND NOT attisdropped AND has_column_privilege(r.oid, c.oid, attnum, 'SELECT')) END,
    CASE WHEN NOT has_table_privilege(r.oid, c.oid, 'INSERT') AND has_any_column_privilege(r.oid, c.oid, 'INSERT')
      THEN (SELECT jsonb_agg(attname ORDER BY attnum) FROM pg_attribute a WHERE attrelid = c.oid AND attnum > 0
            AND NOT attisdropped AND has_column_privilege(r.oid, c.oid, attnum, 'INSERT')) END,
    CASE WHEN NOT has_table_privilege(r.oid, c.oid, 'UPDATE') AND has_any_column_privilege(r.oid, c.oid, 'UPDATE')
      THEN (SELECT jsonb_agg(attname ORDER BY attnum) FROM pg_attribute a WHERE attrelid = c.oid AND attnum > 0
            AND NOT attisdropped AND has_column_privilege(r.oid, c.oid, attnum, 'UPDATE')) END
  )), '[]')
  FROM pg_roles r, pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE r.rolname = ANY (%(roles)s) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'trueup_probe')
    AND has_schema_privilege(r.oid, n.oid, 'USAGE')
    AND (has_any_column_privilege(r.oid, c.oid, 'SELECT') OR has_any_column_privilege(r.oid, c.oid, 'INSERT')
      OR has_any_column_privilege(r.oid, c.oid, 'UPDATE') OR has_table_privilege(r.oid, c.oid, 'DELETE')
      OR has_table_privilege(r.oid, c.oid, 'TRUNCATE'))),
'routines', (SELECT coalesce(jsonb_agg(jsonb_build_array(r.rolname, p.oid::int8)), '[]')
  FROM pg_roles r, pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE r.rolname = ANY (%(roles)s) AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'trueup_probe')
    AND has_schema_privilege(r.oid, n.oid, 'USAGE') AND has_function_privilege(r.oid, p.oid, 'EXECUTE')),
'bypass', (SELECT coalesce(jsonb_agg(rolname ORDER BY rolname), '[]') FROM pg_roles WHERE rolbypassrls OR rolsuper),
'members', (SELECT coalesce(jsonb_agg(jsonb_build_array(r.rolname, m.rolname)), '[]') FROM pg_roles r, pg_roles m
  WHERE r.rolname = ANY (%(roles)s) AND pg_has_role(r.oid, m.oid, 'USAGE')),
-- Who logs in and is, or may become, the role; not who owns tables, and so needs none.
'login', (SELECT coalesce(jsonb_agg(jsonb_build_array(r.rolname, m.rolname) ORDER BY r.rolname, m.oid <> r.oid, m.rolname), '[]')
  FROM pg_roles r, pg_roles m
  WHERE r.rolname = ANY (%(roles)s) AND m.rolcanlogin AND NOT m.rolsuper AND pg_has_role(m.oid, r.oid, 'MEMBER')
    AND (m.oid = r.oid OR m.oid NOT IN (SELECT relowner FROM pg_class) AND m.rolname <> 'trueup_prober')),
-- Asked before it is known who acts, and so without roles.
'grantees', (SELECT coalesce(jsonb_agg(DISTINCT pg_get_userbyid(a.grantee)), '[]')
  FROM (
    SELECT c.relnamespace AS space, c.relowner AS owner, c.relacl AS acl FROM pg_class c
    UNION ALL SELECT c.relnamespace, c.relowner, t.attacl FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid
    UNION ALL SELECT oid, nspowner, nspacl FROM pg_namespace
    UNION ALL SELECT pronamespace, proowner, proacl FROM pg_proc
  ) held JOIN pg_namespace n ON n.oid = held.space CROSS JOIN LATERAL aclexplode(held.acl) a
  WHERE cardinality(%(roles)s::text[]) = 0 AND n.nspname !~ '^pg_'
    AND n.nspname NOT IN ('information_schema', 'trueup_probe') AND a.grantee <> 0 AND a.grantee <> held.owner AND NOT (SELECT rolsuper FROM pg_roles WHERE oid = a.grantee))
)
