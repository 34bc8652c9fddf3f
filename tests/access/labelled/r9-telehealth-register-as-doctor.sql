-- Telehealth: the app writes the profile after sign-up, with the role that the form sends; doctors read every consultation.
-- expect: error|warning escalation profiles
create type public.user_role as enum ('patient', 'doctor', 'admin');
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  role public.user_role not null default 'patient',
  full_name text,
  license_no text,
  updated_at timestamptz default now()
);
create table public.consultations (
  id uuid primary key default gen_random_uuid(),
  patient_id uuid not null references auth.users(id) on delete cascade,
  doctor_id uuid references auth.users(id),
  symptoms text not null,
  starts_at timestamptz
);
create table public.prescriptions (
  id uuid primary key default gen_random_uuid(),
  consultation_id uuid not null references public.consultations(id) on delete cascade,
  patient_id uuid not null references auth.users(id),
  drug text not null,
  dosage text not null
);
create or replace function public.get_my_role() returns public.user_role language sql stable security definer set search_path = public as
  $$ select role from profiles where id = auth.uid() $$;
alter table public.profiles enable row level security;
alter table public.consultations enable row level security;
alter table public.prescriptions enable row level security;
create policy "profile: read own" on public.profiles for select to authenticated using (id = auth.uid());
create policy "profile: doctors are listed" on public.profiles for select to authenticated using (role = 'doctor');
create policy "profile: create own" on public.profiles for insert to authenticated with check (id = auth.uid());
create policy "profile: update own" on public.profiles for update to authenticated using (id = auth.uid()) with check (id = auth.uid() and role = public.get_my_role());
create policy "consultations: patient" on public.consultations for select to authenticated using (patient_id = auth.uid());
create policy "consultations: patient asks" on public.consultations for insert to authenticated with check (patient_id = auth.uid() and doctor_id is null);
create policy "consultations: doctors" on public.consultations for select to authenticated using (public.get_my_role() = 'doctor');
create policy "consultations: doctors take" on public.consultations for update to authenticated
  using (public.get_my_role() = 'doctor' and (doctor_id is null or doctor_id = auth.uid())) with check (doctor_id = auth.uid());
create policy "prescriptions: patient" on public.prescriptions for select to authenticated using (patient_id = auth.uid());
create policy "prescriptions: doctors write" on public.prescriptions for insert to authenticated with check (public.get_my_role() = 'doctor');
