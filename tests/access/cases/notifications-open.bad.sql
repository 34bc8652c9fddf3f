-- expect: error forgery notifications
CREATE TABLE notifications (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, body text NOT NULL, read boolean NOT NULL DEFAULT false);
ALTER TABLE notifications ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON notifications FOR SELECT TO authenticated USING (auth.uid() = user_id);
CREATE POLICY u ON notifications FOR UPDATE TO authenticated USING (auth.uid() = user_id);
CREATE POLICY i ON notifications FOR INSERT TO authenticated WITH CHECK (auth.role() = 'authenticated');
