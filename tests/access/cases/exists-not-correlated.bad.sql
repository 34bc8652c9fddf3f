-- expect: error reads-not-tied documents
CREATE TABLE documents (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), owner_id uuid NOT NULL REFERENCES auth.users, title text NOT NULL);
CREATE TABLE doc_members (doc_id uuid NOT NULL REFERENCES documents, user_id uuid NOT NULL REFERENCES auth.users, PRIMARY KEY (doc_id, user_id));
ALTER TABLE documents ENABLE ROW LEVEL SECURITY; ALTER TABLE doc_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY m ON doc_members FOR SELECT USING (user_id = auth.uid());
CREATE POLICY d ON documents FOR ALL USING (owner_id = auth.uid() OR EXISTS (SELECT 1 FROM doc_members dm WHERE dm.doc_id = dm.doc_id AND dm.user_id = auth.uid()));
