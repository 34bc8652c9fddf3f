-- expect: error tampering comments
CREATE TABLE comments (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), author_id uuid NOT NULL REFERENCES auth.users, body text NOT NULL);
ALTER TABLE comments ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON comments FOR SELECT USING (true);
CREATE POLICY i ON comments FOR INSERT WITH CHECK (auth.uid() = author_id);
CREATE POLICY d ON comments FOR DELETE TO authenticated USING (auth.uid() IS NOT NULL);
