-- Doctors see their patients through appointments, and any signed-in user can make an appointment with any patient and doctor.
-- expect: error escalation appointments authenticated
-- also: escalation|bypass|forgery patients|appointments|medical_records
create table doctors (id uuid primary key references auth.users on delete cascade, name text not null, speciality text);
create table patients (id uuid primary key references auth.users on delete cascade, name text not null, birth_date date, insurance_no text);
create table appointments (
  id uuid primary key default gen_random_uuid(),
  doctor_id uuid not null,
  patient_id uuid not null references patients(id),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  check (ends_at > starts_at)
);
create table medical_records (
  id uuid primary key default gen_random_uuid(),
  patient_id uuid not null references patients(id) on delete cascade,
  diagnosis text not null,
  prescription text,
  recorded_at timestamptz default now()
);
alter table doctors enable row level security;
alter table patients enable row level security;
alter table appointments enable row level security;
alter table medical_records enable row level security;
create policy "doctors are public" on doctors for select using (true);
create policy "patients see themselves" on patients for select to authenticated using (id = auth.uid());
create policy "own appointments" on appointments for select to authenticated using (auth.uid() in (doctor_id, patient_id));
create policy "book" on appointments for insert to authenticated with check (auth.uid() = doctor_id or auth.uid() = patient_id);
create policy "patient reads records" on medical_records for select to authenticated using (patient_id = auth.uid());
create policy "doctor reads records" on medical_records for select to authenticated using (
  exists (select 1 from appointments a where a.patient_id = medical_records.patient_id and a.doctor_id = auth.uid()));
