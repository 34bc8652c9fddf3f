-- expect: error function-bypasses-rls delete_post
CREATE TABLE posts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, title text NOT NULL);
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON posts FOR SELECT USING (true);
CREATE POLICY d ON posts FOR DELETE USING (auth.uid() = user_id);
CREATE FUNCTION delete_post(post_id uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$ DELETE FROM posts WHERE id = post_id $$;
