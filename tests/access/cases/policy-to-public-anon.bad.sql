-- expect: error forgery feedback
CREATE TABLE feedback (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid REFERENCES auth.users, body text NOT NULL);
ALTER TABLE feedback ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON feedback FOR SELECT USING (auth.uid() = user_id);
CREATE POLICY i ON feedback FOR INSERT TO public WITH CHECK (true);
