CREATE TABLE teams (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL, invite_code text NOT NULL UNIQUE);
CREATE TABLE team_members (team_id uuid NOT NULL REFERENCES teams, user_id uuid NOT NULL REFERENCES auth.users, PRIMARY KEY (team_id, user_id));
CREATE TABLE files (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), team_id uuid NOT NULL REFERENCES teams, name text NOT NULL);
ALTER TABLE teams ENABLE ROW LEVEL SECURITY; ALTER TABLE team_members ENABLE ROW LEVEL SECURITY; ALTER TABLE files ENABLE ROW LEVEL SECURITY;
CREATE POLICY m ON team_members FOR SELECT USING (user_id = auth.uid());
CREATE POLICY t ON teams FOR SELECT USING (id IN (SELECT team_id FROM team_members WHERE user_id = auth.uid()));
CREATE POLICY f ON files FOR SELECT USING (team_id IN (SELECT team_id FROM team_members WHERE user_id = auth.uid()));
CREATE FUNCTION join_team(p_code text) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ DECLARE t uuid; BEGIN SELECT id INTO t FROM teams WHERE invite_code = p_code; IF t IS NULL THEN RAISE EXCEPTION 'no such code'; END IF; INSERT INTO team_members VALUES (t, auth.uid()) ON CONFLICT DO NOTHING; RETURN t; END $$;
