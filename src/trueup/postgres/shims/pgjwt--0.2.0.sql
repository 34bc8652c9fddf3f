CREATE FUNCTION @extschema@.url_encode(data bytea) RETURNS text IMMUTABLE LANGUAGE sql AS $$
  SELECT rtrim(translate(replace(encode(data, 'base64'), E'\n', ''), '+/', '-_'), '=')
$$;
CREATE FUNCTION @extschema@.url_decode(data text) RETURNS bytea IMMUTABLE LANGUAGE sql AS $$
  SELECT decode(translate(data, '-_', '+/') || repeat('=', (4 - length(data) % 4) % 4), 'base64')
$$;
CREATE FUNCTION @extschema@.algorithm_sign(signables text, secret text, algorithm text) RETURNS text IMMUTABLE LANGUAGE sql AS $$
  SELECT @extschema@.url_encode(@extschema:pgcrypto@.hmac(signables, secret, CASE algorithm
    WHEN 'HS256' THEN 'sha256' WHEN 'HS384' THEN 'sha384' WHEN 'HS512' THEN 'sha512' ELSE '' END))
$$;
CREATE FUNCTION @extschema@.sign(payload json, secret text, algorithm text DEFAULT 'HS256') RETURNS text IMMUTABLE
  LANGUAGE sql AS $$
  SELECT signables || '.' || @extschema@.algorithm_sign(signables, secret, algorithm)
    FROM (SELECT @extschema@.url_encode(convert_to('{"alg":"' || algorithm || '","typ":"JWT"}', 'utf8')) || '.'
      || @extschema@.url_encode(convert_to(payload::text, 'utf8')) AS signables) AS parts
$$;
CREATE FUNCTION @extschema@.try_cast_double(inp text) RETURNS double precision IMMUTABLE LANGUAGE plpgsql AS $$
BEGIN
  RETURN inp::double precision;
EXCEPTION WHEN OTHERS THEN
  RETURN NULL;
END
$$;
CREATE FUNCTION @extschema@.verify(token text, secret text, algorithm text DEFAULT 'HS256')
  RETURNS TABLE (header json, payload json, valid boolean) IMMUTABLE LANGUAGE sql AS $$
  SELECT head, body, signature = @extschema@.algorithm_sign(signables, secret, algorithm)
      AND tstzrange(to_timestamp(@extschema@.try_cast_double(body ->> 'nbf')),
                    to_timestamp(@extschema@.try_cast_double(body ->> 'exp'))) @> now()
    FROM (SELECT convert_from(@extschema@.url_decode(part[1]), 'utf8')::json AS head,
                 convert_from(@extschema@.url_decode(part[2]), 'utf8')::json AS body,
                 part[3] AS signature, part[1] || '.' || part[2] AS signables
            FROM string_to_array(token, '.') AS part) AS parts
$$;
