-- expect: warning policy-without-grant orders
CREATE TABLE orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY o ON orders FOR SELECT TO authenticated USING (auth.uid() = user_id);
REVOKE ALL ON orders FROM anon, authenticated;
