CREATE TABLE posts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, title text NOT NULL, likes int NOT NULL DEFAULT 0);
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON posts FOR SELECT USING (true);
CREATE POLICY i ON posts FOR INSERT WITH CHECK (auth.uid() = user_id);
CREATE POLICY u ON posts FOR UPDATE USING (auth.uid() = user_id);
CREATE POLICY d ON posts FOR DELETE USING (auth.uid() = user_id);
