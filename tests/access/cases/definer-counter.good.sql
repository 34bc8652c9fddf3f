CREATE TABLE posts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, title text NOT NULL, views int NOT NULL DEFAULT 0);
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON posts FOR SELECT USING (true);
CREATE POLICY u ON posts FOR UPDATE USING (auth.uid() = user_id);
CREATE FUNCTION increment_views(post_id uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$ UPDATE posts SET views = views + 1 WHERE id = post_id $$;
