CREATE TABLE payments (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, amount numeric NOT NULL);
ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON payments FOR SELECT USING (auth.uid() = user_id);
CREATE POLICY adm ON payments FOR ALL USING ((auth.jwt() -> 'app_metadata' ->> 'role') = 'admin');
