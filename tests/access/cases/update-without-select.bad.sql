-- expect: warning write-policy-finds-nothing settings
CREATE TABLE settings (user_id uuid PRIMARY KEY REFERENCES auth.users, theme text NOT NULL DEFAULT 'light');
ALTER TABLE settings ENABLE ROW LEVEL SECURITY;
CREATE POLICY s ON settings FOR UPDATE USING (auth.uid() = user_id);
