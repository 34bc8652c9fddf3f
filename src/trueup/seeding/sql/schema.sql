-- One JSON document with what seeding and access need to know. pg_catalog only.
WITH nsp AS (
  SELECT oid, nspname FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'trueup_probe')
), rel AS (
  SELECT c.*, n.nspname FROM pg_class c JOIN nsp n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
), proc AS (
  SELECT p.*, n.nspname FROM pg_proc p JOIN nsp n ON n.oid = p.pronamespace
  WHERE p.prokind IN ('f', 'p')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
)
SELECT jsonb_build_object(
'relations', (SELECT coalesce(jsonb_agg(jsonb_build_object(
    'oid', c.oid::int8, 'schema', c.nspname, 'name', c.relname, 'kind', c.relkind, 'owner', pg_get_userbyid(c.relowner),
    'rls', c.relrowsecurity, 'force', c.relforcerowsecurity, 'partition', c.relispartition,
    'options', coalesce(to_jsonb(c.reloptions), '[]'),
    'parents', coalesce((SELECT jsonb_agg(inhparent::int8) FROM pg_inherits WHERE inhrelid = c.oid), '[]'),
    'bound', pg_get_expr(c.relpartbound, c.oid),
    'definition', CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END
  ) ORDER BY c.nspname, c.relname), '[]') FROM rel c),
'columns', (SELECT coalesce(jsonb_agg(jsonb_build_array(
    a.attrelid::int8, a.attnum, a.attname, a.atttypid::int8, format_type(a.atttypid, a.atttypmod), a.attnotnull,
    pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, a.atttypmod
  ) ORDER BY a.attrelid, a.attnum), '[]')
  FROM pg_attribute a JOIN rel c ON c.oid = a.attrelid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attnum > 0 AND NOT a.attisdropped),
'types', (SELECT coalesce(jsonb_agg(jsonb_build_object(
    'oid', t.oid::int8, 'name', format_type(t.oid, NULL), 'plain', t.typname, 'kind', t.typtype, 'category', t.typcategory,
    'base', t.typbasetype::int8, 'mod', t.typtypmod, 'notnull', t.typnotnull,
    'element', CASE WHEN t.typcategory = 'A' THEN t.typelem::int8 ELSE 0 END,
    'subtype', CASE WHEN t.typtype IN ('r', 'm')
       THEN (SELECT rngsubtype::int8 FROM pg_range WHERE rngtypid = t.oid OR rngmultitypid = t.oid) END,
    'labels', CASE WHEN t.typtype = 'e'
       THEN (SELECT jsonb_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid) END,
    'checks', CASE WHEN t.typtype = 'd'
       THEN (SELECT jsonb_agg(pg_get_expr(conbin, 0)) FROM pg_constraint WHERE contypid = t.oid AND contype = 'c') END,
    'attributes', CASE WHEN t.typtype = 'c' THEN (SELECT jsonb_agg(atttypid::int8 ORDER BY attnum) FROM pg_attribute
       WHERE attrelid = t.typrelid AND attnum > 0 AND NOT attisdropped) END
  )), '[]') FROM pg_type t WHERE t.typtype <> 'p'
    AND (t.typtype <> 'c' OR EXISTS (SELECT FROM pg_class k WHERE k.oid = t.typrelid AND k.relkind = 'c'))
    AND (t.typnamespace <> 'information_schema'::regnamespace)),
'constraints', (SELECT coalesce(jsonb_agg(jsonb_build_object(
    'name', k.conname, 'relation', k.conrelid::int8, 'type', k.contype,
    'columns', (SELECT jsonb_agg(a.attname ORDER BY o) FROM unnest(k.conkey) WITH ORDINALITY u(n, o)
                JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n),
    'expression', CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END,
    'target', k.confrelid::int8,
    'target_columns', (SELECT jsonb_agg(a.attname ORDER BY o) FROM unnest(k.confkey) WITH ORDINALITY u(n, o)
                JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n),
    'deferrable', k.condeferrable, 'delete', k.confdeltype
  ) ORDER BY k.conrelid, k.conname), '[]')
  FROM pg_constraint k JOIN rel c ON c.oid = k.conrelid WHERE k.contype IN ('c', 'f', 'p', 'u', 'x') AND k.conparentid = 0),
'uniques', (SELECT coalesce(jsonb_agg(jsonb_build_object(
    'relation', i.indrelid::int8, 'name', i.indexrelid::regclass::text, 'primary', i.indisprimary,
    'columns', (SELECT jsonb_agg(a.attname ORDER BY o) FROM unnest(i.indkey::int2[]) WITH ORDINALITY u(n, o)
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.n),
    'partial', i.indpred IS NOT NULL, 'expressions', i.indexprs IS NOT NULL
  ) ORDER BY i.indexrelid::regclass::text), '[]') FROM pg_index i JOIN rel c ON c.oid = i.indrelid WHERE i.indisunique),
'policies', (SELECT coalesce(jsonb_agg(jsonb_build_object(
    'oid', p.oid::int8, 'relation', p.polrelid::int8, 'name', p.polname, 'command', p.polcmd, 'permissive', p.polpermissive,
    'roles', (SELECT jsonb_agg(CASE WHEN r = 0 THEN 'public' ELSE pg_get_userbyid(r) END) FROM unnest(p.polroles) r),
    'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid),
    'reads', (SELECT coalesce(jsonb_agg(DISTINCT d.refobjid::int8), '[]') FROM pg_depend d
       WHERE d.classid = 'pg_policy'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_class'::regclass
         AND d.refobjid <> p.polrelid),
    'self', (SELECT p.polqual::text LIKE '%:relid ' || p.polrelid || ' %' OR p.polwithcheck::text LIKE '%:relid ' || p.polrelid || ' %'),
    'functions', (SELECT coalesce(jsonb_agg(DISTINCT d.refobjid::int8), '[]') FROM pg_depend d
       WHERE d.classid = 'pg_policy'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_proc'::regclass)
  ) ORDER BY p.polrelid, p.polname), '[]') FROM pg_policy p JOIN rel c ON c.oid = p.polrelid),
'routines', (SELECT coalesce(jsonb_agg(jsonb_build_object(
    'oid', p.oid::int8, 'schema', p.nspname, 'name', p.proname, 'kind', p.prokind, 'language', l.lanname,
    'owner', pg_get_userbyid(p.proowner), 'definer', p.prosecdef, 'volatility', p.provolatile,
    'returns', CASE p.prorettype WHEN 'trigger'::regtype THEN 'trigger' WHEN 'event_trigger'::regtype THEN 'event_trigger'
               ELSE coalesce(format_type(p.prorettype, NULL), '') END,
    'set', p.proretset, 'arguments', pg_get_function_identity_arguments(p.oid),
    'names', coalesce(to_jsonb(p.proargnames), '[]'), 'modes', coalesce(to_jsonb(p.proargmodes), '[]'),
    'types', (SELECT coalesce(jsonb_agg(t::int8 ORDER BY o), '[]') FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY u(t, o)),
    'type_names', (SELECT coalesce(jsonb_agg(format_type(t, NULL) ORDER BY o), '[]') FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY u(t, o)),
    'defaults', p.pronargdefaults, 'body', CASE WHEN p.prosqlbody IS NULL THEN p.prosrc ELSE pg_get_function_sqlbody(p.oid) END,
    'full', CASE WHEN l.lanname IN ('plpgsql', 'sql') THEN pg_get_functiondef(p.oid) END,
    'config', coalesce(to_jsonb(p.proconfig), '[]')
  ) ORDER BY p.nspname, p.proname, p.oid), '[]') FROM proc p JOIN pg_language l ON l.oid = p.prolang),
'triggers', (SELECT coalesce(jsonb_agg(jsonb_build_object(
    'relation', t.tgrelid::int8, 'name', t.tgname, 'function', t.tgfoid::int8, 'type', t.tgtype, 'enabled', t.tgenabled
  ) ORDER BY t.tgrelid, t.tgname), '[]') FROM pg_trigger t JOIN rel c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal),
'reads', (SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_array(r.ev_class::int8, d.refobjid::int8)), '[]')
  FROM pg_rewrite r JOIN rel c ON c.oid = r.ev_class
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
  WHERE d.refobjid <> r.ev_class)
)
