-- expect: error function-bypasses-rls match_docs
CREATE TABLE docs (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, content text NOT NULL);
ALTER TABLE docs ENABLE ROW LEVEL SECURITY;
CREATE POLICY d ON docs FOR ALL USING (auth.uid() = user_id) WITH CHECK (auth.uid() = user_id);
CREATE FUNCTION match_docs(q text, n int DEFAULT 5) RETURNS TABLE (id uuid, content text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$ SELECT id, content FROM docs ORDER BY content LIMIT n $$;
