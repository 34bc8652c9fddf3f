-- expect: error self-promotion profiles
CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users, name text, role text NOT NULL DEFAULT 'user');
CREATE TABLE audit (id bigserial PRIMARY KEY, user_id uuid REFERENCES auth.users, what text);
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON profiles FOR SELECT USING (auth.uid() = id);
CREATE POLICY w ON profiles FOR INSERT WITH CHECK (auth.uid() = id);
CREATE POLICY a ON audit FOR SELECT USING (EXISTS (SELECT 1 FROM profiles WHERE id = auth.uid() AND role = 'admin'));
