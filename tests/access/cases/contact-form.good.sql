CREATE TABLE contact_messages (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text NOT NULL CHECK (email ~* '^[^@\s]+@[^@\s]+\.[a-z]{2,}$'), body text NOT NULL CHECK (length(body) BETWEEN 10 AND 2000));
ALTER TABLE contact_messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY i ON contact_messages FOR INSERT TO anon, authenticated WITH CHECK (true);
