-- expect: error view-writes-past-rls post_list
CREATE TABLE posts (id bigint PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users, title text NOT NULL);
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY everyone_reads ON posts FOR SELECT USING (true);
CREATE POLICY owner_changes ON posts FOR UPDATE USING (user_id = auth.uid()) WITH CHECK (user_id = auth.uid());
CREATE POLICY owner_deletes ON posts FOR DELETE USING (user_id = auth.uid());
CREATE VIEW post_list AS SELECT id, user_id, title FROM posts;
