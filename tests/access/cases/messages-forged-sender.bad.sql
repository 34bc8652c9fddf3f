-- expect: error forgery messages
CREATE TABLE messages (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), sender_id uuid NOT NULL REFERENCES auth.users, recipient_id uuid NOT NULL REFERENCES auth.users, body text NOT NULL);
ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON messages FOR SELECT USING (auth.uid() = sender_id OR auth.uid() = recipient_id);
CREATE POLICY i ON messages FOR INSERT TO authenticated WITH CHECK (auth.uid() IS NOT NULL);
