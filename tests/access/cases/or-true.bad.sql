-- expect: error tampering notes
CREATE TABLE notes (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, body text NOT NULL);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON notes FOR SELECT USING (auth.uid() = user_id OR true);
CREATE POLICY d ON notes FOR DELETE USING (auth.uid() = user_id OR 1 = 1);
