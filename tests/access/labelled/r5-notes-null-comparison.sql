-- "deleted_at = null" is never true: nobody reads a note, nobody finds one to change.
-- expect: error|warning|review dead notes authenticated
CREATE TABLE folders (
  id SERIAL PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
  name VARCHAR(80) NOT NULL
);
CREATE TABLE notes (
  id SERIAL PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
  folder_id INT REFERENCES folders(id) ON DELETE SET NULL,
  title VARCHAR(200) NOT NULL DEFAULT '',
  content TEXT,
  deleted_at TIMESTAMPTZ
);
ALTER TABLE folders ENABLE ROW LEVEL SECURITY;
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY "folders_owner" ON folders FOR ALL USING (auth.uid() = user_id) WITH CHECK (auth.uid() = user_id);
CREATE POLICY "notes_select" ON notes FOR SELECT USING (auth.uid() = user_id AND deleted_at = NULL);
CREATE POLICY "notes_insert" ON notes FOR INSERT WITH CHECK (auth.uid() = user_id);
CREATE POLICY "notes_update" ON notes FOR UPDATE USING (auth.uid() = user_id) WITH CHECK (auth.uid() = user_id);
CREATE POLICY "notes_delete" ON notes FOR DELETE USING (auth.uid() = user_id);
