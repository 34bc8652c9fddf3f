-- A dental chain: the clinic of a user comes from app_metadata, which only the service role can set.
-- clean
create table public.clinics (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.dental_patients (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics(id) on delete cascade,
  name text not null,
  born date
);
create table public.treatments (
  id uuid primary key default gen_random_uuid(),
  patient_id uuid not null references public.dental_patients(id) on delete cascade,
  tooth int not null check (tooth between 11 and 48),
  note text
);
create function public.my_clinic() returns uuid language sql stable set search_path = '' as $$
  select nullif(auth.jwt() -> 'app_metadata' ->> 'clinic_id', '')::uuid;
$$;
alter table public.clinics enable row level security;
alter table public.dental_patients enable row level security;
alter table public.treatments enable row level security;
create policy "own clinic" on public.clinics for select to authenticated using (id = (select public.my_clinic()));
create policy "patients of my clinic" on public.dental_patients for all to authenticated
  using (clinic_id = (select public.my_clinic())) with check (clinic_id = (select public.my_clinic()));
create policy "treatments of my clinic" on public.treatments for all to authenticated
  using (exists (select 1 from public.dental_patients p where p.id = patient_id))
  with check (exists (select 1 from public.dental_patients p where p.id = patient_id));
create policy "no anonymous sign-ins" on public.dental_patients as restrictive for all to authenticated
  using (coalesce((auth.jwt() ->> 'is_anonymous')::boolean, false) is false);
create view public.treatment_list with (security_invoker = true) as
  select t.id, p.name, t.tooth, t.note from public.treatments t join public.dental_patients p on p.id = t.patient_id;
