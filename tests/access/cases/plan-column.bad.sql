-- expect: error self-promotion subscriptions
CREATE TABLE subscriptions (user_id uuid PRIMARY KEY REFERENCES auth.users, plan text NOT NULL DEFAULT 'free' CHECK (plan IN ('free','pro')), updated_at timestamptz DEFAULT now());
CREATE TABLE lessons (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL, content text NOT NULL, is_free boolean NOT NULL DEFAULT false);
ALTER TABLE subscriptions ENABLE ROW LEVEL SECURITY;
ALTER TABLE lessons ENABLE ROW LEVEL SECURITY;
CREATE POLICY s1 ON subscriptions FOR SELECT TO authenticated USING (auth.uid() = user_id);
CREATE POLICY s2 ON subscriptions FOR UPDATE TO authenticated USING (auth.uid() = user_id) WITH CHECK (auth.uid() = user_id);
CREATE POLICY l1 ON lessons FOR SELECT USING (is_free OR EXISTS (SELECT 1 FROM subscriptions WHERE user_id = auth.uid() AND plan = 'pro'));
