-- Checks what a schema says of type, required, properties, enum and items; other keywords pass.
CREATE FUNCTION jsonb_matches_schema(schema json, instance jsonb) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql
  SET search_path = pg_catalog, @extschema@ AS $$
DECLARE
  rule jsonb := schema::jsonb;
  kind text := CASE jsonb_typeof(instance) WHEN 'number' THEN CASE WHEN instance::text ~ '^-?[0-9]+$' THEN 'integer' ELSE 'number' END
                                           ELSE jsonb_typeof(instance) END;
BEGIN
  IF jsonb_typeof(rule) = 'boolean' THEN
    RETURN rule::boolean;
  END IF;
  IF rule ? 'type' AND NOT (jsonb_build_array(kind) <@ (CASE jsonb_typeof(rule -> 'type') WHEN 'array' THEN rule -> 'type' ELSE jsonb_build_array(rule -> 'type') END)
      OR kind = 'integer' AND '["number"]' <@ (CASE jsonb_typeof(rule -> 'type') WHEN 'array' THEN rule -> 'type' ELSE jsonb_build_array(rule -> 'type') END)) THEN
    RETURN false;
  END IF;
  IF rule ? 'enum' AND NOT (rule -> 'enum') @> jsonb_build_array(instance) THEN
    RETURN false;
  END IF;
  IF kind = 'object' THEN
    RETURN coalesce((SELECT bool_and(instance ? name) FROM jsonb_array_elements_text(rule -> 'required') AS name), true)
      AND coalesce((SELECT bool_and(jsonb_matches_schema(value::json, instance -> key)) FROM jsonb_each(rule -> 'properties')
                     WHERE instance ? key), true);
  ELSIF kind = 'array' AND rule ? 'items' THEN
    RETURN coalesce((SELECT bool_and(jsonb_matches_schema((rule -> 'items')::json, item)) FROM jsonb_array_elements(instance) AS item), true);
  END IF;
  RETURN true;
END
$$;
CREATE FUNCTION json_matches_schema(schema json, instance json) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS
  'SELECT @extschema@.jsonb_matches_schema($1, $2::jsonb)';
CREATE FUNCTION jsonschema_is_valid(schema json) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS
  $$ SELECT json_typeof($1) IN ('object', 'boolean') $$;
STUB jsonschema_validation_errors(schema json, instance json) RETURNS text[] IMMUTABLE STRICT PARALLEL SAFE;
