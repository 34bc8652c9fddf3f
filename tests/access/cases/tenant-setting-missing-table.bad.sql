-- platform: postgres
-- expect: error rls-disabled payments
CREATE ROLE app_case2 NOLOGIN;
CREATE TABLE accounts (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE orders (id bigserial PRIMARY KEY, account_id uuid NOT NULL REFERENCES accounts, total numeric NOT NULL);
CREATE TABLE payments (id bigserial PRIMARY KEY, account_id uuid NOT NULL REFERENCES accounts, iban text NOT NULL);
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY a ON accounts USING (id = nullif(current_setting('app.account_id', true), '')::uuid);
CREATE POLICY o ON orders USING (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app_case2;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO app_case2;
