-- expect: error self-promotion org_members
CREATE TABLE orgs (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL);
CREATE TABLE org_members (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), org_id uuid NOT NULL REFERENCES orgs, user_id uuid NOT NULL REFERENCES auth.users, role text NOT NULL DEFAULT 'member', UNIQUE (org_id, user_id));
CREATE TABLE invoices (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), org_id uuid NOT NULL REFERENCES orgs, amount numeric NOT NULL);
CREATE FUNCTION is_org_admin(o uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$ SELECT EXISTS (SELECT 1 FROM org_members WHERE org_id = o AND user_id = auth.uid() AND role IN ('owner', 'admin')) $$;
ALTER TABLE orgs ENABLE ROW LEVEL SECURITY; ALTER TABLE org_members ENABLE ROW LEVEL SECURITY; ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY m1 ON org_members FOR SELECT USING (user_id = auth.uid());
CREATE POLICY m2 ON org_members FOR UPDATE USING (user_id = auth.uid()) WITH CHECK (user_id = auth.uid() AND org_id = org_id);
CREATE POLICY i1 ON invoices FOR ALL USING (is_org_admin(org_id)) WITH CHECK (is_org_admin(org_id));
