-- expect: error forgery ai_usage
CREATE TABLE ai_usage (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, tokens int NOT NULL DEFAULT 0);
ALTER TABLE ai_usage ENABLE ROW LEVEL SECURITY;
CREATE POLICY "read own" ON ai_usage FOR SELECT USING (auth.uid() = user_id);
CREATE POLICY "Service can insert" ON ai_usage FOR INSERT WITH CHECK (true);
