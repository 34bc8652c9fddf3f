-- platform: postgres
-- expect: error view-bypasses-rls all_invoices
CREATE ROLE app_case4 NOLOGIN;
CREATE TABLE invoices (id bigserial PRIMARY KEY, tenant_id int NOT NULL, customer text NOT NULL);
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY; 
CREATE POLICY i ON invoices USING (tenant_id = current_setting('app.tenant_id', true)::int);
CREATE VIEW all_invoices AS SELECT id, customer FROM invoices;
GRANT SELECT, INSERT, UPDATE, DELETE ON invoices TO app_case4; GRANT SELECT ON all_invoices TO app_case4;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO app_case4;
