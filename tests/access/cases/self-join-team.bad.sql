-- expect: error self-join team_members
CREATE TABLE teams (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL);
CREATE TABLE team_members (team_id uuid NOT NULL REFERENCES teams ON DELETE CASCADE, user_id uuid NOT NULL REFERENCES auth.users, role text NOT NULL DEFAULT 'member', PRIMARY KEY (team_id, user_id));
CREATE TABLE documents (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), team_id uuid NOT NULL REFERENCES teams, title text NOT NULL);
CREATE FUNCTION my_teams() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$ SELECT team_id FROM team_members WHERE user_id = auth.uid() $$;
ALTER TABLE teams ENABLE ROW LEVEL SECURITY;
ALTER TABLE team_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
CREATE POLICY t ON teams FOR SELECT USING (id IN (SELECT my_teams()));
CREATE POLICY m ON team_members FOR SELECT USING (team_id IN (SELECT my_teams()));
CREATE POLICY j ON team_members FOR INSERT WITH CHECK (user_id = auth.uid());
CREATE POLICY d ON documents FOR ALL USING (team_id IN (SELECT my_teams())) WITH CHECK (team_id IN (SELECT my_teams()));
