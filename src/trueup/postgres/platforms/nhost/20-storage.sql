-- Files. Names and columns as the public repository nhost/hasura-storage migrates them.
CREATE SCHEMA storage;
GRANT ALL ON SCHEMA storage TO nhost_storage_admin, postgres;
SET ROLE nhost_storage_admin;
CREATE TABLE storage.buckets (
  id text NOT NULL PRIMARY KEY,
  created_at timestamptz DEFAULT now() NOT NULL,
  updated_at timestamptz DEFAULT now() NOT NULL,
  download_expiration integer DEFAULT 30 NOT NULL CHECK (download_expiration >= 1 AND download_expiration <= 604800),
  min_upload_file_size integer DEFAULT 1 NOT NULL,
  max_upload_file_size integer DEFAULT 50000000 NOT NULL,
  cache_control text DEFAULT 'max-age=3600',
  presigned_urls_enabled boolean DEFAULT true NOT NULL
);
INSERT INTO storage.buckets (id) VALUES ('default');
CREATE TABLE storage.files (
  id uuid DEFAULT gen_random_uuid() NOT NULL PRIMARY KEY,
  created_at timestamptz DEFAULT now() NOT NULL,
  updated_at timestamptz DEFAULT now() NOT NULL,
  bucket_id text DEFAULT 'default' NOT NULL REFERENCES storage.buckets (id) ON UPDATE CASCADE ON DELETE CASCADE,
  name text,
  size integer,
  mime_type text,
  etag text,
  is_uploaded boolean DEFAULT false,
  uploaded_by_user_id uuid,
  metadata jsonb
);
RESET ROLE;
GRANT ALL ON ALL TABLES IN SCHEMA storage TO nhost_hasura, postgres;
