-- expect: error policies-without-rls notes
CREATE TABLE notes (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, body text);
CREATE POLICY n ON notes FOR ALL USING (auth.uid() = user_id);
