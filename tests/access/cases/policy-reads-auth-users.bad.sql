-- expect: error policy-needs-privilege teams
CREATE TABLE teams (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), owner_email text NOT NULL);
ALTER TABLE teams ENABLE ROW LEVEL SECURITY;
CREATE POLICY t ON teams FOR SELECT TO authenticated USING (owner_email = (SELECT email FROM auth.users WHERE id = auth.uid()));
