-- expect: error function update_profile
CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users, name text, bio text);
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON profiles FOR SELECT USING (true);
CREATE POLICY u ON profiles FOR UPDATE USING (auth.uid() = id);
CREATE FUNCTION update_profile(user_id uuid, new_name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN UPDATE public.profiles SET name = new_name WHERE id = user_id; END $$;
