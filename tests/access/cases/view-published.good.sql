CREATE TABLE posts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, title text NOT NULL, published boolean NOT NULL DEFAULT false);
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY o ON posts FOR ALL USING (auth.uid() = user_id) WITH CHECK (auth.uid() = user_id);
CREATE POLICY p ON posts FOR SELECT USING (published);
CREATE VIEW published_posts AS SELECT id, title FROM posts WHERE published;
REVOKE INSERT, UPDATE, DELETE ON published_posts FROM anon, authenticated;
