-- expect: error sign-up-fails handle_new_user
CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users, email text);
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON profiles FOR SELECT USING (auth.uid() = id);
CREATE FUNCTION handle_new_user() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.profiles (id, email) VALUES (NEW.id, NEW.email); RETURN NEW; END $$;
CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION handle_new_user();
