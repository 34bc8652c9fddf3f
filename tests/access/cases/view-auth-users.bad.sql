-- expect: error view-bypasses-rls user_emails
CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users, username text);
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON profiles FOR SELECT USING (true);
CREATE VIEW user_emails AS SELECT p.id, p.username, u.email FROM profiles p JOIN auth.users u ON u.id = p.id;
