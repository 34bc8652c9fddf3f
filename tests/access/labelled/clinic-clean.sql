-- A patient books with a doctor; doctors can't book; records by appointment.
-- clean
create extension if not exists btree_gist;
create table doctors (id uuid primary key references auth.users on delete cascade, name text not null, speciality text);
create table patients (id uuid primary key references auth.users on delete cascade, name text not null, birth_date date check (birth_date < current_date));
create table appointments (
  id uuid primary key default gen_random_uuid(),
  doctor_id uuid not null references doctors(id),
  patient_id uuid not null default auth.uid() references patients(id),
  slot tstzrange not null,
  exclude using gist (doctor_id with =, slot with &&)
);
create table medical_records (
  id uuid primary key default gen_random_uuid(),
  patient_id uuid not null references patients(id) on delete cascade,
  doctor_id uuid not null default auth.uid() references doctors(id),
  diagnosis text not null
);
alter table doctors enable row level security;
alter table patients enable row level security;
alter table appointments enable row level security;
alter table medical_records enable row level security;
create policy "doctors are public" on doctors for select using (true);
create policy "patients see themselves" on patients for select to authenticated using (id = auth.uid());
create policy "register" on patients for insert to authenticated with check (id = auth.uid());
create policy "own appointments" on appointments for select to authenticated using (auth.uid() in (doctor_id, patient_id));
create policy "book" on appointments for insert to authenticated with check (auth.uid() = patient_id);
create policy "cancel" on appointments for delete to authenticated using (auth.uid() = patient_id);
create policy "read records" on medical_records for select to authenticated using (patient_id = auth.uid() or doctor_id = auth.uid());
create policy "write records" on medical_records for insert to authenticated with check (
  doctor_id = auth.uid() and exists (select 1 from appointments a where a.patient_id = medical_records.patient_id and a.doctor_id = auth.uid()));
