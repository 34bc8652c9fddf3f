CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users, username text UNIQUE, avatar_url text, email text, phone text);
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON profiles FOR ALL USING (auth.uid() = id) WITH CHECK (auth.uid() = id);
CREATE TABLE settings (user_id uuid PRIMARY KEY REFERENCES auth.users, theme text NOT NULL DEFAULT 'dark');
ALTER TABLE settings ENABLE ROW LEVEL SECURITY;
CREATE POLICY s ON settings FOR ALL TO authenticated USING (user_id = auth.uid()) WITH CHECK (user_id = auth.uid());
