-- expect: error policy-recursion profiles
CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users, role text NOT NULL DEFAULT 'user');
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
CREATE POLICY a ON profiles FOR SELECT USING (id = auth.uid());
CREATE POLICY b ON profiles FOR SELECT USING (EXISTS (SELECT 1 FROM profiles p WHERE p.id = auth.uid() AND p.role = 'admin'));
