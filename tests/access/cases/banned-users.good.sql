CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users, username text, banned boolean NOT NULL DEFAULT false);
CREATE TABLE posts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES profiles, body text NOT NULL, deleted_at timestamptz);
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY; ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON profiles FOR SELECT USING (true);
CREATE POLICY q ON posts FOR SELECT USING (deleted_at IS NULL);
CREATE POLICY i ON posts FOR INSERT WITH CHECK (user_id = auth.uid() AND NOT (SELECT banned FROM profiles WHERE id = auth.uid()));
CREATE POLICY u ON posts FOR UPDATE USING (user_id = auth.uid()) WITH CHECK (user_id = auth.uid());
