-- platform: postgres
-- expect: error ownership-transfer docs
CREATE ROLE app_case5 NOLOGIN;
CREATE TABLE docs (id uuid PRIMARY KEY, tenant_id uuid NOT NULL, body text);
ALTER TABLE docs ENABLE ROW LEVEL SECURITY;
CREATE POLICY s ON docs FOR SELECT USING (true);
CREATE POLICY u ON docs FOR UPDATE USING (tenant_id = current_setting('app.tenant_id', true)::uuid) WITH CHECK (true);
GRANT SELECT, UPDATE ON docs TO app_case5;
