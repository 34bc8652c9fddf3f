-- platform: postgres
-- expect: error forgery orders
CREATE ROLE app_case3 NOLOGIN;
CREATE TABLE orders (id uuid PRIMARY KEY, tenant_id int NOT NULL, total numeric NOT NULL);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON orders FOR SELECT USING (tenant_id = current_setting('app.tenant')::int);
CREATE POLICY i ON orders FOR INSERT WITH CHECK (true);
GRANT SELECT, INSERT ON orders TO app_case3;
