-- expect: error tenant-switch list_shares
-- expect: error self-promotion list_shares
CREATE TABLE lists (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), owner_id uuid NOT NULL DEFAULT auth.uid() REFERENCES auth.users, name text NOT NULL);
CREATE TABLE list_shares (list_id uuid NOT NULL REFERENCES lists ON DELETE CASCADE, user_id uuid NOT NULL REFERENCES auth.users, can_edit boolean NOT NULL DEFAULT false, PRIMARY KEY (list_id, user_id));
CREATE TABLE todos (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), list_id uuid NOT NULL REFERENCES lists ON DELETE CASCADE, title text NOT NULL, done boolean NOT NULL DEFAULT false);
ALTER TABLE lists ENABLE ROW LEVEL SECURITY;
ALTER TABLE list_shares ENABLE ROW LEVEL SECURITY;
ALTER TABLE todos ENABLE ROW LEVEL SECURITY;
CREATE POLICY l1 ON lists FOR SELECT TO authenticated USING (EXISTS (SELECT 1 FROM list_shares s WHERE s.list_id = lists.id AND s.user_id = auth.uid()));
CREATE POLICY s1 ON list_shares FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY s2 ON list_shares FOR UPDATE TO authenticated USING (user_id = auth.uid()) WITH CHECK (user_id = auth.uid());
CREATE POLICY t1 ON todos FOR SELECT TO authenticated USING (EXISTS (SELECT 1 FROM list_shares s WHERE s.list_id = todos.list_id AND s.user_id = auth.uid()));
CREATE POLICY t2 ON todos FOR UPDATE TO authenticated USING (EXISTS (SELECT 1 FROM list_shares s WHERE s.list_id = todos.list_id AND s.user_id = auth.uid() AND s.can_edit));
