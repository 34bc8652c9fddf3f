CREATE TABLE posts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), author_id uuid NOT NULL REFERENCES auth.users, title text);
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON posts FOR SELECT USING (true);
CREATE POLICY d ON posts FOR DELETE TO authenticated USING (author_id = auth.uid() OR auth.role() = 'admin');
CREATE POLICY s ON posts FOR INSERT WITH CHECK (auth.role() = 'service_role');
