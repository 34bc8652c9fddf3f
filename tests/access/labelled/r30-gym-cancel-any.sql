-- Places in gym classes: "authenticated users can delete" lets anybody cancel the place of anybody. Trainers' notes on
-- their clients are read by whoever has a place in any class.
-- expect: error tampering class_places authenticated
-- expect: error exposure|bypass|escalation client_notes|class_places authenticated
-- also: escalation|bypass|exposure client_notes|class_places
CREATE TABLE trainers (id uuid PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE, name text NOT NULL);
CREATE TABLE classes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trainer_id uuid NOT NULL REFERENCES trainers ON DELETE CASCADE,
  title text NOT NULL,
  starts_at timestamptz NOT NULL,
  places int NOT NULL CHECK (places > 0)
);
CREATE TABLE class_places (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  class_id uuid NOT NULL REFERENCES classes ON DELETE CASCADE,
  athlete_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  UNIQUE (class_id, athlete_id)
);
CREATE TABLE client_notes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trainer_id uuid NOT NULL REFERENCES trainers ON DELETE CASCADE,
  client_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  injuries text,
  weight_kg numeric(5,1) CHECK (weight_kg > 0)
);
ALTER TABLE trainers ENABLE ROW LEVEL SECURITY;
ALTER TABLE classes ENABLE ROW LEVEL SECURITY;
ALTER TABLE class_places ENABLE ROW LEVEL SECURITY;
ALTER TABLE client_notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY "trainers listed" ON trainers FOR SELECT USING (true);
CREATE POLICY "classes listed" ON classes FOR SELECT USING (true);
CREATE POLICY "trainers plan" ON classes FOR ALL TO authenticated USING (trainer_id = auth.uid()) WITH CHECK (trainer_id = auth.uid());
CREATE POLICY "see who comes" ON class_places FOR SELECT TO authenticated USING (true);
CREATE POLICY "take a place" ON class_places FOR INSERT TO authenticated WITH CHECK (athlete_id = auth.uid());
CREATE POLICY "authenticated users can delete" ON class_places FOR DELETE TO authenticated USING (auth.uid() IS NOT NULL);
CREATE POLICY "trainers write notes" ON client_notes FOR INSERT TO authenticated WITH CHECK (trainer_id = auth.uid());
CREATE POLICY "trainers edit notes" ON client_notes FOR UPDATE TO authenticated USING (trainer_id = auth.uid());
-- meant: client_id = auth.uid()
CREATE POLICY "clients read notes" ON client_notes FOR SELECT TO authenticated USING (
  trainer_id = auth.uid() OR EXISTS (SELECT 1 FROM class_places cp WHERE cp.athlete_id = auth.uid()));
