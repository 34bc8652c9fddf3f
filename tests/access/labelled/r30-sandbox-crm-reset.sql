-- A CRM with a button that clears the demo: the function behind it truncates the tables of all companies, for anyone.
-- expect: error bypass|tampering reset_demo authenticated
-- also: bypass|tampering contacts|deals|activities
CREATE TABLE companies (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  is_demo boolean NOT NULL DEFAULT false
);
CREATE TABLE company_users (
  company_id uuid NOT NULL REFERENCES companies ON DELETE CASCADE,
  user_id uuid NOT NULL UNIQUE REFERENCES auth.users ON DELETE CASCADE,
  PRIMARY KEY (company_id, user_id)
);
CREATE TABLE contacts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES companies ON DELETE CASCADE,
  full_name text NOT NULL,
  email text
);
CREATE TABLE deals (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  contact_id uuid NOT NULL REFERENCES contacts ON DELETE CASCADE,
  stage text NOT NULL DEFAULT 'lead' CHECK (stage IN ('lead', 'offer', 'won', 'lost')),
  amount numeric(10,2)
);
ALTER TABLE companies ENABLE ROW LEVEL SECURITY;
ALTER TABLE company_users ENABLE ROW LEVEL SECURITY;
ALTER TABLE contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE deals ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION current_company() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT company_id FROM company_users WHERE user_id = auth.uid() $$;

CREATE POLICY "own company" ON companies FOR SELECT TO authenticated USING (id = current_company());
CREATE POLICY "own seat" ON company_users FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY "company contacts" ON contacts FOR ALL TO authenticated
  USING (company_id = current_company()) WITH CHECK (company_id = current_company());
CREATE POLICY "company deals" ON deals FOR ALL TO authenticated
  USING (contact_id IN (SELECT c.id FROM contacts c WHERE c.company_id = current_company()))
  WITH CHECK (contact_id IN (SELECT c.id FROM contacts c WHERE c.company_id = current_company()));

CREATE FUNCTION reset_demo() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  TRUNCATE deals, contacts;
END $$;
GRANT EXECUTE ON FUNCTION reset_demo() TO authenticated;
REVOKE EXECUTE ON FUNCTION reset_demo() FROM anon, public;
