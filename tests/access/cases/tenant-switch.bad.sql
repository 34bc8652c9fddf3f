-- expect: error tenant-switch profiles
CREATE TABLE organizations (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL);
CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users, org_id uuid REFERENCES organizations, name text);
CREATE FUNCTION my_org() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$ SELECT org_id FROM profiles WHERE id = auth.uid() $$;
CREATE TABLE customers (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), org_id uuid NOT NULL REFERENCES organizations, email text NOT NULL);
ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY o ON organizations FOR SELECT USING (id = my_org());
CREATE POLICY p ON profiles FOR SELECT USING (id = auth.uid() OR org_id = my_org());
CREATE POLICY u ON profiles FOR UPDATE USING (id = auth.uid());
CREATE POLICY c ON customers FOR ALL USING (org_id = my_org()) WITH CHECK (org_id = my_org());
