CREATE FUNCTION uuid_nil() RETURNS uuid IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql
  RETURN '00000000-0000-0000-0000-000000000000'::uuid;
CREATE FUNCTION uuid_ns_dns() RETURNS uuid IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql
  RETURN '6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid;
CREATE FUNCTION uuid_ns_url() RETURNS uuid IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql
  RETURN '6ba7b811-9dad-11d1-80b4-00c04fd430c8'::uuid;
CREATE FUNCTION uuid_ns_oid() RETURNS uuid IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql
  RETURN '6ba7b812-9dad-11d1-80b4-00c04fd430c8'::uuid;
CREATE FUNCTION uuid_ns_x500() RETURNS uuid IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql
  RETURN '6ba7b814-9dad-11d1-80b4-00c04fd430c8'::uuid;

-- Version 1 without a clock or a network card in it: random bits under the right version digit.
CREATE FUNCTION uuid_generate_v1() RETURNS uuid VOLATILE STRICT PARALLEL SAFE LANGUAGE sql
  RETURN overlay(gen_random_uuid()::text PLACING '1' FROM 15 FOR 1)::uuid;
CREATE FUNCTION uuid_generate_v1mc() RETURNS uuid VOLATILE STRICT PARALLEL SAFE LANGUAGE sql
  RETURN overlay(gen_random_uuid()::text PLACING '1' FROM 15 FOR 1)::uuid;
CREATE FUNCTION uuid_generate_v4() RETURNS uuid VOLATILE STRICT PARALLEL SAFE LANGUAGE sql
  RETURN gen_random_uuid();

-- RFC 9562, section 5.3: md5 over the namespace's bytes and the name, with the version and variant bits put in.
CREATE FUNCTION uuid_generate_v3(namespace uuid, name text) RETURNS uuid IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS $$
  SELECT encode(set_byte(set_byte(h, 6, get_byte(h, 6) & 15 | 48), 8, get_byte(h, 8) & 63 | 128), 'hex')::uuid
    FROM (SELECT decode(md5(uuid_send(namespace) || convert_to(name, 'UTF8')), 'hex') AS h) AS hash
$$;
-- FIPS 180-4, section 6.1: PostgreSQL builds no SHA-1 in.
CREATE FUNCTION uuid_sha1(data bytea) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  mask constant bigint := 4294967295;
  h bigint[] := ARRAY[1732584193, 4023233417, 2562383102, 271733878, 3285377520];
  message bytea := data || '\x80'::bytea || decode(repeat('00', (119 - length(data) % 64) % 64), 'hex')
                   || int8send(length(data)::bigint * 8);
  w bigint[];
  a bigint; b bigint; c bigint; d bigint; e bigint; f bigint; k bigint; t bigint;
  p integer;
BEGIN
  FOR block IN 0..length(message) / 64 - 1 LOOP
    w := '{}';
    FOR i IN 0..15 LOOP
      p := block * 64 + i * 4;
      w[i] := ((get_byte(message, p)::bigint * 256 + get_byte(message, p + 1)) * 256 + get_byte(message, p + 2)) * 256 + get_byte(message, p + 3);
    END LOOP;
    FOR i IN 16..79 LOOP
      t := w[i - 3] # w[i - 8] # w[i - 14] # w[i - 16];
      w[i] := ((t << 1) | (t >> 31)) & mask;
    END LOOP;
    a := h[1]; b := h[2]; c := h[3]; d := h[4]; e := h[5];
    FOR i IN 0..79 LOOP
      IF i < 20 THEN
        f := (b & c) | ((~b) & mask & d); k := 1518500249;
      ELSIF i < 40 THEN
        f := b # c # d; k := 1859775393;
      ELSIF i < 60 THEN
        f := (b & c) | (b & d) | (c & d); k := 2400959708;
      ELSE
        f := b # c # d; k := 3395469782;
      END IF;
      t := ((((a << 5) | (a >> 27)) & mask) + f + e + k + w[i]) & mask;
      e := d; d := c; c := ((b << 30) | (b >> 2)) & mask; b := a; a := t;
    END LOOP;
    h := ARRAY[(h[1] + a) & mask, (h[2] + b) & mask, (h[3] + c) & mask, (h[4] + d) & mask, (h[5] + e) & mask];
  END LOOP;
  RETURN decode((SELECT string_agg(lpad(to_hex(part), 8, '0'), '' ORDER BY n) FROM unnest(h) WITH ORDINALITY AS u(part, n)), 'hex');
END
$$;
-- Section 5.5: the same with SHA-1.
CREATE FUNCTION uuid_generate_v5(namespace uuid, name text) RETURNS uuid IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  h bytea;
BEGIN
  EXECUTE format('SELECT %I.uuid_sha1($1)', (SELECT n.nspname FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'uuid-ossp'))
    INTO h USING uuid_send(namespace) || convert_to(name, 'UTF8');
  h := substr(h, 1, 16);
  RETURN encode(set_byte(set_byte(h, 6, (get_byte(h, 6) & 15) | 80), 8, (get_byte(h, 8) & 63) | 128), 'hex')::uuid;
END
$$;
