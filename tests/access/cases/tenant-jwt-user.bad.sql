-- expect: error user-metadata-trusted records
CREATE TABLE records (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant_id uuid NOT NULL, body text NOT NULL);
ALTER TABLE records ENABLE ROW LEVEL SECURITY;
CREATE POLICY t ON records FOR ALL TO authenticated USING (tenant_id = ((auth.jwt() -> 'user_metadata' ->> 'tenant_id')::uuid)) WITH CHECK (tenant_id = ((auth.jwt() -> 'user_metadata' ->> 'tenant_id')::uuid));
