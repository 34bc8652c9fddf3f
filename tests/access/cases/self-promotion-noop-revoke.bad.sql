-- expect: error self-promotion profiles
CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users, username text, is_admin boolean NOT NULL DEFAULT false);
CREATE TABLE invoices (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id uuid NOT NULL REFERENCES profiles, total numeric(10,2) NOT NULL);
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY p1 ON profiles FOR ALL TO authenticated USING (id = (SELECT auth.uid())) WITH CHECK (id = (SELECT auth.uid()));
REVOKE UPDATE (is_admin) ON profiles FROM authenticated;
CREATE POLICY i1 ON invoices FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()) OR (SELECT is_admin FROM profiles WHERE id = (SELECT auth.uid())));
