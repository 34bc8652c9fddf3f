-- expect: error self-promotion profiles
CREATE TYPE app_role AS ENUM ('member', 'moderator', 'admin');
CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users, display_name text, app_role app_role NOT NULL DEFAULT 'member');
CREATE FUNCTION is_admin() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
BEGIN RETURN EXISTS (SELECT 1 FROM profiles WHERE id = auth.uid() AND app_role = 'admin'); END $$;
CREATE TABLE tickets (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), author uuid NOT NULL REFERENCES profiles(id), body text NOT NULL);
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE tickets ENABLE ROW LEVEL SECURITY;
CREATE POLICY a ON profiles FOR SELECT USING (true);
CREATE POLICY b ON profiles FOR UPDATE USING (auth.uid() = id) WITH CHECK (auth.uid() = id);
CREATE POLICY c ON tickets FOR ALL USING (author = auth.uid() OR is_admin()) WITH CHECK (author = auth.uid());
