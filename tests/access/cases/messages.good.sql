CREATE TABLE messages (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), sender_id uuid NOT NULL REFERENCES auth.users, recipient_id uuid NOT NULL REFERENCES auth.users, body text NOT NULL, CHECK (sender_id <> recipient_id));
ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON messages FOR SELECT USING (auth.uid() IN (sender_id, recipient_id));
CREATE POLICY i ON messages FOR INSERT WITH CHECK (auth.uid() = sender_id);
CREATE POLICY d ON messages FOR DELETE USING (auth.uid() = sender_id);
