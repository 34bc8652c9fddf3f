CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users, name text, role text NOT NULL DEFAULT 'user');
CREATE TABLE secrets (id serial PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users, value text NOT NULL);
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON profiles FOR SELECT USING (auth.uid() = id);
CREATE POLICY s ON secrets FOR SELECT USING (user_id = auth.uid() OR EXISTS (SELECT 1 FROM profiles WHERE id = auth.uid() AND role = 'admin'));
CREATE FUNCTION set_user_role(target uuid, new_role text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
 IF NOT EXISTS (SELECT 1 FROM profiles WHERE id = auth.uid() AND role = 'admin') THEN RAISE EXCEPTION 'only admins'; END IF;
 UPDATE profiles SET role = new_role WHERE id = target; END $$;
