CREATE TABLE jobs (id bigserial PRIMARY KEY, payload jsonb NOT NULL DEFAULT '{}');
REVOKE ALL ON jobs FROM anon, authenticated;
