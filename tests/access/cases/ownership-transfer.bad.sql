-- expect: error ownership-transfer projects
CREATE TABLE projects (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), owner_id uuid NOT NULL REFERENCES auth.users, name text NOT NULL);
ALTER TABLE projects ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON projects FOR SELECT USING (true);
CREATE POLICY u ON projects FOR UPDATE USING (auth.uid() = owner_id) WITH CHECK (true);
