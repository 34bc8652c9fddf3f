-- expect: error self-join participants
CREATE TABLE conversations (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), created_at timestamptz DEFAULT now());
CREATE TABLE participants (conversation_id uuid NOT NULL REFERENCES conversations, user_id uuid NOT NULL REFERENCES auth.users, PRIMARY KEY (conversation_id, user_id));
CREATE TABLE messages (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), conversation_id uuid NOT NULL REFERENCES conversations, sender_id uuid NOT NULL REFERENCES auth.users, body text NOT NULL);
ALTER TABLE conversations ENABLE ROW LEVEL SECURITY; ALTER TABLE participants ENABLE ROW LEVEL SECURITY; ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY c1 ON conversations FOR SELECT USING (EXISTS (SELECT 1 FROM participants p WHERE p.conversation_id = id AND p.user_id = auth.uid()));
CREATE POLICY p1 ON participants FOR SELECT USING (user_id = auth.uid());
CREATE POLICY p2 ON participants FOR INSERT WITH CHECK (auth.uid() = user_id);
CREATE POLICY m1 ON messages FOR SELECT USING (EXISTS (SELECT 1 FROM participants p WHERE p.conversation_id = messages.conversation_id AND p.user_id = auth.uid()));
CREATE POLICY m2 ON messages FOR INSERT WITH CHECK (sender_id = auth.uid() AND EXISTS (SELECT 1 FROM participants p WHERE p.conversation_id = messages.conversation_id AND p.user_id = auth.uid()));
