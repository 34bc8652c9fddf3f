-- A role for readers may empty the table, and a login role is a member of it.
-- expect: warning bypass t
-- platform: postgres
CREATE ROLE readers NOLOGIN; CREATE ROLE app LOGIN; GRANT readers TO app;
CREATE TABLE t (id int PRIMARY KEY, tenant text NOT NULL);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (tenant = current_setting('app.tenant', true));
GRANT SELECT, TRUNCATE ON t TO readers;
