-- expect: warning role-claim-never-set posts
CREATE TABLE posts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), author_id uuid NOT NULL REFERENCES auth.users, title text);
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON posts FOR SELECT USING (true);
CREATE POLICY adm ON posts FOR DELETE TO authenticated USING (auth.role() = 'admin');
