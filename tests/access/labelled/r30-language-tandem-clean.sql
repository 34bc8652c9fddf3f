-- Two learners meet. Both sides see a meeting; a trigger keeps each to what is his to change.
-- clean
CREATE TABLE learners (
  id uuid PRIMARY KEY REFERENCES auth.users(id) ON DELETE CASCADE,
  nickname text NOT NULL UNIQUE,
  speaks text[] NOT NULL DEFAULT '{}',
  learns text[] NOT NULL DEFAULT '{}',
  listed boolean NOT NULL DEFAULT true
);
CREATE TABLE meetings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  asker_id uuid NOT NULL REFERENCES learners(id) ON DELETE CASCADE,
  partner_id uuid NOT NULL REFERENCES learners(id) ON DELETE CASCADE,
  starts_at timestamptz NOT NULL,
  answer text NOT NULL DEFAULT 'open' CHECK (answer IN ('open', 'yes', 'no')),
  CHECK (asker_id <> partner_id)
);
CREATE TABLE meeting_notes (
  id bigserial PRIMARY KEY,
  meeting_id uuid NOT NULL REFERENCES meetings(id) ON DELETE CASCADE,
  author_id uuid NOT NULL DEFAULT auth.uid() REFERENCES learners(id) ON DELETE CASCADE,
  body text NOT NULL
);
ALTER TABLE learners ENABLE ROW LEVEL SECURITY;
ALTER TABLE meetings ENABLE ROW LEVEL SECURITY;
ALTER TABLE meeting_notes ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Listed learners are found" ON learners FOR SELECT TO authenticated USING (listed OR id = auth.uid());
CREATE POLICY "Create own card" ON learners FOR INSERT TO authenticated WITH CHECK (id = auth.uid());
CREATE POLICY "Edit own card" ON learners FOR UPDATE TO authenticated USING (id = auth.uid());

CREATE POLICY "Both see the meeting" ON meetings FOR SELECT TO authenticated USING (auth.uid() IN (asker_id, partner_id));
CREATE POLICY "Ask somebody" ON meetings FOR INSERT TO authenticated WITH CHECK (asker_id = auth.uid() AND answer = 'open');
CREATE POLICY "Both may change" ON meetings FOR UPDATE TO authenticated USING (auth.uid() IN (asker_id, partner_id));
CREATE POLICY "Take the question back" ON meetings FOR DELETE TO authenticated USING (asker_id = auth.uid() AND answer = 'open');

CREATE OR REPLACE FUNCTION guard_meeting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF auth.uid() IS NULL THEN RETURN NEW; END IF;  -- the service
  IF NEW.id <> OLD.id OR NEW.asker_id <> OLD.asker_id OR NEW.partner_id <> OLD.partner_id THEN
    RAISE EXCEPTION 'the two of a meeting stay' USING ERRCODE = '42501';
  END IF;
  IF NEW.answer <> OLD.answer AND auth.uid() <> OLD.partner_id THEN
    RAISE EXCEPTION 'only who was asked answers' USING ERRCODE = '42501';
  END IF;
  IF NEW.starts_at <> OLD.starts_at AND auth.uid() <> OLD.asker_id THEN
    RAISE EXCEPTION 'only who asks sets the time' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_meeting BEFORE UPDATE ON meetings FOR EACH ROW EXECUTE FUNCTION guard_meeting();

CREATE POLICY "Notes of one's meetings" ON meeting_notes FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM meetings m WHERE m.id = meeting_id AND auth.uid() IN (m.asker_id, m.partner_id)));
CREATE POLICY "Write in one's meetings" ON meeting_notes FOR INSERT TO authenticated
  WITH CHECK (author_id = auth.uid()
    AND EXISTS (SELECT 1 FROM meetings m WHERE m.id = meeting_id AND auth.uid() IN (m.asker_id, m.partner_id)));
CREATE POLICY "Own notes change" ON meeting_notes FOR UPDATE TO authenticated
  USING (author_id = auth.uid())
  WITH CHECK (author_id = auth.uid()
    AND EXISTS (SELECT 1 FROM meetings m WHERE m.id = meeting_id AND auth.uid() IN (m.asker_id, m.partner_id)));
CREATE POLICY "Own notes go" ON meeting_notes FOR DELETE TO authenticated USING (author_id = auth.uid());
