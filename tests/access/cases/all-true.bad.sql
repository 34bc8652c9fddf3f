-- expect: error tampering notes
CREATE TABLE notes (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid REFERENCES auth.users, body text);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Enable all" ON notes FOR ALL USING (true) WITH CHECK (true);
