-- A clinic network; the helper that asks "staff of this clinic?" forgets to compare with its argument, and anyone may open a clinic.
-- expect: error|warning escalation|bypass patients|visits|clinic_staff|clinics|is_clinic_staff|open_clinic authenticated
-- also: exposure|tampering|bypass patients|clinic_staff
-- also: escalation|bypass|tampering|forgery patients|visits|clinic_staff|clinics|is_clinic_staff|open_clinic
create table public.clinics (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 2 and 120),
  created_at timestamptz not null default now()
);
create table public.clinic_staff (
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  job text not null default 'nurse' check (job in ('nurse', 'doctor', 'manager')),
  primary key (clinic_id, user_id)
);
create table public.patients (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  full_name text not null,
  birth_date date,
  insurance_no text
);
create table public.visits (
  id bigint generated always as identity primary key,
  patient_id uuid not null references public.patients (id) on delete cascade,
  seen_at timestamptz not null default now(),
  notes text
);
create function public.is_clinic_staff(clinic_id uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select 1 from public.clinic_staff s
    where s.clinic_id = clinic_id and s.user_id = auth.uid()
  );
$$;
create function public.open_clinic(clinic_name text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  fresh uuid;
begin
  if auth.uid() is null then
    raise exception 'sign in first';
  end if;
  insert into public.clinics (name) values (clinic_name) returning id into fresh;
  insert into public.clinic_staff (clinic_id, user_id, job) values (fresh, auth.uid(), 'manager');
  return fresh;
end;
$$;
alter table public.clinics enable row level security;
alter table public.clinic_staff enable row level security;
alter table public.patients enable row level security;
alter table public.visits enable row level security;
create policy "clinics are listed" on public.clinics for select to authenticated using (true);
create policy "own staff rows" on public.clinic_staff for select to authenticated using (user_id = auth.uid());
create policy "staff read patients" on public.patients for select to authenticated using (public.is_clinic_staff(clinic_id));
create policy "staff add patients" on public.patients for insert to authenticated with check (public.is_clinic_staff(clinic_id));
create policy "staff change patients" on public.patients for update to authenticated
  using (public.is_clinic_staff(clinic_id)) with check (public.is_clinic_staff(clinic_id));
create policy "staff read visits" on public.visits for select to authenticated
  using (exists (select 1 from public.patients p where p.id = patient_id));
create policy "staff add visits" on public.visits for insert to authenticated
  with check (exists (select 1 from public.patients p where p.id = patient_id));
