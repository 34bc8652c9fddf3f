-- Encrypts nothing: calls raise. Types, tables and signatures are there for what refers to them.
CREATE TYPE pgsodium.key_status AS ENUM ('default', 'valid', 'invalid', 'expired');
CREATE TYPE pgsodium.key_type AS ENUM ('aead-ietf', 'aead-det', 'hmacsha512', 'hmacsha256', 'auth', 'shorthash', 'generichash', 'kdf', 'secretbox', 'secretstream', 'stream_xchacha20');
CREATE TYPE pgsodium.crypto_box_keypair AS (public bytea, secret bytea);
CREATE TYPE pgsodium.crypto_sign_keypair AS (public bytea, secret bytea);
CREATE TYPE pgsodium.crypto_kx_keypair AS (public bytea, secret bytea);
CREATE TYPE pgsodium.crypto_kx_session AS (rx bytea, tx bytea);
CREATE TYPE pgsodium.crypto_signcrypt_state_key AS (state bytea, shared_key bytea);
CREATE TYPE pgsodium.crypto_signcrypt_keypair AS (public bytea, secret bytea);
CREATE TYPE pgsodium._key_id_context AS (key_id bigint, key_context bytea);
CREATE SEQUENCE pgsodium.key_key_id_seq;
CREATE TABLE pgsodium.key (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  status pgsodium.key_status DEFAULT 'valid',
  created timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires timestamptz,
  key_type pgsodium.key_type,
  key_id bigint DEFAULT nextval('pgsodium.key_key_id_seq'),
  key_context bytea DEFAULT '\x7067736f6469756d' CHECK (length(key_context) = 8),
  name text UNIQUE,
  associated_data text DEFAULT 'associated',
  raw_key bytea,
  raw_key_nonce bytea,
  parent_key uuid REFERENCES pgsodium.key (id),
  comment text,
  user_data text
);
CREATE VIEW pgsodium.valid_key AS
  SELECT id, name, status, key_type, key_id, key_context, created, expires, associated_data FROM pgsodium.key
   WHERE status IN ('valid', 'default') AND (expires IS NULL OR expires > now());
