-- Secrets are kept as they are: nothing is encrypted in a scratch database.
CREATE TABLE vault.secrets (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text,
  description text NOT NULL DEFAULT '',
  secret text NOT NULL,
  key_id uuid,
  nonce bytea DEFAULT uuid_send(gen_random_uuid()),
  created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);
COMMENT ON TABLE vault.secrets IS 'Table with encrypted `secret` column for storing sensitive information on disk.';
CREATE UNIQUE INDEX ON vault.secrets (name) WHERE name IS NOT NULL;
CREATE VIEW vault.decrypted_secrets AS
  SELECT id, name, description, secret, secret AS decrypted_secret, key_id, nonce, created_at, updated_at FROM vault.secrets;
CREATE FUNCTION vault.create_secret(new_secret text, new_name text DEFAULT NULL, new_description text DEFAULT '',
                                    new_key_id uuid DEFAULT NULL) RETURNS uuid
  LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  INSERT INTO vault.secrets (secret, name, description, key_id)
    VALUES (new_secret, new_name, new_description, new_key_id) RETURNING id
$$;
CREATE FUNCTION vault.update_secret(secret_id uuid, new_secret text DEFAULT NULL, new_name text DEFAULT NULL,
                                    new_description text DEFAULT NULL, new_key_id uuid DEFAULT NULL) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE vault.secrets SET secret = coalesce(new_secret, secret), name = coalesce(new_name, name),
    description = coalesce(new_description, description), key_id = coalesce(new_key_id, key_id),
    updated_at = CURRENT_TIMESTAMP WHERE id = secret_id
$$;
CREATE FUNCTION vault._crypto_aead_det_encrypt(message bytea, additional bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d',
                                               nonce bytea DEFAULT NULL) RETURNS bytea IMMUTABLE LANGUAGE sql AS 'SELECT message';
CREATE FUNCTION vault._crypto_aead_det_decrypt(message bytea, additional bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d',
                                               nonce bytea DEFAULT NULL) RETURNS bytea IMMUTABLE LANGUAGE sql AS 'SELECT message';
CREATE FUNCTION vault._crypto_aead_det_noncegen() RETURNS bytea LANGUAGE sql AS 'SELECT uuid_send(gen_random_uuid())';
REVOKE ALL ON FUNCTION vault.create_secret(text, text, text, uuid), vault.update_secret(uuid, text, text, text, uuid) FROM PUBLIC;
REVOKE ALL ON vault.secrets, vault.decrypted_secrets FROM PUBLIC;
GRANT_IF_ROLE postgres USAGE ON SCHEMA vault;
GRANT_IF_ROLE postgres SELECT, DELETE, TRUNCATE, REFERENCES ON vault.secrets, vault.decrypted_secrets;
GRANT_IF_ROLE postgres EXECUTE ON FUNCTION vault.create_secret(text, text, text, uuid), vault.update_secret(uuid, text, text, text, uuid), vault._crypto_aead_det_decrypt(bytea, bytea, bigint, bytea, bytea);
GRANT_IF_ROLE service_role USAGE ON SCHEMA vault;
GRANT_IF_ROLE service_role SELECT, DELETE ON vault.secrets, vault.decrypted_secrets;
GRANT_IF_ROLE service_role EXECUTE ON FUNCTION vault.create_secret(text, text, text, uuid), vault.update_secret(uuid, text, text, text, uuid), vault._crypto_aead_det_decrypt(bytea, bytea, bigint, bytea, bytea);
