-- clean
-- Twin of the clinic's flaw: the view asks as its reader, changes are logged by a trigger with the owner's rights.
CREATE TABLE practitioners (id UUID PRIMARY KEY REFERENCES auth.users(id), name TEXT NOT NULL);
CREATE TABLE patients (
  id UUID PRIMARY KEY REFERENCES auth.users(id),
  name TEXT NOT NULL,
  birth_date DATE NOT NULL
);
CREATE TABLE care_relations (
  practitioner_id UUID REFERENCES practitioners(id) ON DELETE CASCADE,
  patient_id UUID REFERENCES patients(id) ON DELETE CASCADE,
  since DATE NOT NULL DEFAULT current_date,
  until DATE CHECK (until > since),
  PRIMARY KEY (practitioner_id, patient_id)
);
CREATE TABLE visits (
  id BIGSERIAL PRIMARY KEY,
  patient_id UUID NOT NULL REFERENCES patients(id),
  practitioner_id UUID NOT NULL REFERENCES practitioners(id),
  visited_on DATE NOT NULL,
  diagnosis TEXT
);
CREATE TABLE visit_log (
  id BIGSERIAL PRIMARY KEY,
  visit_id BIGINT NOT NULL,
  changed_by UUID,
  changed_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  old_row JSONB
);
ALTER TABLE practitioners ENABLE ROW LEVEL SECURITY;
ALTER TABLE patients ENABLE ROW LEVEL SECURITY;
ALTER TABLE care_relations ENABLE ROW LEVEL SECURITY;
ALTER TABLE visits ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY "practitioners_read" ON practitioners FOR SELECT USING (true);
CREATE POLICY "relations_read" ON care_relations FOR SELECT TO authenticated USING (practitioner_id = auth.uid() OR patient_id = auth.uid());
CREATE POLICY "patients_read" ON patients FOR SELECT TO authenticated USING (
  id = auth.uid() OR EXISTS (SELECT 1 FROM care_relations c WHERE c.patient_id = patients.id AND c.practitioner_id = auth.uid()
                             AND (c.until IS NULL OR c.until > current_date)));
CREATE POLICY "visits_read" ON visits FOR SELECT TO authenticated USING (patient_id = auth.uid() OR practitioner_id = auth.uid());
CREATE POLICY "visits_write" ON visits FOR INSERT TO authenticated WITH CHECK (
  practitioner_id = auth.uid() AND EXISTS (SELECT 1 FROM care_relations c WHERE c.patient_id = visits.patient_id AND c.practitioner_id = auth.uid()));
REVOKE UPDATE ON visits FROM anon, authenticated;
GRANT UPDATE (diagnosis, visited_on) ON visits TO authenticated;
CREATE POLICY "visits_edit" ON visits FOR UPDATE TO authenticated USING (practitioner_id = auth.uid()) WITH CHECK (practitioner_id = auth.uid());
CREATE FUNCTION log_visit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.visit_log (visit_id, changed_by, old_row) VALUES (OLD.id, auth.uid(), to_jsonb(OLD));
  RETURN NULL;
END $$;
CREATE TRIGGER visits_logged AFTER UPDATE OR DELETE ON visits FOR EACH ROW EXECUTE FUNCTION log_visit();
CREATE VIEW visit_details WITH (security_invoker = on) AS
  SELECT v.id, v.visited_on, v.diagnosis, p.name AS patient, d.name AS practitioner
  FROM visits v JOIN patients p ON p.id = v.patient_id JOIN practitioners d ON d.id = v.practitioner_id;
