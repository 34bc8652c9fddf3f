-- expect: review sensitive-columns-public profiles
CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users, username text, email text, phone text);
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON profiles FOR SELECT USING (true);
CREATE POLICY u ON profiles FOR UPDATE USING (auth.uid() = id);
