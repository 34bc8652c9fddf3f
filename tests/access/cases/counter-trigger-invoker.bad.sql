-- expect: warning trigger-without-effect bump
CREATE TABLE posts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, title text NOT NULL, likes int NOT NULL DEFAULT 0);
CREATE TABLE likes (post_id uuid NOT NULL REFERENCES posts, user_id uuid NOT NULL REFERENCES auth.users, PRIMARY KEY (post_id, user_id));
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
ALTER TABLE likes ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON posts FOR SELECT USING (true);
CREATE POLICY u ON posts FOR UPDATE USING (auth.uid() = user_id);
CREATE POLICY l ON likes FOR SELECT USING (true);
CREATE POLICY i ON likes FOR INSERT WITH CHECK (auth.uid() = user_id);
CREATE FUNCTION bump() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE posts SET likes = likes + 1 WHERE id = NEW.post_id; RETURN NEW; END $$;
CREATE TRIGGER bump AFTER INSERT ON likes FOR EACH ROW EXECUTE FUNCTION bump();
