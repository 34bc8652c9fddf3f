-- FIPS 180-4, section 6.1: PostgreSQL builds no SHA-1 in.
CREATE FUNCTION pgcrypto_sha1(data bytea) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql SET search_path = pg_catalog AS $$
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
CREATE FUNCTION digest(bytea, text) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  result bytea;
BEGIN
  CASE lower($2)
    WHEN 'md5' THEN RETURN decode(md5($1), 'hex');
    WHEN 'sha224' THEN RETURN sha224($1);
    WHEN 'sha256' THEN RETURN sha256($1);
    WHEN 'sha384' THEN RETURN sha384($1);
    WHEN 'sha512' THEN RETURN sha512($1);
    WHEN 'sha1' THEN EXECUTE format('SELECT %I.pgcrypto_sha1($1)', (SELECT n.nspname FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pgcrypto')) INTO result USING $1; RETURN result;
    ELSE RAISE invalid_parameter_value USING MESSAGE = format('Cannot use "%s": No such hash algorithm', $2);
  END CASE;
END
$$;
CREATE FUNCTION digest(text, text) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  result bytea;
BEGIN
  CASE lower($2)
    WHEN 'md5' THEN RETURN decode(md5($1), 'hex');
    WHEN 'sha224' THEN RETURN sha224(convert_to($1, 'UTF8'));
    WHEN 'sha256' THEN RETURN sha256(convert_to($1, 'UTF8'));
    WHEN 'sha384' THEN RETURN sha384(convert_to($1, 'UTF8'));
    WHEN 'sha512' THEN RETURN sha512(convert_to($1, 'UTF8'));
    WHEN 'sha1' THEN EXECUTE format('SELECT %I.pgcrypto_sha1($1)', (SELECT n.nspname FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pgcrypto')) INTO result USING convert_to($1, 'UTF8'); RETURN result;
    ELSE RAISE invalid_parameter_value USING MESSAGE = format('Cannot use "%s": No such hash algorithm', $2);
  END CASE;
END
$$;

-- RFC 2104. Self-contained, so that no search_path can make it call another digest().
CREATE FUNCTION hmac(bytea, bytea, text) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  algorithm text := lower($3);
  block integer := CASE WHEN lower($3) IN ('sha384', 'sha512') THEN 128 ELSE 64 END;
  key bytea := $2;
  inner_pad bytea := '';
  outer_pad bytea := '';
  message bytea;
BEGIN
  FOR round IN 1..3 LOOP
    IF round = 1 THEN
      CONTINUE WHEN length(key) <= block;
      message := key;
    ELSIF round = 2 THEN
      key := key || decode(repeat('00', block - length(key)), 'hex');
      FOR i IN 0..block - 1 LOOP
        inner_pad := inner_pad || set_byte('\x00', 0, get_byte(key, i) # 54);
        outer_pad := outer_pad || set_byte('\x00', 0, get_byte(key, i) # 92);
      END LOOP;
      message := inner_pad || $1;
    ELSE
      message := outer_pad || message;
    END IF;
    IF algorithm = 'sha1' THEN
      EXECUTE format('SELECT %I.pgcrypto_sha1($1)', (SELECT n.nspname FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pgcrypto')) INTO message USING message;
    ELSE
      message := CASE algorithm
        WHEN 'md5' THEN decode(md5(message), 'hex')
        WHEN 'sha224' THEN sha224(message)
        WHEN 'sha256' THEN sha256(message)
        WHEN 'sha384' THEN sha384(message)
        WHEN 'sha512' THEN sha512(message) END;
    END IF;
    IF message IS NULL THEN
      RAISE invalid_parameter_value USING MESSAGE = format('Cannot use "%s": No such hash algorithm', $3);
    END IF;
    IF round = 1 THEN
      key := message;
    END IF;
  END LOOP;
  RETURN message;
END
$$;
CREATE FUNCTION hmac(text, text, text) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  result bytea;
BEGIN
  EXECUTE format('SELECT %I.hmac($1, $2, $3)', (SELECT n.nspname FROM pg_extension e JOIN pg_namespace n
    ON n.oid = e.extnamespace WHERE e.extname = 'pgcrypto'))
    INTO result USING convert_to($1, 'UTF8'), convert_to($2, 'UTF8'), $3;
  RETURN result;
END
$$;

-- A salted hash of the right shape that checks out against itself, and against nothing else.
CREATE FUNCTION crypt(text, text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS $$
  SELECT CASE WHEN $2 ~ '^[$]2[abxy]?[$]'
    THEN left($2, 29) || translate(left(encode(sha256(convert_to(left($2, 29) || $1, 'UTF8')), 'base64'), 31), '+=', './')
    ELSE left($2, 12) || '$' || left(md5(left($2, 12) || $1), 22) END
$$;
CREATE FUNCTION gen_salt(text) RETURNS text VOLATILE STRICT PARALLEL SAFE LANGUAGE sql AS $$
  SELECT CASE lower($1) WHEN 'bf' THEN '$2a$06$' || left(replace(gen_random_uuid()::text, '-', ''), 22)
    WHEN 'md5' THEN '$1$' || left(gen_random_uuid()::text, 8) ELSE left(gen_random_uuid()::text, 2) END
$$;
CREATE FUNCTION gen_salt(text, int4) RETURNS text VOLATILE STRICT PARALLEL SAFE LANGUAGE sql AS $$
  SELECT CASE lower($1) WHEN 'bf' THEN '$2a$' || lpad($2::text, 2, '0') || '$' || left(replace(gen_random_uuid()::text, '-', ''), 22)
    WHEN 'md5' THEN '$1$' || left(gen_random_uuid()::text, 8) ELSE left(gen_random_uuid()::text, 2) END
$$;
CREATE FUNCTION gen_random_uuid() RETURNS uuid VOLATILE PARALLEL SAFE LANGUAGE internal AS 'gen_random_uuid';
CREATE FUNCTION gen_random_bytes(int4) RETURNS bytea VOLATILE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
BEGIN
  IF $1 NOT BETWEEN 1 AND 1024 THEN
    RAISE external_routine_invocation_exception USING MESSAGE = 'Length not in range';
  END IF;
  RETURN substr(decode((SELECT string_agg(replace(pg_catalog.gen_random_uuid()::text, '-', ''), '')
                          FROM generate_series(0, $1 / 16)), 'hex'), 1, $1);
END
$$;
CREATE FUNCTION armor(bytea) RETURNS text IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql
  RETURN E'-----BEGIN PGP MESSAGE-----\n\n' || encode($1, 'base64') || E'\n-----END PGP MESSAGE-----\n';
STUB armor(bytea, text[], text[]) RETURNS text IMMUTABLE STRICT PARALLEL SAFE;
STUB dearmor(text) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE;
STUB encrypt(bytea, bytea, text) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE;
STUB decrypt(bytea, bytea, text) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE;
STUB encrypt_iv(bytea, bytea, bytea, text) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE;
STUB decrypt_iv(bytea, bytea, bytea, text) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE;
STUB pgp_sym_encrypt(text, text) RETURNS bytea STRICT PARALLEL SAFE;
STUB pgp_sym_encrypt_bytea(bytea, text) RETURNS bytea STRICT PARALLEL SAFE;
STUB pgp_sym_encrypt(text, text, text) RETURNS bytea STRICT PARALLEL SAFE;
STUB pgp_sym_encrypt_bytea(bytea, text, text) RETURNS bytea STRICT PARALLEL SAFE;
STUB pgp_sym_decrypt(bytea, text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE;
STUB pgp_sym_decrypt_bytea(bytea, text) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE;
STUB pgp_sym_decrypt(bytea, text, text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE;
STUB pgp_sym_decrypt_bytea(bytea, text, text) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE;
STUB pgp_pub_encrypt(text, bytea) RETURNS bytea STRICT PARALLEL SAFE;
STUB pgp_pub_encrypt_bytea(bytea, bytea) RETURNS bytea STRICT PARALLEL SAFE;
STUB pgp_pub_encrypt(text, bytea, text) RETURNS bytea STRICT PARALLEL SAFE;
STUB pgp_pub_encrypt_bytea(bytea, bytea, text) RETURNS bytea STRICT PARALLEL SAFE;
STUB pgp_pub_decrypt(bytea, bytea) RETURNS text IMMUTABLE STRICT PARALLEL SAFE;
STUB pgp_pub_decrypt_bytea(bytea, bytea) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE;
STUB pgp_pub_decrypt(bytea, bytea, text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE;
STUB pgp_pub_decrypt_bytea(bytea, bytea, text) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE;
STUB pgp_pub_decrypt(bytea, bytea, text, text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE;
STUB pgp_pub_decrypt_bytea(bytea, bytea, text, text) RETURNS bytea IMMUTABLE STRICT PARALLEL SAFE;
STUB pgp_key_id(bytea) RETURNS text IMMUTABLE STRICT PARALLEL SAFE;
STUB pgp_armor_headers(text, key OUT text, value OUT text) RETURNS SETOF record IMMUTABLE STRICT PARALLEL SAFE;
