-- The view for the front desk joins names and runs with its owner's rights: everyone reads every appointment.
-- expect: error bypass appointment_details anon
CREATE TABLE doctors (
    id UUID PRIMARY KEY REFERENCES auth.users(id),
    name TEXT NOT NULL,
    specialty TEXT
);
CREATE TABLE patients (
    id UUID PRIMARY KEY REFERENCES auth.users(id),
    name TEXT NOT NULL,
    birth_date DATE NOT NULL CHECK (birth_date > '1900-01-01'),
    insurance_number TEXT UNIQUE
);
CREATE TABLE appointments (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    patient_id UUID NOT NULL REFERENCES patients(id) ON DELETE CASCADE,
    doctor_id UUID NOT NULL REFERENCES doctors(id),
    starts_at TIMESTAMPTZ NOT NULL,
    reason TEXT,
    status TEXT NOT NULL DEFAULT 'scheduled' CHECK (status IN ('scheduled', 'done', 'cancelled'))
);
ALTER TABLE doctors ENABLE ROW LEVEL SECURITY;
ALTER TABLE patients ENABLE ROW LEVEL SECURITY;
ALTER TABLE appointments ENABLE ROW LEVEL SECURITY;

-- Doctors are listed on the public website
CREATE POLICY "Doctors are public" ON doctors FOR SELECT USING (true);
CREATE POLICY "Patients see themselves" ON patients FOR SELECT TO authenticated USING (id = auth.uid());
CREATE POLICY "Doctors see their patients" ON patients FOR SELECT TO authenticated USING (
    EXISTS (SELECT 1 FROM appointments a WHERE a.patient_id = patients.id AND a.doctor_id = auth.uid()));
CREATE POLICY "Patients update themselves" ON patients FOR UPDATE TO authenticated USING (id = auth.uid()) WITH CHECK (id = auth.uid());
CREATE POLICY "Own appointments" ON appointments FOR SELECT TO authenticated USING (patient_id = auth.uid() OR doctor_id = auth.uid());
CREATE POLICY "Patients book" ON appointments FOR INSERT TO authenticated WITH CHECK (patient_id = auth.uid() AND status = 'scheduled');
REVOKE UPDATE ON appointments FROM anon, authenticated;
GRANT UPDATE (status, reason) ON appointments TO authenticated;
CREATE POLICY "Doctors update" ON appointments FOR UPDATE TO authenticated USING (doctor_id = auth.uid()) WITH CHECK (doctor_id = auth.uid());

CREATE VIEW appointment_details AS
SELECT a.id, a.starts_at, a.reason, a.status, p.name AS patient_name, p.birth_date, d.name AS doctor_name
FROM appointments a
JOIN patients p ON p.id = a.patient_id
JOIN doctors d ON d.id = a.doctor_id;
