CREATE TABLE notes (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, body text NOT NULL);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY n ON notes FOR ALL USING (auth.uid() = user_id OR auth.uid() IS NULL);
-- expect: error signed-out-reads-more notes
-- expect: error tampering notes
-- expect: error forgery notes
