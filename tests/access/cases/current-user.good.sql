-- platform: postgres
CREATE ROLE alice_case NOLOGIN; CREATE ROLE bob_case NOLOGIN;
CREATE TABLE notes (id int PRIMARY KEY, owner name NOT NULL DEFAULT current_user, body text NOT NULL);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY n ON notes USING (owner = current_user) WITH CHECK (owner = current_user);
GRANT SELECT, INSERT, UPDATE, DELETE ON notes TO alice_case, bob_case;
