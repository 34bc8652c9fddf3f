-- expect: warning only-restrictive-policies vault_items
CREATE TABLE vault_items (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, body text);
ALTER TABLE vault_items ENABLE ROW LEVEL SECURITY;
CREATE POLICY v ON vault_items AS RESTRICTIVE FOR ALL USING (auth.uid() = user_id);
