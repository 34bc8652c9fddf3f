-- Clinic: patients may change their contact data but not find it (no SELECT policy), and the lab results were forgotten altogether.
-- expect: error|warning|review dead patient_contacts
-- expect: error exposure|bypass|tampering lab_results
-- also: exposure|bypass|tampering|forgery lab_results
-- also: dead patient_contacts
create table public.patients (
  id uuid primary key references auth.users(id) on delete cascade,
  full_name text not null
);
create table public.patient_contacts (
  patient_id uuid primary key references public.patients(id) on delete cascade,
  phone text,
  emergency_contact text
);
create table public.appointments (
  id uuid primary key default gen_random_uuid(),
  patient_id uuid not null references public.patients(id) on delete cascade,
  starts_at timestamptz not null,
  reason text
);
create table public.lab_results (
  id bigint generated always as identity primary key,
  patient_id uuid not null references public.patients(id) on delete cascade,
  test_name text not null,
  diagnosis text,
  value numeric
);
alter table public.patients enable row level security;
alter table public.patient_contacts enable row level security;
alter table public.appointments enable row level security;
create policy patients_self on public.patients for select to authenticated using (id = auth.uid());
create policy contacts_update on public.patient_contacts for update to authenticated using (patient_id = auth.uid()) with check (patient_id = auth.uid());
create policy appointments_self on public.appointments for select to authenticated using (patient_id = auth.uid());
create policy appointments_book on public.appointments for insert to authenticated with check (patient_id = auth.uid());
create policy appointments_cancel on public.appointments for delete to authenticated using (patient_id = auth.uid() and starts_at > now());