STUB pgsodium.crypto_secretbox_keygen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_secretbox_noncegen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_secretbox(message bytea, nonce bytea, key bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_secretbox_open(ciphertext bytea, nonce bytea, key bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_auth(message bytea, key bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_auth_verify(mac bytea, message bytea, key bytea) RETURNS boolean IMMUTABLE;
STUB pgsodium.crypto_auth_keygen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_generichash(message bytea, key bytea DEFAULT NULL::bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_shorthash(message bytea, key bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_box_noncegen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_box(message bytea, nonce bytea, public bytea, secret bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_box_open(ciphertext bytea, nonce bytea, public bytea, secret bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_sign(message bytea, key bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_sign_open(signed_message bytea, key bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_sign_detached(message bytea, key bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_sign_verify_detached(sig bytea, message bytea, key bytea) RETURNS boolean IMMUTABLE;
STUB pgsodium.crypto_pwhash_saltgen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_pwhash(password bytea, salt bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_pwhash_str(password bytea) RETURNS bytea VOLATILE;
STUB pgsodium.crypto_pwhash_str_verify(hashed_password bytea, password bytea) RETURNS boolean IMMUTABLE;
STUB pgsodium.crypto_box_seal(message bytea, public_key bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_box_seal_open(ciphertext bytea, public_key bytea, secret_key bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_kdf_keygen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_kx_new_keypair() RETURNS pgsodium.crypto_kx_keypair VOLATILE;
STUB pgsodium.crypto_kx_new_seed() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_kx_seed_new_keypair(seed bytea) RETURNS pgsodium.crypto_kx_keypair IMMUTABLE STRICT;
STUB pgsodium.crypto_kx_client_session_keys(client_pk bytea, client_sk bytea, server_pk bytea) RETURNS pgsodium.crypto_kx_session VOLATILE;
STUB pgsodium.crypto_kx_server_session_keys(server_pk bytea, server_sk bytea, client_pk bytea) RETURNS pgsodium.crypto_kx_session VOLATILE;
STUB pgsodium.crypto_auth_hmacsha512_keygen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_auth_hmacsha512(message bytea, secret bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_auth_hmacsha512_verify(hash bytea, message bytea, secret bytea) RETURNS boolean IMMUTABLE;
STUB pgsodium.randombytes_new_seed() RETURNS bytea VOLATILE;
STUB pgsodium.randombytes_buf_deterministic(size integer, seed bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_sign_init() RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_sign_update(state bytea, message bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_sign_final_create(state bytea, key bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_sign_final_verify(state bytea, signature bytea, key bytea) RETURNS boolean IMMUTABLE;
STUB pgsodium.crypto_sign_update_agg1(state bytea, message bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_sign_update_agg2(cur_state bytea, initial_state bytea, message bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_box_new_keypair() RETURNS pgsodium.crypto_box_keypair VOLATILE;
STUB pgsodium.crypto_sign_new_keypair() RETURNS pgsodium.crypto_sign_keypair VOLATILE;
STUB pgsodium.crypto_box_new_seed() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_box_seed_new_keypair(seed bytea) RETURNS pgsodium.crypto_box_keypair IMMUTABLE;
STUB pgsodium.crypto_sign_new_seed() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_sign_seed_new_keypair(seed bytea) RETURNS pgsodium.crypto_sign_keypair IMMUTABLE;
STUB pgsodium.pgsodium_derive(key_id bigint, key_len integer DEFAULT 32, context bytea DEFAULT decode('pgsodium'::text, 'escape'::text)) RETURNS bytea VOLATILE;
STUB pgsodium.crypto_auth_hmacsha256_keygen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_auth_hmacsha256(message bytea, secret bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_auth_hmacsha256_verify(hash bytea, message bytea, secret bytea) RETURNS boolean IMMUTABLE;
STUB pgsodium.crypto_hash_sha256(message bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_hash_sha512(message bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_kdf_derive_from_key(subkey_size bigint, subkey_id bigint, context bytea, primary_key bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.derive_key(key_id bigint, key_len integer DEFAULT 32, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea VOLATILE;
STUB pgsodium.crypto_shorthash_keygen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_generichash_keygen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_secretbox(message bytea, nonce bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_secretbox_open(message bytea, nonce bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_auth(message bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_auth_verify(mac bytea, message bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS boolean IMMUTABLE;
STUB pgsodium.crypto_aead_ietf_keygen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_aead_ietf_noncegen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_aead_ietf_encrypt(message bytea, additional bytea, nonce bytea, key bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_aead_ietf_decrypt(message bytea, additional bytea, nonce bytea, key bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_aead_ietf_encrypt(message bytea, additional bytea, nonce bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_aead_ietf_decrypt(message bytea, additional bytea, nonce bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_secretstream_keygen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_stream_xchacha20_keygen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_stream_xchacha20_noncegen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_stream_xchacha20(bigint, bytea, bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_stream_xchacha20_xor(bytea, bytea, bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_stream_xchacha20_xor_ic(bytea, bytea, bigint, bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_stream_xchacha20(bigint, bytea, bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_stream_xchacha20_xor(bytea, bytea, bigint, context bytea DEFAULT '\x70676f736469756d'::bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_stream_xchacha20_xor_ic(bytea, bytea, bigint, bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_cmp(text, text) RETURNS boolean IMMUTABLE STRICT;
STUB pgsodium.crypto_generichash(message bytea, key bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_shorthash(message bytea, key bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_auth_hmacsha512(message bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_auth_hmacsha512_verify(hash bytea, message bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS boolean IMMUTABLE;
STUB pgsodium.crypto_auth_hmacsha256(message bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_auth_hmacsha256_verify(hash bytea, message bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS boolean IMMUTABLE;
STUB pgsodium.crypto_aead_det_keygen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_aead_det_encrypt(message bytea, additional bytea, key bytea, nonce bytea DEFAULT NULL::bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_aead_det_decrypt(ciphertext bytea, additional bytea, key bytea, nonce bytea DEFAULT NULL::bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_aead_det_encrypt(message bytea, additional bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea, nonce bytea DEFAULT NULL::bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_aead_det_decrypt(message bytea, additional bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea, nonce bytea DEFAULT NULL::bytea) RETURNS bytea IMMUTABLE;
STUB pgsodium.crypto_signcrypt_new_keypair() RETURNS pgsodium.crypto_signcrypt_keypair VOLATILE;
STUB pgsodium.crypto_signcrypt_sign_before(sender bytea, recipient bytea, sender_sk bytea, recipient_pk bytea, additional bytea) RETURNS pgsodium.crypto_signcrypt_state_key VOLATILE;
STUB pgsodium.crypto_signcrypt_sign_after(state bytea, sender_sk bytea, ciphertext bytea) RETURNS bytea VOLATILE;
STUB pgsodium.crypto_signcrypt_verify_before(signature bytea, sender bytea, recipient bytea, additional bytea, sender_pk bytea, recipient_sk bytea) RETURNS pgsodium.crypto_signcrypt_state_key VOLATILE;
STUB pgsodium.crypto_signcrypt_verify_after(state bytea, signature bytea, sender_pk bytea, ciphertext bytea) RETURNS boolean VOLATILE;
STUB pgsodium.crypto_signcrypt_verify_public(signature bytea, sender bytea, recipient bytea, additional bytea, sender_pk bytea, ciphertext bytea) RETURNS boolean VOLATILE;
STUB pgsodium.sodium_bin2base64(bin bytea) RETURNS text IMMUTABLE;
STUB pgsodium.sodium_base642bin(base64 text) RETURNS bytea IMMUTABLE;
STUB pgsodium.version() RETURNS text VOLATILE;
STUB pgsodium.crypto_aead_det_encrypt(message bytea, additional bytea, key_uuid uuid) RETURNS bytea STABLE;
STUB pgsodium.crypto_aead_det_decrypt(message bytea, additional bytea, key_uuid uuid) RETURNS bytea STABLE;
STUB pgsodium.crypto_aead_det_encrypt(message bytea, additional bytea, key_uuid uuid, nonce bytea) RETURNS bytea STABLE;
STUB pgsodium.crypto_aead_det_decrypt(message bytea, additional bytea, key_uuid uuid, nonce bytea) RETURNS bytea STABLE;
STUB pgsodium.crypto_aead_ietf_encrypt(message bytea, additional bytea, nonce bytea, key_uuid uuid) RETURNS bytea STABLE;
STUB pgsodium.crypto_aead_ietf_decrypt(message bytea, additional bytea, nonce bytea, key_uuid uuid) RETURNS bytea STABLE;
STUB pgsodium.has_mask(role regrole, source_name text) RETURNS boolean VOLATILE;
STUB pgsodium.mask_columns(source_relid oid) RETURNS TABLE(attname name, key_id text, key_id_column text, associated_column text, nonce_column text, format_type text) VOLATILE;
STUB pgsodium.decrypted_columns(relid oid) RETURNS text VOLATILE;
STUB pgsodium.encrypted_columns(relid oid) RETURNS text VOLATILE;
STUB pgsodium.mask_role(masked_role regrole, source_name text, view_name text) RETURNS void VOLATILE;
STUB pgsodium.crypto_auth_hmacsha256(message bytea, key_uuid uuid) RETURNS bytea STABLE;
STUB pgsodium.crypto_auth_hmacsha256_verify(signature bytea, message bytea, key_uuid uuid) RETURNS boolean STABLE;
STUB pgsodium.crypto_auth_hmacsha512(message bytea, key_uuid uuid) RETURNS bytea STABLE;
STUB pgsodium.crypto_auth_hmacsha512_verify(signature bytea, message bytea, key_uuid uuid) RETURNS boolean STABLE;
STUB pgsodium.crypto_auth(message bytea, key_uuid uuid) RETURNS bytea STABLE;
STUB pgsodium.crypto_auth_verify(mac bytea, message bytea, key_uuid uuid) RETURNS boolean STABLE;
STUB pgsodium.crypto_shorthash(message bytea, key_uuid uuid) RETURNS bytea STABLE;
STUB pgsodium.crypto_generichash(message bytea, key_uuid uuid) RETURNS bytea STABLE;
STUB pgsodium.crypto_kdf_derive_from_key(subkey_size integer, subkey_id bigint, context bytea, primary_key uuid) RETURNS bytea STABLE STRICT;
STUB pgsodium.crypto_secretbox(message bytea, nonce bytea, key_uuid uuid) RETURNS bytea STABLE;
STUB pgsodium.crypto_secretbox_open(message bytea, nonce bytea, key_uuid uuid) RETURNS bytea STABLE;
STUB pgsodium.quote_assoc(text, boolean DEFAULT false) RETURNS text VOLATILE;
STUB pgsodium.get_key_by_id(uuid) RETURNS pgsodium.valid_key VOLATILE;
STUB pgsodium.get_key_by_name(text) RETURNS pgsodium.valid_key VOLATILE;
STUB pgsodium.get_named_keys(filter text DEFAULT '%'::text) RETURNS SETOF pgsodium.valid_key VOLATILE;
STUB pgsodium.enable_security_label_trigger() RETURNS void VOLATILE;
STUB pgsodium.disable_security_label_trigger() RETURNS void VOLATILE;
STUB pgsodium.update_mask(target oid, debug boolean DEFAULT false) RETURNS void VOLATILE;
STUB pgsodium.update_masks(debug boolean DEFAULT false) RETURNS void VOLATILE;
STUB pgsodium.encrypted_column(relid oid, m record) RETURNS text VOLATILE;
STUB pgsodium.crypto_ipcrypt_ip2bin(ip text) RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_bin2ip(bin bytea) RETURNS text IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_keygen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_ipcrypt_encrypt(ip bytea, key bytea) RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_decrypt(ip bytea, key bytea) RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_encrypt(ip bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_decrypt(ip bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_encrypt(ip bytea, key_uuid uuid) RETURNS bytea STABLE STRICT;
STUB pgsodium.crypto_ipcrypt_decrypt(ip bytea, key_uuid uuid) RETURNS bytea STABLE STRICT;
STUB pgsodium.crypto_ipcrypt_encrypt(ip inet, key bytea) RETURNS inet IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_decrypt(ip inet, key bytea) RETURNS inet IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_encrypt(ip inet, key_uuid uuid) RETURNS inet STABLE STRICT;
STUB pgsodium.crypto_ipcrypt_decrypt(ip inet, key_uuid uuid) RETURNS inet STABLE STRICT;
STUB pgsodium.crypto_ipcrypt_pfx_keygen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_ipcrypt_pfx_encrypt(ip bytea, key bytea) RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_pfx_decrypt(ip bytea, key bytea) RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_pfx_encrypt(ip bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_pfx_decrypt(ip bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_pfx_encrypt(ip bytea, key_uuid uuid) RETURNS bytea STABLE STRICT;
STUB pgsodium.crypto_ipcrypt_pfx_decrypt(ip bytea, key_uuid uuid) RETURNS bytea STABLE STRICT;
STUB pgsodium.crypto_ipcrypt_pfx_encrypt(ip inet, key bytea) RETURNS inet IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_pfx_decrypt(ip inet, key bytea) RETURNS inet IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_pfx_encrypt(ip inet, key_uuid uuid) RETURNS inet STABLE STRICT;
STUB pgsodium.crypto_ipcrypt_pfx_decrypt(ip inet, key_uuid uuid) RETURNS inet STABLE STRICT;
STUB pgsodium.crypto_ipcrypt_nd_keygen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_ipcrypt_nd_tweakgen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_ipcrypt_nd_encrypt(ip bytea, tweak bytea, key bytea) RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_nd_decrypt(ciphertext bytea, key bytea) RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_nd_encrypt(ip bytea, tweak bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_nd_decrypt(ciphertext bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_nd_encrypt(ip bytea, tweak bytea, key_uuid uuid) RETURNS bytea STABLE STRICT;
STUB pgsodium.crypto_ipcrypt_nd_decrypt(ciphertext bytea, key_uuid uuid) RETURNS bytea STABLE STRICT;
STUB pgsodium.crypto_ipcrypt_ndx_keygen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_ipcrypt_ndx_tweakgen() RETURNS bytea VOLATILE;
STUB pgsodium.crypto_ipcrypt_ndx_encrypt(ip bytea, tweak bytea, key bytea) RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_ndx_decrypt(ciphertext bytea, key bytea) RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_ndx_encrypt(ip bytea, tweak bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_ndx_decrypt(ciphertext bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea) RETURNS bytea IMMUTABLE STRICT;
STUB pgsodium.crypto_ipcrypt_ndx_encrypt(ip bytea, tweak bytea, key_uuid uuid) RETURNS bytea STABLE STRICT;
STUB pgsodium.crypto_ipcrypt_ndx_decrypt(ciphertext bytea, key_uuid uuid) RETURNS bytea STABLE STRICT;
CREATE FUNCTION pgsodium.create_key(key_type pgsodium.key_type DEFAULT 'aead-det', name text DEFAULT NULL, raw_key bytea DEFAULT NULL,
  raw_key_nonce bytea DEFAULT NULL, parent_key uuid DEFAULT NULL, key_context bytea DEFAULT '\x7067736f6469756d',
  expires timestamptz DEFAULT NULL, associated_data text DEFAULT '') RETURNS pgsodium.valid_key SECURITY DEFINER LANGUAGE sql SET search_path = '' AS $$
  WITH made AS (INSERT INTO pgsodium.key (key_type, name, raw_key, raw_key_nonce, parent_key, key_context, expires, associated_data)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *)
  SELECT id, name, status, key_type, key_id, key_context, created, expires, associated_data FROM made $$;
CREATE FUNCTION pgsodium.crypto_aead_det_noncegen() RETURNS bytea LANGUAGE sql AS 'SELECT uuid_send(gen_random_uuid())';
CREATE FUNCTION pgsodium.randombytes_random() RETURNS integer LANGUAGE sql AS 'SELECT (random() * 2147483647)::integer';
GRANT_IF_ROLE postgres USAGE ON SCHEMA pgsodium;
GRANT_IF_ROLE postgres SELECT ON pgsodium.key, pgsodium.valid_key;
