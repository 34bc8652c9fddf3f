CREATE TABLE projects (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), owner_id uuid NOT NULL REFERENCES auth.users);
CREATE TABLE project_members (project_id uuid NOT NULL REFERENCES projects, user_id uuid NOT NULL REFERENCES auth.users, PRIMARY KEY (project_id, user_id));
ALTER TABLE projects ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON projects FOR SELECT USING (owner_id = auth.uid() OR EXISTS (SELECT 1 FROM project_members m WHERE m.project_id = projects.id AND m.user_id = auth.uid()));
CREATE POLICY po ON projects FOR INSERT WITH CHECK (owner_id = auth.uid());
CREATE POLICY m ON project_members FOR SELECT USING (user_id = auth.uid());
