-- Anybody deletes a category, and everybody's entries in it go too.
-- expect: error cascade-deletes-others entries
-- expect: warning open-writes categories
CREATE TABLE categories (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL);
CREATE TABLE entries (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  category_id uuid NOT NULL REFERENCES categories ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users,
  body text NOT NULL
);
ALTER TABLE categories ENABLE ROW LEVEL SECURITY;
ALTER TABLE entries ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON categories FOR SELECT USING (true);
CREATE POLICY d ON categories FOR DELETE TO authenticated USING (true);
CREATE POLICY own ON entries FOR ALL TO authenticated USING (user_id = auth.uid()) WITH CHECK (user_id = auth.uid());
